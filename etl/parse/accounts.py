"""Accounts: what the nouns of speech hold. "Baku's evening bulletin was short", "India's claim that …" speak for whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from etl.lexicon import speech
from etl.lexicon.words import words
from etl.model import Span
from etl.parse.actors_cast import Cast
from etl.parse.attribution_grammar import noun_phrase
from etl.parse.attribution_words import SAYINGS
from etl.parse.document import Sentence
from etl.parse.speakers import Source, Speakers, best
from etl.parse.syntax import agent, is_passive, objects, prepositional, subject
from etl.parse.trees import Token

ANNOUNCED = "who gives the account"
OWNERS = frozenset({"poss", "amod", "compound", "nmod"})
OF = frozenset({"of", "from", "by", "at", "for"})
NONE = frozenset({"no", "neither", "any"})
HELD = frozenset({"that", "according"})  # "the statement of the ministry according to which its posts were fired on"
LEVELLED = frozenset({"accusation", "allegation"})  # "the accusation was made by Baku", not "Baku's accusation was false"
MAIN = frozenset({"ROOT", "conj", "ccomp", "parataxis"})


def charges(sentence: Sentence, people: Cast) -> list[Source]:
    """ "Pakistan rejected India's claim that its troops had killed two": what a charge holds is the word of him who makes it."""
    found = []
    for noun in (t for t in sentence.doc or () if t.pos_ == "NOUN" and t.lemma_ in SAYINGS):
        own = [t for c in noun.children if c.dep_ in OWNERS or c.lower_ in ("by", "from", "of") for t in c.subtree]
        after = noun.doc[max([noun.i, *(t.i for t in own)]) + 1 :][:1]
        for that in (t for t in after if own and t.lower_ in HELD):
            low, high = sentence.start + min(t.idx for t in own), sentence.start + max(t.idx + len(t.text) for t in own)
            who = best(people.within(low, high))
            scope = sentence.start + that.idx, sentence.start + _held(noun, that)
            if who is not None and who.party:
                found.append(Source(who.actor, who.party, None, (who.start, who.end), "said", scope, "whose charge it is"))
    return found


def _held(noun: Token, that: Token) -> int:
    """Where what a charge holds ends: with its clause, or before the verb of which the charge is the subject."""
    verb, last = noun.head, noun.doc[-1]
    end = last.idx + len(last.text)
    if that.lower_ == "that":
        return max(t.idx + len(t.text) for t in that.head.subtree)
    if verb.dep_ == "csubj" and verb.head.i > verb.i:
        return verb.head.idx
    if any(c.dep_ == "nsubj" and c.i > that.i for c in verb.children):  # its clause's own verb, the main one hung on it
        return next((c.idx for c in verb.children if c.dep_ == "conj"), end)
    return verb.idx if verb.i > that.i else end


def account(sentence: Sentence, voices: Speakers) -> Source | None:
    """Who gives the account that a sentence only announces: "The navy gave another sum", "Bangkok's reckoning came from a colonel"."""
    for noun in sentence.doc or ():
        if noun.pos_ not in ("NOUN", "PROPN") or noun.lower_ not in speech.load().accounts:
            continue
        for low, high in _tellers(noun):
            voice = voices.voice(sentence, sentence.start + low, sentence.start + high, "said")
            if voice is not None:
                return Source(voice.actor, voice.party, None, voice.span, "said", (sentence.start, sentence.end), ANNOUNCED)
    return None


def _tellers(noun: Token) -> Iterator[Span]:
    """Those who may give it: its owner where it is the subject, the doer where it is given."""
    verb = noun.head
    if verb.dep_ not in MAIN or any(c.dep_ == "neg" for c in verb.children) or any(c.lower_ in NONE for c in noun.children):
        return
    given = verb.lemma_ in speech.load().giving
    if verb.lemma_ == "come":
        yield from (noun_phrase(o) for o in prepositional(verb, "from"))
    if noun.dep_ in ("nsubj", "nsubjpass"):
        yield from _owners(noun) if noun.lemma_ not in LEVELLED else ()
        if given and is_passive(verb) and (by := agent(verb)) is not None:
            yield noun_phrase(by)
    elif noun in objects(verb) and given and (who := subject(verb)) is not None:
        yield noun_phrase(who)


def _owners(noun: Token) -> Iterator[Span]:
    """Whose it is: "the navy's account", "the handout of the directorate", not "a number of fighters"."""
    for c in noun.children:
        if c.dep_ in OWNERS and c.pos_ in ("NOUN", "PROPN", "ADJ", "PRON"):
            low, high = noun_phrase(c)
            yield low, high - 2 * any(t.dep_ == "case" for t in c.children)  # "the other side's"
        if c.dep_ == "prep" and c.lower_ in OF:
            yield from (noun_phrase(o) for o in c.children if o.dep_ == "pobj" and o.lower_ not in words().nouns)
