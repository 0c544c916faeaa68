"""Who is in an article: its mentions sentence by sentence, the sides it names most, and who stands against whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from etl.lexicon import registry
from etl.parse.actors import ActorMention
from etl.parse.document import Document
from etl.parse.places_best import PlaceMention

# A person as news writes him: "Eldar Sabiroglu", "Lam P. Gabriel", "Abu Obeida".
SURNAME = r"(?:(?:al|el|Al|El|ag|bin|ibn|van|von|de|del|ul|ur|Abu|Abd)[ -])?[A-Z][\w’'.-]*[\w]"
NAME = rf"(?:{SURNAME})(?: (?:{SURNAME}|[A-Z]\.))*"


@dataclass
class Cast:
    """The mentions of an article, sentence by sentence, with offsets into its text."""

    document: Document
    mentions: list[list[ActorMention]] = field(default_factory=list)
    people: dict[str, ActorMention] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)  # how often each side is named
    home: str | None = None  # the side from whose ground the story is filed
    grounds: frozenset[str] = frozenset()  # the countries in which the sides most named have their ground
    places: list[PlaceMention] = field(default_factory=list)

    @cached_property
    def states(self) -> list[str]:
        """The states of the article, most named first."""
        return [p for p, _ in self.named.most_common() if registry.load().parties[p].kind == "state"]

    @cached_property
    def rebels(self) -> list[str]:
        """The armed groups and unrecognised authorities of the article, most named first."""
        parties = registry.load().parties
        return [p for p, _ in self.named.most_common() if parties[p].kind in ("armed-group", "de-facto-authority")]

    def opponent(self, party: str | None, fighting: bool = False) -> str | None:
        """Against whom this side stands in this article: the enemy most named (its fighters before their state)."""
        if party is None:
            return None
        enemies = registry.load().parties[party].enemies
        kinds = registry.load().parties
        named = [p for p, _ in self.named.most_common() if p in enemies]
        if fighting:
            named.sort(key=lambda p: kinds[p].kind != "armed-group")
        return named[0] if named else None

    def foe(self, party: str) -> str | None:
        """Who "the enemy" is in this side's mouth: its opponent here, or the only one it has."""
        enemies = registry.load().parties[party].enemies
        return self.opponent(party) or (next(iter(enemies)) if len(enemies) == 1 else None)

    def within(self, start: int, end: int) -> list[ActorMention]:
        """The mentions that overlap this stretch of the text."""
        sentences = self.document.sentences
        first = bisect_right(sentences, start, key=lambda s: s.end)
        last = bisect_left(sentences, end, key=lambda s: s.start)
        return [m for row in self.mentions[first:last] for m in row if m.start < end and start < m.end]
