"""Whose a mention is in a speaker's mouth, and who stands against whom: what the claims of a sentence share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from etl.lexicon.registry import load as registry
from etl.model import Report, Span
from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast
from etl.parse.attribution import Source
from etl.parse.attribution_grammar import noun_phrase
from etl.parse.document import Sentence
from etl.parse.trees import Token

OWN_ARMS = re.compile(
    r"\b(?:its|our|their)\s+(?:[\w-]+ ){0,2}(?:aircraft|jets?|planes?|drones?|warplanes?|troops|forces|soldiers|men"
    r"|units?|army|artillery|guns"
    r"|tanks|navy|fighters|gunners|snipers?|air force|military|armed forces|servicemen|missiles?|rockets?)\b"
    r"|\b(?:units?|soldiers?|man|men|troops|guns?|forces?|fighters?|aircraft|jets?|drones?|boats?|craft) of (?:its|his|theirs|ours)\b",
    re.I,
)
LAND = re.compile(
    r"[’']?s? (?:[a-z-]+ )?(?:Security Council|sovereign|border|frontier|territor|soil|village|town|cit|capital"
    r"|side of|district|province|region"
    r"|airspace|land|citizen|civilian|media)"
)  # what makes a nationality a place or a people: "the Iranian border"


ARMED = frozenset({"army", "command", "unit", "wing"})  # kinds of bodies
MEN = frozenset({"troops", "soldiers", "forces"})  # of whom an army that speaks need not say whose they are


@dataclass(frozen=True, slots=True)
class Draft:
    """A speech act as one sentence makes it."""

    act: str
    source: Source
    target: str | None
    span: Span
    sentence: int
    rule: str


@dataclass
class Sides:
    """Who is who in the mouths of an article's speakers, with the acts read so far."""

    people: Cast
    text: str
    reports: list[Report] = field(default_factory=list)
    made: list[Draft] = field(default_factory=list)

    def settled(self, span: Span) -> str | None:
        """Who did what is told here, as the reports of the article have it."""
        doers = {r.initiator for r in self.reports if any(s < span[1] and span[0] < e for s, e in r.spans)}
        return doers.pop() if len(doers) == 1 else None

    def side(self, mention: ActorMention, speaker: Source) -> str | None:
        """Whose a mention is in this speaker's mouth: "our" and an army's "troops" are his, "the enemy" is his opponent."""
        if mention.party is None and self.text[mention.start : mention.end].lower() in MEN and self._bears_arms(speaker):
            return speaker.party
        if mention.party is not None or mention.kind != "relative":
            return mention.party
        return speaker.party if mention.noun != "enemy" or speaker.party is None else self.people.foe(speaker.party)

    def _bears_arms(self, speaker: Source) -> bool:
        """Whether it is an army that speaks: the troops of whom it names no side are its own."""
        return speaker.actor is not None and registry().actors[speaker.actor].kind in ARMED

    def sides(self, mentions: Iterable[ActorMention], speaker: Source) -> list[str]:
        """The sides of these mentions, without the words that name the speaker."""
        own = speaker.span if speaker.kind != "run" else (0, 0)
        return [p for m in mentions if not own[0] <= m.start < own[1] and (p := self.side(m, speaker)) is not None]

    def others(self, start: int, end: int, speaker: Source) -> list[str]:
        """The sides that this stretch of the text names, in order, without the speaker's and those who say it with him."""
        own = {speaker.party, *(s.party for s in speaker.beside if s.verb == speaker.verb >= 0)}
        return [p for p in self.sides(self.people.within(start, end), speaker) if p not in own]

    def foes(self, party: str | None) -> frozenset[str]:
        """All the enemies of a side."""
        return registry().parties[party].enemies if party else frozenset()

    def present_foes(self, party: str | None) -> frozenset[str]:
        """The enemies of a side that the article names."""
        return self.foes(party) & self.people.named.keys()

    def mediates(self, party: str | None) -> bool:
        """Whether it is an organisation or a mission, nobody's side."""
        return party is not None and registry().parties[party].kind in ("organisation", "mission")

    def of(self, words: Iterable[Token], sentence: Sentence, speaker: Source) -> str | None:
        """The first side that these noun phrases name."""
        for word in words:
            low, high = noun_phrase(word)
            for mention in self.people.within(sentence.start + low, sentence.start + high):
                if (party := self.side(mention, speaker)) is not None:
                    return party
        return None

    def bearer(self, who: Token, sentence: Sentence, speaker: Source) -> str | None:
        """The side of a noun: its own or its owner's ("Israeli soldiers", "a drone of the RSF"), not a place beside it."""
        words = [who, *(c for c in who.children if c.dep_ in ("amod", "poss", "compound", "nmod", "appos"))]
        words += [o for c in who.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children]
        for word in words:
            start = sentence.start + word.idx
            for mention in self.people.within(start, start + len(word)):
                if mention.kind != "ground" and (party := self.side(mention, speaker)) is not None:
                    return party
        return None

    def himself(self, who: Token, sentence: Sentence, speaker: Source) -> bool:
        """Whether a subject is the speaker: "we", "its troops", "it" of a body named before ("It killed two, Kyiv said" is a shell)."""
        low, high = noun_phrase(who)
        if who.lower_ == "it" and speaker.kind != "run":
            return speaker.span[0] < sentence.start + low and speaker.kind != "according"
        return who.lower_ in ("it", "we") or bool(OWN_ARMS.search(sentence.text[low:high]))

    def accuser(self, speaker: Source) -> str | None:
        """Who last accused him; else his only foe in the article."""
        accusers = [d.source.party for d in self.made if d.act in ("accuse", "condemn") and d.target == speaker.party]
        foes = self.present_foes(speaker.party)
        return accusers[-1] if accusers else next(iter(foes)) if len(foes) == 1 else None

    def victim(self, start: int, end: int, speaker: Source) -> str | None:
        """Against whom he did it: the foe named in this stretch, else his opponent in the article."""
        foes = self.foes(speaker.party)
        named = [p for m in self.people.within(start, end) if m.kind != "ground" and (p := self.side(m, speaker)) in foes]
        return named[0] if named else self.people.opponent(speaker.party, fighting=True)

    def did(self, sentence: Sentence, act: str) -> Iterator[Draft]:
        """The acts of this kind already read from the sentence."""
        return (d for d in reversed(self.made[-12:]) if d.sentence == sentence.index and d.act == act)
