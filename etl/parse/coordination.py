"""What the parser joins to the wrong word, mended in its trees: lists of people, and what is said after the manner of saying it."""

from __future__ import annotations

from etl.lexicon.words import words
from etl.parse.numbers import value
from etl.parse.trees import Token, Tree

REBELS = frozenset({"rebel", "militant", "insurgent", "guerrilla", "gunman", "attacker", "assailant", "terrorist", "separatist"})
AND = frozenset({"and", "while", "but", ","})
SAY = frozenset({"say", "tell", "report", "claim", "state", "announce", "add", "declare", "insist", "confirm", "warn", "maintain"})
MANNERS = frozenset({"for", "in", "on", "at", "during", "from", "via", "through"})


def mend(tree: Tree) -> Tree:
    """The tree with its lists of people and its clauses joined as they are meant."""
    for token in tree:
        if token.dep_ == "appos" and _goes_on(token.head, token):
            token.dep_ = "conj"
        elif token.dep_ in ("nsubj", "nsubjpass") and token.i > 1:
            _give_back(token)
            _parts(token)
        elif token.dep_ == "mark" and token.lower_ == "that" and token.head.dep_ in ("acl", "relcl"):
            _said(token.head)
    return tree


def _goes_on(first: Token, other: Token) -> bool:
    """Whether "other" is of a list and no name for the first: "ten rebels, two soldiers", "a captain, two privates and a cook"; but
    "seven men, three soldiers and four villagers," and "a man, a soldier," are one group."""
    one, two = _count(first), _count(other)
    if first.i > other.i or one is None or two is None or one == two == 1:
        return False
    listed = [other, *(c for c in other.children if c.dep_ == "conj")]
    if sum(_count(c) or 0 for c in listed) == one:
        return False
    if one == 1:
        return other.tag_ == "NNS" and _kind(first) != "" != _kind(other)
    return "" != _kind(first) != _kind(other) != ""


def _kind(noun: Token) -> str:
    """What sort of people a noun counts; nothing where it does not say."""
    status = words().nouns.get(noun.lower_, "unknown")
    return "" if status == "unknown" else "rebel" if noun.lemma_ in REBELS else status


def rebel(noun: str) -> bool:
    """Whether a noun, of one or many, names fighters of no state."""
    return noun.removesuffix("s").replace("gunmen", "gunman") in REBELS


def _count(noun: Token) -> int | None:
    """How many a noun counts by its own number or article."""
    for word in noun.children:
        if word.i < noun.i and word.dep_ == "nummod":
            return value(word.text)
        if word.i < noun.i and word.lower_ in ("a", "an"):
            return 1
    return None


def _give_back(noun: Token) -> None:
    """ "lost some 20 men and around 30 were taken prisoner": the men are the first verb's object, the 30 the second's subject."""
    verb = noun.head
    before = verb.head if verb.dep_ == "conj" else None
    joined = next((c for c in noun.children if c.dep_ == "conj" and c.i < verb.i and _number(c)), None)
    starved = before is not None and before.tag_ == "VBD" and before.i < noun.i and not any(c.dep_ == "dobj" for c in before.children)
    if before is None or joined is None or not starved or noun.left_edge.i != before.i + 1:
        return
    _hang(noun, before, "dobj")
    _hang(joined, verb, noun.dep_)


def _parts(noun: Token) -> None:
    """ "Seven were killed, four men and three women, and six others were wounded": the first are the seven, by their sum."""
    verb = noun.head
    first = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < noun.i), None)
    whole = next((c for c in first.children if c.dep_ in ("nsubj", "nsubjpass")), None) if first is not None else None
    *parts, last = [noun, *(c for c in noun.subtree if c.dep_ == "conj" and c.i < verb.i)]
    commas = [w for w in noun.subtree if w.text == "," and w.i < last.left_edge.i]
    if whole is None or not parts or not commas or not _number(last) or commas[-1].i + 2 != last.left_edge.i:
        return
    if sum(_count(part) or 0 for part in parts) == (_count(whole) or -1):
        _hang(last, verb, noun.dep_)
        _hang(noun, whole, "appos")


def _said(clause: Token) -> None:
    """ "The rebels said for their part that the army had shelled them": what they said; "said after reports that …" is no such thing."""
    manner = clause.head.head
    verb = manner.head
    told = clause.head.dep_ == "pobj" and manner.dep_ == "prep" and manner.lower_ in MANNERS and verb.lemma_ in SAY
    if told and verb.i < manner.i and not any(c.dep_ in ("ccomp", "dobj") for c in verb.children):
        _hang(clause, verb, "ccomp")


def _hang(child: Token, head: Token, relation: str) -> None:
    child.head.children.remove(child)
    child.head, child.dep_ = head, relation
    head.children.append(child)
    head.children.sort(key=lambda c: c.i)
    for word in child.doc:
        word.forget()


def _number(token: Token) -> bool:
    return token.like_num or _count(token) is not None
