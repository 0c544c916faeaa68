"""The nouns of Trucewatch: what the five verbs pass to each other. Frozen, plain, and importing nothing of ours.

The words and codes are those of docs/codebook.md. Spans are `(start, end)` character offsets into `Article.text`, end exclusive;
`text[start:end]` is the evidence.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """One item of a feed, as the feed gives it."""

    url: str
    guid: str | None = None
    title: str | None = None
    published: datetime | None = None
    summary: str | None = None
    updated: datetime | None = None  # only where it is another moment than published


@dataclass(frozen=True)
class Article:
    """The readable text of one page; immutable once stored. `text` is plain paragraphs parted by blank lines."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    published_source: str | None = None  # meta, json-ld, url, htmldate, feed
    language: str | None = None
    byline: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    kind: str = "article"  # article, live, listing, video, stub
    outlet: str | None = None  # slug
    outlet_party: str | None = None  # the side the outlet is aligned to, if any


@dataclass(frozen=True)
class Occurred:
    """When: whole days; start and end are None exactly when precision is `unknown`."""

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"  # day range week month year unknown


@dataclass(frozen=True)
class Place:
    """Where: a place of the gazetteer, or only a name (id None) with an issue beside it."""

    name: str
    id: str | None = None
    country: str | None = None  # ISO 3166 alpha-2
    lat: float | None = None
    lon: float | None = None
    precision: str = "settlement"  # exact settlement area district region country


@dataclass(frozen=True)
class Mention:
    """A normalised value, the words it was read from, and the rule that read it."""

    field: str  # event_type, date, place, initiator, target, weapon, standing, harm, party, status, claimant, speaker, act, …
    value: str
    span: Span
    rule: str


@dataclass(frozen=True)
class Casualty:
    harm: str  # killed wounded missing captured killed_or_wounded
    span: Span
    party: str | None = None
    status: str = "unknown"  # military civilian unknown
    low: int | None = None
    high: int | None = None
    vague: str | None = None
    names: tuple[str, ...] = ()
    birth_years: tuple[int | None, ...] = ()  # of the names, in their order; empty where none is given
    claimant: str | None = None  # actor
    claimant_party: str | None = None
    rule: str = ""


@dataclass(frozen=True)
class Report:
    """One article's telling of one incident."""

    n: int
    event_type: str
    occurred: Occurred
    place: Place | None
    initiator: str | None
    target: str | None
    standing: str  # alleged admitted denied disputed observed
    spans: tuple[Span, ...]
    initiator_actor: str | None = None
    target_actor: str | None = None
    weapons: tuple[str, ...] = ()
    background: bool = False
    casualties: tuple[Casualty, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A speech act: who accuses, denies, admits, condemns or calls for what, of whom."""

    n: int
    act: str  # accuse deny admit report condemn call_for threaten announce
    span: Span
    speaker: str | None = None  # actor
    speaker_party: str | None = None
    target_party: str | None = None
    about: str = "other"  # ceasefire_violation attack casualties territory agreement escalation other
    report: int | None = None  # Report.n
    answers: int | None = None  # Claim.n of the claim this one answers
    via: str | None = None  # actor that passed it on
    rule: str = ""


@dataclass(frozen=True)
class Tally:
    """A sum over many events; kept out of every report."""

    harm: str  # Casualty.harm, or violations shots_fired shells_fired explosions
    span: Span
    party: str | None = None
    low: int | None = None
    high: int | None = None
    period: str | None = None
    claimant: str | None = None
    rule: str = ""


@dataclass(frozen=True)
class Issue:
    """What the pipeline could not do: the analyst's queue, not a log line."""

    code: str  # unknown_place unknown_party unknown_actor ambiguous_place unsupported_language …
    detail: str
    span: Span | None = None


@dataclass(frozen=True)
class Reading:
    """What one article says."""

    article: Article
    relevant: bool
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    tallies: tuple[Tally, ...] = ()
    issues: tuple[Issue, ...] = field(default_factory=tuple)


CASUALTY_KEYS = ("party", "status", "harm", "low", "high", "vague", "names", "claimant", "claimant_party", "span")
REPORT_KEYS = ("n", "event_type", "occurred", "place", "initiator", "initiator_actor", "target", "target_actor", "weapons",
               "standing", "background")
CLAIM_KEYS = ("n", "speaker", "speaker_party", "act", "target_party", "about", "report", "via", "span")
TALLY_KEYS = ("party", "harm", "low", "high", "period", "claimant", "span")


def contract(reading: Reading) -> dict[str, Any]:
    """The reading as the JSON object of docs/codebook.md: every key present, dates as ISO text, spans as pairs."""
    article = reading.article
    head = {"id": article.id, "url": article.url, "title": article.title, "published": article.published,
            "language": article.language, "relevant": reading.relevant}

    def pick(row: Any, keys: tuple[str, ...]) -> dict[str, Any]:
        values = asdict(row)
        return {key: values[key] for key in keys}

    reports = [pick(r, REPORT_KEYS) | {"casualties": [pick(c, CASUALTY_KEYS) for c in r.casualties], "spans": r.spans}
               for r in reading.reports]
    plain: dict[str, Any] = _plain({"article": head, "reports": reports, "claims": [pick(c, CLAIM_KEYS) for c in reading.claims],
                                    "tallies": [pick(t, TALLY_KEYS) for t in reading.tallies],
                                    "issues": [asdict(i) for i in reading.issues]})
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
