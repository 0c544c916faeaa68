"""Counts that leave their verb unsaid: "ten were killed in Sarja, two in Hass and one in Deir", "one of them fatally"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from etl.lexicon.seldom import Seldom
from etl.parse.actors import ActorMention
from etl.parse.document import Sentence
from etl.parse.harm import Harm
from etl.parse.numbers import Numeral, value
from etl.parse.people import People

SHARE = Seldom(
    r"\b(?P<n>[\w-]+)(?: of (?:them|whom|these|those|the \w+))?,? (?:fatally|mortally)\b(?! (?:wounded|shot|hit|injured|struck))", re.I
)
GRADE = Seldom(r"\b(?:slightly|lightly|moderately|seriously|severely|critically|gravely|badly|heavily)\b", re.I)
SLIGHT = frozenset({"slightly", "lightly", "moderately"})
GAP = re.compile(r"(?:,|;|:|\band|\bwhile|\bplus)\s+$")
OF_THEM = re.compile(r" of (?:them|these|those|whom)\b")
REST = Seldom(r"(?<=, )the (?:rest|remainder|others?)(?= (?:in|at|near) )|(?<=and )the (?:rest|remainder|others?)(?= (?:in|at|near) )")
ALSO = re.compile(r"(?: [\w’'-]+){0,4}?(?:,|;)?(?: and| while| but)? (?:the )?", re.I)
ENDS = re.compile(r"\s*(?:[.,;:)”\"]|$)")
WHERE = re.compile(
    r"(?: more| others?| of (?:them|these|those|whom))?"
    r" (?:in|at|near|outside|from|on|by|inside|across) (?:the |a |an )?[\w'’-]+"
)


def fill(found: list[Harm], sentence: Sentence, numbers: list[Numeral], actors: list[ActorMention]) -> list[Harm]:
    """The harms of a sentence with those whose verb stands only once."""
    whole = _lost_too(found, sentence, numbers, actors)
    return _graded(_gapped(_shared(whole, sentence), sentence, numbers), sentence)


def _lost_too(found: list[Harm], sentence: Sentence, numbers: list[Numeral], actors: list[ActorMention]) -> list[Harm]:
    """ "The army lost two men, the guerrillas six"."""
    made = []
    for harm, number in product((h for h in found if h.loser is not None), numbers):
        who = next((a for a in actors if a.party and a.end + 1 == number.start), None)
        beside = who is not None and ALSO.fullmatch(sentence.text, harm.end - sentence.start, who.start)
        if who is not None and beside and ENDS.match(sentence.text, number.end):
            other = _like(harm, sentence, number.low or 0, number.start, number.end, harm.harm)
            made.append(replace(other, people=replace(other.people, party=who.party, own=None), party=who.party, loser=None))
    return [*found, *made]


def _graded(found: list[Harm], sentence: Sentence) -> list[Harm]:
    """ "three seriously injured and a further ten slightly injured" are thirteen."""
    kept: list[Harm] = []
    for harm in found:
        last = kept[-1] if kept else None
        grades = {_grade(last, sentence), _grade(harm, sentence)} if last is not None and last.harm == harm.harm else set()
        alike = last is not None and harm.people.status in (last.people.status, "unknown")
        if last is None or len(grades - {""}) < 2 or not alike or not last.people.low or not harm.people.low:
            kept.append(harm)
        else:
            total = last.people.low + harm.people.low
            kept[-1] = replace(last, people=replace(last.people, low=total, high=total), end=max(last.end, harm.end))
    return kept


def _grade(harm: Harm, sentence: Sentence) -> str:
    """How badly they are hurt, where it is said beside them."""
    match = GRADE.search(sentence.text, harm.start - sentence.start, harm.end - sentence.start + 12)
    return "" if match is None else "slight" if match.group().lower() in SLIGHT else "serious"


def _shared(found: list[Harm], sentence: Sentence) -> list[Harm]:
    """Five hit, "two of them fatally": two dead and three wounded."""
    for match in SHARE.finditer(sentence.text):
        dead = value(match.group("n"))
        before = [h for h in found if h.harm == "wounded" and h.start - sentence.start < match.start()]
        hurt = [h for h in before if (h.people.low or 0) >= (dead or 999)]
        if dead and hurt:
            whole = hurt[-1]
            left = (whole.people.low or 0) - dead
            found = [h for h in found if h is not whole]
            found.append(_like(whole, sentence, dead, match.start("n"), match.end(), "killed"))
            found += [replace(whole, people=replace(whole.people, low=left, high=left))] if left else []
    return sorted(found, key=lambda h: h.start)


def _gapped(found: list[Harm], sentence: Sentence, numbers: list[Numeral]) -> list[Harm]:
    """ "…, two in Hass and one in Deir": the same harm at another place."""
    text = sentence.text
    told = [(h.start - sentence.start, h.end - sentence.start) for h in found]
    for number in numbers:
        if not number.low or number.vague or not GAP.search(text, 0, number.start) or not WHERE.match(text, number.end):
            continue
        before = [h for h in found if h.start - sentence.start < number.start and h.rule != "number of"]
        whole = [h for h in before if h.people.counted and h.people.low]
        if whole and not any(a <= number.start < b for a, b in told):
            found.append(_like(whole[-1], sentence, number.low, number.start, number.end, whole[-1].harm))
    parts = [h for h in found if h.rule == "verb unsaid"]
    divided = parts and OF_THEM.match(text, parts[0].end - sentence.start)  # else "the rest" is of a total told elsewhere
    rest = REST.search(text, parts[0].end - sentence.start) if divided else None
    whole = [h for h in found if rest and h.harm == parts[0].harm and h.start < parts[0].start and h.people.low == h.people.high]
    left = (whole[-1].people.low or 0) - sum(p.people.low or 0 for p in parts) if whole else 0
    if rest and left > 0:
        found.append(_like(whole[-1], sentence, left, rest.start(), rest.end(), whole[-1].harm))
    return found


def _like(whole: Harm, sentence: Sentence, size: int, start: int, end: int, harm: str) -> Harm:
    group: People = replace(whole.people, low=size, high=size, start=start, end=end, head=-size - 1000 - start, names=(), counted=True)
    return replace(whole, harm=harm, people=group, start=sentence.start + start, end=sentence.start + end, rule="verb unsaid")
