"""Who acts in a telling: the doer of its force and of its harm, who loses people, and the teller where he speaks of himself."""

from __future__ import annotations

from etl.parse.actors import ActorMention
from etl.parse.attribution import Source, at
from etl.parse.document import Sentence
from etl.parse.events import Event
from etl.parse.harm import Harm
from etl.parse.roles import bears, role_of, word_of
from etl.parse.scenes import Telling
from etl.parse.syntax import agent, is_passive, repelled
from etl.parse.trees import Token

OURS = frozenset({"its", "our"})
MEN = frozenset({"side", "men", "troops", "forces", "army", "fighters", "soldiers", "unit", "units"})  # "his side" is no man's own
SELF = frozenset({"it", "we", "us"})


def acting(event: Event, sentence: Sentence, source: Source | None) -> str | None:
    """Whose a use of force is by its own words: the side named as doer, else the teller who says that he did it."""
    named = next((a.party for a in event.initiators if a.party), None)
    voice = at(source, event.start)
    return named or (voice.party if voice is not None and "subject" in himself(event, sentence) else None)


def himself(event: Event, sentence: Sentence) -> set[str]:
    """The roles of the teller: "Hezbollah said it fired rockets" is subject, "they shot at us, the army said" object; an attack that he
    says was beaten off, and not by whom, was made on him."""
    if event.weak or sentence.doc is None:
        return set()
    trigger = sentence.doc[event.head]
    spoken = [t for t in sentence.doc if t.lower_ in SELF and t.head.lemma_ != "be"]  # not "it was they that fired"
    spoken += [t.head for t in sentence.doc if t.tag_ == "PRP$" and (t.lower_ in OURS or (t.lower_ == "his" and t.head.lower_ in MEN))]
    defence = repelled(trigger)
    beaten = defence is not None and is_passive(defence) and agent(defence) is None and not event.targets
    told = [(t, role_of(t, trigger)) for t in spoken]
    hit = {role for t, role in told if role == "object" and t.dep_ in ("nsubjpass", "dobj", "pobj")}  # "fired at its posts"
    return {role for t, role in told if t.dep_ == "nsubj" or t.tag_ == "PRP"} | hit | ({"object"} if beaten else set())


def doer_of(harm: Harm, actors: list[ActorMention]) -> str | None:
    """Who did a harm, by its own words: "the IDF killed a member of the group"."""
    return next((a.party for word in harm.doer for a in behind(word, actors) if a.party), None)


def loser(telling: Telling, actors: list[ActorMention]) -> str | None:
    """Who lost people: "India lost two soldiers to shelling"."""
    return next((a.party for harm in telling.harms if harm.loser for a in behind(harm.loser, actors) if a.party), None)


def behind(doer: Token, actors: list[ActorMention]) -> list[ActorMention]:
    """The actors that a phrase names as whose it is: "Indian fire", "shelling by rebels", "they (the Pakistanis)"."""
    low, high = doer.left_edge.idx, doer.right_edge.idx + len(doer.right_edge.text)
    named = (a for a in actors if low <= a.start < high)
    return [a for a in named if doer.pos_ == "PRON" or bears(word_of(a.start, a.end, doer.doc), doer)]
