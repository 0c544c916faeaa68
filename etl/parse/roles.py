"""Who is the subject and who the object of a word of force, verb or noun."""

from __future__ import annotations

from etl.parse.syntax import agent, is_passive, objects, subject
from etl.parse.trees import Token, Tree

LIGHT = frozenset([
    "launch", "carry", "conduct", "make", "stage", "open", "begin", "mount", "deliver", "undertake", "use", "perpetrate", "commit",
    "continue", "start", "lead", "resume", "wage", "fire", "resort", "attempt", "try", "answer", "respond", "unleash", "execute",
    "perform",
])  # fmt: skip
LAID = LIGHT | frozenset(["lay", "plant", "set", "claim", "direct", "order", "orchestrate"])  # "an ambush laid by rebels"
BLAMING = frozenset(["accuse", "blame", "suspect", "charge"])
OWNING = frozenset(["claim", "admit"])  # "the rebels claimed the attack"
ANSWERABLE = frozenset(["responsible", "accountable", "responsibility"])
TRUCES = frozenset(["ceasefire", "cease-fire", "truce", "armistice", "agreement", "accord", "deal", "calm", "peace"])
EDGES = frozenset(["border", "frontier", "line", "coast", "boundary"])
THEIRS = frozenset(["its", "their"])
PHASES = frozenset(["stop", "halt", "end", "cease", "suspend", "pause", "renew", "intensify", "extend", "expand", "escalate", "press"])
AT = frozenset(["at", "on", "upon", "against", "into", "toward", "towards", "across", "over", "onto", "in"])
SUFFERED = frozenset(["to", "by", "from", "under", "of", "after", "amid", "during"])
BRINGING = frozenset(["under", "from", "by", "of", "with"])
CLAUSES = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl", "parataxis", "acl"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "appos", "nummod", "conj"})


def word_of(start: int, end: int, doc: Tree) -> Token | None:
    """The head of the words between two offsets of a sentence."""
    inside = [t for t in doc if start <= t.idx < end]
    return next((t for t in inside if t.head not in inside or t.head.i == t.i), inside[0] if inside else None)


def bears(word: Token | None, phrase: Token) -> bool:
    """Whether a word tells whose a phrase is: "Israeli fire", "attacks by the army"; not "shells that hit Tskhinvali"."""
    return word is not None and (word.i == phrase.i or noun_role(word, phrase) == "subject")


def brings(word: Token, verb: Token) -> bool:
    """Whether a word stands in the fire that somebody comes under: "under Indian fire", "under fire from the hill"; not after it."""
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    verb = verb.head if verb.dep_ in ("aux", "auxpass") else verb
    while word.head.i not in (verb.i, word.i) and not (word.pos_ in ("VERB", "AUX") and word.dep_ in CLAUSES):
        word = word.head
    return word.head.i == verb.i and (word.dep_ in ("dobj", "agent") or word.lower_ in BRINGING)


def role_of(word: Token, trigger: Token, noun: bool = False) -> str:
    """Whether a word is subject or object of a word of force, or neither; "of firing on soldiers" is a noun that has a verb's roles too."""
    if not noun and trigger.pos_ != "NOUN":
        return verb_role(word, trigger)
    return noun_role(word, trigger) or (verb_role(word, trigger) if trigger.dep_ == "pcomp" else "")


def climb(word: Token, stop: Token) -> Token:
    """The head of the noun phrase a word belongs to, through "of": "units of the Azerbaijan army" is units."""
    seen = set()
    while word.i not in seen and word.i != stop.i and word.head.i != word.i:
        seen.add(word.i)
        if word.dep_ in MODIFIERS and word.head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON") and word.head.i != stop.i:
            word = word.head
        elif (
            word.dep_ == "pobj"
            and (word.head.lower_ == "of" or (word.head.lower_ == "on" and word.lower_ in ("side", "sides")))
            and word.head.head.pos_ in ("NOUN", "PROPN", "NUM")
            and word.head.head.i != stop.i
        ):
            word = word.head.head
        else:
            break
    return word


def verb_role(word: Token, verb: Token) -> str:
    top = climb(word, verb)
    if _noun_after_all(verb):
        return "subject" if top.i == verb.i - 1 else _oblique(top, verb)
    passive = is_passive(verb)
    own = subject(verb)
    if own is not None and top.i == own.i:
        return "object" if passive and verb.lower_ not in ("come", "came") else "subject"
    by = agent(verb)
    if (by is not None and top.i == climb(by, verb).i) or (passive and top.dep_ == "pobj" and top.head.lower_ == "by" and top.i > verb.i):
        return "subject"
    if any(top.i == o.i for o in objects(verb)):
        return "object"
    return _oblique(top, verb)


def _noun_after_all(verb: Token) -> bool:
    """ "killed in army shelling", "lost to Pakistani shelling", taken for a verb; not "at the base wounding two"."""
    before = verb.doc[verb.i - 1]
    bare = verb.i > 0 and before.dep_ == "pobj" and all(c.dep_ == "compound" for c in before.children)
    return verb.tag_ == "VBG" and bare and (before.pos_ == "NOUN" or (before.pos_ == "PROPN" and before.head.lower_ in SUFFERED))


def _oblique(top: Token, head: Token) -> str:
    if top.dep_ != "pobj":
        return ""
    prep = top.head
    holder = prep.head
    for _ in range(4):
        if holder.i == head.i or any(holder.i == o.i for o in objects(head)):
            break
        if holder.dep_ in ("prep", "pobj", "advmod", "dobj", "conj"):
            holder = holder.head
        else:
            break
    if holder.i != head.i and not any(holder.i == o.i for o in objects(head)):
        return ""
    if prep.lower_ == "by":
        return "subject"
    if prep.lower_ == "from":
        return "subject" if top.lower_ not in EDGES and prep.head.pos_ != "ADV" else ""
    if prep.lower_ == "with":  # "clashed with them"; not "was shot dead in a clash with them"
        return "object" if prep.head.i == head.i or prep.head.dep_ != "pobj" else ""
    direction = prep.lower_ in AT or (prep.lower_ == "of" and prep.head.lower_ in ("direction", "direction", "positions"))
    return "object" if direction else ""


def noun_role(word: Token, noun: Token) -> str:
    """Whether a word is subject or object of a noun of force: by what it is to the noun, by its clauses, by the verb it hangs on."""
    if noun.dep_ in ("compound", "amod") and noun.head.pos_ == "NOUN":  # "an Azerbaijani sabotage group", "Armenian fire"
        noun = noun.head
    top = climb(word, noun)
    if top.i == noun.i and word.i != noun.i:
        return "subject"
    if top.head.i == noun.i and top.dep_ in ("amod", "compound", "nmod", "poss"):
        return "subject"
    if top.dep_ == "pobj" and top.head.head.i == noun.i:
        return _beside(top, noun)
    return _in_clauses(word, top, noun) or _under_verb(word, top, noun) or _its_own(top, noun)


def _its_own(top: Token, noun: Token) -> str:
    """ "The rebels halted their attack on the town": theirs who are the subject of its clause."""
    verb = noun.head
    own = noun.dep_ == "dobj" and verb.lemma_ in PHASES and any(c.dep_ == "poss" and c.lower_ in THEIRS for c in noun.children)
    return "subject" if own and (who := subject(verb)) is not None and who.i == top.i else ""


def _beside(top: Token, noun: Token) -> str:
    """ "an attack by rebels", "shelling of Talish", "blamed the attack on rebels"."""
    prep = top.head.lower_
    if prep in ("by", "from", "of") and not (
        prep == "of" and noun.lower_ in ("shelling", "bombardment", "bombing", "capture", "seizure", "killing")
    ):
        return "subject"
    if prep == "on" and noun.dep_ == "dobj" and noun.head.lemma_ in BLAMING:
        return "subject"
    return "object" if prep in AT or prep == "of" else ""


def _in_clauses(word: Token, top: Token, noun: Token) -> str:
    """ "the offensive that the army launched", "an ambush laid by rebels", "an attack blamed on rebels"."""
    clauses = [c for c in noun.children if c.dep_ == "relcl"]
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.lower_ in ("that", "which") and after.dep_ == "dobj":  # whatever the parser hangs the clause on
        clauses.append(after.head)
    done_with = [c for c in clauses if c.lemma_ in LIGHT or any(w.lower_ == "which" and w.head.lower_ == "with" for w in _objects_of(c))]
    if any(c.dep_ == "nsubj" and c.i == top.i for clause in done_with for c in clause.children):
        return "subject"
    done = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    told = (verb_role(word, c) for c in done if c.lemma_ in LAID)
    blamed = (_charged(verb_role(word, c)) for c in done if c.lemma_ in BLAMING)
    return next((role for role in (*told, *blamed) if role), "")


def _objects_of(verb: Token) -> list[Token]:
    return [o for prep in verb.children if prep.dep_ == "prep" for o in prep.children]


def _charged(role: str) -> str:
    """Whom a verb of blame charges did it: "accused rebels of the attack", "rebels are accused of it"."""
    return "subject" if role == "object" else ""


def _under_verb(word: Token, top: Token, noun: Token) -> str:
    """ "the army opened fire", "the attack hit a post", "rebels are accused of the attack", "rebels claimed it"."""
    verb, answers = noun.head if noun.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "conj") else None, False
    while verb is not None and verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        answers = answers or verb.lower_ in ANSWERABLE
        if answers and top.head.i == verb.i and top.dep_ == "nsubj":  # "holds the rebels responsible"
            return "subject"
        verb = verb.head
    if verb is None or verb.pos_ not in ("VERB", "AUX"):
        return ""
    role = verb_role(word, verb)
    if noun.dep_ != "nsubj" and (verb.lemma_ in BLAMING or (answers and verb.lemma_ == "hold")):
        launched = any(c.tag_ == "VBG" and c.lemma_ in LIGHT for c in noun.children)  # "of launching attacks"
        return _charged(role) if noun.tag_ == "NN" or launched else ""  # of attacks he is accused in sum
    if role and top.dep_ == "pobj" and top.head.lower_ == "from":
        return "subject"
    if noun.dep_ == "nsubj" and role == "object":
        return "" if top.lower_ in TRUCES else "object"  # "the attack broke the rebels' truce"
    if role == "subject" and noun.dep_ != "nsubj" and (answers or verb.lemma_ in LIGHT | OWNING):
        return "subject"
    if role == "object" and is_passive(verb) and noun.dep_ in ("pobj",):
        return "object"
    return "object" if role == "object" and verb.lemma_ in LIGHT else ""
