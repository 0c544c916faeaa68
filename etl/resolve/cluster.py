"""From ties between tellings to incidents: the same ones whatever the order in which the tellings come.

Those that say the same are one from the start, where they tie; then the strongest ties are followed first, as long as nothing bars them
and the tellings of both halves agree on the whole. What is told too vaguely for that is a guest of the only group to which it can
belong. That is asked once, when the strong ties have been followed, so that an incident hangs on what lies next to it and on no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from etl.lexicon.places import extent
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

    def parted(self, ids: Iterable[int]) -> bool:
        """Whether one of these is said to differ from another telling."""
        return any(pair & set(ids) for pair in self.different)


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
        return min(VAGUENESS.index(extent(crowd.members[0].place)) if crowd.members[0].place else len(VAGUENESS)
                   for crowd in self.crowds)  # fmt: skip


@dataclass(frozen=True)
class Clustered:
    """The incidents of a neighbourhood, each in the order of its keys; of the groups that strong ties make, those near no other.

    `torn` are the tellings of incidents out of which a person's word has taken some.
    """

    incidents: list[tuple[Telling, ...]]
    lonely: list[Group]
    torn: set[int]


def clusters(tellings: Sequence[Telling], match: Matcher, verdicts: Verdicts = Verdicts()) -> Clustered:
    """The incidents among the tellings of one neighbourhood."""
    alive, sums = _strong(tellings, match, verdicts)
    near = _near(alive, sums)
    lonely = [alive[k] for k, found in near.items() if not found]
    for home, guests in sorted(_guests(alive, near, sums).items()):
        for guest in guests:
            if sums[frozenset((home, guest))].mean >= NEAR:
                home = _merge(home, guest, alive, sums)
    groups, torn = _judged_same(list(alive.values()), verdicts)
    return Clustered(sorted((tuple(group.members) for group in groups), key=lambda members: members[0].key), lonely, torn)


def tie(one: Group, other: Group, match: Matcher, verdicts: Verdicts = Verdicts()) -> Tie:
    """What all pairs of two groups come to; barred where one article tells both, or a person has parted them."""
    if not one.articles.isdisjoint(other.articles) or verdicts.part(one.ids, other.ids):
        return BARRED
    return sum((between(a, b, match) for a in one.crowds for b in other.crowds), NOTHING)


def _strong(tellings: Sequence[Telling], match: Matcher, verdicts: Verdicts) -> tuple[dict[int, Group], dict[Pair, Tie]]:
    """Groups by number, and the ties between them."""
    alive = dict(enumerate(sorted(_alike(tellings, match, verdicts), key=lambda g: g.key)))
    sums = {frozenset((i, j)): tie(alive[i], alive[j], match, verdicts) for i in alive for j in range(i)}
    heap = [_entry(pair, found, alive) for pair, found in sums.items() if _holds(found)]
    heapify(heap)
    while heap:
        *_, i, j, found = heappop(heap)
        if i not in alive or j not in alive or sums.get(frozenset((i, j))) is not found:
            continue
        new = _merge(i, j, alive, sums)
        for k in alive:
            if k != new and _holds(found := sums[frozenset((k, new))]):
                heappush(heap, _entry(frozenset((k, new)), found, alive))
    return alive, sums


def _alike(tellings: Sequence[Telling], match: Matcher, verdicts: Verdicts) -> list[Group]:
    """Tellings that say the same as one group, where they tie, but for those whose article says it twice or that a person has parted."""
    said: dict[tuple[int, int], list[Crowd]] = defaultdict(list)
    for crowd in crowds(tellings, match):
        apart: dict[int, list[Telling]] = defaultdict(list)
        for t in crowd.members:
            apart[t.id if t.twin or verdicts.parted({t.id}) else 0].append(t)
        for key, members in apart.items():
            said[match.core(members[0]), key].append(Crowd(members))
    return [group for parts in said.values() for group in _one(Group(parts), match)]


def _one(group: Group, match: Matcher) -> list[Group]:
    """The group, where its tellings tie, each in an article of its own; else each telling by itself."""
    if len(group.ids) == 1 or (len(group.articles) == len(group.ids) and match.plain(*group.members[:2]).ties):
        return [group]
    return [Group([Crowd([telling])]) for telling in group.members]


def _holds(found: Tie) -> bool:
    return found.best >= LINK and found.mean >= JOIN


Entry = tuple[float, float, tuple[str, str, int, int, str], tuple[str, str, int, int, str], int, int, Tie]


def _entry(pair: Pair, found: Tie, alive: dict[int, Group]) -> Entry:
    i, j = pair
    if alive[j].key < alive[i].key:
        i, j = j, i
    return -found.mean, -found.best, alive[i].key, alive[j].key, i, j, found


def _merge(i: int, j: int, alive: dict[int, Group], sums: dict[Pair, Tie]) -> int:
    new = max(alive) + 1
    first, second = alive.pop(i), alive.pop(j)
    for k in alive:
        sums[frozenset((k, new))] = sums.pop(frozenset((k, i))) + sums.pop(frozenset((k, j)))
    sums.pop(frozenset((i, j)))
    alive[new] = Group([*first.crowds, *second.crowds])
    return new


def _near(alive: dict[int, Group], sums: dict[Pair, Tie]) -> dict[int, list[int]]:
    """Each group's neighbours: those to which it might belong if nothing else were in question."""
    near: dict[int, list[int]] = {k: [] for k in alive}
    for pair, found in sums.items():
        if found.mean >= NEAR:
            i, j = pair
            near[i].append(j)
            near[j].append(i)
    return near


def _guests(alive: dict[int, Group], near: dict[int, list[int]], sums: dict[Pair, Tie]) -> dict[int, list[int]]:
    """Groups that have one neighbour only and are placed more vaguely, or are its only one too: by that neighbour, the nearest first."""
    guests: dict[int, list[int]] = defaultdict(list)
    for k, home in ((k, found[0]) for k, found in near.items() if len(found) == 1):
        mine, its = ((alive[n].vague, alive[n].key) for n in (k, home))
        if mine > its and (mine[0] > its[0] or near[home] == [k]):
            guests[home].append(k)
    return {home: sorted(found, key=lambda k: (-sums[frozenset((home, k))].mean, alive[k].key)) for home, found in guests.items()}


def _judged_same(groups: list[Group], verdicts: Verdicts) -> tuple[list[Group], set[int]]:
    """A person's word beats points and bars: both incidents are one whole; only the two tellings are, where others are judged to differ.

    The tellings of these and of those come along.
    """
    torn: set[int] = set()
    keys = {t.id: t.key for g in groups for t in g.members}
    for pair in sorted((pair for pair in verdicts.same if pair <= keys.keys()), key=lambda pair: sorted(keys[key] for key in pair)):
        touched = [g for g in groups if not g.ids.isdisjoint(pair)]
        if len(touched) == 2 and verdicts.part(touched[0].ids, touched[1].ids):
            torn |= touched[0].ids | touched[1].ids
            named = [Group([Crowd([t])]) for g in touched for t in g.members if t.id in pair]
            left = [[t for t in g.members if t.id not in pair] for g in touched]
            groups = [g for g in groups if g not in touched] + [Group([Crowd([t]) for t in members]) for members in left if members]
            touched, groups = named, groups + named
        if len(touched) == 2:
            groups = [g for g in groups if g not in touched] + [Group([crowd for g in touched for crowd in g.crowds])]
    return groups, torn


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
