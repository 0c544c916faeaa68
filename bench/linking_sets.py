"""The rows by hand that bench.linking scores on: tellings with the incident that each tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl.lexicon.places import fold, gazetteer
from etl.lexicon.registry import load
from etl.model import Place
from etl.newsroom.content import outlets as newsroom_outlets
from etl.newsroom.content import pieces
from etl.resolve.telling import Figure, Telling

Set = tuple[list[Telling], dict[int, str]]
HERE = Path(__file__).parent


@cache
def place(name: str, parties: frozenset[str]) -> Place:
    """The place of that name on the ground of these parties; else the bare name."""
    countries = {country for party in parties for country in load().parties[party].territory}
    found = [e for e in gazetteer().find(fold(name)) if e.country in countries]
    return found[0].place() if found else Place(name, None, None, None, None, "area")


def twinned(tellings: Sequence[Telling]) -> list[Telling]:
    """These, each with word of whether its article tells another of its kind, day and place, as the resolver loads them."""
    told = [(t.article, t.event_type, t.start, t.place and t.place.name) for t in tellings]
    count = Counter(told)
    return [replace(t, twin=count[key] > 1) for t, key in zip(tellings, told, strict=True)]


def newsroom_gold() -> Set:
    """The newsroom's articles as its gold reads them, the first choice of each value."""
    from tests.newsroom_gold import rows

    tellings: list[Telling] = []
    gold: dict[int, str] = {}
    for article, row in enumerate(rows(), 1):
        piece, origin = pieces()[row["id"]], 0
        origin = next((n for n, r in enumerate(rows(), 1) if piece.copy_of == r["id"]), article)
        told = {said["incident"]: said for said in reversed(row["gold"]["reports"])}  # the first, where an article tells one twice
        for n, said in enumerate(told.values(), 1):
            key = article * 100 + n
            gold[key] = said["incident"]
            tellings.append(_gold_telling(key, article, origin, row, said, n))
    return twinned(tellings), gold


def _gold_telling(key: int, article: int, origin: int, row: dict[str, Any], said: dict[str, Any], n: int) -> Telling:
    parties = frozenset(p for p in (*said["initiators"], *said["targets"], *(p for c in said["casualties"] for p in c["parties"])) if p)
    start, end = (said[k] and date.fromisoformat(said[k]) for k in ("date", "date_end"))
    figures = tuple(
        Figure(key * 100 + i, c["parties"][0], c["status"][0], c["harm"], c["low"], c["high"], None, (), None, c["claimant_parties"][0])
        for i, c in enumerate(said["casualties"])
    )
    outlet = newsroom_outlets()[row["outlet"]]
    return Telling(
        id=key, article=article, url=row["id"], span=(n, n + 1), event_type=said["event_types"][0], start=start, end=end,
        precision="unknown" if start is None else "day" if start == end else "range",
        place=place(said["places"][0], parties) if said["places"] else None,
        initiator=said["initiators"][0], target=said["targets"][0], standing=said["standing"][0], figures=figures,
        published=date.fromisoformat(row["published"]), origin=origin, outlet=row["outlet"], outlet_party=outlet.get("party"),
        outlet_kind=outlet.get("kind"),
    )  # fmt: skip


def by_hand() -> Set:
    """linking.yaml: rows written for this bench."""
    articles: dict[str, int] = {}
    tellings: list[Telling] = []
    gold: dict[int, str] = {}
    for incident in yaml.safe_load((HERE / "linking.yaml").read_text(encoding="utf-8")):
        for line in incident["told"]:
            outlet, day, rest = (*line.split(" ", 2), "")[:3]
            key, article = 10**6 + len(tellings), articles.setdefault(f"{outlet} {day}", 10**6 + len(articles))
            gold[key] = incident["incident"]
            values = {name: incident.get(name) for name in ("day", "at", "kind", "by", "of", "harm")} | _otherwise(rest)
            tellings.append(_by_hand(key, article, outlet, date.fromisoformat(day), values))
    return twinned(tellings), gold


def _otherwise(text: str) -> dict[str, Any]:
    """`kind=clash harm=` as a mapping; a value runs to the next key."""
    parts = re.split(r"(?:^| )(kind|by|of|at|harm|standing|day)=", text)
    return {name: None if value in ("null", "") else value for name, value in zip(parts[1::2], parts[2::2], strict=True)}


def _by_hand(key: int, article: int, outlet: str, published: date, values: dict[str, Any]) -> Telling:
    *name, lat, lon, precision = values["at"].split()
    day = values["day"] if isinstance(values["day"], date) else date.fromisoformat(values["day"])
    figures = []
    for n, row in enumerate((values["harm"] or "").split(", ") if values["harm"] else []):
        party, status, harm, count, side = (None if word == "-" else word for word in row.split())
        figures.append(Figure(key * 10 + n, party, status or "unknown", harm or "", int(count or 0), int(count or 0), claimant_party=side))
    return Telling(
        id=key, article=article, url=f"{outlet}-{published}", span=(key, key + 1), event_type=values["kind"], start=day, end=day,
        precision="day",
        place=Place(" ".join(name), None, None, float(lat), float(lon), precision), initiator=values["by"], target=values["of"],
        standing=values.get("standing") or "alleged", figures=tuple(figures), published=published, origin=article, outlet=outlet,
    )  # fmt: skip
