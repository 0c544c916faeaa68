"""Whom a noun phrase counts: how many, what they are, whose they are, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.lexicon.words import words
from etl.parse.actors import ActorMention
from etl.parse.numbers import ORDINALS, Numeral, value
from etl.parse.syntax import conjuncts
from etl.parse.trees import Token

PRONOUNS = frozenset([
    "anyone", "anybody", "anything", "he", "she", "him", "her", "they", "them", "it", "we", "us", "i", "you", "who", "whom", "which",
    "that", "this", "those", "these", "himself", "themselves",
])  # fmt: skip
PARTS = frozenset(["including", "include", "among"])
OWN = frozenset(["its", "their", "his", "her", "our", "my", "own"])
QUANTITIES = frozenset([
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "some", "many", "most", "dozens", "scores",
    "hundreds", "other", "others", "both", "all", "none", "each", "number", "rest", "half", "another",
])  # fmt: skip
SERVICE = frozenset([
    "army", "military", "defence", "defense", "police", "security", "border", "troops", "regiment", "brigade", "battalion", "unit",
    "militia", "guard", "ministry", "forces",
])  # fmt: skip
AGED = re.compile(r"([\w]+)-(?:year|month|day)s?-old", re.I)  # "two-year-old Zahra"
GROUPS = frozenset({"group", "cell", "band", "squad", "gang", "party"})
STRICKEN = frozenset({"dead", "wounded", "injured", "killed", "missing", "hurt"})  # "the wounded" has no number of its own
HOME = frozenset(["from", "of", "in"])
OUT = frozenset({"relcl", "acl", "advcl", "conj", "cc", "appos", "parataxis"})


@dataclass(frozen=True)
class People:
    """Those a phrase counts; `own` when a possessive points at the speaker's or subject's side."""

    start: int  # offsets in the sentence
    end: int
    head: int  # token index
    low: int | None
    high: int | None
    vague: str | None
    status: str
    party: str | None
    own: str | None  # the possessive word: "its", "our"; None without
    noun: str
    names: tuple[str, ...] = ()
    counted: bool = True  # a number stands there; False for "a soldier", a name, a bare plural
    plural: bool = False
    part: bool = False  # "six of them": some of those told before


def people(head: Token, numbers: list[Numeral], actors: list[ActorMention], before: People | None) -> list[People]:
    """The groups that a victim phrase and its conjuncts count; `before` lends its noun to "and four wounded"."""
    found: list[People] = []
    for token in conjuncts(head):
        group = _group(token, numbers, actors, found[-1] if found else before)
        if group is None:
            continue
        if found and not group.counted and not found[-1].counted and group.names and found[-1].names and group.low == 1:
            found[-1] = _together(found[-1], group)
        else:
            found += _shared(token, group, numbers, actors)
    found = _summed(found)
    if len(found) > 1 and not found[0].noun and found[1].noun:  # "seven Cambodian and five Thai soldiers"
        found[0] = replace(found[0], noun=found[1].noun, status=found[1].status)
    if len(found) > 1:  # "two Armenian soldiers and a policeman": the nationality carries on where none is given
        first = found[0]
        found = [g if g.party or g.own or not first.party else _with_party(g, first) for g in found]
    return found


def _summed(found: list[People]) -> list[People]:
    """ "two children and two teenagers" are four civilians; "three soldiers and a civilian" stay apart."""
    kept: list[People] = []
    for group in found:
        last = kept[-1] if kept else None
        alike = (
            last is not None
            and last.status == group.status != "unknown"
            and (last.party == group.party or group.party is None)
            and _possessed(last) == _possessed(group)
        )
        if last is None or not alike or not last.low or not group.low or last.high != last.low or group.high != group.low or group.head < 0:
            kept.append(group)
        else:
            total = last.low + group.low
            kept[-1] = replace(
                last, low=total, high=total, end=max(last.end, group.end), names=last.names + group.names, counted=True, plural=True
            )
    return kept


def _possessed(group: People) -> str | None:
    return None if group.own in ("his", "her", "their") else group.own


def _together(first: People, other: People) -> People:
    """Names joined are one group: "Armen Babayan, Davit Danielyan and Ararat Gasparyan lost their lives" is three."""
    total = (first.low or 1) + 1
    status = first.status if first.status != "unknown" else other.status
    return replace(first, low=total, high=total, names=first.names + other.names, end=max(first.end, other.end), plural=True, status=status)


def _shared(token: Token, group: People, numbers: list[Numeral], actors: list[ActorMention]) -> list[People]:
    """One noun for two sides: "seven Cambodian and five Thai soldiers"."""
    before = [n for n in numbers if n.start >= token.left_edge.idx and n.end <= token.idx and n.low is not None]
    sides = [a for a in actors if a.start >= token.left_edge.idx and a.end <= token.idx + len(token.text) and a.party]
    if len(before) != 2 or len(sides) != 2 or not before[0].end <= sides[0].start < before[1].start < sides[1].start:
        return [group]
    return [
        replace(group, low=n.low, high=n.high, party=a.party, start=n.start, end=a.end if k == 0 else group.end, head=-k - 1)
        for k, (n, a) in enumerate(zip(before, sides, strict=True))
    ]


def _with_party(group: People, first: People) -> People:
    return replace(group, party=first.party)


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


def numeral_of(token: Token, numbers: list[Numeral]) -> Numeral | None:
    """The number that counts this noun, or is it."""
    own = {token.i}
    for c in token.children:
        if c.dep_ in ("nummod", "det", "amod", "predet", "quantmod", "compound", "nmod", "advmod") and c.i < token.i:
            own |= {c.i} | {d.i for d in c.subtree if d.i < token.i}
    best = None
    for number in numbers:
        inside = {t.i for t in token.doc if number.start <= t.idx < number.end}
        if inside & own and number.start <= token.idx:
            best = best if best is not None and best.vague is None else number
    return best


def _group(token: Token, numbers: list[Numeral], actors: list[ActorMention], before: People | None) -> People | None:
    part = _part_of(token)
    words_here = phrase(token)
    numeral = numeral_of(token, numbers)
    noun, status = _noun(token, part, words_here)
    party = _party(words_here, actors)
    named = _names(words_here, actors)
    if not noun and token.pos_ == "PROPN" and (age := AGED.search(token.doc.text[token.left_edge.idx : token.idx])):
        noun, status = "person", "civilian" if _years(age.group(1)) < 16 else "unknown"
    if not noun and not named and not (party and _demonym(token, actors)):
        if numeral is None and token.lower_ not in QUANTITIES and token.lower_ not in ORDINALS:
            return None
        if not _elided(token):
            return None
        if before is not None:
            noun, status, party = before.noun, before.status, party or before.party
        else:
            noun = "people"
    if token.lower_ in PRONOUNS:
        return None
    low, high, vague, counted = _count(token, numeral, bool(named))
    if token.lower_ in GROUPS:
        inner = numeral_of(part, numbers) if part is not None else None
        low, high, vague, counted = (inner.low, inner.high, inner.vague, inner.vague is None) if inner else (None, None, None, False)
    if status == "unknown" and before is not None and noun in ("other", "others"):
        status, party = before.status, party or before.party
    own = next((t.lower_ for t in words_here if t.tag_ == "PRP$" and t.lower_ in OWN), None)
    start = min(t.idx for t in words_here)
    start = min(start, numeral.start) if numeral else start
    end = max(t.idx + len(t.text) for t in words_here)
    return People(
        start,
        end,
        token.i,
        low,
        high,
        vague,
        status,
        party,
        own if not party else None,
        noun,
        named,
        counted,
        token.tag_ in ("NNS", "NNPS"),
        part is not None and part.lower_ in PRONOUNS,
    )


def _years(words_of: str) -> int:
    return value(words_of) or 99


def _part_of(token: Token) -> Token | None:
    """ "two of the crew": the crew."""
    if (
        token.pos_ in ("NUM", "PRON", "ADJ", "DET")
        or token.lower_ in QUANTITIES
        or token.lower_ in ORDINALS
        or token.lower_ in ("member", "members")
        or token.lower_ in GROUPS
    ):
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in ("of", "among"):
                return next((o for o in c.children if o.dep_ == "pobj"), None)
    return None


def _noun(token: Token, part: Token | None, near: list[Token]) -> tuple[str, str]:
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
    for word in order:
        for key in (word.doc.stretch(max(0, word.i - before), word.i).lower() for before in (2, 1, 0)):
            if key in nouns:
                if not noun and word is not None and (word in (token, part) or word.dep_ in ("compound", "amod", "nmod", "appos")):
                    noun = key
                if status == "unknown" and (word.i <= token.i or word == part or word in appositions):
                    status = nouns[key]
    if noun and status == "unknown" and any(t.lower_ in SERVICE for t in near if t != token):
        status = "military"
    return noun, status


def _party(near: list[Token], actors: list[ActorMention]) -> str | None:
    inside = [a for a in actors if any(a.start <= t.idx < a.end for t in near)]
    return next((a.party for a in inside if a.party is not None), None)


def _demonym(token: Token, actors: list[ActorMention]) -> bool:
    return any(a.start <= token.idx < a.end and a.kind == "demonym" for a in actors)


def _names(near: list[Token], actors: list[ActorMention]) -> tuple[str, ...]:
    """A person's name: two or more capitalised words that are neither a side nor a noun of the lexicon."""
    run = [
        t
        for t in near
        if t.pos_ == "PROPN"
        and t.lower_ not in words().nouns
        and t.text[:1].isupper()
        and not any(a.start <= t.idx < a.end for a in actors)
        and t.dep_ not in ("pobj", "poss")
        and t.text.isalpha()
    ]
    runs = [t for n, t in enumerate(run) if (n and run[n - 1].i == t.i - 1) or (n + 1 < len(run) and run[n + 1].i == t.i + 1)]
    if (
        len(runs) < 2
        or runs[-1].i != max(t.i for t in runs)
        or any(t.lower_ in SERVICE or t.lower_ in ("district", "village", "province", "region") for t in near if t.pos_ == "PROPN")
    ):
        return ()
    return (" ".join(t.text for t in runs),)


def _elided(token: Token) -> bool:
    """A number that stands for people by itself: "and four wounded", "a third was injured"."""
    return token.pos_ in ("NUM", "ADJ", "PRON", "DET", "NOUN", "ADV") and (
        token.like_num
        or token.lower_ in QUANTITIES
        or token.lower_ in ORDINALS
        or token.lower_ in ("more", "further", "total", "dozen", "nobody", "no")
    )


def _count(token: Token, numeral: Numeral | None, named: bool) -> tuple[int | None, int | None, str | None, bool]:
    if numeral is not None:
        return numeral.low, numeral.high, numeral.vague, numeral.vague is None
    if token.lower_ in STRICKEN:
        return None, None, None, False
    if token.lower_ in ORDINALS or token.lower_ in ("one", "another", "someone", "somebody"):
        return 1, 1, None, True
    if token.lower_ in ("nobody", "none"):
        return 0, 0, None, True
    if token.lower_ in ("many", "several", "some", "few"):
        return None, None, None, False
    if token.tag_ in ("NN", "NNP", "JJ", "CD", "VBN") or named:
        determined = any(c.dep_ in ("det", "poss") and c.lower_ in ("a", "an", "another") for c in token.children)
        return 1, 1, None, determined
    return None, None, None, False


def parts(token: Token) -> Iterator[Token]:
    """What "including …" lists below a phrase."""
    for c in token.children:
        if c.lower_ in PARTS:
            yield from (o for o in c.children if o.dep_ == "pobj")
