"""How strongly two tellings speak for one incident: points from typed features, each of which can be read and argued with.

Points are added up. A bar, such as two days between them, can't be outweighed.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.resolve.blocks import meet
from etl.resolve.features import Barred, features
from etl.resolve.telling import Sides, Telling

LINK = 5.5  # two tellings tie at so many points
NEAR = 4.0  # so many are enough where a telling can belong nowhere else
STRANGE = 3.9  # so many at most where neither names a place or a side of the other, by which it would be found

WEIGHTS = {  # points of a feature at its full amount; bench.tune_linking fits them, a person rounds them
    "same day": 2.5, "overlapping days": 2.0, "a day's difference": -5.0, "same period": 2.0, "other period": -2.0,
    "a day within a longer period": -2.0, "a day is unknown, told the same day": 0.5, "a day is unknown": -0.5,
    "same exact": 3.5, "same settlement": 3.5, "same area": 2.0, "same district": 1.5, "same region": 1.0, "same country": 0.5,
    "same spot": 2.5, "next settlement": -4.5, "other settlement": -5.5, "another area, not far": -1.0, "outside the area": -2.0,
    "within the area": 0.5, "within the district": -0.5, "within the region": -1.5, "within the country": -1.5,
    "a place is unknown": -1.0, "other country": -3.0, "other place name": -3.0, "a place isn't in the gazetteer": -2.0,
    "named in the other's words": 1.0, "same hour": 2.0, "other hour": -1.0,
    "same kind": 1.0, "kin kind": 1.5, "kind not far": 0.8, "other kind": -2.5, "a kind is unspecified": 0.5,
    "same doer": 1.0, "allied doers": 0.8, "each side blames the other": -2.5, "other doer": -3.0, "a doer is unknown": 0.0,
    "who began it is disputed": 1.0,
    "same target": 0.5, "other target": -1.0, "a target is unknown": 0.0,
    "victims agree": 2.2, "same numbers, other victims": 1.0, "victims contradict": 0.8, "victims of other sides": -2.5,
    "same victim named": 5.0, "other victims named": -5.0,
    "copies of one text": 1.5, "same weapon": 0.5,
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
    def near(self) -> bool:
        """Whether it would be enough if nothing else were in question."""
        return self.points >= NEAR

    @property
    def why(self) -> str:
        """The features in words, weightiest first: "same settlement +3; same day +2"."""
        if self.bar:
            return self.bar
        told = sorted((f for f in self.features if f[1]), key=lambda f: (-abs(f[1]), f[0]))
        return "; ".join(f"{name} {points:+g}" for name, points in told)


def compare(one: Telling, other: Telling, sides: Sides) -> Match:
    """What speaks for and against two tellings of one incident; symmetric."""
    if other.rank < one.rank:
        one, other = other, one
    try:
        found = tuple((name, round(WEIGHTS[name] * amount, 2)) for name, amount in features(one, other, sides))
    except Barred as bar:
        return Match(float("-inf"), (), str(bar))
    points = round(sum(points for _, points in found), 2)
    if points > STRANGE and one.origin != other.origin and not meet(one, other, sides):
        found, points = (*found, ("no place or side in common", round(STRANGE - points, 2))), STRANGE
    return Match(points, found)
