"""Numbers as people are counted: "at least three", "two or three", "no", "a dozen", "up to 20", "several".

Offsets are into the given text. Years, ages, calibres, clock times, distances and numbered names are no counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon.seldom import Seldom
from etl.lexicon.words import keys_of, small

UNITS = {word: n for n, word in enumerate(
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ])}  # fmt: skip
TENS = {word: 10 * n for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
NTH = {word: n for n, word in enumerate(
    ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 2)}  # fmt: skip
ORDINALS = frozenset(NTH)  # "a third was hurt": one
VAGUE = (
    "several",
    "many",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "numerous",
    "a number of",
    "some",
    "a few",
    "tens",
    "multiple",
    "a handful of",
    "an unspecified number of",
    "an unknown number of",
)

WORD = "|".join((*UNITS, *TENS, *SCALES))
COMPOUND = rf"(?:{WORD})(?:(?:[\s-]+(?:and\s+)?)(?:{WORD}))*"
FIGURE = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+"
COUNT = (
    rf"(?:half a dozen|(?:a|one|two|three|four|five|\d+)\s+dozen|{FIGURE}|{COMPOUND}"
    r"|a single|a lone|a couple of|a couple|both|a hundred|a score of|a score|a pair of|a pair)"
)
LEAST = (
    r"at least|no fewer than|not fewer than|no less than|not less than|more than|over|"
    r"upwards of|in excess of|above|a minimum of|as many as or more|minimum"
)
MOST = r"up to|at most|no more than|not more than|fewer than|less than|under|a maximum of|maximum"
ABOUT = (
    r"about|around|some|roughly|approximately|nearly|almost|close to|"
    r"as many as|an estimated|exactly|a total of|another|the other|all|the|only|just"
)
NUMERAL = re.compile(
    rf"(?<![\w.,:/№#-])(?:(?P<least>{LEAST})\s+(?:about\s+)?|(?P<most>{MOST})\s+|(?:{ABOUT})\s+)*"
    rf"(?P<first>{COUNT})(?:\s*(?:to|or|–|-|and(?=\s+(?:\d+|{WORD})\s+times))\s*(?P<second>{COUNT}))?"
    rf"(?P<more>\s+or more|\s+and more|\s*\+|-odd|\s+odd)?(?![\w])"
)  # of small letters: a third of the time
COUNTING = frozenset({*UNITS, *TENS, *SCALES, "dozen", "couple", "both", "score", "pair", "single", "lone"})
DIGIT = re.compile(r"\d")
NONE = re.compile(r"\b(?:no one|nobody|none|not (?:even )?a single|no)\b(?!\.| (?:fewer|less|more|longer|doubt|sooner|\d))", re.IGNORECASE)
VAGUELY = Seldom(rf"\b(?:{'|'.join(VAGUE)})\b", re.IGNORECASE)

UNIT_AFTER = re.compile(
    r"\s*-?\s*(?:year|yr|month|week|day|hour|minute|second)s?[\s-]*(?:old|long)"
    r"|[\s-]*(?:%|percent|per cent|km|kilomet|met(?:er|re)|mile|mm\b"
    r"|millimet|cm\b|caliber|calibre|"
    r"a\.?m\.?\b|p\.?m\.?\b|o'clock|o’clock|feet|tons|tonnes|dollars|euros|hectares|square|GMT|hours|minutes|days|weeks|months|years"
    r"|decades|degrees|st\b|nd\b|rd\b|th\b|local time)"
    r"|[:.]\d|\s*(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b",
    re.IGNORECASE,
)
MONTH_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec)\.?\s+(?:the\s+)?$"
    r"|(?:No\.?|School|Resolution|resolution|Article|Route|aged|age|ages|number|Post|post|kilomet(?:er|re)"
    r"|Protocol)\s+(?:No\.?\s*)?$|[$€£]\s*$"
)
AGE = re.compile(r"(?<=[\w\"”])\s*,\s*$")


@dataclass(frozen=True)
class Numeral:
    """A count with its limits; all None with `vague` words where no number is given."""

    start: int
    end: int
    low: int | None
    high: int | None
    vague: str | None = None


def numerals(text: str) -> list[Numeral]:
    """The counts a text holds, left to right, without overlaps."""
    return list(_numerals(text))


@lru_cache(64)  # a sentence's are asked for by those who count people and by those who count shots
def _numerals(text: str) -> tuple[Numeral, ...]:
    nothing = [Numeral(m.start(), m.end(), 0, 0) for m in NONE.finditer(text)]
    counted = NUMERAL.finditer(small(text)) if DIGIT.search(text) or not keys_of(text).isdisjoint(COUNTING) else ()
    found = [n for match in counted if (n := _numeral(text, match)) and not _inside(n.start, n.end, nothing)]
    found += nothing
    vague = [
        Numeral(m.start(), m.end(), None, None, m.group().lower())
        for m in VAGUELY.finditer(text)
        if text[max(0, m.start() - 4) : m.start()].lower() != "how "
    ]
    found += [n for n in vague if not _inside(n.start, n.end, found)]
    return tuple(sorted(found, key=lambda n: n.start))


def _inside(start: int, end: int, taken: list[Numeral]) -> bool:
    return any(n.start < end and start < n.end for n in taken)


def _numeral(text: str, match: re.Match[str]) -> Numeral | None:
    start = match.start("first")
    first, second = value(match.group("first")), value(match.group("second") or "")
    before, after = text[max(0, start - 14) : start], text[match.end() : match.end() + 14]
    digits = match.group("first")
    if first is None or UNIT_AFTER.match(after):
        return None
    if second is not None and second < first and _year(digits, before):  # "12 March 2020 - 3 girls hurt"
        return Numeral(match.start("second"), match.end(), second, second)
    if MONTH_BEFORE.search(before):
        return None
    if digits.isdigit() and (
        _year(digits, before) or (AGE.search(before) and 4 <= int(digits) <= 99 and re.match(r"\s*[,.;)]|\s+and\b", after + "."))
    ):
        return None
    if second is not None and (second < first or second > 100 * (first + 1)):
        second = None
    low: int | None = first
    high: int | None = second if second is not None else first
    if match.group("least") or match.group("more"):
        high = None
    elif match.group("most"):
        low = None
    return Numeral(match.start(), match.end(), low, high)


def _year(digits: str, before: str) -> bool:
    return (
        len(digits) == 4 and 1900 <= int(digits) <= 2100 and not re.search(r"(?:about|some|over|than|least|to|nearly|roughly)\s$", before)
    )


def value(phrase: str) -> int | None:
    """The number a phrase names: "twenty-three" 23, "two dozen" 24, "1,900" 1900; None for no number."""
    phrase = re.sub(r"\s+", " ", phrase.strip().lower())
    figure = re.sub(r"[,\u00a0\u202f ]", "", phrase)
    if figure.isdigit():
        return int(figure) if len(figure) < 10 else None
    fixed = {
        "half a dozen": 6,
        "a single": 1,
        "a lone": 1,
        "a couple": 2,
        "a couple of": 2,
        "a pair of": 2,
        "both": 2,
        "a hundred": 100,
        "a score of": 20,
        "a score": 20,
        "a pair": 2,
        "a dozen": 12,
    }.get(phrase)
    if fixed is not None:
        return fixed
    total = current = 0
    known = False
    for word in re.split(r"[ -]", phrase):
        if word == "dozen":
            current = 12 * max(1, current)
        elif word in UNITS or word in TENS:
            current += UNITS.get(word, 0) + TENS.get(word, 0)
        elif word in SCALES:
            current = max(1, current) * SCALES[word]
            if SCALES[word] > 100:
                total, current = total + current, 0
        elif word not in {"and", "a"}:
            return None
        known = True
    return total + current if known and phrase else None
