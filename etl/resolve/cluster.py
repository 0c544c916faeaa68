"""From ties between tellings to incidents: the same ones whatever the order in which the tellings come.

Tellings that tie, directly or over others, make a neighbourhood; within it, those of one content are one from the start where they
tie, and then the strongest ties are followed first, as long as nothing bars them and the tellings of both halves agree on the whole.
What is left alone then, because it is told too vaguely, goes where it can only belong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from etl.resolve.matcher import BARRED, NOTHING, Crowd, Matcher, Tie, between, crowds
from etl.resolve.score import LINK, NEAR
from etl.resolve.telling import Telling

JOIN = 3.5  # mean points between two groups that become one
VAGUENESS = ("exact", "settlement", "area", "district", "region", "country")

Pair = frozenset[int]


@dataclass(frozen=True)
class Verdicts:
    """What persons say about pairs of tellings, by their ids."""

    same: frozenset[Pair] = field(default_factory=frozenset)
    different: frozenset[Pair] = field(default_factory=frozenset)

    def part(self, ids: Iterable[int], others: Iterable[int]) -> bool:
        """Whether one of the first and one of the second are said to be different."""
        return bool(self.different) and any(frozenset((a, b)) in self.different for a in ids for b in others)


class Group:
    """Tellings held to be one incident."""

    def __init__(self, parts: Sequence[Crowd]) -> None:
        self.crowds = parts
        self.members = sorted((t for crowd in parts for t in crowd.members), key=lambda t: t.key)
        self.articles = {t.article for t in self.members}
        self.ids = {t.id for t in self.members}

    @property
    def key(self) -> tuple[str, str, int, int, str]:
        return self.members[0].key

    @property
    def vague(self) -> int:
        """How vaguely it is placed: 0 at a spot, more the wider the place, most without one."""
        return min(VAGUENESS.index(crowd.members[0].place.precision) if crowd.members[0].place else len(VAGUENESS)
                   for crowd in self.crowds)  # fmt: skip


def clusters(tellings: Sequence[Telling], match: Matcher, verdicts: Verdicts = Verdicts()) -> list[tuple[Telling, ...]]:
    """The incidents among the tellings of one neighbourhood, each in the order of its keys."""
    groups = sorted((group for crowd in crowds(tellings, match) for group in _alike(crowd, match, verdicts)), key=lambda g: g.key)
    alive = dict(enumerate(groups))
    sums: dict[Pair, Tie] = {}
    for i in alive:
        for j in range(i):
            sums[frozenset((i, j))] = _tie(groups[i], groups[j], match, verdicts)
    heap = [_entry(pair, tie, alive) for pair, tie in sums.items() if _holds(tie)]
    heapify(heap)
    while heap:
        *_, i, j, tie = heappop(heap)
        if i not in alive or j not in alive or sums.get(frozenset((i, j))) is not tie:
            continue
        new = _merge(i, j, alive, sums)
        for k in alive:
            if k != new and _holds(tie := sums[frozenset((k, new))]):
                heappush(heap, _entry(frozenset((k, new)), tie, alive))
    while pairs := _homes(alive, sums):
        for i, j in pairs:
            _merge(i, j, alive, sums)
    return sorted((tuple(group.members) for group in _judged_same(list(alive.values()), verdicts)), key=lambda members: members[0].key)


def _alike(crowd: Crowd, match: Matcher, verdicts: Verdicts) -> list[Group]:
    """Tellings of one content as one group, where they tie and nothing parts any two."""
    group = Group([crowd])
    if len(group.ids) == 1 or (len(group.articles) == len(group.ids) and not verdicts.part(group.ids, group.ids)
                               and match.plain(*group.members[:2]).ties):  # fmt: skip
        return [group]
    return [Group([Crowd([telling])]) for telling in crowd.members]


def _holds(tie: Tie) -> bool:
    return tie.best >= LINK and tie.mean >= JOIN


Entry = tuple[float, float, tuple[str, str, int, int, str], tuple[str, str, int, int, str], int, int, Tie]


def _entry(pair: Pair, tie: Tie, alive: dict[int, Group]) -> Entry:
    i, j = pair
    if alive[j].key < alive[i].key:
        i, j = j, i
    return -round(tie.mean, 6), -tie.best, alive[i].key, alive[j].key, i, j, tie


def _tie(one: Group, other: Group, match: Matcher, verdicts: Verdicts) -> Tie:
    if not one.articles.isdisjoint(other.articles) or verdicts.part(one.ids, other.ids):
        return BARRED
    return sum((between(a, b, match) for a in one.crowds for b in other.crowds), NOTHING)


def _merge(i: int, j: int, alive: dict[int, Group], sums: dict[Pair, Tie]) -> int:
    new = max(alive) + 1
    first, second = alive.pop(i), alive.pop(j)
    for k in alive:
        sums[frozenset((k, new))] = sums.pop(frozenset((k, i))) + sums.pop(frozenset((k, j)))
    sums.pop(frozenset((i, j)))
    alive[new] = Group([*first.crowds, *second.crowds])
    return new


def _homes(alive: dict[int, Group], sums: dict[Pair, Tie]) -> list[tuple[int, int]]:
    """Groups too vague to tie by themselves, each with the only group it can belong to; each group at most once."""
    near: dict[int, list[int]] = {k: [] for k in alive}
    for pair, tie in sums.items():
        if tie.mean >= NEAR:
            i, j = pair
            near[i].append(j)
            near[j].append(i)
    lone = {k: found[0] for k, found in near.items() if len(found) == 1}
    sure = [(k, home) for k, home in lone.items() if alive[k].vague > alive[home].vague or lone.get(home) == k]
    taken: set[int] = set()
    pairs = []
    for k, home in sorted(sure, key=lambda pair: (-sums[frozenset(pair)].mean, alive[pair[0]].key)):
        if not {k, home} & taken:
            taken |= {k, home}
            pairs.append((k, home))
    return pairs


def _judged_same(groups: list[Group], verdicts: Verdicts) -> list[Group]:
    """A person's word beats points and bars: both incidents are one whole; only the two tellings are, where others are judged to differ."""
    for pair in sorted(verdicts.same, key=sorted):
        touched = [g for g in groups if not g.ids.isdisjoint(pair)]
        if len(touched) == 2 and verdicts.part(touched[0].ids, touched[1].ids):
            named = [Group([Crowd([t])]) for g in touched for t in g.members if t.id in pair]
            left = [[t for t in g.members if t.id not in pair] for g in touched]
            groups = [g for g in groups if g not in touched] + [Group([Crowd([t]) for t in members]) for members in left if members]
            touched, groups = named, groups + named
        if len(touched) == 2:
            groups = [g for g in groups if g not in touched] + [Group([crowd for g in touched for crowd in g.crowds])]
    return groups


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
