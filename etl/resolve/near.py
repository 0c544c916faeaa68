"""Gathering neighbourhoods: the tellings found around some reports, by block and content, and which of them tie or nearly do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import product

from etl.resolve.blocks import blocks, lookups
from etl.resolve.matcher import Crowd, Matcher, closest, nearest
from etl.resolve.score import LINK, Match
from etl.resolve.telling import Telling

SHOWN = LINK - 0.5  # two incidents whose strongest pair has so many points are shown to a person


@dataclass(frozen=True, slots=True)
class Miss:
    """Two tellings of two incidents that nearly tie, or do, the one told first."""

    one: Telling
    other: Telling
    match: Match

    @property
    def rank(self) -> tuple[object, ...]:
        """The nearest first, of those the first told."""
        return -self.match.points, self.one.told_at, self.other.told_at


class Near:
    """What has been found so far."""

    def __init__(self, match: Matcher) -> None:
        self.match = match
        self.tellings: dict[int, Telling] = {}
        self.close: set[tuple[int, int]] = set()  # pairs of contents that tie or nearly do
        self.related: set[tuple[int, int]] = set()  # and of those that do where the one copies the other
        self._members: dict[int, list[Telling]] = defaultdict(list)  # by content
        self._crowds: dict[int, Crowd] = {}
        self._standing: dict[int, set[int]] = defaultdict(set)  # block → contents
        self._searched: dict[int, set[int]] = {}  # content → blocks
        self._lineages: dict[int, dict[int, list[Telling]]] = defaultdict(lambda: defaultdict(list))  # by origin and content
        self._copies: set[tuple[int, int]] = set()

    def add(self, tellings: Iterable[Telling]) -> None:
        """These have been loaded."""
        for telling in tellings:
            content = self.match.content(telling)
            if content not in self._members:
                for block in blocks(telling):
                    self._standing[block].add(content)
            self.tellings[telling.id] = telling
            self._members[content].append(telling)
            self._lineages[telling.origin][content].append(telling)
            self._crowds.pop(content, None)

    def search(self, ids: Collection[int]) -> set[int]:
        """The blocks in which to look for others near these, but for those looked up before."""
        found: set[int] = set()
        for telling in (self.tellings[key] for key in sorted(ids)):
            content = self.match.content(telling)
            if content not in self._searched:
                self._searched[content] = lookups(telling, self.match.sides)
                found |= self._searched[content]
        return found

    def tied(self, ids: Collection[int]) -> set[int]:
        """Those found that tie to these: all of a content when one does, and copies."""
        reached: set[int] = set()
        contents = {self.match.content(self.tellings[key]) for key in ids}
        around = {(min(content, other), max(content, other)) for content in contents for other in self._around(content)}
        for one, other in around:
            best = closest(self._crowd(one), self._crowd(other), self.match.plain)
            if best and best.near:
                self.close.add((one, other))
                reached |= {t.id for content in (one, other) for t in self._members[content]}
        return reached | self._copied(contents, {self.tellings[key].origin for key in ids})

    def bereft(self, gone: Collection[Telling]) -> set[int]:
        """Those found that tied to tellings that count no longer."""
        found = {
            other.id for one in gone for block in lookups(one, self.match.sides) for content in self._standing.get(block, ())
            for other in self._members[content] if self.match.plain(one, other).near
        }  # fmt: skip
        copies = ((one, other) for one in gone for said in self._lineages.get(one.origin, {}).values() for other in said)
        return found | {other.id for one, other in copies if self.match.copied(one, other).near}

    def _copied(self, contents: set[int], origins: Iterable[int]) -> set[int]:
        """Those that tie to these contents as copies do, which is sooner."""
        reached: set[int] = set()
        for said in (self._lineages[origin] for origin in origins):
            if sum(map(len, said.values())) == 1:
                continue
            for one, other in ((a, b) for a in contents & said.keys() for b in said):
                mine = Crowd(said[one])
                best = closest(mine, mine if one == other else Crowd(said[other]), self.match.copied)
                if best and best.near:
                    copies = {t.id for content in (one, other) for t in said[content]}
                    self.related.add((min(one, other), max(one, other)))
                    self._copies |= {(mine.members[0].id, key) for key in copies}
                    reached |= copies
        return reached

    def ties(self) -> list[tuple[int, int]]:
        """Pairs over which all that tie hang together."""
        found = list(self._copies)
        for one, other in self.close:
            found += [(t.id, self._members[one][0].id) for t in self._members[other]]
            found += [(t.id, self._members[other][0].id) for t in self._members[one]]
        return found

    def misses(self, homes: Mapping[int, int], fresh: Set[int]) -> list[Miss]:
        """Of each two incidents, one of them among these, the nearest two tellings, where they have SHOWN points or more."""
        found: dict[tuple[int, int], Miss] = {}
        stands = {content: self._homes(content, homes) for pair in self.close | self.related for content in pair}
        for one, other in self.close | self.related:
            for (a, mine), (b, theirs) in product(stands[one].items(), stands[other].items()):
                if a == b or fresh.isdisjoint((a, b)) or (pair := nearest(mine, theirs, self.match)) is None:
                    continue
                miss = Miss(*pair, self.match(*pair))
                known = found.get((min(a, b), max(a, b)), miss)
                if miss.match.points >= SHOWN and miss.rank <= known.rank:
                    found[min(a, b), max(a, b)] = miss
        return list(found.values())

    def _homes(self, content: int, homes: Mapping[int, int]) -> dict[int, Crowd]:
        """The tellings of a content by the incident in which they stand."""
        found: dict[int, list[Telling]] = defaultdict(list)
        for telling in self._members[content]:
            if telling.id in homes:
                found[homes[telling.id]].append(telling)
        return {home: Crowd(members) for home, members in found.items()}

    def _around(self, content: int) -> set[int]:
        return {near for block in self._searched.get(content, ()) for near in self._standing.get(block, ())}

    def _crowd(self, content: int) -> Crowd:
        if content not in self._crowds:
            self._crowds[content] = Crowd(self._members[content])
        return self._crowds[content]
