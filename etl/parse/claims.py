"""Speech acts: who accuses, denies, admits, condemns or calls for what, of whom, and about which report.

Some are said in so many words ("Baku denied", "held Russia responsible"); most are told: an attack that one side's ministry
tells of the other is its accusation, and one that it tells of itself its admission. The outlet's own voice claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from etl.lexicon import speech
from etl.lexicon.registry import load as registry
from etl.lexicon.speech import Turn
from etl.model import Claim, Report, Span
from etl.parse.actors import ActorMention
from etl.parse.actors_cast import Cast, cast
from etl.parse.attribution import Source, at, lemmas, noun_phrase, turn_fits
from etl.parse.document import Document, Sentence
from etl.parse.events import Event, events
from etl.parse.syntax import conjuncts, denied, is_passive, subject, unreal

if TYPE_CHECKING:
    from spacy.tokens import Token

MUTUAL = re.compile(r"\b(?:accus\w+|blam\w+|charg\w+|held|holds?|said|says?)\b(?! on\b)[^.,;]{0,25}\b(?:each other|one another|the other(?! side))\b"
                    r"|\b(?:trad\w+|exchang\w+) (?:accusations|blame|charges)\b|\bmutual accusations\b", re.I)  # fmt: skip
CHARGES = frozenset({"charge", "accusation", "allegation", "complaint", "claim"})
OWN_GROUND = re.compile(r"\b(?:its|their|our|his)\s+(?:[a-z-]+ )?(?:positions?|posts?|units?|outposts?|villages?|troops|men|soldiers|lines?|territory|forces|patrols?"
                        r"|checkpoints?|servicemen|base|bases)\b", re.I)  # fmt: skip
SUFFERED = re.compile(r"\b(?:in|on|against|at|towards?|of) (?:the )?$")
BARE = frozenset({"shot", "drones", "explode", "obstruct", "shoot down"})  # words of force that need their doer beside them
STRUCK = frozenset({"strikes", "airstrike", "drone strike", "shelling", "come under fire", "come under attack"})  # that a side tells of its foe
LOSS = re.compile(r"\b(?:of (?:its|their|his)|some|casualties|losses|its own|loss)\b.{0,40}\b(?:died|killed|dead|wounded|prisoner|captured|lost|missing)?\b", re.I)
OWN_ARMS = re.compile(r"\b(?:its|our|their)\s+(?:[\w-]+ ){0,2}(?:aircraft|jets?|planes?|drones?|warplanes?|troops|forces|soldiers|men|units?|army|artillery|guns|tanks|navy"
                      r"|fighters|gunners|snipers?|air force|military|armed forces|servicemen|missiles?|rockets?)\b", re.I)  # fmt: skip
GAP = re.compile(r"[’']?s? (?:[a-z-]+ )?")
LAND = re.compile(r"[’']?s? (?:[a-z-]+ )?(?:Security Council|sovereign|border|frontier|territor|soil|village|town|cit|capital|side of|district|province|region|airspace|land|citizen|civilian|media)")
ANSWER = re.compile(r"\b(?:back|retaliat\w+|respond\w*|answer\w*|repl(?:y|ied)|repel\w*|return\w*|in turn)\b", re.I)
EVERYBODY = re.compile(r"\b(?:all|both|sides|parties|everyone|everybody|concerned|each|states|countries|community|leaders of)\b", re.I)
ABOUT = (
    ("ceasefire_violation", re.compile(r"\b(?:violat\w+|breach\w*|truce|cease-?fire|broke\b)", re.I)),
    ("casualties", re.compile(r"\b(?:killed|wounded|died|dead|casualt\w+|injur\w+|lost (?:his|her|their) li\w+|deaths?)\b", re.I)),
    ("territory", re.compile(r"\b(?:territor\w+|seiz\w+|captur\w+|occup\w+|heights?|advanc\w+)\b", re.I)),
    ("attack", re.compile(r"\b(?:attack\w*|fire[ds]?|firing|shell\w*|str[iu]\w*k\w*|raid\w*|shot|shoot\w*|drone\w*|assault\w*|bomb\w*)\b", re.I)),
    ("agreement", re.compile(r"\b(?:agreements?|accords?|deal|understandings?|resolution|commitments?)\b", re.I)),
    ("escalation", re.compile(r"\b(?:escalat\w+|restraint|tension\w*|provocat\w+|calm)\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A speech act as one sentence makes it."""

    act: str
    source: Source
    target: str | None
    span: Span
    sentence: int
    rule: str


def claims(document: Document, sources: list[Source | None], reports: Iterable[Report], people: Cast | None = None) -> tuple[Claim, ...]:
    """The claims of an article, in the order of its text; each act of one speaker on one target once an incident."""
    reader = Reader(document, people or cast(document), sources)
    for sentence in document.sentences:
        for draft in reader.read(sentence):
            reader.made += [draft] if _owned(draft) else []
    drafts = reader.made
    return tuple(_numbered(document, _settled(document, drafts), list(reports)))


@dataclass
class Reader:
    """Reads the acts of one sentence after the other."""

    document: Document
    people: Cast
    sources: list[Source | None]
    made: list[Draft] = field(default_factory=list)
    offset: int = 0  # of the sentence that is being read

    def read(self, sentence: Sentence) -> Iterator[Draft]:
        """The acts of this sentence: the spoken ones, then the told ones."""
        source, self.offset = self.sources[sentence.index], sentence.start
        yield from self._mutual(sentence)
        if source is None:
            return
        if "un-peacekeepers" in self.people.named:
            source = _peacekeepers(source)
        self.document.parse([sentence])
        yield from self._charged(sentence, source)
        yield from self._spoken(sentence, source)
        yield from self._phrased(sentence, source)
        yield from self._told(sentence, source)
        yield from self._deeds(sentence, source)

    def _spoken(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        assert sentence.doc is not None
        for verb in sentence.doc:
            if verb.pos_ not in ("VERB", "AUX") or _hypothetical(verb):
                continue
            for turn in self._turns(verb):
                speaker = self._speaker(turn, verb, sentence, source)
                if speaker is None or speaker.party is None:
                    continue
                target = self._target(turn, verb, sentence, speaker)
                if target == speaker.party or (turn.target == ("subject",) and target is None) or self._own_loss(turn, verb):
                    continue
                span = sentence.span(verb)
                yield Draft(turn.act, speaker, target, span, sentence.index, turn.rule)
                break

    def _mutual(self, sentence: Sentence) -> Iterator[Draft]:
        """ "Each army blames the other": two accusations."""
        match = MUTUAL.search(sentence.text)
        if match is None:
            return
        span = sentence.start + match.start(), sentence.start + match.end()
        here = dict.fromkeys(m.party for m in self.people.mentions[sentence.index] if m.party and m.kind != "ground")
        foes = [(a, b) for a in (here or self.people.named) for b in (here or self.people.named) if b in registry().parties[a].enemies]
        for speaker, target in foes[:1] + [(b, a) for a, b in foes[:1]]:
            source = Source(None, speaker, None, span, "said", span, "each other")
            yield Draft("accuse", source, target, span, sentence.index, "each other")

    def _own_loss(self, turn: Turn, verb: Token) -> bool:
        """ "Baku admits that 31 of its soldiers died" is no deed."""
        return turn.rule == "admit" and bool(LOSS.search(" ".join(t.text for t in verb.subtree if t.i > verb.i)))

    def _charged(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Acts that are nouns: "the Indian charge that …" is India's accusation of the speaker, "Baku's denial" a denial."""
        assert sentence.doc is not None
        acts = speech.load().acts
        for noun in sentence.doc:
            turn = acts.get(noun.lower_)
            if noun.pos_ != "NOUN" or (turn is None and noun.lemma_.lower() not in CHARGES):
                continue
            speaker, span = at(source, sentence.start + noun.idx), sentence.span(noun)
            by = [w for p in noun.children if p.dep_ in ("prep", "agent") and p.lower_ in ("by", "from") for w in p.children]
            by += [w for w in noun.children if w.dep_ in ("amod", "poss", "compound", "nmod")]
            who = self._party_of(by, sentence, speaker) if speaker is not None else None
            if who is None or speaker is None:
                continue
            own = Source(None, who, None, span, "said", span, "an act by name")
            if turn is None and who != speaker.party and speaker.party is not None:
                yield Draft("accuse", own, speaker.party, span, sentence.index, "a charge")
            elif turn is not None and (turn.needs is None or any(c.dep_ == "prep" and c.lower_ in ("to", "on", "for") for c in noun.children)):
                target = self._last_accuser(own) if turn.act in ("deny", "admit") else None
                yield Draft(turn.act, own, target, span, sentence.index, turn.rule)

    def _turns(self, verb: Token) -> list[Turn]:
        by_verb = speech.load().by_verb
        return [turn for name in sorted(lemmas(verb), reverse=True) for turn in by_verb.get(name, ()) if turn.act != "report" and turn_fits(turn, verb)]

    def _speaker(self, turn: Turn, verb: Token, sentence: Sentence, source: Source) -> Source | None:
        if turn.target == ("subject",):
            return at(source, sentence.start + verb.idx)
        own = next((s for s in (source, *source.beside) if s.verb == verb.i), None)
        if own is None and any(c.dep_ in ("nsubj", "agent") for c in verb.children) and not turn.act == "call_for":
            return None if self._another(verb, sentence, source) else at(source, sentence.start + verb.idx)
        return own or at(source, sentence.start + verb.idx)

    def _another(self, verb: Token, sentence: Sentence, source: Source) -> bool:
        """Whether somebody other than the voice of the sentence is the one who does it."""
        who = next((c for c in verb.children if c.dep_ in ("nsubj", "agent")), None)
        return who is not None and who.pos_ in ("NOUN", "PROPN") and verb.dep_ in ("ccomp", "relcl", "advcl")

    def _phrased(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        for turn in speech.load().phrases:
            assert turn.phrases is not None
            match = turn.phrases.search(sentence.text)
            if match is None:
                continue
            speaker = self._opens(sentence, at(source, sentence.start + match.start()))
            if speaker is not None and speaker.party is not None:
                span = sentence.start + match.start(), sentence.start + match.end()
                target = self._denied(sentence, span[1], speaker) if turn.act == "deny" else None
                target = self.people.opponent(speaker.party, fighting=True) if turn.act == "admit" else target
                if turn.act == "accuse":
                    near = self.people.within(span[1], min(span[1] + 50, sentence.end))
                    target = next((p for m in near if (p := self._side(m, speaker)) not in (None, speaker.party)), None)
                    if target is None:
                        continue
                yield Draft(turn.act, speaker, target, span, sentence.index, turn.rule)

    def _opens(self, sentence: Sentence, speaker: Source | None) -> Source | None:
        """Who does it in a sentence nobody is quoted in: the side it begins with ("The Indian Army would have none of it")."""
        if speaker is None or speaker.kind != "run":
            return speaker
        first = [m for m in self.people.mentions[sentence.index] if m.start - sentence.start < 6 and m.kind in ("body", "name", "metonym", "role")]
        if not first or first[0].party is None:
            return speaker
        span = (first[0].start, first[0].end)
        return Source(first[0].actor, first[0].party, None, span, "said", (sentence.start, sentence.end), "opens the sentence")

    def _denied(self, sentence: Sentence, after: int, speaker: Source) -> str | None:
        """Of whom it is denied: the side named behind the words, else the accuser."""
        named = [p for m in self.people.within(after, sentence.end) if (p := self._side(m, speaker)) not in (None, speaker.party)
                 and not speaker.span[0] <= m.start < speaker.span[1]]  # fmt: skip
        return named[0] if named else self._last_accuser(speaker)

    def _deeds(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        """Harm and breach whose doer is the subject, pronoun or name: "it had killed", "Russian forces violated it 734 times"."""
        assert sentence.doc is not None
        deeds = speech.load().deeds
        for verb in sentence.doc:
            if verb.pos_ != "VERB" or lemmas(verb).isdisjoint(deeds) or _hypothetical(verb) or unreal(verb) or is_passive(verb):
                continue
            if denied(verb) or verb.dep_ in ("pcomp", "amod"):
                continue
            who, speaker = subject(verb), at(source, sentence.start + verb.idx)
            if who is None or speaker is None or speaker.party is None or sentence.start + verb.idx < speaker.span[0] < sentence.start:
                continue
            himself = self._speaks_of_himself(who, sentence) or who.lower_ == "they"
            doer = speaker.party if himself else self._bearer(who, sentence, speaker)
            span = sentence.span(verb)
            if doer == speaker.party and who.lower_ != "they" and not ANSWER.search(sentence.text):
                named = [p for m in self.people.within(span[1], sentence.end) if (p := self._side(m, speaker)) not in (None, doer)]
                yield Draft("admit", speaker, named[0] if named else self.people.opponent(doer, fighting=True), span, sentence.index, "did it itself")
            elif doer is not None and doer in registry().parties[speaker.party].enemies:
                yield Draft("accuse", speaker, doer, span, sentence.index, "the other did it")

    def _bearer(self, who: Token, sentence: Sentence, speaker: Source) -> str | None:
        """The side of a noun: its own or its owner's ("Israeli soldiers", "a drone of the RSF"), not a place beside it."""
        words = [who, *(c for c in who.children if c.dep_ in ("amod", "poss", "compound", "nmod", "appos"))]
        words += [o for c in who.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children]
        for word in words:
            start = sentence.start + word.idx
            for mention in self.people.within(start, start + len(word)):
                if mention.kind != "ground" and (party := self._side(mention, speaker)) is not None:
                    return party
        return None

    def _told(self, sentence: Sentence, source: Source) -> Iterator[Draft]:
        mentions = [replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in self.people.mentions[sentence.index]]
        for event in events(sentence, mentions):
            speaker = at(source, event.start)
            if speaker is None or speaker.party is None or event.unreal or event.denied or event.kind == "clash":
                continue
            if event.negated:
                if speaker.party in self._sides(event.initiators, speaker) or self._itself(sentence, event, speaker):
                    yield Draft("deny", speaker, self._last_accuser(speaker), (event.start, event.end), sentence.index, "did not do it")
                continue
            doer, how = self._doer(event, sentence, speaker)
            if doer is None or not self._likely(doer, event, speaker):
                continue
            if any(d.sentence == sentence.index and d.act == "condemn" and d.source.party == speaker.party for d in self.made):
                continue
            span = event.start, event.end
            if doer == speaker.party:
                if event.noun or event.rule == "break the ceasefire" or (how != "the foe hit" and ANSWER.search(sentence.text, max(0, event.start - sentence.start - 20), event.end - sentence.start + 12)):
                    continue
                target = next((p for p in self._sides(event.targets, speaker) if p != doer), None) or self.people.opponent(doer, fighting=True)
                yield Draft("admit", speaker, target, span, sentence.index, f"told of itself: {event.rule}")
            else:
                yield Draft("accuse", speaker, doer, span, sentence.index, f"told of the other: {event.rule}, {how}")

    def _likely(self, doer: str, event: Event, speaker: Source) -> bool:
        """A side that fights in this article tells of its foes and of itself, not of others; and of itself no mere movements."""
        foes = registry().parties[speaker.party].enemies & self.people.named.keys() if speaker.party else frozenset()
        if doer == speaker.party:
            return bool(foes) and event.rule not in ("deploy", "advance", "shoot down")
        if registry().parties[doer].kind in ("organisation", "mission") and doer not in foes:
            return False
        return event.rule not in ("shoot down", "occupy", "answer") and (not foes or doer in foes)

    def _doer(self, event: Event, sentence: Sentence, speaker: Source) -> tuple[str | None, str]:
        """Who did it, in the speaker's mouth: by the grammar, else the foe named beside it, else the foe of whom it hit."""
        text = self.document.article.text
        before = [m for m in self.people.within(event.start - 12, event.start) if m.end < event.start and GAP.fullmatch(text[m.end : event.start])]
        doers = self._sides([replace(m, start=m.start - self.offset) for m in before if m.kind == "demonym"], speaker)
        doers = doers or self._sides([m for m in event.initiators if not LAND.match(text, m.end + self.offset)], speaker)
        if doers:
            return doers[0], "its doer"
        hit = self._sides(event.targets, speaker)
        foes = registry().parties[speaker.party].enemies if speaker.party else frozenset()
        named = [p for m in self.people.mentions[sentence.index] if m.kind != "ground" and not LAND.match(text, m.end)
                 and not speaker.span[0] <= m.start < speaker.span[1] and (p := self._side(m, speaker)) in foes and p not in hit]  # fmt: skip
        if hit and hit[0] in foes and not event.noun and _passive(sentence, event):
            return speaker.party, "the foe hit"
        if any(d.sentence == sentence.index and d.act == "admit" for d in self.made):
            return None, ""
        if named and event.rule not in BARE:
            return named[0], "a foe named"
        hittable = event.rule in STRUCK or (not event.noun and event.rule not in ("explode", "destroy", "obstruct"))
        ours = hittable and OWN_GROUND.search(sentence.text)
        struck = event.rule in STRUCK and not any(d.act == "accuse" and d.source.party == speaker.party for d in self.made)
        return (self.people.opponent(speaker.party), "our own hit") if ours or struck or (hittable and speaker.party in hit) else (None, "")

    def _itself(self, sentence: Sentence, event: Event, speaker: Source) -> bool:
        """Whether the doer is the speaker as "it" or "its troops": "Baku says that it is not blocking the road"."""
        assert sentence.doc is not None
        verb = sentence.doc[event.head]
        who = subject(verb) if verb.pos_ == "VERB" and not is_passive(verb) else None
        return who is not None and self._speaks_of_himself(who, sentence)

    def _speaks_of_himself(self, who: Token, sentence: Sentence) -> bool:
        low, high = noun_phrase(who)
        return who.lower_ in ("it", "we") or bool(OWN_ARMS.search(sentence.text[low:high]))

    def _sides(self, mentions: list[ActorMention], speaker: Source) -> list[str]:
        return [p for m in mentions if not self._is_speaker(m, speaker) and (p := self._side(m, speaker)) is not None]

    def _is_speaker(self, mention: ActorMention, speaker: Source) -> bool:
        """Whether these are the words that name the speaker; an event's mentions stand in their sentence."""
        start = mention.start + self.offset
        return speaker.kind != "run" and speaker.span[0] <= start < speaker.span[1]

    def _side(self, mention: ActorMention, speaker: Source) -> str | None:
        """Whose a mention is in this speaker's mouth: "our" is his, "the enemy" is his opponent."""
        if mention.party is not None or mention.kind != "relative":
            return mention.party
        return speaker.party if mention.noun != "enemy" or speaker.party is None else self.people.foe(speaker.party)

    def _accuser(self, verb: Token, sentence: Sentence, speaker: Source) -> str | None:
        """Whose charge is denied: the side in the object ("the Indian charge"), else who last accused the speaker, else its foe."""
        objects = [w for w in verb.children if w.dep_ in ("dobj", "nsubjpass")]
        party = self._party_of(objects, sentence, speaker)
        if party is not None and party != speaker.party:
            return party
        return self._last_accuser(speaker)

    def _admitted(self, after: int, sentence: Sentence, speaker: Source) -> str | None:
        """Against whom it was: the foe named behind the words, else the speaker's in this article."""
        foes = registry().parties[speaker.party].enemies if speaker.party else frozenset()
        named = [p for m in self.people.within(after, sentence.end) if m.kind != "ground" and (p := self._side(m, speaker)) in foes]
        return named[0] if named else self.people.opponent(speaker.party, fighting=True)

    def _last_accuser(self, speaker: Source) -> str | None:
        """Who last accused him; else his only foe in the article."""
        accusers = [d.source.party for d in self.made if d.act in ("accuse", "condemn") and d.target == speaker.party]
        foes = registry().parties[speaker.party].enemies & self.people.named.keys() if speaker.party else frozenset()
        return accusers[-1] if accusers else next(iter(foes)) if len(foes) == 1 else None

    def _mediates(self, party: str | None) -> bool:
        return party is not None and registry().parties[party].kind in ("organisation", "mission")

    def _party_of(self, words: list[Token], sentence: Sentence, speaker: Source) -> str | None:
        for word in words:
            low, high = noun_phrase(word)
            for mention in self.people.within(sentence.start + low, sentence.start + high):
                if (party := self._side(mention, speaker)) is not None:
                    return party
        return None

    def _target(self, turn: Turn, verb: Token, sentence: Sentence, speaker: Source) -> str | None:
        """Of whom it is said: the party in the places the turn names, else in its clause."""
        if turn.act == "deny":
            return self._accuser(verb, sentence, speaker)
        if turn.act == "admit":
            return self._admitted(sentence.start + verb.idx, sentence, speaker)
        if turn.target == ("subject",):
            return self._party_of([s for s in (subject(verb),) if s is not None], sentence, speaker)
        text = self.document.article.text
        for slot in turn.target:
            for word in _slot(verb, slot):
                if turn.act == "call_for" and EVERYBODY.search(" ".join(t.text for t in word.subtree)):
                    return None
                low, high = noun_phrase(word)
                low, high = sentence.start + low, sentence.start + high
                if turn.act == "call_for" and self._party_of([word], sentence, speaker) == speaker.party:
                    return speaker.party
                named = {p for m in self.people.within(low, high) if (p := self._side(m, speaker)) not in (None, speaker.party)}
                if turn.act == "call_for" and (len(named) > 1 or any(self._mediates(p) for p in named)):
                    return None
                if turn.act == "condemn" and speaker.party and not named & registry().parties[speaker.party].enemies:
                    named -= {m.party for m in self.people.within(low, high) if SUFFERED.search(text[max(0, m.start - 12) : m.start]) or m.kind == "ground"
                              or LAND.match(text, m.end)}  # fmt: skip
                if named:
                    return min(sorted(named), key=lambda p: p != self.people.opponent(speaker.party))
        if turn.act == "call_for":
            asked = [w for c in verb.children if c.dep_ == "ccomp" for w in c.children if w.dep_ in ("nsubj", "nsubjpass")]
            party = self._party_of(asked, sentence, speaker)
            return party if party != speaker.party and not self._mediates(party) else None
        after = [m for m in self.people.within(sentence.start + verb.idx, sentence.end)]
        parties = [p for m in after if (p := self._side(m, speaker)) not in (None, speaker.party)]
        return parties[0] if parties else self.people.opponent(speaker.party)


def _slot(verb: Token, slot: str) -> Iterator[Token]:
    for c in verb.children:
        if slot == "object" and (c.dep_ in ("dobj", "dative") or (is_passive(verb) and c.dep_ == "nsubjpass")):
            yield from conjuncts(c)
        if c.dep_ in ("prep", "agent", "dative") and c.lower_ == slot:
            for o in c.children:
                if o.dep_ == "pobj":
                    yield from conjuncts(o)
        if c.dep_ in ("dobj", "attr", "oprd") and slot != "object":
            for p in c.children:
                if p.dep_ == "prep" and p.lower_ == slot:
                    yield from (o for o in p.children if o.dep_ == "pobj")


def _passive(sentence: Sentence, event: Event) -> bool:
    return sentence.doc is not None and is_passive(sentence.doc[event.head])


def _peacekeepers(source: Source) -> Source:
    """The United Nations speak for their peacekeepers where they have some."""
    beside = tuple(_peacekeepers(s) for s in source.beside)
    return replace(source, party="un-peacekeepers" if source.party == "united-nations" else source.party, beside=beside)


def _hypothetical(verb: Token) -> bool:
    """Not said: negated, only asked for ("urged them to condemn"), or of the past participle ("accused of murder")."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    if any(c.lower_ == "what" and c.dep_ in ("dobj", "nsubj") for c in verb.children):
        return True
    if verb.dep_ in ("acl", "amod") and verb.tag_ in ("VBN", "VBD"):
        return True
    if any(c.dep_ == "aux" and c.lower_ in ("must", "should", "would", "could", "will", "may", "might") for c in verb.children):
        return verb.lemma_ not in ("answer", "pay", "bear", "be", "complain", "have")
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return infinitive and verb.dep_ in ("xcomp", "ccomp", "acl") and verb.lemma_ not in ("answer", "pay", "bear", "have")


def _owned(draft: Draft) -> bool:
    """Whether the speaker is named for it: a voice that only goes on accuses and denies, but does not confess, condemn or call."""
    foes = registry().parties[draft.source.party].enemies if draft.source.party else frozenset()
    if draft.act == "admit" and draft.target is not None and draft.target not in foes:
        return False
    return draft.source.kind != "run" or draft.act in ("accuse", "deny")


def _settled(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Each act of one speaker on one target once; an accusation again when it is made anew, in another paragraph, in his own words."""
    kept: dict[tuple[str | None, str, str | None], list[Draft]] = {}
    for draft in drafts:
        same = kept.setdefault((draft.source.party, draft.act, draft.target), [])
        paragraph = document.sentences[draft.sentence].paragraph
        anew = draft.act == "accuse" and draft.source.kind != "run" and draft.source.rule != "the same" and len(same) < 2
        if not same or (anew and all(document.sentences[d.sentence].paragraph != paragraph for d in same)):
            same.append(draft)
    return [draft for same in kept.values() for draft in same]


def _numbered(document: Document, drafts: list[Draft], reports: list[Report]) -> Iterator[Claim]:
    made: list[Claim] = []
    for n, draft in enumerate(sorted(drafts, key=lambda d: d.span), 1):
        sentence = document.sentences[draft.sentence]
        answers = next((c.n for c in reversed(made) if c.act == "accuse" and c.target_party == draft.source.party
                        and c.speaker_party != draft.source.party), None)  # fmt: skip
        made.append(Claim(
            n=n, act=draft.act, span=draft.span, speaker=_known(draft.source.actor), speaker_party=draft.source.party,
            target_party=draft.target, about=_about(sentence.text), report=_report(sentence, reports),
            answers=answers if draft.act in ("deny", "accuse") else None, via=draft.source.via, rule=draft.rule))  # fmt: skip
    yield from made


def _known(actor: str | None) -> str | None:
    return actor if actor in registry().actors else None


def _about(text: str) -> str:
    return next((code for code, words in ABOUT if words.search(text)), "other")


def _report(sentence: Sentence, reports: list[Report]) -> int | None:
    return next((r.n for r in reports if any(s < sentence.end and sentence.start < e for s, e in r.spans)), None)
