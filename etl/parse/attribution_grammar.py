"""The grammar of speech: which verbs say something, who their subject is, and how far their word reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.lexicon import speech
from etl.model import Span
from etl.parse.document import Sentence
from etl.parse.syntax import SUBJECTS, agent, child, conjuncts, is_passive, nobody, subject
from etl.parse.trees import Token

DAY = re.compile(
    r"\w+day$|(?:January|February|March|April|May|June|July|August|September|October|November|December|\d+)$|Twitter|X$|Facebook|Telegram"
)  # what "on" stands before without naming anybody

EAGER = frozenset({"quick", "swift", "prompt", "rush", "hurry"})  # "was quick to deny it" denies


def is_speech(token: Token) -> bool:
    """Whether this verb tells what somebody says: always ("say"), or with a clause or a quote ("the summary reads")."""
    if token.pos_ not in ("VERB", "AUX") or token.lemma_ == "be":
        return False
    if token.dep_ == "xcomp" and token.lower_ == "blame" and token.head.lemma_ == "be":
        return False  # "Baku was to blame"
    names, said = lemmas(token), speech.load()
    if not names.isdisjoint(said.verbs):
        return True
    turns = [turn for name in names for turn in said.by_verb.get(name, ())]
    if any(turn.target != ("subject",) and turn_fits(turn, token) for turn in turns):
        return True
    clause = token.dep_ == "parataxis" or any(c.dep_ == "ccomp" or c.text in '"“”' for c in token.children)
    return clause and not names.isdisjoint(said.weak)


def lemmas(verb: Token) -> set[str]:
    """The verb alone and with its particles and prepositions: call, call on."""
    if verb.called is None:
        verb.called = _called(verb)
    return verb.called


def _called(verb: Token) -> set[str]:
    plain = verb.lemma_.lower()
    beside = [c for c in verb.children if c.dep_ in ("prt", "prep", "advmod") and verb.i < c.i <= verb.i + 4]
    particle = any(c.dep_ == "prt" for c in beside)
    days = [c for c in beside if c.lower_ == "on" and any(DAY.match(o.text) for o in c.children)]
    return {plain, *(f"{plain} {c.lower_}" for c in beside if c not in days and (c.dep_ == "prt" or not particle))}


def turn_fits(turn: speech.Turn, verb: Token) -> bool:
    """Whether the verb's clause has what the turn asks: the object's noun, the words beside it, the clause it demands."""
    clause = " ".join(t.text for t in verb.subtree if t.i >= verb.i).replace(" - ", "-")
    if turn.objects:
        things = [c for c in verb.children if c.dep_ in ("dobj", "ccomp", "pobj", "nsubjpass")]
        things = things or [verb.head] * (verb.dep_ == "relcl")  # "a charge Khartoum dismisses"
        nouns = {t.lower_ for thing in things for t in (thing, *(w for w in thing.subtree if w.dep_ in ("conj", "compound")))}
        nouns |= {t.lower_ for t in verb.doc[verb.i : verb.i + 7]} if not things else set()
        clause_said = turn.needs != "object" and any(c.dep_ == "ccomp" for c in verb.children)
        if not nouns & turn.objects and not clause_said:
            return False
    if (turn.near is not None and not turn.near.search(clause)) or (turn.without is not None and turn.without.search(clause)):
        return False
    if turn.needs == "another":  # "wants both sides to stop", not "wants to stop"
        return not any(c.dep_ == "xcomp" and subject(c) in (None, subject(verb)) for c in verb.children)
    if turn.needs == "complement":
        asked = verb.lemma_ == "demand" and child(verb, "dobj") is not None
        return asked or any(c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "prep" and c.lower_ == "for") for c in verb.children)
    return True


def speakers(verb: Token) -> list[Token]:
    """Who says it: the subject, or the agent of a passive ("was accused by")."""
    beside = {c.dep_ for c in verb.children}
    passive = beside & {"auxpass", "nsubjpass"} or ("agent" in beside and "nsubj" not in beside)
    if passive or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        by = agent(verb)
        if by is not None:
            return conjuncts(by)
        who = subject(verb)
        return [who] if who is not None and verb.lemma_ in ("quote", "cite") else []
    who = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT")), None)
    if who is None and verb.tag_ == "VBN" and any(c.lower_ == "as" for c in verb.children):
        return []  # "as noted, militants fired": not they note it
    who = who or subject(verb.head.head if verb.head.lemma_ in EAGER and verb.head.dep_ == "acomp" else verb)
    if who is None and verb.tag_ == "VBG" and verb.head.pos_ in ("VERB", "AUX"):
        who = subject(verb.head)
    if verb.tag_ == "VBG" and verb.dep_ == "acl":
        who = _sender(verb.head) or who
    if who is None or who.lower_ in ("there", "what", "nobody"):
        return []
    return conjuncts(who)[:2]


def _sender(noun: Token) -> Token | None:
    """ "Issued a statement condemning the raid", "sent a letter to the commander demanding a halt": whose letter it is."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ in ("prep", "dative") else noun.head
    sent = [c.lower_ for c in verb.children if c.dep_ == "dobj"]
    given = noun.dep_ == "dobj" or (noun.dep_ == "pobj" and not speech.load().documents.isdisjoint(sent))
    return subject(verb) if given and verb.pos_ == "VERB" else None


def noun_phrase(head: Token) -> Span:
    """The stretch of a noun with what qualifies it, without relative clauses and without what is joined to it."""
    inside = [head]
    for c in head.children:
        if c.dep_ in ("relcl", "conj", "cc", "punct", "acl", "advcl", "ccomp"):
            continue
        inside += list(c.subtree)
    low, high = min(t.idx for t in inside), max(t.idx + len(t.text) for t in inside)
    return low, high


def reach(sentence: Sentence, verb: Token) -> Span:
    """What the verb covers: its complement clauses, else the clause it is put into, else the sentence."""
    told = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "dobj", "prep", "advcl", "parataxis")]
    head = verb.head
    top = head.i == verb.i or (verb.dep_ in ("ROOT", "ccomp", "parataxis") and head.head.i == head.i and verb.i > head.i)
    if top:
        return sentence.start, sentence.end
    around = verb if told else verb.head
    tokens = list(around.subtree)
    return sentence.start + tokens[0].idx, sentence.start + tokens[-1].idx + len(tokens[-1].text)


def slot(verb: Token, slot: str) -> Iterator[Token]:
    """The nouns in one place below a verb: its object, or what stands after a preposition."""
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


def hypothetical(verb: Token) -> bool:
    """Not said: negated or said of nobody, only asked for ("urged them to condemn"), or of the past participle ("accused of murder")."""
    if any(c.dep_ == "neg" or c.lower_ in ("neither", "nor") or (c.dep_ in SUBJECTS and nobody(c)) for c in verb.children):
        return True
    if verb.dep_ == "conj" and any(c.lower_ == "neither" for c in verb.head.children):  # "neither confirmed nor denied"
        return True
    if any(c.lower_ == "what" and c.dep_ in ("dobj", "nsubj") for c in verb.children):
        return True
    if verb.dep_ in ("acl", "amod") and verb.tag_ in ("VBN", "VBD"):
        return True
    if any(c.dep_ == "aux" and c.lower_ in ("must", "should", "would", "could", "will", "may", "might") for c in verb.children):
        return verb.lemma_ not in ("answer", "pay", "bear", "be", "complain", "have")
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" and c.i < verb.i for c in verb.children)
    if verb.dep_ == "xcomp" and verb.head.lemma_ in EAGER:
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_ in ("seek", "try", "continue", "begin", "start", "go", "keep", "hasten", "summon"):
        return False
    return infinitive and verb.dep_ in ("xcomp", "ccomp", "acl") and verb.lemma_ not in ("answer", "pay", "bear", "have")
