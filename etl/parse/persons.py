"""What a noun phrase says of people: the noun for them and its status, whose they are, their names."""

from __future__ import annotations

import re

from etl.lexicon.words import words
from etl.parse.actors import ActorMention
from etl.parse.numbers import ORDINALS, value
from etl.parse.syntax import conjuncts
from etl.parse.trees import Token

PRONOUNS = frozenset([
    "anyone", "anybody", "anything", "he", "she", "him", "her", "they", "them", "it", "we", "us", "i", "you", "who", "whom", "which",
    "that", "this", "those", "these", "himself", "themselves",
])  # fmt: skip
PARTS = frozenset(["including", "include", "among"])
QUANTITIES = frozenset([
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "some", "many", "most", "dozens", "scores",
    "hundreds", "other", "others", "both", "all", "none", "each", "number", "rest", "half", "another",
    "score", "pair", "couple", "dozen", "handful",
])  # fmt: skip
SERVICE = frozenset([
    "army", "military", "defence", "defense", "police", "security", "border", "troops", "regiment", "brigade", "battalion", "unit",
    "militia", "guard", "ministry", "forces",
])  # fmt: skip
AGED = re.compile(r"([\w]+)-(?:year|month|day)s?-old", re.I)  # "two-year-old Zahra"
GROUPS = frozenset({"group", "cell", "band", "squad", "gang", "party", "family", "crew", "team", "patrol"})
ESTABLISHED = frozenset([  # whose names are no person's
    "district", "village", "province", "region", "county", "administrative", "service", "company", "hospital", "agency", "committee",
    "council", "university", "school", "organisation", "organization", "society", "group", "demining", "mission",
])  # fmt: skip
PARTICLES = frozenset(["al", "el", "ul", "ur", "bin", "ibn", "de", "van", "von", "-"])
CHILDREN = frozenset(["oglu", "oghlu", "ogly", "gizi", "qizi", "kizi"])  # "Elmar Huseynov Rashid oglu"
HOME = frozenset(["from", "of", "in"])
OUT = frozenset({"relcl", "acl", "advcl", "conj", "cc", "appos", "parataxis"})


def phrase(token: Token) -> list[Token]:
    """The words of a noun phrase without its relative clauses, its conjuncts and its "including" parts."""
    found = [token]
    queue = [token]
    while queue:
        for c in queue.pop().children:
            if c.dep_ in OUT or c.lower_ in PARTS or c.dep_ == "punct" or (c.dep_ == "prep" and c.lower_ not in HOME):
                continue
            found.append(c)
            queue.append(c)
    return sorted(found, key=lambda t: t.i)


def years(words_of: str) -> int:
    return value(words_of) or 99


def part_of(token: Token) -> Token | None:
    """ "two of the crew": the crew."""
    if (
        token.pos_ in ("NUM", "PRON", "ADJ", "DET")
        or token.lower_ in QUANTITIES
        or token.lower_ in ORDINALS
        or token.lower_ in ("member", "members")
        or token.lower_ in GROUPS
    ):
        ahead = token.head.children if token.dep_ in ("nsubj", "nsubjpass") else ()  # "of his men two had fallen"
        for c in (*token.children, *(c for c in ahead if c.i < token.i)):
            if c.dep_ == "prep" and c.lower_ in ("of", "among"):
                return next((o for o in c.children if o.dep_ == "pobj"), None)
    return None


def noun_of(token: Token, part: Token | None, near: list[Token]) -> tuple[str, str]:
    """The person noun of a phrase and the status it gives."""
    nouns = words().nouns
    appositions = [d for c in token.children if c.dep_ == "appos" for d in phrase(c)]
    order = [
        token,
        *([part] if part is not None else []),
        *[t for t in reversed(near) if t.i < token.i and t.dep_ in ("amod", "compound", "nmod")],
        *[t for t in near if t.i > token.i],
        *appositions,
    ]
    noun, status = "", "unknown"
    thing = token.pos_ == "NOUN" and not token.like_num and token.lower_ not in QUANTITIES and token.tag_ != "VBN"  # "a civilian home"
    for word in order:
        for key in (word.doc.stretch(max(0, word.i - before), word.i).lower() for before in (2, 1, 0)):
            if key in nouns:
                if not noun and (word in (token, part) or (not thing and word.dep_ in ("compound", "amod", "nmod", "appos"))):
                    noun = key
                if status == "unknown" and (word.i <= token.i or word == part or word in appositions):
                    status = nouns[key]
    if noun and status == "unknown" and any(t.lower_ in SERVICE for t in near if t != token):
        status = "military"
    return noun, status


def party_of(near: list[Token], actors: list[ActorMention]) -> str | None:
    inside = [a for a in actors if any(a.start <= t.idx < a.end for t in near)]
    return next((a.party for a in inside if a.party is not None), None)


def demonym(token: Token, actors: list[ActorMention]) -> bool:
    return any(a.start <= token.idx < a.end and a.kind == "demonym" for a in actors)


def names_beside(token: Token, actors: list[ActorMention]) -> tuple[str, ...]:
    """The names set beside people: "two soldiers, Oleksandr Petrenko and Taras Moroz"."""
    beside = (other for c in token.children if c.dep_ == "appos" and c.pos_ == "PROPN" for other in conjuncts(c))
    return tuple(name for other in beside if (name := name_of(phrase(other), actors)))


def name_of(near: list[Token], actors: list[ActorMention]) -> str | None:
    """Two or more capitalised words that are neither a side nor a noun of the lexicon, or one behind a rank: "Sepoy Bilal"."""
    nouns = words().nouns
    run = [
        t
        for t in near
        if t.pos_ == "PROPN"
        and t.lower_ not in nouns
        and t.text[:1].isupper()
        and not any(a.start <= t.idx < a.end for a in actors)
        and t.dep_ not in ("pobj", "poss")
        and t.text.isalpha()
    ]
    joined = [t for n, t in enumerate(run) if (n and _next(run[n - 1], t)) or (n + 1 < len(run) and _next(t, run[n + 1]))]
    if not joined and len(run) == 1 and run[0].i:
        rank = run[0].doc[run[0].i - 1]
        joined = run if rank.text.istitle() and nouns.get(rank.lower_) == "military" else []
    if not joined or any(t.lower_ in SERVICE | ESTABLISHED for t in near if t.pos_ == "PROPN"):
        return None
    doc, last = joined[0].doc, joined[-1].i
    return doc.stretch(joined[0].i, last + (doc[min(last + 1, len(doc) - 1)].lower_ in CHILDREN))


def _next(one: Token, other: Token) -> bool:
    """Whether one word of a name follows another, with nothing or a small word between: "Yusuf al-Masri", "Ijaz ul Haq"."""
    return other.i - one.i < 4 and all(t.lower_ in PARTICLES for t in one.doc[one.i + 1 : other.i])


def office(token: Token) -> bool:
    """Whether a body is one that meets: "an emergency body"."""
    return token.lower_ == "body" and any(c.dep_ in ("compound", "amod") for c in token.children)
