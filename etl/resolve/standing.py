"""What stands around new tellings: which incidents they change, and so what has to be looked at before these are concluded on anew.

An incident that stays as it is needs only its own tellings. Of one that changes all is looked at that ties to its tellings, be it to
find that it stays as it is. So a new telling reaches no farther than what it changes and what lies next to that, however long the
chain of ties goes on; and what is found is what all tellings together would come to:

- Strong ties are followed within what changes. A group that stays as it was has met, in the end, nobody it could join.
- What isn't all at hand can only seem to have fewer neighbours than it has. Then it seems to become a guest, which is a change; and
  all that ties to it is looked at.
- What has no neighbour at hand but had one in an incident as it was may now be a guest of one farther off: that is looked at too. Of
  how that incident hung together is known only that a group lay no nearer than the nearest of its tellings.
- What a person's word has torn from its group may stay as it is though the group changes. That changes, and so does all that ties to
  tellings judged anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from etl.resolve.cluster import Clustered, Group, clusters, neighbourhoods, tie
from etl.resolve.judged import Judgement, partners, verdicts
from etl.resolve.matcher import Crowd
from etl.resolve.near import Near
from etl.resolve.score import NEAR
from etl.resolve.telling import Telling


class Standing:
    """The tellings at hand, and the incidents they stand in so far."""

    def __init__(self, near: Near) -> None:
        self.near = near
        self.inside: set[int] = set()  # to be concluded on anew: all that ties to them is at hand
        self.beside: set[int] = set()  # at hand, in incidents that may stay as they are
        self.homes: dict[int, int] = {}
        self._known: dict[object, Clustered] = {}

    @property
    def at_hand(self) -> set[int]:
        """Those inside and beside."""
        return self.inside | self.beside

    def take(self, ids: Iterable[int]) -> None:
        """These are concluded on anew; those that tie to them have been found."""
        self.inside |= set(ids)
        self.beside -= self.inside

    def place(self, homes: dict[int, int]) -> None:
        """These tellings stand in these incidents, and in each no others."""
        found = {key: home for key, home in homes.items() if key in self.near.tellings}
        self.homes |= found
        self.beside |= found.keys() - self.inside

    def whole(self, ids: set[int]) -> set[int]:
        """These, and the tellings at hand that stand in their incidents."""
        homes = {self.homes[key] for key in ids if key in self.homes}
        return ids | {key for key, home in self.homes.items() if home in homes}

    def incidents(self, held: Sequence[Judgement]) -> list[tuple[Telling, ...]]:
        """What the tellings inside come to."""
        return [members for _, found in self._clustered(held) for members in found.incidents if members[0].id in self.inside]

    def moved(self, held: Sequence[Judgement]) -> set[int]:
        """The tellings whose incidents don't stay as they are."""
        stood: dict[int, set[int]] = defaultdict(set)
        for key, home in self.homes.items():
            stood[home].add(key)
        moved: set[int] = set()
        for hood, found in self._clustered(held):
            now = [{t.id for t in members} for members in found.incidents]
            moved |= found.torn | {key for ids in now if stood.get(self.homes.get(min(ids), 0)) != ids for key in ids}
            lonely = [group for group in found.lonely if group.ids.isdisjoint(self.inside)]
            before = {self.homes[t.id] for t in hood if t.id in moved and t.id in self.homes} if lonely else ()
            gone = [Group([Crowd([self.near.tellings[key]])]) for home in before for key in stood[home]]
            moved |= {key for one in lonely for key in one.ids if any(tie(one, other, self.near.match).mean >= NEAR for other in gone)}
        return moved

    def _clustered(self, held: Sequence[Judgement]) -> list[tuple[list[Telling], Clustered]]:
        """The neighbourhoods of those at hand with what they come to; one that is as it was isn't worked out again."""
        first: dict[int, int] = {}
        ties = [*self.near.ties(), *((key, first.setdefault(home, key)) for key, home in self.homes.items())]
        ties += [(min(pair), max(pair)) for pair in partners(held)]
        found = []
        for hood in neighbourhoods([self.near.tellings[key] for key in self.at_hand], ties):
            ids = frozenset(t.id for t in hood)
            said = verdicts(j for j in held if j.telling in ids or j.other in ids)
            if (ids, said) not in self._known:
                self._known[ids, said] = clusters(hood, self.near.match, said)
            found.append((hood, self._known[ids, said]))
        return found
