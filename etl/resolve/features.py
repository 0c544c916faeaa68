"""What two tellings have in common and where they differ: typed features, each by name, with how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from etl.lexicon.places import consonants, extent, fold
from etl.model import Place
from etl.resolve.telling import FINE, NARROW, Sides, Telling
from etl.resolve.victims import victims

Feature = tuple[str, float]  # name, amount

REACH = {"exact": 3.0, "settlement": 8.0, "area": 30.0, "district": 40.0, "region": 150.0, "country": 600.0}  # km
WIDE = frozenset({"region", "country"})
LOOSE = frozenset({
    "next settlement", "other settlement", "another area, not far", "outside the area", "other place name", "a place is unknown",
    "a place isn't in the gazetteer", "within the district", "within the region", "within the country",
})
SPOTS = frozenset({"same exact", "same settlement", "same spot"})
SURE = frozenset({"admitted", "observed"})  # standings in which it is known who fired
COARSE_DATES = frozenset({"week", "month", "year"})
SHORT = timedelta(days=2)  # a night, or "over the past day"

COMMON = {"unspecified_violation": 1.0, "small_arms_fire": 1.5, "shelling": 1.5, "clash": 1.5, "sniper_fire": 1.5, "ground_attack": 1.5,
          "air_strike": 2.0, "rocket_or_missile": 2.0}  # fmt: skip  # the more common a kind, the less it says; else 2.5

KIN = {
    frozenset(pair): kinship
    for kinship, pairs in {
        "kin kind": (
            ("small_arms_fire", "sniper_fire"), ("small_arms_fire", "clash"), ("sniper_fire", "clash"), ("shelling", "clash"),
            ("shelling", "rocket_or_missile"), ("rocket_or_missile", "air_strike"), ("air_strike", "drone_strike"),
            ("ground_attack", "clash"), ("ground_attack", "territory_seizure"), ("ground_attack", "abduction_or_capture")),
        "kind not far": (
            ("small_arms_fire", "shelling"), ("small_arms_fire", "ground_attack"), ("shelling", "ground_attack"),
            ("shelling", "air_strike"), ("shelling", "drone_strike"), ("rocket_or_missile", "drone_strike"),
            ("territory_seizure", "clash"), ("territory_seizure", "deployment"), ("airspace_violation", "drone_strike")),
    }.items()
    for pair in pairs
}  # fmt: skip


class Barred(Exception):
    """The pair can't be one incident, and this is why."""


def features(one: Telling, other: Telling, sides: Sides) -> Iterator[Feature]:
    """All features of a pair. Raises Barred."""
    if one.article == other.article:
        raise Barred("one article tells both")
    yield days(one, other)
    yield where(one, other)
    yield kinds(one, other)
    yield from hours(one, other)
    yield from roles(one, other, sides)
    yield from victims(one, other, sides)
    if one.origin == other.origin:
        yield "copies of one text", 1.0
    if set(one.weapons) & set(other.weapons):
        yield "same weapon", 1.0


def days(one: Telling, other: Telling) -> Feature:
    """Whole days: the same, overlapping, a day's difference of dating, or too far apart."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return _undated(one, other)
    gap = max((other.start - one.end).days, (one.start - other.end).days, 0)
    long = [t for t in (one, other) if t.precision in COARSE_DATES or t.end - t.start > SHORT]  # type: ignore[operator]
    if gap > 1 or (long and gap):
        raise Barred(f"{gap} days apart" if gap > 1 else "the periods don't meet")
    if len(long) == 2:
        return ("same period" if (one.start, one.end) == (other.start, other.end) else "other period"), 1.0
    if long:
        return "a day within a longer period", 1.0
    if gap:
        return "a day's difference", 1.0
    return ("same day" if one.start == other.start and one.end == other.end else "overlapping days"), 1.0


def _undated(one: Telling, other: Telling) -> Feature:
    """News is of the day or the day before: an undated telling may tell of those."""
    first, second = one.end or one.published, other.end or other.published
    if first is None or second is None or abs(first - second) > timedelta(days=3):
        raise Barred("a day is unknown, and the articles aren't of the same days")
    return ("a day is unknown, told the same day" if abs(first - second) <= timedelta(days=1) else "a day is unknown"), 1.0


def where(one: Telling, other: Telling) -> Feature:
    """Where the two are placed; or, where that ties them little, that the place of one is named in the words of the other."""
    found = places(one.place, other.place)
    if found[0] in LOOSE and names_place(one, other):
        return "named in the other's words", 1.0
    return found


def names_place(one: Telling, other: Telling) -> bool:
    """Whether the words of one of the two name the narrow place of the other."""
    return any(t.place is not None and extent(t.place) in NARROW and words.mentions(t.place.name)
               for words, t in ((one, other), (other, one)))  # fmt: skip


def hours(one: Telling, other: Telling) -> Iterator[Feature]:
    """The clock, where both tell it: clocks of neighbours differ by an hour at most."""
    if one.minutes and other.minutes:
        gap = min(abs(a - b) for a in one.minutes for b in other.minutes)
        yield ("same hour" if gap <= 60 else "other hour"), 1.0


def places(one: Place | None, other: Place | None) -> Feature:
    """The same place, one within the other, next to it, or too far."""
    if one is None or other is None:
        return "a place is unknown", 1.0
    lines = extent(one) != one.precision and extent(other) != other.precision  # which are as near to each other as areas
    narrow, wide = sorted((place.precision if lines else extent(place) for place in (one, other)), key=REACH.__getitem__)
    if _same(one, other):
        return f"same {narrow}", 1.0
    km = distance(one, other)
    if km is None:
        if one.country and other.country and one.country != other.country:
            return "other country", 1.0
        if wide in WIDE:
            return f"within the {wide}", 1.0
        return ("other place name" if one.lat == other.lat else "a place isn't in the gazetteer"), 1.0
    reach = REACH[wide]
    if km > max(4 * reach, 50.0):
        raise Barred(f"{km:.0f} km apart")
    if wide in FINE:
        return ("same spot" if km <= REACH["exact"] else "next settlement" if km <= 15 else "other settlement"), 1.0
    if km > reach:
        both = {narrow, wide} <= {"area", "district"}
        return ("another area, not far" if both and km <= 3 * reach else "outside the area"), 1.0
    return f"within the {wide}", 1.0


def _same(one: Place, other: Place) -> bool:
    """One place of the gazetteer, or one name, as two outlets may spell it, or as one of them left it unplaced."""
    if one.id and other.id:
        return one.id == other.id
    if one.id or other.id:
        return fold(one.name) == fold(other.name) and not (one.country and other.country and one.country != other.country)
    return _spelt(one.name) == _spelt(other.name)


@lru_cache(1 << 14)
def _spelt(name: str) -> str:
    """A name that isn't in the gazetteer, as two outlets may spell it."""
    return consonants(fold(name))


def distance(one: Place, other: Place) -> float | None:
    """Kilometres between two places along the ground; None without coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    chord = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(chord)))


def kinds(one: Telling, other: Telling) -> Feature:
    """The same kind, kinds that articles mix up, or foreign ones."""
    if one.event_type == other.event_type:
        return "same kind", COMMON.get(one.event_type, 2.5)
    if "unspecified_violation" in (one.event_type, other.event_type):
        return "a kind is unspecified", 1.0
    return KIN.get(frozenset({one.event_type, other.event_type}), "other kind"), 1.0


def roles(one: Telling, other: Telling, sides: Sides) -> Iterator[Feature]:
    """Who did it to whom: each side blaming the other is a dispute as often as two events."""
    swapped = sides.together(one.initiator, other.target) and sides.together(one.target, other.initiator)
    if swapped and "disputed" in (one.standing, other.standing):
        yield "who began it is disputed", 1.0  # the one tells what both sides say, the other what one of them says
    elif one.initiator is None or other.initiator is None:
        yield "a doer is unknown", 1.0
    elif one.initiator == other.initiator:
        yield "same doer", 1.0
    elif sides.together(one.initiator, other.initiator):
        yield "allied doers", 1.0
    else:
        yield ("each side blames the other", _blame(one, other)) if swapped else ("other doer", _unclear(one, other))
    if one.target is None or other.target is None:
        yield "a target is unknown", 1.0
    elif not swapped:
        yield ("same target" if sides.together(one.target, other.target) else "other target"), 1.0


def _unclear(one: Telling, other: Telling) -> float:
    """How much another doer says: little in a clash, whose beginning is unclear, or where each side blames the other."""
    return (1.0, 0.5, 0.17)[sum(t.event_type == "clash" or t.standing == "disputed" for t in (one, other))]


def _blame(one: Telling, other: Telling) -> float:
    """How much swapped sides say: little where both count the same dead; less at one spot.

    Not of what both are sure, or of kinds that aren't mixed up: an air strike isn't the mortar fire of the other side.
    """
    mine, theirs = ({(f.party, f.harm, f.least) for f in t.figures if f.party and f.least} for t in (one, other))
    one_act = not {one.standing, other.standing} <= SURE and kinds(one, other)[0] not in ("kind not far", "other kind")
    spot = one_act and places(one.place, other.place)[0] in SPOTS
    return min(_unclear(one, other), 0.2 if mine & theirs else 0.5 if spot else 1.0)
