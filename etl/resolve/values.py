"""An incident's own values, as most of its sources have them; each source has one vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from etl.lexicon.places import extent
from etl.model import Occurred, Place
from etl.resolve.features import REACH, distance
from etl.resolve.sources import roles, sources
from etl.resolve.telling import Sides, Telling

DATE_ORDER = ("day", "range", "week", "month", "year", "unknown")
PLACE_ORDER = ("exact", "settlement", "area", "district", "region", "country")
T = TypeVar("T")
LOOSE = ("clash", "unspecified_violation")  # said when no more is known


@dataclass(frozen=True, slots=True)
class Values:
    """What the row of an incident says."""

    event_type: str
    occurred: Occurred
    place: Place | None
    initiator: str | None
    target: str | None
    weapons: tuple[str, ...]
    standing: str
    reports: int
    sources: int


def values(members: Sequence[Telling], sides: Sides) -> Values:
    """The values of an incident."""
    role, source = roles(members), sources(members)
    voters = [t for t in members if role[t.id] == "telling"]
    return Values(
        event_type=_most((t.event_type for t in voters), lambda kind: (kind in LOOSE, kind)),
        occurred=_occurred(voters), place=_place(voters),
        initiator=_party(voters, lambda t: t.initiator, sides), target=_party(voters, lambda t: t.target, sides),
        weapons=tuple(sorted({w for t in members for w in t.weapons})), standing=_standing(voters, sides),
        reports=len(members), sources=len(set(source.values())),
    )  # fmt: skip


def _most(given: Iterable[T], order: Callable[[T], tuple[object, ...]]) -> T:
    """The value given most often; the first in order among equals."""
    votes = Counter(given)
    return min(votes, key=lambda value: (-votes[value], *order(value)))


def _occurred(voters: Sequence[Telling]) -> Occurred:
    best = min((t.precision for t in voters), key=DATE_ORDER.index)
    told = [(t.start, t.end) for t in voters if t.precision == best]
    start, end = _most(told, lambda days: (days[0] or date.max, days[1] or date.max))
    return Occurred(start, end, best)


def _place(voters: Sequence[Telling]) -> Place | None:
    """The place most sources give, or a more exact one within it."""
    told = [t.place for t in voters if t.place is not None]
    if not told:
        return None
    order = {place: (PLACE_ORDER.index(place.precision), place.id is None, place.name, place.id or "") for place in told}
    common = _most(told, order.__getitem__)
    within = [p for p in told if order[p][0] < order[common][0] and _lies_in(p, common)]
    return _most(within, order.__getitem__) if within else common


def _lies_in(place: Place, wide: Place) -> bool:
    km = distance(place, wide)
    return km is not None and km <= REACH[extent(wide)]


def _party(voters: Sequence[Telling], value: Callable[[Telling], str | None], sides: Sides) -> str | None:
    """The side most sources name; the side that its doer's own word names, when they name opposed ones; else nobody."""
    told = [party for t in voters if (party := value(t)) is not None]
    if any(sides.apart(a, b) for a in set(told) for b in set(told)):
        told = [party for t in voters if (party := value(t)) is not None and t.standing in ("admitted", "observed")]
        if not told or any(sides.apart(a, b) for a in set(told) for b in set(told)):
            return None
    return _most(told, lambda party: (party,)) if told else None


def _standing(voters: Sequence[Telling], sides: Sides) -> str:
    """Admitted beats all; then each side blaming the other; then denied, observed, alleged."""
    told = {t.standing for t in voters}
    doers = {t.initiator for t in voters}
    if "admitted" in told:
        return "admitted"
    if "disputed" in told or any(sides.apart(a, b) for a in doers for b in doers):
        return "disputed"
    return next(standing for standing in ("denied", "observed", "alleged") if standing in told)
