"""The texts that bench.linking scores on: what the reader makes of them, with the incident that each report tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bench.linking_sets import twinned
from etl.lexicon.places import fold
from etl.model import Article, Casualty, Claim, Reading, Report
from etl.newsroom.content import outlets as newsroom_outlets
from etl.parse import read
from etl.resolve.lineage import Text, copies, facts, originals, signature
from etl.resolve.telling import Figure, Said, Telling, clock, named

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Wanted:
    """A report that a text holds: words of it, its incident, what kinds, places and numbers fit, and whether it may be left out.

    Of a short text the places are those that a telling has and the sentence of the words names.
    """

    url: str
    words: str
    incident: str
    kinds: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    numbers: frozenset[tuple[str, int]] = frozenset()
    optional: bool = False
    sentence: str = ""

    def likeness(self, told: Telling) -> int:
        """How much of it a telling has."""
        place = told.place is not None and (fold(told.place.name) in self.places or fold(told.place.name) in fold(self.sentence))
        return (told.event_type in self.kinds) + place + bool(self.numbers & {(f.harm, f.least) for f in told.figures})


@dataclass(frozen=True)
class Texts:
    """Tellings read from texts, the incident of each that gold knows, and the incidents of the reports that the reader left out."""

    tellings: list[Telling]
    gold: dict[int, str]
    unread: list[str]


def newsroom() -> Texts:
    """The newsroom's articles as the reader reads them."""
    from tests.newsroom_gold import rows

    articles, wanted = [], []
    for row in rows():
        articles.append(_article(row["id"], row["title"], row["text"], row["published"], row["outlet"], newsroom_outlets()[row["outlet"]]))
        wanted += [Wanted(row["id"], said["key"], said["incident"], tuple(said["event_types"]), frozenset(map(fold, said["places"])),
                          frozenset((c["harm"], c["low"]) for c in said["casualties"]), said["optional"])
                   for said in row["gold"]["reports"]]  # fmt: skip
    return _texts(articles, wanted)


def short(name: str) -> Texts:
    """A file of short texts, such as linking_tuned.yaml, as the reader reads it."""
    data = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    articles, wanted = [], []
    for n, told in enumerate(data["texts"], 1):
        url = f"{told['outlet']}-{n}"
        articles.append(_article(url, told["title"], told["text"], str(told["published"]), told["outlet"], data["outlets"][told["outlet"]]))
        wanted += [Wanted(url, words, incident, sentence=_sentence(told["text"], words)) for incident, words in told["tells"].items()]
    return _texts(articles, wanted)


def _sentence(text: str, words: str) -> str:
    """These words and what stands between full stops around them."""
    before, after = text.split(words, 1)
    return before.rsplit(". ", 1)[-1] + words + after.split(". ", 1)[0]


def _article(url: str, title: str, text: str, published: str, outlet: str, known: dict[str, str | None]) -> tuple[Reading, str | None]:
    article = Article(text, id=url, url=url, title=title, published=date.fromisoformat(published), outlet=outlet,
                      outlet_party=known.get("party"))  # fmt: skip
    return read(article), known.get("kind")


def _texts(articles: list[tuple[Reading, str | None]], wanted: Sequence[Wanted]) -> Texts:
    """A report that holds wanted words tells their incident, the likest first; each tells one, and an article each incident once."""
    tellings = from_readings(articles)
    readings = {reading.article.url: reading for reading, _ in articles}
    gold: dict[int, str] = {}
    pairs = [(-want.likeness(t), n, t.id) for n, want in enumerate(wanted) for t in tellings
             if t.url == want.url and _holds(readings[want.url], t, want.words)]  # fmt: skip
    for _, n, key in sorted(pairs):
        if key not in gold and not _told(wanted[n], tellings, gold):
            gold[key] = wanted[n].incident
    return Texts(tellings, gold, [w.incident for w in wanted if not w.optional and not _told(w, tellings, gold)])


def _told(want: Wanted, tellings: Iterable[Telling], gold: Mapping[int, str]) -> bool:
    return any(t.url == want.url and gold.get(t.id) == want.incident for t in tellings)


def _holds(reading: Reading, telling: Telling, words: str) -> bool:
    at = reading.article.text.find(words)
    return at >= 0 and any(start < at + len(words) and at < end for start, end in _spans(reading, telling))


def _spans(reading: Reading, telling: Telling) -> Iterable[tuple[int, int]]:
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
    return twinned(found)


def _read_telling(article: int, origin: int, kind: str | None, reading: Reading, report: Report) -> Telling:
    key = article * 100 + report.n
    told = reading.article
    words = " ".join(told.text[start:end] for start, end in report.spans)
    return Telling(
        id=key, article=article, url=told.url or "", span=report.spans[0], event_type=report.event_type, start=report.occurred.start,
        end=report.occurred.end, precision=report.occurred.precision, place=report.place, initiator=report.initiator,
        target=report.target, standing=report.standing, weapons=report.weapons, background=report.background,
        figures=tuple(_figure(key * 100 + i, c) for i, c in enumerate(report.casualties)),
        said=tuple(_said(key * 100 + c.n, c) for c in reading.claims if c.report == report.n),
        names=named(words), minutes=clock(words),
        published=told.published, published_at=told.published_at, origin=origin, outlet=told.outlet, outlet_party=told.outlet_party,
        outlet_kind=kind,
    )  # fmt: skip


def _figure(key: int, row: Casualty) -> Figure:
    return Figure(key, row.party, row.status, row.harm, row.low, row.high, row.vague, row.names, row.claimant, row.claimant_party)


def _said(key: int, claim: Claim) -> Said:
    return Said(key, claim.act, claim.speaker, claim.speaker_party, claim.target_party, claim.about, claim.span)


