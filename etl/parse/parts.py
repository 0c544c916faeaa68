"""The parts of a fight, by words that name no side: "the raiders", "the garrison", "they were beaten off", "return fire"."""

from __future__ import annotations

from etl.parse.document import Sentence
from etl.parse.harm import Harm
from etl.parse.syntax import above, is_passive, prepositional, repels, subject
from etl.parse.trees import Token

ATTACKERS = frozenset(["attacker", "intruder", "infiltrator", "assailant", "aggressor", "saboteur", "raider", "invader", "ambusher"])
DEFENDERS = frozenset(["defender", "garrison", "guard", "sentry"])
BANDS = frozenset(["party", "force", "group", "team", "squad", "column", "wave"])
STORMING = frozenset(["assault", "assaulting", "attacking", "raiding", "storming", "attack", "sabotage", "infiltrating"])
ASSAULTS = frozenset(["attack", "assault", "raid", "offensive", "push", "advance", "incursion", "infiltration", "bid", "attempt"])
LOSING = frozenset(["lose", "suffer", "sustain", "have", "count", "leave", "pay"])
RETREATS = frozenset(["withdraw", "retreat", "flee", "escape", "run"])
BACKWARDS = frozenset(["pull", "fall", "drop", "turn"])
ANSWERING = frozenset(["return", "answering", "retaliatory", "returning"])
REMAINS = frozenset(["body", "corpse"])  # what those who flee leave behind
LINKS = frozenset(["prep", "pobj", "advcl", "xcomp", "dobj", "acl", "pcomp", "conj", "amod", "nummod", "advmod"])


def part(word: Token) -> str:
    """Whether a word calls somebody by his part in a fight: "attack" for the raiders, "defence" for the garrison."""
    if word.lemma_.lower() in ATTACKERS or (word.lemma_ in BANDS and any(c.lower_ in STORMING for c in word.children)):
        return "attack"
    return "defence" if word.lemma_.lower() in DEFENDERS else ""


def played(harm: Harm, sentence: Sentence) -> tuple[str, Token | None]:
    """The part that the victims played, or who fell back with the loss: by their own name, by who lost them, by who killed them."""
    doc = sentence.doc
    if doc is None:
        return "", None
    head, people = doc[harm.head], doc[max(harm.people.head, 0)]
    verb = next((w for w in above(people) if w.pos_ in ("VERB", "AUX")), head)
    beside = [o for w in (people, head) for o in prepositional(w, "of", "among", "from")]
    beside += [o for w in (people, verb) for o in prepositional(w, "on")]
    named = (part(w) for o in (people, *beside) for w in (o, *(c for c in o.children if c.dep_ == "poss")))
    told = next(filter(None, (*named, part(harm.loser) if harm.loser else "", _lost(head), _killed(harm, head))), "")
    return (told, None) if told else _fell_back(head)


def _lost(head: Token) -> str:
    """ "The attackers lost two men", "the garrison had six dead"."""
    verb = next((w for w in (head, *above(head)) if w.pos_ == "VERB"), head)
    who = subject(verb) if verb.lemma_ in LOSING and not is_passive(verb) else None
    return part(who) if who is not None else ""


def _killed(harm: Harm, head: Token) -> str:
    """ "The guards fired back and killed two", "two fell in the return fire": raiders; "the attackers killed two": of the garrison."""
    fire = [o for o in (*prepositional(head, "in", "by", "to", "from"), *harm.doer) if o.lower_ == "fire"]
    doers = {part(doer) for doer in harm.doer}
    if "defence" in doers or any(c.lower_ in ANSWERING for o in fire for c in o.children):
        return "attack"
    return "defence" if "attack" in doers else ""


def _fell_back(head: Token) -> tuple[str, Token | None]:
    """ "They were driven back, losing two men", "the raid was beaten off with two dead", "they left two bodies as they fled"."""
    chain = [head]
    for word in above(head):
        if chain[-1].dep_ not in LINKS and not (chain[-1] is head and head.lemma_ in REMAINS):
            break
        chain.append(word)
    clauses = [c for w in chain for c in w.children if c.dep_ == "advcl"] if head.lemma_ in REMAINS else []
    for verb in (*chain[1:], *clauses):
        beaten = repels(verb) and is_passive(verb)
        back = verb.lemma_ in RETREATS or (verb.lemma_ in BACKWARDS and any(c.lower_ == "back" for c in verb.children))
        if (beaten or back) and (who := subject(verb)) is not None and who not in (head, *above(head))[: len(chain)]:
            attacked = beaten or who.lower_ == "they" or who.lemma_ in ASSAULTS
            return part(who) or ("attack" if attacked else ""), who
    return "", None
