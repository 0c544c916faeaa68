"""Whom a word of harm strikes: the subject of dying, the object of killing, those a noun of harm counts, the owner of a lost limb."""

from __future__ import annotations

from etl.lexicon.words import Trigger
from etl.parse.actors_words import BLOWS
from etl.parse.numbers import Numeral
from etl.parse.people import numeral_of
from etl.parse.persons import QUANTITIES
from etl.parse.roles import BLAMING
from etl.parse.syntax import is_passive, objects, prepositional, subject
from etl.parse.trees import Token

STATES = frozenset(["be", "leave", "lie", "remain", "lay", "find", "report", "declare", "pronounce", "count", "see", "fear", "believe"])
STEPS = 6  # words between a number and the word of harm it belongs to
HURTING = frozenset(["kill", "injure", "wound", "hurt"])  # verbs that take nobody's words: what follows is whom they hurt
LOST = frozenset(["loss"])
SCARS = frozenset(["wound", "injury", "burn", "condition", "contusion", "concussion", "fracture"])  # what people are found with


def fits(trigger: Trigger, token: Token) -> bool:
    """Whether the word is used as this rule means it: "wounded" the verb or "the wounded"."""
    verbal = token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB")
    if trigger.victim == "noun":
        return (
            not verbal
            or (token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children))
            or (token.dep_ in ("pobj", "dobj", "nsubj", "conj", "appos", "compound") and token.tag_ != "VBD")
            or token.dep_ == "amod"
            or "fatal" in trigger.rule
        )
    if trigger.victim == "object":
        return (
            verbal or token.dep_ in ("acl", "oprd", "ROOT") or (token.lower_.endswith(("ed", "dead")) and token.tag_ in ("JJ", "VBN", "NN"))
        )
    if token.dep_ == "aux" and token.lemma_ == "have":
        return False  # "has received a wound"
    return verbal or token.dep_ in ("neg", "advmod", "acomp")


def struck(trigger: Trigger, token: Token, numbers: list[Numeral]) -> list[Token]:
    """The heads of the phrases that may name the victims, likeliest first; last the number that stands right before."""
    near = _beside(token, numbers)
    return [*_by_syntax(trigger, token, numbers), *([near] if near is not None and trigger.victim in ("noun", "object") else [])]


def killer(verb: Token) -> Token | None:
    """Who or what does the harm: of "the raid on a school near Laiza, which killed two" the raid, of "accused rebels of firing,
    killing two" the rebels."""
    blaming = verb.dep_ == "advcl" and verb.head.lemma_ in BLAMING and not is_passive(verb.head)
    if blaming and verb.tag_ == "VBG" and (charged := objects(verb.head)):
        return charged[0]
    found = subject(verb)
    if found is None or verb.dep_ != "relcl" or found.i != verb.head.i or any(c.lower_ == "who" for c in verb.children):
        return found
    hit = found
    while hit.dep_ == "pobj" and hit.lemma_ not in BLOWS:
        hit = hit.head.head
    return hit if hit.lemma_ in BLOWS else found


def _by_syntax(trigger: Trigger, token: Token, numbers: list[Numeral]) -> list[Token]:
    if trigger.victim == "noun":
        return _counted(token, numbers)
    if trigger.victim == "object":
        heads = suffering(token, trigger.counted)
        return [o for head in heads for o in ([*prepositional(head, "of"), head] if head.lemma_ == "life" else [head])]
    if trigger.victim == "owner":
        return [c for o in objects(token) for c in (*o.children, *prepositional(o, "of")) if c.dep_ in ("poss", "pobj")]
    return dying(token)


def _beside(token: Token, numbers: list[Numeral]) -> Token | None:
    """The number, or what it counts, that only helping words part from the word of harm: "to at least seven killed", "two more hurt"."""
    noun = None
    if objects(token):
        return None
    for word in reversed(token.doc[max(0, token.i - STEPS) : token.i]):
        if any(n.start <= word.idx < n.end for n in numbers):
            return noun or word
        if word.pos_ in ("NOUN", "PROPN") and noun is None:
            noun = word
        elif word.pos_ not in ("AUX", "ADV", "ADJ", "PROPN") and word.lower_ not in ("more", "others", "other", "were", "was"):
            return None
    return None


def dying(token: Token) -> list[Token]:
    """Who dies: the subject of the verb, or of the verb it helps: "were missing"."""
    verb = token.head if token.dep_ in ("aux", "auxpass", "neg", "acomp") else token
    own = _nearest_subject(verb)
    return [own] if own is not None else []


def suffering(token: Token, loose: bool = False) -> list[Token]:
    """Whom a verb of harm hits: "killed two", "two were killed", "two killed", "left two wounded"; a loose verb only its own objects."""
    found: list[Token] = []
    had = any(c.dep_ == "aux" and c.lemma_ in ("have", "do") for c in token.children)
    if is_passive(token) or (token.tag_ in ("VBN", "JJ") and not had):
        if _bare_number(token):
            found.append(token.doc[token.i - 1])
        if token.dep_ in ("acl", "amod") and token.head.i < token.i + 3:
            found.append(_whole(token.head))
        if (own := _nearest_subject(token)) is not None and token.dep_ != "amod" and (own.tag_ != "PRP" or own.head in (token, token.head)):
            found.append(own)
        if token.dep_ in ("oprd", "acomp", "xcomp", "ccomp", "dep") or not found:
            found += objects(token.head)
        found += objects(token)  # "the bombing injured 30": a verb taken for a participle
    else:
        found += [token.head] if _missing_object(token) else [o for o in objects(token) if o is not bereft(token)]
        after = [c for c in token.children if c.dep_ in ("ccomp", "xcomp") and c.i > token.i]
        states = [c for c in after if c.pos_ in ("ADJ", "NOUN") or token.lemma_ in HURTING]
        found += [s for c in states for s in c.children if s.dep_ == "nsubj"]  # "holds two captive", "killing ten people gathered there"
        own = _nearest_subject(token)
        told = own is not None and own.head is token  # "a woman dead and her two sons wounded"
        if token.dep_ == "conj" and not found and token.head.pos_ == "VERB" and not loose and not told:
            found += objects(token.head)
        if not found and not had and own is not None and own.tag_ != "PRP" and token.tag_ in ("VBD", "VBN", "VBP"):
            found.append(own)
    return found


def _whole(struck: Token) -> Token:
    """ "three civilians including a woman injured": the whole of whom one is named, unless they have a verb of their own."""
    holder = struck.head.head
    named = struck.dep_ == "pobj" and struck.head.lower_ == "including" and holder.pos_ in ("NOUN", "PROPN", "NUM")
    if named and holder.dep_ not in ("nsubj", "nsubjpass"):
        return holder
    while struck.dep_ == "conj" and _numbered(struck) and _numbered(struck.head) and not any(c.dep_ == "acl" for c in struck.head.children):
        struck = struck.head  # "16 soldiers and three rebels killed"
    return struck


def _numbered(noun: Token) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and any(c.dep_ == "nummod" for c in noun.children)


def bereft(verb: Token) -> Token | None:
    """Whom a fight cost people: "it cost the raiders two men"; not "cost two men their lives"."""
    paid = objects(verb) if verb.lemma_ == "cost" else []
    lives = len(paid) < 2 or any(o.lemma_ == "life" for o in paid)
    return None if lives else next((o for o in paid if o.dep_ == "dative"), None)


def _missing_object(verb: Token) -> bool:
    """ "the policemen it seized", "two men whom soldiers led away": what the clause hangs on is its object."""
    own = objects(verb)
    return verb.dep_ == "relcl" and subject(verb) not in (None, verb.head) and all(o.tag_ in ("WP", "WDT") for o in own)


def _nearest_subject(verb: Token) -> Token | None:
    """The subject nearest before the verb: "3 girls killed, 1 woman wounded" has two."""
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i and c.pos_ in ("NOUN", "NUM", "PROPN")]
    found = own[-1] if len(own) > 1 and any(c.dep_ == "acl" for c in own[-2].children) else subject(verb)
    if found is not None and found.lower_ in ("all", "each") and found.children and verb.dep_ in ("relcl", "acl", "appos"):
        return verb.head  # "three survivors, all of them wounded"
    return found


def _bare_number(token: Token) -> bool:
    """ "three dead and seven wounded": a number stands right before, and no noun."""
    before = token.doc[token.i - 1]
    return token.i > 0 and before.pos_ == "NUM" and before.dep_ not in ("nummod", "compound") and token.dep_ != "amod"


def _counted(token: Token, numbers: list[Numeral]) -> list[Token]:
    """Those a noun of harm counts: "the death of two soldiers", "two dead", "five soldiers dead", "losses: two"."""
    if numeral_of(token, numbers) is not None:
        return [token]
    if token.lemma_ in ("prove", "be"):
        return prepositional(token, "for", "to") or [o for c in token.children for o in prepositional(c, "for", "to")]
    own = subject(token) if token.pos_ == "ADJ" and any(c.dep_ == "nsubj" for c in token.children) else None
    found = [own] if own is not None else []  # "six of its men dead", "a girl dead"
    found += prepositional(token, "of", "among", "to", *(("with",) if token.lower_ == "contact" else ()))
    if token.dep_ == "pobj" and token.head.lower_ in ("with", "in") and token.lemma_ in SCARS:  # "17 residents with injuries"
        holder = token.head.head
        found += [*objects(holder), subject(holder) or holder] if holder.pos_ == "VERB" else [holder]
    if (token.dep_ in ("amod", "acl", "oprd", "acomp") or (token.dep_ == "appos" and token.tag_ != "NN")) and token.head.pos_ in (
        "NOUN",
        "NUM",
        "PROPN",
    ):
        found.append(token.head)
    if token.dep_ in ("oprd", "acomp", "ccomp") and token.head.lemma_ in STATES:
        found += objects(token.head)
        found += [s for s in token.head.children if s.dep_ in ("nsubj", "nsubjpass") and s.pos_ in ("NOUN", "NUM", "PROPN")]
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in QUANTITIES:  # "a score of injured"
        found.append(token.head.head)
    if token.lower_ not in LOST:
        found.append(token)
    return found


