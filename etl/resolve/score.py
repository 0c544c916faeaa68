"""How strongly two tellings speak for one incident: points from typed features, each of which can be read and argued with.

Points are added up. A bar, such as two days between them, can't be outweighed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from etl.model import Place
from etl.resolve.telling import Figure, Sides, Telling

LINK = 5.5  # two tellings tie at so many points

REACH = {"exact": 3.0, "settlement": 8.0, "area": 30.0, "district": 40.0, "region": 150.0, "country": 600.0}  # km
SAME_PLACE = {"exact": 3.0, "settlement": 3.0, "area": 2.0, "district": 1.5, "region": 1.0, "country": 0.5}
FINE = frozenset({"exact", "settlement"})
COARSE_DATES = frozenset({"week", "month", "year"})
SHORT = timedelta(days=2)  # a night, or "over the past day"

SAME_KIND = {"unspecified_violation": 1.0, "small_arms_fire": 1.5, "shelling": 1.5, "clash": 1.5, "sniper_fire": 1.5, "ground_attack": 1.5,
             "air_strike": 2.0, "rocket_or_missile": 2.0}  # fmt: skip  # the more common, the less it says

KIN = {
    frozenset(pair): points
    for points, pairs in {
        1.0: (("small_arms_fire", "sniper_fire"), ("small_arms_fire", "clash"), ("sniper_fire", "clash"), ("shelling", "clash"),
              ("shelling", "rocket_or_missile"), ("rocket_or_missile", "air_strike"), ("air_strike", "drone_strike"),
              ("ground_attack", "clash"), ("ground_attack", "territory_seizure"), ("ground_attack", "abduction_or_capture")),
        0.0: (("small_arms_fire", "shelling"), ("small_arms_fire", "ground_attack"), ("shelling", "ground_attack"),
              ("shelling", "air_strike"), ("shelling", "drone_strike"), ("rocket_or_missile", "drone_strike"),
              ("territory_seizure", "clash"), ("territory_seizure", "deployment"), ("airspace_violation", "drone_strike")),
    }.items()
    for pair in pairs
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """The points of a pair, feature by feature; `bar` says why it is out of the question."""

    points: float
    features: tuple[tuple[str, float], ...]
    bar: str | None = None

    @property
    def ties(self) -> bool:
        """Whether it is enough to hold the two for one incident."""
        return self.points >= LINK

    @property
    def why(self) -> str:
        """The features in words, weightiest first: "same settlement +3; same day +2"."""
        if self.bar:
            return self.bar
        told = sorted((f for f in self.features if f[1]), key=lambda f: (-abs(f[1]), f[0]))
        return "; ".join(f"{name} {points:+g}" for name, points in told)


class Barred(Exception):
    """The pair can't be one incident, and this is why."""


def compare(one: Telling, other: Telling, sides: Sides) -> Match:
    """What speaks for and against two tellings of one incident; symmetric."""
    if other.rank < one.rank:
        one, other = other, one
    try:
        if one.article == other.article:
            raise Barred("one article tells both")
        features = [days(one, other), places(one.place, other.place), kinds(one, other), doers(one, other, sides),
                    targets(one, other, sides), *victims(one, other, sides), *extras(one, other)]  # fmt: skip
    except Barred as bar:
        return Match(float("-inf"), (), str(bar))
    return Match(sum(points for _, points in features), tuple(features))


def days(one: Telling, other: Telling) -> tuple[str, float]:
    """Whole days: the same, overlapping, a day's difference of dating, or too far apart."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return _undated(one, other)
    gap = max((other.start - one.end).days, (one.start - other.end).days, 0)
    long = [t for t in (one, other) if t.precision in COARSE_DATES or t.end - t.start > SHORT]  # type: ignore[operator]
    if gap > 1 or (long and gap):
        raise Barred(f"{gap} days apart" if gap > 1 else "the periods don't meet")
    if len(long) == 2:
        return ("same period", 2.0) if (one.start, one.end) == (other.start, other.end) else ("other period", -2.0)
    if long:
        return "a day within a longer period", -2.0
    if gap:
        return "a day's difference", -3.0
    return ("same day", 2.0) if one.start == other.start and one.end == other.end else ("overlapping days", 1.5)


def _undated(one: Telling, other: Telling) -> tuple[str, float]:
    """News is of the day or the day before: an undated telling may tell of those."""
    first, second = one.end or one.published, other.end or other.published
    if first is None or second is None or abs(first - second) > timedelta(days=3):
        raise Barred("a day is unknown, and the articles aren't of the same days")
    return ("a day is unknown, told the same day", 0.5) if abs(first - second) <= timedelta(days=1) else ("a day is unknown", -0.5)


def places(one: Place | None, other: Place | None) -> tuple[str, float]:
    """The same place, one within the other, next to it, or too far."""
    if one is None or other is None:
        return "a place is unknown", -1.0
    if one.id == other.id and (one.id or one.name.casefold() == other.name.casefold()):
        return f"same {one.precision}", SAME_PLACE[one.precision]
    km = distance(one, other)
    if km is None:
        if one.country and other.country and one.country != other.country:
            return "other country", -3.0
        return ("other place name", -1.5) if one.lat == other.lat else ("a place isn't in the gazetteer", -1.0)
    reach = max(REACH[one.precision], REACH[other.precision])
    if km > max(4 * reach, 50.0):
        raise Barred(f"{km:.0f} km apart")
    if one.precision in FINE and other.precision in FINE:
        return ("same spot", 2.0) if km <= REACH["exact"] else ("next settlement", -2.0) if km <= 15 else ("other settlement", -4.0)
    wide = one if REACH[one.precision] >= REACH[other.precision] else other
    if km > reach:
        both = {one.precision, other.precision} <= {"area", "district"}
        return ("another area, not far", -1.0) if both and km <= 3 * reach else ("outside the area", -2.0)
    return f"within the {wide.precision}", {"area": 0.5, "district": -0.5, "region": -1.5, "country": -2.0}[wide.precision]


def distance(one: Place, other: Place) -> float | None:
    """Kilometres between two places along the ground; None without coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    chord = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(chord)))


def kinds(one: Telling, other: Telling) -> tuple[str, float]:
    """The same kind, kinds that articles mix up, or foreign ones."""
    if one.event_type == other.event_type:
        return "same kind", SAME_KIND.get(one.event_type, 2.5)
    if "unspecified_violation" in (one.event_type, other.event_type):
        return "a kind is unspecified", 0.0
    points = KIN.get(frozenset({one.event_type, other.event_type}))
    return ("other kind", -2.5) if points is None else ("kin kind", points)


def doers(one: Telling, other: Telling, sides: Sides) -> tuple[str, float]:
    """Who did it: each side blaming the other is a dispute as often as two events."""
    if one.initiator is None or other.initiator is None:
        return "a doer is unknown", 0.0
    if one.initiator == other.initiator:
        return "same doer", 1.5
    if sides.together(one.initiator, other.initiator):
        return "allied doers", 1.0
    clashes = (one.event_type, other.event_type).count("clash")
    return "other doer", (-3.0, -1.5, -0.5)[clashes]


def targets(one: Telling, other: Telling, sides: Sides) -> tuple[str, float]:
    """Whom it was done to."""
    if one.target is None or other.target is None:
        return "a target is unknown", 0.0
    if sides.together(one.initiator, other.target) and sides.together(one.target, other.initiator):
        return "each side blames the other", 0.0
    return ("same target", 0.5) if sides.together(one.target, other.target) else ("other target", -1.5)


def victims(one: Telling, other: Telling, sides: Sides) -> list[tuple[str, float]]:
    """People harmed: agreement on them ties strongly, the more so the rarer the number; contradiction parts."""
    named = _names(one, other)
    found = [
        relation
        for mine in one.figures
        for relation in [_closest(mine, one, other, sides)]
        if relation is not None
    ]  # fmt: skip
    good = min(sum(points for _, points in found if points > 0), 5.0)
    bad = max(sum(points for _, points in found if points < 0), -4.0)
    features = [("victims agree", good)] if good and (not named or named[0][1] > 0) else []
    features += [("victims contradict", bad)] if bad else []
    if not found and _hurt(one) and _hurt(other) and all(sides.apart(a, b) for a in _hurt(one) for b in _hurt(other)):
        features.append(("victims of other sides", -0.5 if sides.apart(one.initiator, other.initiator) else -2.5))
    return features + named


def _closest(mine: Figure, one: Telling, other: Telling, sides: Sides) -> tuple[str, float] | None:
    """The best relation of a figure to the other telling's figures for the same people."""
    same = [
        _figures(mine, theirs, one, other)
        for theirs in other.figures
        if mine.harm == theirs.harm and (sides.together(mine.party, theirs.party) or None in (mine.party, theirs.party))
        and (mine.status == theirs.status or "unknown" in (mine.status, theirs.status))
    ]  # fmt: skip
    return max(same, key=lambda relation: relation[1]) if same else None


def _figures(mine: Figure, theirs: Figure, one: Telling, other: Telling) -> tuple[str, float]:
    a, b = mine.least, theirs.least
    if a is None or b is None:
        return "no number", 0.0
    if not mine.contradicts(theirs):
        n = max(a, b)
        exact = 1.0 if a == b else 0.5
        return "agree", exact * (0.3 if n == 0 else 1.0 if n == 1 else 1.5 if n == 2 else 2.5 if n < 10 else 3.5)
    older, newer = (a, b) if one.told_at < other.told_at else (b, a)
    if older < newer and one.told_at[:2] != other.told_at[:2]:
        return "grew", 0.0
    if mine.claimant_party == theirs.claimant_party and mine.claimant_party is not None:
        return "same claimant, other number", -2.5 if one.told_at[:2] != other.told_at[:2] else -1.0
    return "other claimant, other number", -0.5 if max(a, b) <= 3 * max(1, min(a, b)) else -1.5


def _hurt(telling: Telling) -> frozenset[str]:
    return frozenset(f.party for f in telling.figures if f.party is not None and (f.most is None or f.most > 0))


def _names(one: Telling, other: Telling) -> list[tuple[str, float]]:
    mine, theirs = ([frozenset(n.casefold().split()) for f in t.figures for n in f.names] for t in (one, other))
    if not mine or not theirs:
        return []
    shared = any(a & b and (len(a & b) > 1 or min(len(a), len(b)) == 1) for a in mine for b in theirs)
    return [("same victim named", 5.0)] if shared else [("other victims named", -5.0)]


def extras(one: Telling, other: Telling) -> list[tuple[str, float]]:
    """Copies of one text, and weapons."""
    features = [("copies of one text", 2.0)] if one.origin == other.origin else []
    if set(one.weapons) & set(other.weapons):
        features.append(("same weapon", 0.5))
    return features
