"""A place mention, and which of several is the place of an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.lexicon.places import extent
from etl.model import Issue, Place
from etl.parse.places_sides import capitals

SPECIFIC = {"exact": 0, "settlement": 1, "area": 2, "district": 3, "region": 4, "country": 5}
NO_EVENT = frozenset({"dateline", "actor", "other"})


@dataclass(frozen=True)
class PlaceMention:
    """A place where the text names it.

    role: at, near, toward, from (of the event); dateline, actor (a capital or country that acts or speaks), other (a seat, talks).
    inside: it lies in a country of the article's sides. rivals: what else the name may be, when that could not be decided.
    """

    start: int
    end: int
    place: Place
    role: str = "at"
    rule: str = "name"
    inside: bool = True
    rivals: tuple[Place, ...] = ()

    @property
    def ground(self) -> Place:
        """The place as far as it is told: "south of Hodeidah" is no nearer known than by the area."""
        return replace(self.place, precision="area") if self.rule == "aside" and SPECIFIC[self.place.precision] < 2 else self.place


def doubts(mentions: Iterable[PlaceMention]) -> list[Issue]:
    """An issue for each place that is unknown, or may be one of several."""
    found = []
    for mention in mentions:
        span = (mention.start, mention.end)
        if mention.rivals:
            others = "; ".join(f"{p.id} {p.lat},{p.lon}" for p in mention.rivals)
            found.append(Issue("ambiguous_place", f"{mention.place.name}: {others}", span))
        elif mention.place.id is None and mention.role not in NO_EVENT:
            found.append(Issue("unknown_place", mention.place.name, span))
    return found


def best_place(mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Of the places of one event the most specific: a village before its district; where it happened before where it came from."""
    able = [m for m in mentions if m.role not in NO_EVENT]
    if not able:
        return None
    return min(able, key=lambda m: (m.role == "from", not m.inside, _vague(m), _breadth(m), m.start))


def place_told_before(mentions: Sequence[PlaceMention], text: str, offset: int) -> PlaceMention | None:
    """The finest place told before an offset in its own paragraph: "In Paravakar … She was hit by a bullet"."""
    opening = text.rfind("\n", 0, offset) + 1
    low, high = (bisect_left(mentions, at, key=lambda m: m.start) for at in (opening, offset))
    told = [m for m in reversed(mentions[low:high]) if m.role not in NO_EVENT and m.inside and not _vague(m)]
    return min(told, key=lambda m: m.role == "from", default=None)


def place_of_news(mentions: Sequence[PlaceMention], headline: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place of the news where an event has none of its own: the headline's, else the first of the text that may be one: where
    something is, else the dateline's town if it is no capital, else a region that acts ("Tigray said")."""
    told = [m for m in (best_place([h for h in headline if h.inside]), *mentions) if m and m.inside and m.role not in NO_EVENT]
    written = [m for m in mentions if m.inside and m.role == "dateline" and m.place.id and m.place.id not in capitals()]
    acting = [m for m in (*headline, *mentions) if m.inside and m.role == "actor" and m.place.precision in ("region", "area")]
    return next(iter((*(m for m in told if not _vague(m)), *written, *told, *acting)), None)


def _breadth(mention: PlaceMention) -> float:
    """How much ground a place covers; a front line hundreds of kilometres long is broader than a district on it."""
    return 3.5 if extent(mention.place) != mention.place.precision else SPECIFIC[mention.place.precision]


def _vague(mention: PlaceMention) -> bool:
    return SPECIFIC[mention.place.precision] >= 4
