"""The sets that bench.linking scores on: tellings with the incident that each tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl.lexicon.places import fold, gazetteer
from etl.lexicon.registry import load
from etl.model import Article, Casualty, Claim, Place, Reading, Report
from etl.newsroom.content import outlets as newsroom_outlets
from etl.newsroom.content import pieces
from etl.resolve.lineage import Text, copies, facts, originals, signature
from etl.resolve.telling import Figure, Said, Telling

Set = tuple[list[Telling], dict[int, str]]
HERE = Path(__file__).parent


@cache
def place(name: str, parties: frozenset[str]) -> Place:
    """The place of that name on the ground of these parties; else the bare name."""
    countries = {country for party in parties for country in load().parties[party].territory}
    found = [e for e in gazetteer().find(fold(name)) if e.country in countries]
    return found[0].place() if found else Place(name, None, None, None, None, "area")


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
    return tellings, gold


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


def newsroom_read() -> Set:
    """The newsroom's articles as the reader reads them; a report that holds a gold report's words tells its incident."""
    from etl.parse import read
    from tests.newsroom_gold import rows

    articles = []
    for row in rows():
        outlet = newsroom_outlets()[row["outlet"]]
        article = Article(row["text"], id=row["id"], url=row["id"], title=row["title"], published=date.fromisoformat(row["published"]),
                          outlet=row["outlet"], outlet_party=outlet.get("party"))  # fmt: skip
        articles.append((read(article), outlet.get("kind")))
    tellings = from_readings(articles)
    gold: dict[int, str] = {}
    for row, (reading, _) in zip(rows(), articles, strict=True):
        for said in row["gold"]["reports"]:
            at = row["text"].find(said["key"])
            holds = [t for t in tellings if t.url == row["id"] and any(s < at + len(said["key"]) and at < e for s, e in spans(reading, t))]
            best = [t for t in holds if t.event_type in said["event_types"]] or holds
            taken = {gold.get(t.id) for t in tellings if t.url == row["id"]}
            if at >= 0 and best and best[0].id not in gold and said["incident"] not in taken:
                gold[best[0].id] = said["incident"]
    return tellings, gold


def spans(reading: Reading, telling: Telling) -> Iterable[tuple[int, int]]:
    """All words that a telling's report was read from."""
    return next(r.spans for r in reading.reports if r.spans[0] == telling.span and r.n == telling.id % 100)


def from_readings(readings: list[tuple[Reading, str | None]]) -> list[Telling]:
    """Tellings from readings, lineages found on the texts."""
    told = [(n, reading.article) for n, (reading, _) in enumerate(readings, 1)]
    texts = [Text(n, a.url or "", a.published, signature(a.text), facts(a.text)) for n, a in told]
    ties = [(a.id, b.id) for a in texts for b in texts if a.id < b.id and copies(a, b)]
    origin = originals(texts, ties)
    found: list[Telling] = []
    for n, (reading, kind) in enumerate(readings, 1):
        found += [_read_telling(n, origin[n], kind, reading, report) for report in reading.reports]
    return found


def _read_telling(article: int, origin: int, kind: str | None, reading: Reading, report: Report) -> Telling:
    key = article * 100 + report.n
    told = reading.article
    return Telling(
        id=key, article=article, url=told.url or "", span=report.spans[0], event_type=report.event_type, start=report.occurred.start,
        end=report.occurred.end, precision=report.occurred.precision, place=report.place, initiator=report.initiator,
        target=report.target, standing=report.standing, weapons=report.weapons, background=report.background,
        figures=tuple(_figure(key * 100 + i, c) for i, c in enumerate(report.casualties)),
        said=tuple(_said(key * 100 + c.n, c) for c in reading.claims if c.report == report.n),
        published=told.published, published_at=told.published_at, origin=origin, outlet=told.outlet, outlet_party=told.outlet_party,
        outlet_kind=kind,
    )  # fmt: skip


def _figure(key: int, row: Casualty) -> Figure:
    return Figure(key, row.party, row.status, row.harm, row.low, row.high, row.vague, row.names, row.claimant, row.claimant_party)


def _said(key: int, claim: Claim) -> Said:
    return Said(key, claim.act, claim.speaker, claim.speaker_party, claim.target_party, claim.about, claim.span)


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
    return tellings, gold


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
