"""Whether a word of force means force where it stands: a mine may be a colliery, a flight one to a hospital, a blast one of sappers."""

from __future__ import annotations

from etl.lexicon.patterns import Pattern
from etl.lexicon.words import words
from etl.parse.syntax import is_passive, objects, repels, subject
from etl.parse.trees import Token

WATCHERS = frozenset(["drone", "uav", "vehicle", "quadcopter", "aircraft"])
CROSSES_THE_AIR = frozenset({"fly", "intercept"})
CLEARING = frozenset({"blow", "burn", "destroy", "detonate"})
SPENT = frozenset({"shell", "munition", "ammunition", "ordnance", "weapon", "arm"})  # who blows these up clears a field or lays down arms
FIRED_FROM = frozenset(["position", "point", "post", "line", "range", "nest", "site", "squad"])  # "firing positions" fire at nobody
ALARMS = frozenset({"siren", "alert", "alarm", "warning", "shelter"})
SEEING = frozenset(["spot", "observe", "see", "film", "detect", "record", "experience", "photograph", "show", "watch", "encounter"])


def fits(pattern: Pattern, token: Token) -> bool:
    """Whether the word is the verb or the noun that the pattern means; "the occupied villages" tells nothing new."""
    verbal = token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB")
    if pattern.verbal:
        if token.lemma_ in CROSSES_THE_AIR and _of_people(token):
            return False
        if token.lemma_ in CLEARING and any(o.lemma_ in SPENT for o in objects(token)):
            return False
        return verbal and not repels(token) and not (token.dep_ == "amod" and token.tag_ in ("VBN", "VBG", "JJ"))
    if token.lower_ in ("mine", "mines") and any(
        c.dep_ == "compound" and c.pos_ == "PROPN" and not c.text.isupper() for c in token.children
    ):
        return False  # the Butivka mine is a colliery; an LTTE mine is none
    if token.lemma_ in SPENT and token.dep_ == "dobj" and token.head.lemma_ in CLEARING:
        return False
    if token.dep_ == "compound" and token.head.lemma_ in ALARMS:
        return False
    if token.lower_.rstrip("s") in WATCHERS and (own := _does(token)) is not None and own.lemma_ in SEEING:
        return False  # "a drone of the Mission spotted howitzers"
    if token.lower_ == "firing" and token.head.i == token.i + 1 and token.head.lemma_ in FIRED_FROM:
        return False
    return not pattern.nominal or not verbal or token.tag_ == "VBG"


def _of_people(verb: Token) -> bool:
    """Whether it is people who are flown or intercepted, not aircraft: "the wounded were flown to Beirut", "a squad was intercepted"."""
    own = subject(verb)
    moved = [*objects(verb), *([own] if own is not None and (is_passive(verb) or verb.lemma_ == "fly") else [])]
    return any(thing.lower_ in words().nouns or thing.pos_ == "PRON" for thing in moved)


def _does(token: Token) -> Token | None:
    """The verb a noun is the subject of."""
    return token.head if token.dep_ == "nsubj" and token.head.pos_ == "VERB" else None
