"""Whom a noun phrase counts: how many, what they are, whose they are, and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.parse.actors import ActorMention
from etl.parse.coordination import rebel
from etl.parse.numbers import NTH, ORDINALS, Numeral
from etl.parse.persons import (
    AGED,
    GROUPS,
    PRONOUNS,
    QUANTITIES,
    demonym,
    name_of,
    names_beside,
    noun_of,
    office,
    part_of,
    party_of,
    phrase,
    years,
)
from etl.parse.syntax import conjuncts
from etl.parse.trees import Token

OWNED = re.compile(r"[\w-]+(?: [a-z]+)? (?:of|in|on|from) (?P<who>its|their|our|his) (?:own|ranks|side)\b")  # "two wounded of its own"
OWN = frozenset(["its", "their", "his", "her", "our", "my", "own"])
TOLLS = frozenset([
    "death", "fatality", "injury", "casualty", "loss", "killing", "body", "corpse", "life", "victim", "martyr",
])  # fmt: skip  # who it was is unsaid
BEASTS = frozenset([
    "sheep", "cows", "cattle", "goats", "dogs", "horses", "buffaloes", "animals", "oxen", "donkeys", "camels", "birds", "hens", "chickens",
    "pigs", "mules", "bullocks", "calves", "lambs", "jobs", "hopes", "deals",
])  # fmt: skip
MEN, WOMEN = frozenset({"man", "men"}), frozenset({"woman", "women", "child", "children", "girl", "girls"})
ONE = frozenset({"he", "she", "him", "her"})
PAIRS = frozenset({"couple", "pair", "twins", "twin"})
STRICKEN = frozenset({"dead", "wounded", "injured", "killed", "missing", "hurt"})  # "the wounded" has no number of its own


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
    nth: int | None = None  # "a fifth": how many there are with this one


def people(
    head: Token,
    numbers: list[Numeral],
    actors: list[ActorMention],
    before: People | None,
    others: frozenset[int] = frozenset(),
    mortal: bool = False,
) -> list[People]:
    """The groups that a victim phrase and its conjuncts count; `before` lends its noun to "and four wounded".

    `others` are the words of another harm: in "12 dead and eight injured" the eight are not among the dead; `mortal` says that
    the word of harm takes nothing but living beings.
    """
    found: list[People] = []
    for token in (*((head,) if head.lower_ in ("body", "bodies", "corpse", "corpses") else conjuncts(head)), *company(head)):
        below = [d for c in token.children for d in (c, *(c.children if c.lower_ == "of" else ()))]
        if found and (token.i in others or token.i + 1 in others or any(d.i in others for d in below)):
            continue
        group = _group(token, numbers, actors, found[-1] if found else before, mortal)
        if group is None:
            continue
        if found and not group.counted and not found[-1].counted and group.names and found[-1].names and group.low == 1:
            found[-1] = _together(found[-1], group)
        else:
            found += _shared(token, group, numbers, actors)
    if len(found) > 1 and not found[0].noun and found[1].noun:  # "seven Cambodian and five Thai soldiers", "Mariam and her two sons"
        found[0] = replace(found[0], noun=found[1].noun, status=found[1].status)
    found = _summed(found)
    if len(found) > 1:  # "two Armenian soldiers and a policeman": the nationality carries on where none is given
        first = found[0]
        found = [g if g.party or g.own or not first.party else _with_party(g, first) for g in found]
    return found


def is_one(group: People) -> bool:
    """Whether only "he" or "she" stands for them: one spoken of before."""
    return group.noun in ONE


def company(head: Token) -> list[Token]:
    """Those struck beside others: "killed a commander along with his driver", "the death of the girl Amal and her brother"."""
    beside = [c for holder in (head, head.head) for c in holder.children if c.dep_ == "prep" and c.i > head.i]
    preps = [p for c in beside for p in (c, *c.children) if p.lower_ == "with" and p.doc[p.i - 1].lower_ in ("along", "together")]
    named = [c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"]
    kin = [o for c in named for o in conjuncts(c)[1:] if o.pos_ == "NOUN"]
    return [*(o for p in preps for pobj in p.children if pobj.dep_ == "pobj" for o in conjuncts(pobj)), *kin]


def _summed(found: list[People]) -> list[People]:
    """ "two children and two teenagers" are four civilians; "three soldiers and a civilian" stay apart."""
    kept: list[People] = []
    for group in found:
        last = kept[-1] if kept else None
        kin = group.own in ("his", "her", "their") and "unknown" in (group.status, last.status if last else "")  # "a man and his grandson"
        folk = last is not None and {last.noun, group.noun} & MEN and {last.noun, group.noun} & WOMEN  # "11 women and four men"
        alike = (
            last is not None
            and (last.status == group.status != "unknown" or kin or folk)
            and (last.party == group.party or group.party is None)
            and _possessed(last) == _possessed(group)
            and rebel(last.noun) == rebel(group.noun)  # "a policeman and five rebels"
        )
        if last is None or not alike or not last.low or not group.low or last.high != last.low or group.high != group.low or group.head < 0:
            kept.append(group)
        else:
            total = last.low + group.low
            kept[-1] = replace(
                last,
                low=total,
                high=total,
                end=max(last.end, group.end),
                names=last.names + group.names,
                counted=True,
                plural=True,
                status=last.status if last.status != "unknown" else group.status,
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


def _group(
    token: Token, numbers: list[Numeral], actors: list[ActorMention], before: People | None, mortal: bool = False
) -> People | None:
    if token.lower_ in ONE and token.tag_ == "PRP":  # "the shell that killed her": one spoken of before
        return People(token.idx, token.idx + len(token.text), token.i, 1, 1, None, "unknown", None, None, token.lower_, counted=False)
    if token.lower_ in PRONOUNS:
        return None
    part, words_here, numeral = part_of(token), phrase(token), numeral_of(token, numbers)
    party, named = party_of(words_here, actors), name_of(words_here, actors)
    after = OWNED.match(token.doc.text, token.idx)
    own = next((t.lower_ for t in words_here if t.tag_ == "PRP$" and t.lower_ in OWN), after["who"] if after else None)
    found = _persons(token, part, words_here, numeral, named, mortal)
    if found is None:
        return None
    noun, status = found
    own_men = numeral is not None and (numeral.low or 0) > 1 and token.pos_ == "PROPN" and not part  # "nine CMA and two GATIA combatants"
    if not noun and not named and not (party and (own_men or demonym(token, actors))):
        if (numeral is None and token.lower_ not in QUANTITIES and token.lower_ not in ORDINALS) or not _elided(token):
            return None
        noun = before.noun if before is not None else "people"
        if before is not None:
            status, party = before.status, party or (None if own else before.party)  # "two of its own"
    low, high, vague, counted = _number(token, part, numbers, numeral, bool(named))
    if status == "unknown" and before is not None and noun in ("other", "others"):
        status, party = before.status, party or before.party
    beside = names_beside(token, actors)
    start = min(t.idx for t in words_here)
    return People(
        min(start, numeral.start) if numeral else start,
        max(t.idx + len(t.text) for t in words_here),
        token.i,
        low,
        high,
        vague,
        status,
        party,
        own if not party else None,
        noun,
        (named,) if named else beside if len(beside) == low == high else (),
        counted,
        token.tag_ in ("NNS", "NNPS"),
        part is not None and (part.pos_ == "NUM" or any(t.lower_ in PRONOUNS | STRICKEN for t in (part, *part.children))),
        next((NTH[t.lower_] for t in (token, *token.children) if t.lower_ in NTH and t.i <= token.i), None),
    )


def _persons(
    token: Token, part: Token | None, near: list[Token], numeral: Numeral | None, named: str | None, mortal: bool
) -> tuple[str, str] | None:
    """The noun of those counted and the status it gives; without a noun, the phrase may still name or number them; None: no people."""
    noun, status = noun_of(token, part, near)
    if token.lemma_.lower() in TOLLS:
        if numeral is None and (token.lemma_ == "life" or office(token)):
            return None
        noun = noun or "people"
    if not noun and token.lower_ == "old" and token.doc[token.i - 1].text == "-" and token.i > 1:  # "a 15-year-old was shot"
        age_of = token.doc.stretch(token.left_edge.i, token.i - 1).split("-")[0].split()[-1]
        noun, status = "person", "civilian" if years(age_of) < 16 else "unknown"
    if part is not None and not noun and part.pos_ == "NOUN" and part.lower_ not in QUANTITIES and not mortal:
        return None  # "one of its aircraft"
    if not noun and numeral is not None and (token.lower_ in GROUPS or (mortal and token.tag_ == "NNS" and token.lower_ not in BEASTS)):
        noun = "people"  # "two hikers were killed": what is killed or wounded and is no beast is a person
    if not noun and not named and mortal and _with_others(token):
        noun = "people"
    if not noun and token.pos_ == "PROPN" and (age := AGED.search(token.doc.text[token.left_edge.idx : token.idx])):
        noun, status = "person", "civilian" if years(age.group(1)) < 16 else "unknown"
    return noun, status


def _with_others(token: Token) -> bool:
    """ "an imam and four others were killed": whoever has "others" beside him is a person, whatever his noun."""
    one = token.tag_ == "NN" and any(c.lower_ in ("a", "an") for c in token.children)
    beside = [*conjuncts(token)[1:], *(c for c in token.head.children if c.dep_ == token.dep_)]
    return one and any(c.lower_ in ("other", "others") for c in beside)


def _elided(token: Token) -> bool:
    """A number that stands for people by itself: "and four wounded", "a third was injured"."""
    return token.pos_ in ("NUM", "ADJ", "PRON", "DET", "NOUN", "ADV") and (
        token.like_num
        or token.lower_ in QUANTITIES
        or token.lower_ in ORDINALS
        or token.lower_ in ("more", "further", "total", "dozen", "nobody", "no")
    )


def _number(
    token: Token, part: Token | None, numbers: list[Numeral], numeral: Numeral | None, named: bool
) -> tuple[int | None, int | None, str | None, bool]:
    """How many: by the phrase's own number, of a group that of its members ("a group of six soldiers")."""
    if token.lower_ not in GROUPS:
        return _count(token, numeral, named)
    inner = numeral_of(part, numbers) if part is not None else None
    if inner is None and token.lower_ == "family":
        return _count(token, numeral, named)
    return (inner.low, inner.high, inner.vague, inner.vague is None) if inner else (None, None, None, False)


def _count(token: Token, numeral: Numeral | None, named: bool) -> tuple[int | None, int | None, str | None, bool]:
    if numeral is not None:
        return numeral.low, numeral.high, numeral.vague, numeral.vague is None
    if token.lower_ in PAIRS or any(c.lower_ in PAIRS and c.dep_ == "compound" for c in token.children):
        return 2, 2, None, True
    if token.lower_ in STRICKEN:
        return None, None, None, False
    if token.lower_ in ORDINALS or token.lower_ in ("one", "another", "someone", "somebody"):
        return 1, 1, None, True
    if token.lower_ in ("nobody", "none"):
        return 0, 0, None, True
    if token.lower_ in ("many", "several", "some", "few", "number", "rest", "half", "most"):
        return None, None, None, False
    if token.tag_ in ("NN", "NNP", "JJ", "CD", "VBN") or named:
        determined = any(c.dep_ in ("det", "poss") and c.lower_ in ("a", "an", "another") for c in token.children)
        return 1, 1, None, determined
    return None, None, None, False
