"""From ties between tellings to incidents: the same ones whatever the order in which the tellings come.

Tellings that tie, directly or over others, make a neighbourhood; within it the strongest ties are followed first, as long as nothing
bars them and the tellings of both halves agree on the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from etl.resolve.score import LINK, Match
from etl.resolve.telling import Telling

JOIN = 3.5  # mean points between two groups that become one

Pair = frozenset[int]


@dataclass(frozen=True)
class Verdicts:
    """What persons say about pairs of tellings, by their ids."""

    same: frozenset[Pair] = field(default_factory=frozenset)
    different: frozenset[Pair] = field(default_factory=frozenset)


@dataclass
class Group:
    """Tellings held to be one incident."""

    members: list[Telling]

    @property
    def key(self) -> tuple[str, str, int, int, str]:
        return self.members[0].key


def clusters(tellings: Sequence[Telling], match: Callable[[Telling, Telling], Match],
             verdicts: Verdicts = Verdicts()) -> list[tuple[Telling, ...]]:  # fmt: skip
    """The incidents among the tellings of one neighbourhood, each in the order of its keys."""
    groups = _judged_same(sorted(tellings, key=lambda t: t.key), verdicts.same)
    alive = dict(enumerate(groups))
    sums: dict[Pair, Tie] = {}
    for i in alive:
        for j in range(i):
            sums[frozenset((i, j))] = _tie(groups[i], groups[j], match, verdicts.different)
    heap = [_entry(pair, tie, alive) for pair, tie in sums.items() if tie.holds]
    heapify(heap)
    while heap:
        *_, i, j, tie = heappop(heap)
        if i not in alive or j not in alive or sums.get(frozenset((i, j))) is not tie:
            continue
        new = _merge(i, j, alive, sums)
        for k in alive:
            if k != new and (tie := sums[frozenset((k, new))]).holds:
                heappush(heap, _entry(frozenset((k, new)), tie, alive))
    return sorted((tuple(group.members) for group in alive.values()), key=lambda members: members[0].key)


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """Between two groups: points in all, pairs, and the strongest pair's points; barred is minus infinity."""

    total: float
    pairs: int
    best: float

    @property
    def mean(self) -> float:
        return self.total / self.pairs

    @property
    def holds(self) -> bool:
        return self.best >= LINK and self.mean >= JOIN

    def __add__(self, other: Tie) -> Tie:
        return Tie(self.total + other.total, self.pairs + other.pairs, max(self.best, other.best))


Entry = tuple[float, float, tuple[str, str, int, int, str], tuple[str, str, int, int, str], int, int, Tie]


def _entry(pair: Pair, tie: Tie, alive: dict[int, Group]) -> Entry:
    i, j = sorted(pair, key=lambda k: alive[k].key)
    return -round(tie.mean, 6), -tie.best, alive[i].key, alive[j].key, i, j, tie


def _tie(one: Group, other: Group, match: Callable[[Telling, Telling], Match], different: frozenset[Pair]) -> Tie:
    total, best = 0.0, float("-inf")
    for a in one.members:
        for b in other.members:
            points = float("-inf") if different and frozenset((a.id, b.id)) in different else match(a, b).points
            total, best = total + points, max(best, points)
    return Tie(total, len(one.members) * len(other.members), best)


def _merge(i: int, j: int, alive: dict[int, Group], sums: dict[Pair, Tie]) -> int:
    new = max(alive) + 1
    first, second = alive.pop(i), alive.pop(j)
    for k in alive:
        sums[frozenset((k, new))] = sums.pop(frozenset((k, i))) + sums.pop(frozenset((k, j)))
    sums.pop(frozenset((i, j)))
    alive[new] = Group(sorted(first.members + second.members, key=lambda t: t.key))
    return new


def _judged_same(tellings: Iterable[Telling], same: frozenset[Pair]) -> list[Group]:
    groups = [Group([t]) for t in tellings]
    for pair in same:
        touched = [g for g in groups if any(t.id in pair for t in g.members)]
        if len(touched) > 1:
            groups = [g for g in groups if g not in touched]
            groups.append(Group(sorted((t for g in touched for t in g.members), key=lambda t: t.key)))
    return sorted(groups, key=lambda g: g.key)


def neighbourhoods(tellings: Sequence[Telling], ties: Iterable[tuple[int, int]]) -> list[list[Telling]]:
    """Tellings that tie, directly or over others, together; each alone that ties to none. Ties are pairs of ids."""
    parent = {t.id: t.id for t in tellings}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for one, other in ties:
        if one in parent and other in parent:
            parent[root(one)] = root(other)
    found: dict[int, list[Telling]] = {}
    for t in sorted(tellings, key=lambda t: t.key):
        found.setdefault(root(t.id), []).append(t)
    return list(found.values())
