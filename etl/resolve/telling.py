"""What the resolver sees of a report: a telling, with its figures, what is said about it, and where its article comes from.

Nothing in here depends on the order in which rows were stored: tellings are ordered by `key`, which is made of the article's day,
address and position of the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from etl.lexicon.places import extent, fold
from etl.model import Place, Span

FINE = frozenset({"exact", "settlement"})
NARROW = FINE | {"area"}
WORD = re.compile(r"\w+")
HOST = re.compile(r"https?://(?:www\.|amp\.|m\.)?([^/:?#]+)", re.I)
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b|\b(\d{1,2}):(\d\d)\b", re.I)


@lru_cache(1 << 14)
def named(words: str) -> frozenset[str]:
    """The names in some words, each word of a name by itself, however it is spelt with accents and articles."""
    return frozenset(fold(word) for word in WORD.findall(words) if word[0].isupper() and len(word) > 2)


@lru_cache(1 << 14)
def clock(words: str) -> frozenset[int]:
    """The times of day in some words, in minutes: "at 8:30 a.m.", "4pm", "13:05"."""
    found = ((int(a or b), int(c or d or 0), half.lower()) for a, c, half, b, d in CLOCK.findall(words))
    return frozenset((hour % 12 + 12 * (half == "p") if half else hour) * 60 + minute for hour, minute, half in found
                     if hour < 25 and minute < 60)  # fmt: skip


@lru_cache(1 << 12)
def _host(url: str) -> str | None:
    found = HOST.match(url)
    return found[1].lower() if found else None


class Side(Protocol):
    """What has to be known of a party."""

    @property
    def allies(self) -> frozenset[str]: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Sides:
    """Who fights beside whom: Artsakh's dead may be Armenia's in another article."""

    parties: Mapping[str, Side]

    def together(self, one: str | None, other: str | None) -> bool:
        """Whether both are known and are one side or allies."""
        if one is None or other is None:
            return False
        return one == other or (one in self.parties and other in self.parties[one].allies)

    def apart(self, one: str | None, other: str | None) -> bool:
        """Whether both are known and are neither one side nor allies."""
        return one is not None and other is not None and not self.together(one, other)

    def foreign(self, one: str | None, other: str | None) -> bool:
        """Whether the people of the one can't be the other's; those of a mission are of some state too."""
        return self.apart(one, other) and not any(self._mission(party) for party in (one, other))

    def _mission(self, party: str | None) -> bool:
        return party is not None and party in self.parties and self.parties[party].kind == "mission"

    def camp(self, party: str) -> frozenset[str]:
        """The party and its allies."""
        return frozenset({party}) | (self.parties[party].allies if party in self.parties else frozenset())


@dataclass(frozen=True, slots=True)
class Figure:
    """One claimant's count of people harmed."""

    id: int
    party: str | None
    status: str
    harm: str
    low: int | None
    high: int | None
    vague: str | None = None
    names: tuple[str, ...] = ()
    claimant: str | None = None
    claimant_party: str | None = None

    @property
    def least(self) -> int | None:
        """The figure where one number is wanted: the lower bound, else the upper one."""
        return self.low if self.low is not None else self.high

    @property
    def most(self) -> int | None:
        """The upper bound, else the lower one."""
        return self.high if self.high is not None else self.low

    def contradicts(self, other: Figure) -> bool:
        """Whether no number satisfies both: "at least three" and "five" can both hold, "two" and "five" can't."""
        if self.least is None or other.least is None:
            return False
        return _above(self.low, other.high) or _above(other.low, self.high)


def _above(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


@dataclass(frozen=True, slots=True)
class Said:
    """A claim about a telling: who accuses, denies or admits."""

    id: int
    act: str
    speaker: str | None
    speaker_party: str | None
    target: str | None
    about: str
    span: Span = (0, 0)
    answers: tuple[tuple[str, str | None], ...] = ()  # of the target: what it does with the claims that answer this one, and to whom


@dataclass(frozen=True, slots=True)
class Telling:
    """A report with all that concluding needs."""

    id: int
    article: int
    url: str
    span: Span
    event_type: str
    start: date | None
    end: date | None
    precision: str
    place: Place | None
    initiator: str | None
    target: str | None
    standing: str
    weapons: tuple[str, ...] = ()
    background: bool = False
    figures: tuple[Figure, ...] = ()
    said: tuple[Said, ...] = ()
    names: frozenset[str] = frozenset()  # in the words that tell it
    minutes: frozenset[int] = frozenset()  # of the day, by the clock in those words
    published: date | None = None
    published_at: datetime | None = None
    origin: int = 0  # the article at the root of its lineage
    outlet: str | None = None
    outlet_party: str | None = None
    outlet_kind: str | None = None
    twin: bool = False  # its article has another report of this kind, day and place
    key: tuple[str, str, int, int, str] = field(init=False)
    moment: tuple[str, str] = field(init=False)  # when it was told: day and time of publication
    victims: tuple[str, ...] = field(init=False)  # by name

    def __post_init__(self) -> None:
        day = self.published.isoformat() if self.published else ""
        object.__setattr__(self, "key", (day or "9999", self.url, *self.span, self.event_type))
        object.__setattr__(self, "moment", (day, self.published_at.isoformat() if self.published_at else ""))
        object.__setattr__(self, "victims", tuple(name for figure in self.figures for name in figure.names))

    @property
    def core(self) -> tuple[object, ...]:
        """All it says but its words, whoever says it, when and where: with the same names in them, two of one core compare alike."""
        told = (getattr(self, name) for name in CORE)
        return *told, self.harm, None if self.end else self.published

    @property
    def asks(self) -> frozenset[str]:
        """The names for which the words of others are searched: of its place where that is narrow, of its victims."""
        place = named(self.place.name) if self.place and extent(self.place) in NARROW else frozenset()
        return place.union(*map(named, self.victims))

    def mentions(self, name: str) -> bool:
        """Whether the words that tell it have all of this name."""
        return bool(self.names) and bool(wanted := named(name)) and wanted <= self.names

    @property
    def harm(self) -> tuple[tuple[object, ...], ...]:
        """Its figures, without their numbers in the database."""
        return tuple((f.party, f.status, f.harm, f.low, f.high, f.vague, f.names, f.claimant_party) for f in self.figures)

    @property
    def rank(self) -> tuple[tuple[str, str], str]:
        """The order in which a pair is compared, the older first."""
        return self.moment, repr(self.harm)

    @property
    def voice(self) -> str:
        """The outlet; where it is unknown the host, and else the article."""
        return self.outlet or _host(self.url) or f"article-{self.article}"

    @property
    def told_at(self) -> tuple[str, str, tuple[str, str, int, int, str]]:
        """Older before newer: by the day of publication, then the time, then the key."""
        return *self.moment, self.key

    @property
    def parties(self) -> frozenset[str]:
        """Every side it names as doer, target or victim."""
        named = (self.initiator, self.target, *(f.party for f in self.figures))
        return frozenset(party for party in named if party is not None)


APART = {"id", "article", "url", "span", "figures", "said", "published", "published_at", "origin", "outlet", "outlet_party", "outlet_kind",
         "twin", "key", "moment", "names", "victims"}  # fmt: skip
CORE = tuple(f.name for f in fields(Telling) if f.name not in APART)
