"""Comparing many tellings: what they say is compared once, however many say it.

A pair's points hang on the two contents, on which of the two was told first, and on whether one copies the other. Tellings of one
content make a crowd; a crowd meets another in a few comparisons, so that an incident that all the world tells costs little more
than one that few tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from etl.resolve.features import names_place
from etl.resolve.score import Match, compare
from etl.resolve.telling import Sides, Telling
from etl.resolve.victims import names_victim

Moment = tuple[str, str]
Comparison = Callable[[Telling, Telling], Match]


class Matcher:
    """Compares pairs of tellings, pairs of contents each once; of those told in other words, what the words name each once."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self._numbers: dict[tuple[object, ...], int] = {}
        self._contents: dict[int, int] = {}
        self._cores: dict[int, int] = {}  # of contents
        self._known: dict[tuple[int, int, int, bool], Match] = {}
        self._alike: dict[tuple[int, int, int, bool, bool, str | None], Match] = {}

    def content(self, telling: Telling) -> int:
        """The number of its content."""
        number = self._contents.get(telling.id)
        if number is None:
            core = self._number(telling.core)
            number = self._contents[telling.id] = self._number((core, telling.names))
            self._cores[number] = core
        return number

    def core(self, telling: Telling) -> int:
        """The number of what it says, in whatever words."""
        return self._cores[self.content(telling)]

    def _number(self, told: tuple[object, ...]) -> int:
        return self._numbers.setdefault(told, len(self._numbers))

    def __call__(self, one: Telling, other: Telling) -> Match:
        """What speaks for and against these two."""
        if one.article == other.article:
            return compare(one, other, self.sides)
        return self._compared(one, other, one.origin == other.origin)

    def plain(self, one: Telling, other: Telling) -> Match:
        """The same as if none copied the other and each had its own article."""
        return self._compared(one, other, False)

    def copied(self, one: Telling, other: Telling) -> Match:
        """The same as if the one copied the other, each in an article of its own."""
        return self._compared(one, other, True)

    def _compared(self, one: Telling, other: Telling, copies: bool) -> Match:
        a, b = self.content(one), self.content(other)
        order = (one.moment > other.moment) - (one.moment < other.moment)
        key = (a, b, order, copies) if a <= b else (b, a, -order, copies)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._worded(one, other, order, copies)
        return found

    def _worded(self, one: Telling, other: Telling, order: int, copies: bool) -> Match:
        a, b = self.core(one), self.core(other)
        words = names_place(one, other), names_victim(one, other)
        key = (a, b, order, copies, *words) if a <= b else (b, a, -order, copies, *words)
        found = self._alike.get(key)
        if found is None:
            if one.article == other.article or (one.origin == other.origin) != copies:
                one = replace(one, article=-1, origin=other.origin if copies else -1)
            found = self._alike[key] = compare(one, other, self.sides)
        return found


class Crowd:
    """Tellings of one content."""

    def __init__(self, members: Sequence[Telling]) -> None:
        self.members = sorted(members, key=lambda t: t.told_at)
        self.moments = [t.moment for t in self.members]
        self.origins = Counter(t.origin for t in members)

    def at(self, order: int, moment: Moment) -> range:
        """Which of them were told before (-1), at (0) or after (1) this moment."""
        first, after = bisect_left(self.moments, moment), bisect_right(self.moments, moment)
        return (range(first, after), range(after, len(self.members)), range(first))[order]

    def first(self, order: int, telling: Telling) -> Telling | None:
        """Of those the first told in another article."""
        there = (self.members[n] for n in self.at(order, telling.moment))
        return next((other for other in there if other.article != telling.article), None)


def crowds(tellings: Sequence[Telling], match: Matcher) -> list[Crowd]:
    """Tellings by what they say: of their words counts only what another of them may ask for, the name of its place or its victim."""
    asked = frozenset(word for telling in tellings for word in telling.asks)
    found: dict[tuple[int, frozenset[str]], list[Telling]] = defaultdict(list)
    for telling in tellings:
        found[match.core(telling), telling.names & asked].append(telling)
    return [Crowd(members) for members in found.values()]


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """Between two groups: points in all, pairs, and the strongest pair's points; barred is minus infinity."""

    total: float
    pairs: int
    best: float

    @property
    def mean(self) -> float:
        """Points of a pair; rounded, so that it doesn't hang on the order of the sum."""
        return round(self.total / self.pairs, 6)

    def __add__(self, other: Tie) -> Tie:
        return Tie(self.total + other.total, self.pairs + other.pairs, max(self.best, other.best))


NOTHING, BARRED = Tie(0.0, 0, float("-inf")), Tie(float("-inf"), 1, float("-inf"))


def between(one: Crowd, other: Crowd, match: Matcher) -> Tie:
    """What all pairs of two crowds come to, each telling of which has an article of its own."""
    if len(one.members) > len(other.members):
        one, other = other, one
    if len(other.members) == 1:
        points = match(one.members[0], other.members[0]).points
        return Tie(points, 1, points)
    total, best = _over(one, other, match.plain)
    if total > float("-inf"):
        for mine, yours in related(one, other):
            points, most = _over(mine, yours, match.copied)
            total, best = total + points - _over(mine, yours, match.plain)[0], max(best, most)
    return Tie(total, len(one.members) * len(other.members), best)


def _over(one: Crowd, other: Crowd, compared: Comparison) -> tuple[float, float]:
    """Points over all pairs, and the strongest pair's."""
    total, best = 0.0, float("-inf")
    for telling in one.members:
        for order in (-1, 0, 1):
            if there := other.at(order, telling.moment):
                points = compared(telling, other.members[there[0]]).points
                total, best = total + points * len(there), max(best, points)
    return total, best


def closest(one: Crowd, other: Crowd, compared: Comparison) -> Match | None:
    """The most that a pair of two crowds, or of one, comes to; None when there is no pair."""
    if len(one.members) == len(other.members) == 1:
        return None if one is other else compared(one.members[0], other.members[0])
    pairs = [(one.members[0], other.members[-1]), (one.members[-1], other.members[0])]
    pairs += [(a, other.members[there[0]]) for a in one.members if (there := other.at(0, a.moment))][:1] if one is not other else []
    return max((compared(a, b) for a, b in pairs), key=lambda found: found.points)


def nearest(one: Crowd, other: Crowd, match: Matcher) -> tuple[Telling, Telling] | None:
    """The pair of two crowds that comes to most, of several the first told, in the order told; None when one article tells all."""
    parts = [(one, other), *related(one, other)]
    pairs = [(a, b) if a.told_at < b.told_at else (b, a) for mine, yours in (*parts, *((b, a) for a, b in parts)) for a in mine.members
             for order in (-1, 0, 1) if (b := yours.first(order, a)) is not None]  # fmt: skip
    return min(pairs, key=lambda pair: (-match(*pair).points, pair[0].told_at, pair[1].told_at), default=None)


def related(one: Crowd, other: Crowd) -> Iterator[tuple[Crowd, Crowd]]:
    """The parts of two crowds that are of one lineage, lineage by lineage."""
    for origin in sorted(one.origins.keys() & other.origins.keys()):
        mine, yours = (Crowd([t for t in crowd.members if t.origin == origin]) for crowd in (one, other))
        yield mine, yours


def strongest(among: Sequence[Crowd], match: Matcher) -> dict[int, Match | None]:
    """Each telling's strongest tie to another of these, by its id; None when there is no other."""
    lineages: dict[int, list[Telling]] = defaultdict(list)
    for telling in (t for crowd in among for t in crowd.members):
        lineages[telling.origin].append(telling)
    found: dict[int, Match | None] = {}
    for crowd in among:
        pairs = [(best.points, n) for n, other in enumerate(among) if (best := closest(crowd, other, match.plain)) is not None]
        ranked = [(points, among[n]) for points, n in sorted(pairs, key=lambda pair: (-pair[0], pair[1]))]
        for telling in crowd.members:
            copies = [match(telling, other) for other in lineages[telling.origin] if other is not telling]
            found[telling.id] = _strongest(telling, ranked, copies, match)
    return found


def _strongest(telling: Telling, ranked: Iterable[tuple[float, Crowd]], found: list[Match], match: Matcher) -> Match | None:
    """`ranked` are the crowds, those first that may come to most."""
    best = max(found, key=lambda m: m.points, default=None)
    for most, crowd in ranked:
        if best is not None and best.points >= most:
            break
        others = [crowd.members[n] for order in (-1, 0, 1) for n in crowd.at(order, telling.moment)[:2]]
        for other in others:
            if other is not telling and (best is None or match(telling, other).points > best.points):
                best = match(telling, other)
    return best
