"""The single words of time that news uses: "3 August", "on Tuesday", "yesterday", "two days earlier", "in May 2021".

Each rule has a name, a pattern and a reading; `dates.py` puts neighbours together (from … to …, the night of …).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from etl.lexicon.words import small
from etl.model import Occurred
from etl.parse import dates_readings as means
from etl.parse.dates_calendar import MONTHS, WEEKDAYS, Clock

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?(?=,? \d))"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ORDINAL = rf"{DAY}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:a )?couple of)"
IN_MONTH = r"\b(?:(?:in|since|of|during|until|till|from|by|(?P<last>last)|this|early|late|mid|earlier)[\s-]+)"
PART = r"(?:early[\s-]|late[\s-]|mid[\s-])?"
AND = r"(?:\s*[-–—/]\s*|\s+(?:to|and|through|till|until|or|into)\s+(?:the\s+)?)"


@dataclass(frozen=True)
class Atom:
    """One expression of time with the days it means."""

    start: int
    end: int
    occurred: Occurred
    kind: str
    rule: str


Reading = Callable[["re.Match[str]", Clock], Occurred | None]


@dataclass(frozen=True)
class Rule:
    """How one form of words is read; `example` must match and `counter` must not; a text with none of `needs` cannot match."""

    name: str
    kind: str
    needs: tuple[str, ...]  # in small letters, but for the names of days and months
    pattern: re.Pattern[str]
    read: Reading
    example: str
    counter: str


def _rule(name: str, kind: str, needs: tuple[str, ...], pattern: str, read: Reading, example: str, counter: str) -> Rule:
    return Rule(name, kind, needs, re.compile(pattern), read, example, counter)


OF_MONTH = tuple(written for name in MONTHS for written in (name[:3].title(), name[:3].upper()))
OF_WEEK = tuple(written for name in WEEKDAYS for written in (name[:3].title(), name[:3].upper()))


# fmt: off
RULES: tuple[Rule, ...] = (
    _rule("iso date", "day", ("-",), rf"\b({YEAR})-(0[1-9]|1[0-2])-([0-2]\d|3[01])\b", means.iso, "on 2022-08-03", "phone 2022-08-033"),
    _rule("numeric date", "day", (".", "/", "-"),
          rf"(?<![\d.])(?P<a>{DAY})(?P<s>[./-])(?P<b>{DAY})(?P=s)(?P<y>{YEAR}|\d\d(?![\d.,:]))(?!\d)", means.numeric,
          "on 03.08.2022", "grid 3.8"),
    _rule("days of a month", "range", OF_MONTH,
          rf"\b(?P<d>{ORDINAL}){AND}(?P<d2>{ORDINAL})\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?\b", means.named_days,
          "3 to 4 August", "3 to 4 soldiers in August"),
    _rule("month and days", "range", OF_MONTH,
          rf"\b(?P<m>{MONTH})\s+(?P<d>{ORDINAL}){AND}(?P<d2>{ORDINAL})(?![\d:.]\d|,\d|\s*(?:%|people|soldiers|times))"
          rf"(?:,?\s+(?P<y>{YEAR}))?\b", means.named_days, "May 10-11", "May 10-11:30"),
    _rule("day and month", "day", OF_MONTH,
          rf"\b(?P<d>{ORDINAL})\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?(?![A-Za-z])", means.named_day,
          "3 August", "120 Marches"),
    _rule("month and day", "day", OF_MONTH,
          rf"\b(?P<m>{MONTH})(?:\s+(?:the\s+)?|(?<=\.))(?P<d>{ORDINAL})(?![\d:]|[.,]\d)(?:,?\s+(?P<y>{YEAR})(?!\d))?(?![A-Za-z])",
          means.named_day, "Aug. 3, 2022", "May 250 shells"),
    _rule("month of a year", "month", OF_MONTH, rf"{IN_MONTH}?{PART}(?P<m>{MONTH})(?:\s+of)?(?:,?\s+(?P<y>{YEAR}))\b", means.month,
          "in May 2021", "may 2021"),
    _rule("bare month", "month", OF_MONTH, rf"{IN_MONTH}{PART}(?P<m>{MONTH})(?P<y>)(?!\.?\s*\d|[A-Za-z])", means.month,
          "in early October", "General March"),
    _rule("feast", "day", ("christmas", "new year"),
          r"\b(?P<feast>Christmas Day|Christmas Eve|Christmas(?= and New)|New Year['’]s Eve|New Year['’]s Day|New Year)\b"
          r"(?! truce)", means.feast, "on Christmas Eve", "a Christmas mass"),
    _rule("weekdays in a row", "range", OF_WEEK, rf"\b(?P<w>{WEEKDAY})(?:\s+(?:and|to|through)\s+(?:on\s+)?|\s*[-–]\s*)(?P<v>{WEEKDAY})\b",
          means.weekday_next, "on Tuesday and Wednesday", "Tuesday market"),
    _rule("weekday", "day", OF_WEEK,
          rf"\b(?:(?P<lead>last|this|next|coming|this coming|past)\s+)?(?P<w>{WEEKDAY})(?P<week>\s+(?:of\s+)?last\s+week)?(?![a-z])",
          means.weekday, "on Tuesday", "Sundays River"),
    _rule("near day", "day", ("yesterday", "today", "tonight", "tomorrow"),
          r"\b(?:the\s+)?(?P<near>(?i:day before yesterday|yesterday|earlier today|today|tonight|tomorrow))\b",
          means.near, "yesterday at 17:00", "yesteryear"),
    _rule("this part of the day", "day", (" morning", " afternoon", " evening", " day", " dawn"),
          r"\b(?i:this (?:very )?(?:morning|afternoon|evening|day|dawn)|(?:from|since) the (?:beginning|start) of the day)\b",
          means.this_part,
          "this morning", "that morning"),
    _rule("overnight", "overnight", ("night", "evening"),
          r"\b(?i:overnight|last (?:night|evening)|(?:during|in|over|through(?:out)?) the (?:last |past )?night|by night"
          r"|in the course of the night)(?! (?:of|from|on|to|into|between|shift)\b)", means.overnight, "overnight", "the night shift"),
    _rule("past days", "period", ("past", "last", "previous", "preceding"),
          rf"\b(?i:(?:in|over|during|within|for|of) (?:the )?(?:past|last|previous|preceding) (?:(?P<n>{COUNT}) )?"
          r"(?P<unit>hours?|days?|weeks?|months?|years?|night))\b", means.past, "in the past 24 hours", "in the past tense"),
    _rule("the past days", "period", ("past", "last", "previous", "preceding"),
          rf"\b(?i:the (?:past|last|previous|preceding) (?P<n>{COUNT}) (?P<unit>hours|days|weeks|months|years))\b", means.past,
          "the past two days", "the last day"),
    _rule("within a day", "period", ("day", "hours"), r"\b(?i:(?:with)?in (?:24 hours|a day|the day)|per day|over 24 hours)\b",
          means.overnight,
          "20 times in a day", "in the daytime"),
    _rule("all day", "daylong", ("the day", "whole day"),
          r"\b(?i:(?:throughout|during|over|in the course of) the (?:whole )?day)\b", means.anchored_day,
          "23 times throughout the day", "during the daylight"),
    _rule("calendar week", "period", ("week", "month", "year"),
          r"\b(?P<which>(?i:this|last|previous|the current))\s+(?P<unit>(?i:week|month|year))\b", means.calendar,
          "last week", "a week"),
    _rule("weekend", "range", ("weekend",), r"\b(?i:(?:over|at|on|during|this|last) (?:the )?(?:past )?weekend)\b", means.weekend,
          "over the weekend", "weekends"),
    _rule("days ago", "relative", ("ago", "earlier", "later", "before", "afterwards"),
          rf"\b(?P<n>(?i:{COUNT})) (?P<unit>(?i:hours?|days?|weeks?|months?|years?)) "
          r"(?P<way>(?i:ago|earlier|later|before(?! (?:the|an?|his|her|its|their|this|that|it|he|they) )|afterwards))\b",
          means.ago, "two days earlier", "two days of talks"),
    _rule("the day before", "relative", ("before", "after", "earlier"),
          r"\b(?i:(?:on |at )?the (?:day|night|evening|morning) (?P<shift>before|after|earlier))(?! yesterday)\b", means.anchored,
          "the day before", "the day beforehand"),
    _rule("the same day", "relative", (" day", " night", " evening", " morning", " afternoon"),
          r"\b(?i:(?:on |at |in |during )?(?:the |that )?(?P<shift>same|very|previous|preceding|next|following|that) "
          r"(?:day|night|evening|morning|afternoon)|(?P<part>earlier|later) in the day)\b",
          means.anchored, "the same day", "the same daylight"),
    _rule("day of that month", "relative", tuple(f"the {digit}" for digit in range(10)),
          rf"\b(?:on |of )?the (?P<d>{DAY}(?:st|nd|rd|th))(?:(?= [,.;]|[,.;])| (?:of|in) (?:that|the same) month)", means.ordinal,
          "on the 22nd.", "the 22nd brigade"),
    _rule("year", "year", ("19", "20"),
          rf"\b(?i:in|since|of|until|till|during|from|by|after|before|the|late|early|end of|summer|autumn|spring|winter|throughout)"
          rf" (?P<y>{YEAR})(?![\d,.]\d|[A-Za-z]|-\d|\s+(?:people|shots|rounds|soldiers|troops|men|times|met(?:re|er)s|km))", means.year,
          "since 1994", "of 2000 shots"),
)
# fmt: on


ROOM = 96  # characters on either side of a needed word within which its expression lies
MARKS = frozenset(".-/")
NEEDS = tuple({rule.needs for rule in RULES})


def atoms(text: str) -> Iterator[tuple[re.Match[str], Rule]]:
    """Every expression of time in the order of the text; of those that overlap the one that starts first, then the longest."""
    lower = small(text)
    around = {needs: _around(text if needs in (OF_MONTH, OF_WEEK) else lower, needs) for needs in NEEDS}
    spoken = [(n, rule, span) for n, rule in enumerate(RULES) for span in around[rule.needs]]
    found = [(m.start(), -m.end(), n, m, rule) for n, rule, span in spoken for m in rule.pattern.finditer(text, *span)]
    end = -1
    for start, minus_end, _, match, rule in sorted(found, key=lambda row: row[:3]):
        if start >= end:
            end = -minus_end
            yield match, rule


def _around(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """The stretches of a text around these words, apart from each other."""
    found: list[tuple[int, int]] = []
    for at in sorted(at for word in words for at in _standing(text, word)):
        first = found.pop()[0] if found and at <= found[-1][1] else max(0, at - ROOM)
        found.append((first, at + ROOM))
    return found


def _standing(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text; a mark only between digits, as in a date."""
    at = text.find(word)
    while at >= 0:
        if word not in MARKS or (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
            yield at
        at = text.find(word, at + 1)
