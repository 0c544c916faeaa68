"""Attacks that somebody tells of: of the other side they are his accusation, of his own his admission, and denied they are his denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.lexicon import speech
from etl.lexicon.registry import load as registry
from etl.parse.actors import ActorMention
from etl.parse.actors_words import BLOWS
from etl.parse.attribution import Source, at
from etl.parse.attribution_grammar import hypothetical, lemmas
from etl.parse.claims_sides import LAND, Draft, Sides
from etl.parse.document import Sentence
from etl.parse.events import Event, events
from etl.parse.syntax import agent, asserted, called_false, denied, is_passive, negated, subject, unreal
from etl.parse.trees import Token

OWN_GROUND = re.compile(
    r"\b(?:its|their|our|his)\s+(?:[a-z-]+ )?(?:positions?|posts?|units?|outposts?|villages?|troops|men|soldiers"
    r"|lines?|territory|forces|patrols?"
    r"|checkpoints?|servicemen|base|bases)\b",
    re.I,
)
OWN_BLOW = re.compile(r"\b(?:its|our) (?:[a-z-]+ )?$")
GAP = re.compile(r"[’']?s? (?:[a-z-]+ )?")
ANSWER = re.compile(r"\b(?:back|repel\w*|respond\w*|return(?:ed|ing)? fire)\b", re.I)  # defence, which admits nothing
BARE = frozenset({"shot", "drones", "explode", "obstruct", "shoot down"})  # words of force that need their doer beside them
STRUCK = frozenset({"strikes", "airstrike", "drone strike", "shelling", "come under fire", "come under attack"})  # by a foe
MOVES = frozenset({"deploy", "advance", "shoot down", "answer"})  # that nobody need admit
COUNTED = frozenset({"break the ceasefire", "monitors record"})  # that are not told of oneself
VAGUE = frozenset({"shoot down", "occupy", "answer"})  # that accuse nobody
HARMING = frozenset({"kill", "wound", "injure"})
INFERRED = "as the report has it"  # whom the speaker does not name himself
GUESSED = ("a foe named", "our own hit")
BLIND = frozenset({"explode", "destroy", "obstruct"})  # whose victim tells nothing of the doer


@dataclass
class Told:
    """Reads the attacks of one sentence after the other."""

    sides: Sides

    def read(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """What the sentence tells of attacks, in the mouth of whoever tells it."""
        mentions = self.sides.people.mentions[sentence.index]
        for event in events(sentence, [m.moved(-sentence.start) for m in mentions]):
            speaker = at(source, event.start)
            if speaker is None or speaker.party is None or event.unreal or event.kind == "clash":
                continue
            event.initiators, event.targets = (_placed(row, sentence) for row in (event.initiators, event.targets))
            draft = self._denial(event, sentence, speaker) if event.negated or event.denied else None
            if (not event.negated and not event.denied) or (draft is None and self._called_false(event, sentence)):
                draft = self._blow(event, sentence, speaker, source)
            if draft is not None:
                yield draft

    def _called_false(self, event: Event, sentence: Sentence) -> bool:
        """What one side's statement tells stays its accusation where the other calls it false."""
        return sentence.doc is not None and called_false(sentence.doc[event.head])

    def _denial(self, event: Event, sentence: Sentence, speaker: Source) -> Draft | None:
        """ "Baku says that it is not blocking the road"."""
        assert sentence.doc is not None
        verb = sentence.doc[event.head]
        if ANSWER.search(sentence.text, max(0, event.start - sentence.start - 12), event.end - sentence.start + 12):
            return None
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
            return None  # "we told our soldiers not to attack"
        who = subject(verb) if verb.pos_ == "VERB" and not is_passive(verb) else None
        own = who is not None and self.sides.himself(who, sentence, speaker)
        own = own or speaker.party in self.sides.sides(event.initiators, speaker)
        span = (event.start, event.end)
        return Draft("deny", speaker, self.sides.accuser(speaker), span, sentence.index, "did not do it") if own else None

    def _blow(self, event: Event, sentence: Sentence, speaker: Source, source: Source) -> Draft | None:
        assert sentence.doc is not None
        if not event.noun and event.rule not in COUNTED and self._owns_blow(sentence.doc[event.head], sentence, speaker):
            hit = self.sides.victim(event.start, sentence.end, speaker)
            return Draft("admit", speaker, hit, (event.start, event.end), sentence.index, f"told of its blow: {event.rule}")
        doer, how = self._doer(event, sentence, speaker, source)
        settled = self.sides.settled((event.start, event.end))
        if doer == speaker.party and how != "itself" and settled not in (None, doer):
            doer, how = (settled, INFERRED) if settled in self.sides.foes(doer) and event.rule not in MOVES else (None, "")
        if how in GUESSED and event.noun and event.rule in STRUCK and settled == speaker.party:
            return None
        told = settled in self.sides.foes(speaker.party) and event.rule not in BARE | MOVES | BLIND
        if doer is None and told and not event.noun and not any(self.sides.did(sentence, "admit")):
            doer, how = settled, INFERRED
        if doer is None or not self._likely(doer, event, speaker):
            return None
        if any(d.source.party == speaker.party for d in self.sides.did(sentence, "condemn")):
            return None
        span = (event.start, event.end)
        if doer != speaker.party:
            return Draft("accuse", speaker, doer, span, sentence.index, f"told of the other: {event.rule}, {how}")
        if event.rule in STRUCK and how != "the foe hit":
            return None
        answers = ANSWER.search(sentence.text, max(0, event.start - sentence.start - 20), event.end - sentence.start + 12)
        assert sentence.doc is not None
        if event.noun or not asserted(sentence.doc[event.head]) or event.rule in COUNTED:
            return None
        if answers and how != "the foe hit":
            return None
        hit = next((p for p in self.sides.sides(event.targets, speaker) if p != doer), None)
        target = hit or self.sides.people.opponent(doer, fighting=True)
        return Draft("admit", speaker, target, span, sentence.index, f"told of itself: {event.rule}")

    def _owns_blow(self, verb: Token, sentence: Sentence, speaker: Source) -> bool:
        """ "The army said the strike targeted a Hezbollah man": a blow of nobody's that fell on his foe is the speaker's own."""
        who = subject(verb) if verb.pos_ == "VERB" and not is_passive(verb) else None
        if who is None or who.lemma_ not in BLOWS or self.sides.bearer(who, sentence, speaker) not in (None, speaker.party):
            return False
        span = sentence.span(verb)
        hit = self.sides.others(span[1], sentence.start + max(t.idx + len(t.text) for t in verb.subtree), speaker)
        his = self.sides.settled(span) == speaker.party or not self.sides.foes(speaker.party).isdisjoint(hit)
        return his and asserted(verb)

    def _likely(self, doer: str, event: Event, speaker: Source) -> bool:
        """A side that fights in this article tells of its foes and of itself, not of others; and of itself no mere movements."""
        foes = self.sides.present_foes(speaker.party)
        if doer == speaker.party:
            return bool(foes) and event.rule not in MOVES
        if self.sides.mediates(doer) and doer not in foes:
            return False
        return event.rule not in VAGUE and (not foes or doer in foes)

    def _his(self, event: Event, sentence: Sentence) -> bool:
        """ "Israel said its strikes are meant to stop Hezbollah": a blow that is the speaker's own."""
        return event.noun and OWN_BLOW.search(sentence.text, 0, event.start - sentence.start) is not None

    def _doer(self, event: Event, sentence: Sentence, speaker: Source, source: Source) -> tuple[str | None, str]:
        """Who did it, in the speaker's mouth: by the grammar, else the foe named beside it, else the foe of whom it hit."""
        sides, text = self.sides, self.sides.text
        near = sides.people.within(event.start - 12, event.start)
        before = [m for m in near if m.kind == "demonym" and m.end < event.start and GAP.fullmatch(text[m.end : event.start])]
        own = [m for m in event.initiators if not LAND.match(text, m.end)]
        doers = sides.sides(before, speaker) or sides.sides(own, speaker)
        if doers:
            return doers[0], "itself" if not before and doers[0] == speaker.party and own[0].kind == "relative" else "its doer"
        if self._his(event, sentence):
            return None, ""
        hit, foes = sides.sides(event.targets, speaker), sides.foes(speaker.party)
        assert sentence.doc is not None
        verb = sentence.doc[event.head]
        who = subject(verb) if not event.noun and not is_passive(verb) else None
        if who is not None and sides.himself(who, sentence, speaker):
            return speaker.party, "itself"
        if hit and hit[0] in foes:
            return (speaker.party, "the foe hit") if not event.noun and is_passive(verb) else (None, "")
        if any(sides.did(sentence, "admit")):
            return None, ""
        here = [m for m in sides.people.mentions[sentence.index] if m.kind != "ground" and not LAND.match(text, m.end)
                and not any(s.span[0] <= m.start < s.span[1] for s in (speaker, source, *source.beside))]  # fmt: skip
        named = [p for p in (sides.side(m, speaker) for m in here) if p in foes and p not in hit]
        if named and event.rule not in BARE | BLIND | MOVES:
            return named[0], "a foe named"
        return (sides.people.opponent(speaker.party), "our own hit") if self._ours(event, sentence, speaker, hit) else (None, "")

    def _ours(self, event: Event, sentence: Sentence, speaker: Source, hit: list[str]) -> bool:
        """Whether it struck the speaker's side, so that nobody but its foe can be meant."""
        hittable = event.rule in STRUCK or (not event.noun and event.rule not in BLIND)
        accused = any(d.act == "accuse" and d.source.party == speaker.party for d in self.sides.made)
        ours = OWN_GROUND.search(sentence.text) is not None or speaker.party in hit
        return (hittable and ours) or (event.rule in STRUCK and not accused)

    def deeds(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Harm and breach whose doer is the subject, pronoun or name: "it had killed", "Russian forces violated it 734 times"."""
        deeds = speech.load().deeds
        for verb in sentence.doc or ():
            if verb.pos_ != "VERB" or lemmas(verb).isdisjoint(deeds) or hypothetical(verb) or unreal(verb):
                continue
            who, speaker = agent(verb) if is_passive(verb) else subject(verb), at(source, sentence.start + verb.idx)
            if denied(verb) or negated(verb) or verb.dep_ in ("pcomp", "amod") or who is None or speaker is None or speaker.party is None:
                continue
            if verb.dep_ == "advcl" and any(turn.act in ("accuse", "condemn") for turn in speech.load().by_verb.get(verb.head.lemma_, ())):
                continue  # "accused the rebels of attacking a post, killing two"
            span = sentence.span(verb)
            own = who.lower_ == "they" or self.sides.himself(who, sentence, speaker)
            doer = speaker.party if own else self.sides.bearer(who, sentence, speaker)
            if doer == speaker.party and not own and self.sides.settled(span) not in (None, doer):
                continue
            dealt = verb.lemma_ not in HARMING or any(c.dep_ == "dobj" for c in verb.children)  # "we have wounded at the post"
            confessed = dealt and asserted(verb) and not is_passive(verb) and not ANSWER.search(sentence.text)
            if doer == speaker.party and who.lower_ != "they" and confessed:
                named = self.sides.others(span[1], sentence.end, speaker)
                target = named[0] if named else self.sides.people.opponent(doer, fighting=True)
                yield Draft("admit", speaker, target, span, sentence.index, "did it itself")
            elif doer is not None and doer in registry().parties[speaker.party].enemies:
                rule = "told of the other: done by him" if is_passive(verb) else "the other did it"
                yield Draft("accuse", speaker, doer, span, sentence.index, rule)


def _placed(mentions: list[ActorMention], sentence: Sentence) -> list[ActorMention]:
    """The mentions of an event with offsets into the article."""
    return [m.moved(sentence.start) for m in mentions]
