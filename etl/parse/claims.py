"""Speech acts: who accuses, denies, admits, condemns or calls for what, of whom, and about which report.

Some are said in so many words ("Baku denied", "held Russia responsible"); most are told: an attack that one side's ministry
tells of the other is its accusation, and one that it tells of itself its admission. The outlet's own voice claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from etl.lexicon import speech
from etl.lexicon.registry import load as registry
from etl.lexicon.seldom import Seldom
from etl.lexicon.speech import Turn
from etl.model import Claim, Report
from etl.parse.actors_cast import Cast, cast
from etl.parse.attribution import Source, at
from etl.parse.attribution_grammar import hypothetical, lemmas, noun_phrase, slot, turn_fits
from etl.parse.attribution_words import CHARGES
from etl.parse.claims_settled import numbered, settled
from etl.parse.claims_sides import LAND, Draft, Sides
from etl.parse.claims_told import Told
from etl.parse.document import Document, Sentence
from etl.parse.syntax import is_passive, subject
from etl.parse.trees import Token

MUTUAL = Seldom(
    r"\b(?:accus\w+|blam\w+|charg\w+|held|holds?|said|says?)\b(?! on\b)[^.,;]{0,25}\b(?:each other|one another|the other(?! side))\b"
    r"|\b(?:trad\w+|exchang\w+) (?:accusations|blame|charges)\b|\bmutual accusations\b",
    re.I,
)
NOBODY = re.compile(r"\b(?:neither|no (?:side|party|one)|nobody|none of|not|never|without)\b[^.,;]{0,40}$", re.I)
HABIT = Seldom(r"\b(?:regularly|routinely|often|frequently|constantly|habitually|since|in the past|previously|repeatedly)\b", re.I)
SUFFERED = re.compile(r"\b(?:in|on|against|at|towards?|of) (?:the )?$")
LOSS = re.compile(r"\b(?:of (?:its|their|his)|some|casualties|losses|its own|loss)\b", re.I)
EVERYBODY = re.compile(r"\b(?:all|both|sides|parties|everyone|everybody|concerned|each|states|countries|community|leaders of)\b", re.I)


def claims(document: Document, sources: list[Source | None], reports: Iterable[Report], people: Cast | None = None) -> tuple[Claim, ...]:
    """The claims of an article, in the order of its text; each act of one speaker on one target once an incident."""
    people, found = people or cast(document), list(reports)
    sides = Sides(people, document.article.text, found)
    reader = Reader(document, sides, sources)
    document.parse()
    for sentence in document.sentences:
        for draft in reader.read(sentence):
            sides.made += [draft] if _owned(draft) else []
    return tuple(numbered(document, settled(document, sides.made, found), found))


@dataclass
class Reader:
    """Reads the acts of one sentence after the other."""

    document: Document
    sides: Sides
    sources: list[Source | None]

    def read(self, sentence: Sentence) -> Iterator[Draft]:
        """The acts of this sentence: the spoken ones, then the told ones."""
        source = self.sources[sentence.index]
        yield from self._mutual(sentence)
        if source is None:
            yield from self._charged(sentence, Source(None, None, None, (0, 0), "said"))
            silent = Source(None, None, None, (0, 0), "run", (sentence.start, sentence.end))
            yield from (d for d in self._phrased(sentence, silent) if d.act in ("admit", "condemn"))  # "Baku apologised for it"
            return
        if "un-peacekeepers" in self.sides.people.named:
            source = _peacekeepers(source)
        told = Told(self.sides)
        for acts in (self._charged, self._spoken, self._phrased, told.read, told.deeds):
            yield from acts(sentence, source)

    def _mutual(self, sentence: Sentence) -> Iterator[Draft]:
        """ "Each army blames the other": two accusations; "neither accused the other" is none."""
        match = MUTUAL.search(sentence.text)
        if match is None or HABIT.search(sentence.text) or NOBODY.search(sentence.text, max(0, match.start() - 60), match.start()):
            return
        people = self.sides.people
        span = sentence.start + match.start(), sentence.start + match.end()
        near = people.mentions[max(0, sentence.index - 1) : sentence.index + 1]
        here, before = ({m.party: None for m in row if m.party and m.kind != "ground"} for row in (near[-1], near[0]))
        pairs = [(a, b) for names in (here, before, people.named) for a in names for b in names]
        foes = [(a, b) for a, b in pairs if b in registry().parties[a].enemies]
        for speaker, target in foes[:1] + [(b, a) for a, b in foes[:1]]:
            source = Source(None, speaker, None, span, "said", span, "each other")
            yield Draft("accuse", source, target, span, sentence.index, "each other")

    def _charged(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Acts that are nouns: "the Indian charge that …" is India's accusation of the speaker, "Baku's denial" a denial."""
        acts = speech.load().acts
        for noun in sentence.doc or ():
            turn = acts.get(noun.lower_)
            if noun.pos_ != "NOUN" or (turn is None and noun.lemma_.lower() not in CHARGES):
                continue
            speaker, span = at(source, sentence.start + noun.idx), sentence.span(noun)
            by = [w for p in noun.children if p.dep_ in ("prep", "agent") and p.lower_ in ("by", "from") for w in p.children]
            by += [w for w in noun.children if w.dep_ in ("amod", "poss", "compound", "nmod")]
            by += [w for p in noun.children if p.lower_ == "of" for w in p.children if w.lower_ == "side" or self._named(w, sentence)]
            if noun.dep_ == "dobj" and noun.head.lemma_ in speech.load().giving and (giver := subject(noun.head)) is not None:
                by.append(giver)  # "Baku issued a denial"
            who = self.sides.of(by, sentence, speaker) if speaker is not None else None
            if who is None or speaker is None:
                continue
            own = Source(None, who, None, span, "said", span, "an act by name")
            if turn is None and who != speaker.party and speaker.party is not None:
                yield Draft("accuse", own, speaker.party, span, sentence.index, "a charge")
            elif turn is not None and (turn.needs is None or any(c.lower_ in ("to", "on", "for") for c in noun.children)):
                target = self.sides.accuser(own) if turn.act in ("deny", "admit") else None
                yield Draft(turn.act, own, target, span, sentence.index, turn.rule)

    def _named(self, word: Token, sentence: Sentence) -> bool:
        """Whether a noun is itself the name of a side or a body of one: "the claims of Baku", not "claims of Azerbaijani fire"."""
        start = sentence.start + word.idx
        return any(m.end >= start + len(word) and m.kind not in ("ground", "demonym") for m in self.sides.people.within(start, start + 1))

    def _spoken(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Acts that are verbs: "Yerevan denies", "held the rebels responsible"."""
        mutual = MUTUAL.search(sentence.text)
        for verb in sentence.doc or ():
            if verb.pos_ not in ("VERB", "AUX") or hypothetical(verb) or (mutual and mutual.start() <= verb.idx < mutual.end()):
                continue
            for turn in _turns(verb):
                speaker = self._speaker(turn, verb, sentence, source)
                if speaker is None or speaker.party is None or (turn.act == "call_for" and _recalled(verb)):
                    continue
                target = self._target(turn, verb, sentence, speaker)
                if target == speaker.party or (turn.target == ("subject",) and target is None) or _no_deed(turn, verb):
                    continue
                if turn.act == "admit" and self._not_his(verb, sentence, speaker):
                    continue
                yield Draft(turn.act, speaker, target, sentence.span(verb), sentence.index, turn.rule)
                break

    def _phrased(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Acts that are turns of phrase: "had nothing to do with it", "both sides must respect the truce"."""
        for turn in speech.load().phrases:
            match = turn.phrases.search(sentence.text) if turn.phrases is not None else None
            if match is None:
                continue
            start, end = sentence.start + match.start(), sentence.start + match.end()
            speaker = self._opens(sentence, at(source, start))
            if speaker is None or speaker.party is None:
                continue
            if turn.act == "deny" and " not " in match[0] and self._foes_not(sentence, start, speaker):
                continue
            if turn.needs == "accuser" and not any(d.act == "accuse" and d.target == speaker.party for d in self.sides.made):
                continue
            named = self.sides.others(end, min(end + 50, sentence.end) if turn.act == "accuse" else sentence.end, speaker)
            if turn.act == "accuse" and not named:
                continue
            target = {
                "accuse": next(iter(named), None),
                "deny": self.sides.accuser(speaker) or next(iter(named), None),
                "admit": self.sides.people.opponent(speaker.party, fighting=True),
            }.get(turn.act)
            yield Draft(turn.act, speaker, target, (start, end), sentence.index, turn.rule)

    def _foes_not(self, sentence: Sentence, start: int, speaker: Source) -> bool:
        """ "The enemy did not open fire today": what a foe left undone nobody denies."""
        near = [m for m in self.sides.people.within(max(sentence.start, start - 40), start) if m.kind != "ground"]
        last = near[-1] if near and "," not in self.sides.text[near[-1].end : start] else None
        return last is not None and (last.noun == "enemy" or last.party in self.sides.foes(speaker.party))

    def _opens(self, sentence: Sentence, speaker: Source | None) -> Source | None:
        """Who does it in a sentence nobody is quoted in: the side it begins with ("The Indian Army would have none of it")."""
        if speaker is None or speaker.kind != "run":
            return speaker
        here = self.sides.people.mentions[sentence.index]
        first = [m for m in here if m.start - sentence.start < 6 and m.kind not in ("ground", "demonym")]
        if not first or first[0].party is None:
            return speaker
        span = (first[0].start, first[0].end)
        return Source(first[0].actor, first[0].party, None, span, "said", (sentence.start, sentence.end), "opens the sentence")

    def _speaker(self, turn: Turn, verb: Token, sentence: Sentence, source: Source) -> Source | None:
        """Whose act it is: the verb's own voice, else the voice around it, unless somebody else is its subject."""
        around = at(source, sentence.start + verb.idx)
        own = next((s for s in (source, *source.beside) if s.verb == verb.i), None)
        if own is not None and turn.target != ("subject",):
            return own
        if around is None or (turn.act == "accuse" and is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children)):
            return None
        who = next((c for c in verb.children if c.dep_ in ("nsubj", "agent")), None)
        held = around.scope[0] <= sentence.start + verb.idx < around.scope[1]
        another = who is not None and who.pos_ in ("NOUN", "PROPN") and (verb.dep_ in ("ccomp", "relcl", "advcl") or not held)
        if turn.target == ("subject",):
            return around
        return None if (another and turn.act != "call_for") or self._of_another(verb, sentence, around) else around

    def _of_another(self, verb: Token, sentence: Sentence, around: Source) -> bool:
        """ "The ministry said the rebels opened fire after demanding that …": whose act is told of is another side's."""
        who = subject(verb) if verb.dep_ in ("pcomp", "advcl", "xcomp", "ccomp") and not is_passive(verb) else None
        return who is not None and self.sides.bearer(who, sentence, around) not in (None, around.party)

    def _not_his(self, verb: Token, sentence: Sentence, speaker: Source) -> bool:
        """ "Monitors confirmed shelling by government troops": who confirms another's deed, or watches over both, owns up to none."""
        things = [w for w in verb.children if w.dep_ == "dobj"]
        doers = [o for w in (verb, *things) for p in w.children if p.lower_ == "by" for o in p.children]
        doers += [c for w in things for c in w.children if c.dep_ in ("amod", "poss", "compound")]
        doer = self.sides.of(doers, sentence, speaker)
        if doer is None and verb.lemma_ == "confirm":  # "the army confirmed the attack but said that the rebels had been beaten off"
            doer = self.sides.settled((sentence.start, sentence.end))
        return self.sides.mediates(speaker.party) or doer not in (None, speaker.party)

    def _target(self, turn: Turn, verb: Token, sentence: Sentence, speaker: Source) -> str | None:
        """Of whom it is said: the party in the places the turn names, else in its clause."""
        start = sentence.start + verb.idx
        if turn.act == "deny":
            party = self.sides.of([w for w in verb.children if w.dep_ in ("dobj", "nsubjpass")], sentence, speaker)
            return party if party not in (None, speaker.party) else self.sides.accuser(speaker)
        if turn.act == "admit":
            return self.sides.victim(start, sentence.end, speaker)
        if turn.target == ("subject",):
            return self.sides.of([w for w in (subject(verb),) if w is not None], sentence, speaker)
        places = [word for place in turn.target for word in slot(verb, place)]
        if turn.act == "call_for":
            return self._addressed(places, verb, sentence, speaker)
        for word in places:
            if named := self._meant(turn, word, sentence, speaker):
                return min(sorted(named), key=lambda p: p != self.sides.people.opponent(speaker.party))
        told = [d.target for d in self.sides.made if d.act == "accuse" and d.source.party == speaker.party and d.target]
        if turn.act == "condemn" and (told or not self.sides.present_foes(speaker.party)):
            return told[-1] if told else None
        near = self.sides.others(start, sentence.end, speaker) or self.sides.others(sentence.start, start, speaker)[:1]
        foes = [p for p in near if p in self.sides.foes(speaker.party)]
        near = [p for p in near if not self.sides.mediates(p)]
        return next(iter(foes), None) or self.sides.people.opponent(speaker.party) or next(iter(near), None)

    def _meant(self, turn: Turn, word: Token, sentence: Sentence, speaker: Source) -> set[str]:
        """The sides a noun phrase speaks of; who is no party to it means the doer, not whom or where it struck."""
        low, high = noun_phrase(word)
        mentions = self.sides.people.within(sentence.start + low, sentence.start + high)
        named = {p for p in (self.sides.side(m, speaker) for m in mentions) if p is not None and p != speaker.party}
        if turn.act == "condemn" and not named & self.sides.foes(speaker.party):
            text = self.sides.text
            named -= {m.party for m in mentions if m.party and (m.kind == "ground" or LAND.match(text, m.end)
                      or SUFFERED.search(text[max(0, m.start - 12) : m.start]))}  # fmt: skip
        return named

    def _addressed(self, places: list[Token], verb: Token, sentence: Sentence, speaker: Source) -> str | None:
        """Of whom it is asked: one side alone, addressed or made the subject of what is asked; nobody where all are."""
        if any(EVERYBODY.search(" ".join(t.text for t in word.subtree)) for word in places):
            return None
        if any(self.sides.of([word], sentence, speaker) == speaker.party for word in places):
            return speaker.party
        spans = [noun_phrase(word) for word in places]
        named = {p for low, high in spans for p in self.sides.others(sentence.start + low, sentence.start + high, speaker)}
        if named:
            return None if len(named) > 1 or any(self.sides.mediates(p) for p in named) else named.pop()
        asked = [w for c in verb.children if c.dep_ == "ccomp" for w in c.children if w.dep_ in ("nsubj", "nsubjpass")]
        party = self.sides.of(asked, sentence, speaker)
        if party is None and asked and not places and not any(EVERYBODY.search(" ".join(t.text for t in w.subtree)) for w in asked):
            return self.sides.people.opponent(speaker.party, fighting=True)  # "demanded that the captives be let go"
        return party if party != speaker.party and not self.sides.mediates(party) else None


def _turns(verb: Token) -> list[Turn]:
    by_verb = speech.load().by_verb
    turns = [turn for name in sorted(lemmas(verb), reverse=True) for turn in by_verb.get(name, ())]
    return [turn for turn in turns if turn.act != "report" and turn_fits(turn, verb)]


def _recalled(verb: Token) -> bool:
    """ "The resolution by which the Council demands it", "the notice that the accord asks for": a call told of in passing."""
    who = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return verb.dep_ == "relcl" and who is not None and who.lower_ not in ("who", "which", "that")


def _no_deed(turn: Turn, verb: Token) -> bool:
    """ "Baku admits that 31 of its soldiers died", "confirmed that there had been shooting": no deed of its own."""
    befell = any(c.dep_ == "ccomp" and any(w.dep_ == "expl" for w in c.subtree) for c in verb.children)
    lost = turn.rule == "admit" and LOSS.search(" ".join(t.text for t in verb.subtree if t.i > verb.i)) is not None
    return turn.act == "admit" and (befell or lost)


def _peacekeepers(source: Source) -> Source:
    """The United Nations speak for their peacekeepers where they have some."""
    beside = tuple(_peacekeepers(s) for s in source.beside)
    return replace(source, party="un-peacekeepers" if source.party == "united-nations" else source.party, beside=beside)


def _owned(draft: Draft) -> bool:
    """Whether the speaker is named for it: a voice that only goes on accuses and denies, but does not confess, condemn or call."""
    foes = registry().parties[draft.source.party].enemies if draft.source.party else frozenset()
    if draft.act == "admit" and draft.target is not None and draft.target not in foes:
        return False
    mediates = draft.source.party and registry().parties[draft.source.party].kind in ("organisation", "mission")
    return draft.source.kind != "run" or (draft.act in ("accuse", "deny") and not mediates)
