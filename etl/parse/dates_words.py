"""The single words of time that news uses: "3 August", "on Tuesday", "yesterday", "two days earlier", "in May 2021".

Each rule has a name, a pattern and a reading; `dates.py` puts neighbours together (from … to …, the night of …).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from etl.lexicon.words import small
from etl.model import Occurred
from etl.parse.dates_calendar import (
    MONTHS,
    WEEKDAYS,
    Clock,
    day,
    days,
    exact,
    last_weekday,
    latest,
    month_days,
    month_of,
    number_of,
    weekday_of,
)  # fmt: skip

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
    needs: tuple[str, ...]  # in small letters
    pattern: re.Pattern[str]
    read: Reading
    example: str
    counter: str


def _named(m: re.Match[str], clock: Clock, number: str = "d", year: str = "y") -> date | None:
    month, value = month_of(m["m"]), int(re.sub(r"\D", "", m[number]))
    return exact(int(m[year]), month, value) if m[year] else latest(month, value, clock.today)


def _named_day(m: re.Match[str], clock: Clock) -> Occurred | None:
    return day(_named(m, clock))


def _named_days(m: re.Match[str], clock: Clock) -> Occurred | None:
    end = _named(m, clock, "d2")
    return days(exact(end.year, end.month, int(re.sub(r"\D", "", m["d"]))), end) if end else None


def _numeric(m: re.Match[str], clock: Clock) -> Occurred | None:
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    year += 2000 if year < 100 else 0
    return day(exact(year, second, first) or exact(year, first, second))


def _iso(m: re.Match[str], clock: Clock) -> Occurred | None:
    return day(exact(int(m[1]), int(m[2]), int(m[3])))


def _weekday(m: re.Match[str], clock: Clock) -> Occurred | None:
    found = last_weekday(m["w"], clock.today)
    lead = (m["lead"] or "").lower().strip()
    if found and clock.today and (lead == "last" or m["week"]):
        monday = clock.today - timedelta(clock.today.weekday())
        found = monday + timedelta(weekday_of(m["w"]) - 7) if m["week"] else found - timedelta(7 * (found == clock.today))
    if found and lead in ("next", "coming", "this coming"):
        found += timedelta(7)
    return day(found)


def _weekday_next(m: re.Match[str], clock: Clock) -> Occurred | None:
    first = last_weekday(m["w"], clock.today)
    return days(first, first + timedelta((weekday_of(m["v"]) - weekday_of(m["w"])) % 7)) if first else None


NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "day before yesterday": -2, "earlier today": 0}


def _near(m: re.Match[str], clock: Clock) -> Occurred | None:
    return day(clock.today and clock.today + timedelta(NEAR[re.sub(r"\s+", " ", m["near"].lower())]))


def _this_part(m: re.Match[str], clock: Clock) -> Occurred | None:
    return day(clock.today)


def _overnight(m: re.Match[str], clock: Clock) -> Occurred | None:
    return days(clock.today - timedelta(1), clock.today) if clock.today else None


def _past(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "In the past 24 hours", told on the 6th, are the 5th and the 6th; "the last three days" the 4th, 5th and 6th."""
    if clock.today is None:
        return None
    unit, count = m["unit"].lower(), number_of(m["n"]) if m["n"] else 1
    if unit.startswith("hour"):
        back = max(1, round(count / 24)) if count >= 12 else 0
    else:
        back = {"day": max(1, count - 1), "nig": 1, "wee": 7 * count, "mon": 30 * count, "yea": 365 * count}[unit[:3]]
    return days(clock.today - timedelta(back), clock.today, "week" if back == 7 else "range")


def _calendar(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Last week" is Monday to Sunday; "this month" ends with the day of writing."""
    today, this = clock.today, m["which"].lower() in ("this", "the current")
    if today is None:
        return None
    unit = m["unit"].lower()
    if unit == "week":
        monday = today - timedelta(today.weekday())
        return days(monday, today, "week") if this else days(monday - timedelta(7), monday - timedelta(1), "week")
    if unit == "month":
        last = today.replace(day=1) - timedelta(1)
        return days(today.replace(day=1), today, "month") if this else month_days(last.year, last.month)
    year = today.year - (not this)
    return days(date(year, 1, 1), today if this else date(year, 12, 31), "year")


def _weekend(m: re.Match[str], clock: Clock) -> Occurred | None:
    sunday = last_weekday("sunday", clock.today)
    if sunday is None or clock.today is None:
        return None
    return days(clock.today, clock.today) if clock.today.weekday() == 5 else days(sunday - timedelta(1), sunday)


def _ago(m: re.Match[str], clock: Clock) -> Occurred | None:
    base = clock.today if m["way"].lower() == "ago" else clock.anchor
    if base is None:
        return None
    count, unit = number_of(m["n"]), m["unit"].lower()
    sign = 1 if m["way"].lower() in ("later", "after", "afterwards") else -1
    if unit.startswith("hour"):
        return day(base) if count < 12 else day(base + timedelta(sign * round(count / 24)))
    if unit.startswith("day"):
        return day(base + timedelta(sign * count))
    if unit.startswith("week"):
        middle = base + timedelta(7 * sign * count)
        return day(middle) if count == 1 else days(middle - timedelta(3), middle + timedelta(3), "week")
    if unit.startswith("month"):
        index = base.year * 12 + base.month - 1 + sign * count
        return month_days(index // 12, index % 12 + 1)
    return days(date(base.year + sign * count, 1, 1), date(base.year + sign * count, 12, 31), "year")


SHIFT = {"same": 0, "that": 0, "very": 0, "previous": -1, "preceding": -1, "before": -1, "earlier": -1,
         "next": 1, "following": 1, "after": 1, "later": 1}  # fmt: skip


def _anchored(m: re.Match[str], clock: Clock) -> Occurred | None:
    shift = SHIFT[m["shift"].lower()] if m["shift"] else 0
    return day(clock.anchor and clock.anchor + timedelta(shift))


def _anchored_day(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Throughout the day" is the day spoken of; in a communiqué that names none, the day up to its writing, like "the past day"."""
    return day(clock.anchor) if clock.anchor else _overnight(m, clock)


def _ordinal(m: re.Match[str], clock: Clock) -> Occurred | None:
    number, base = int(re.sub(r"\D", "", m["d"])), clock.anchor
    return day(exact(base.year, base.month, number)) if base else None


def _month(m: re.Match[str], clock: Clock) -> Occurred | None:
    month = month_of(m["m"])
    if m["y"]:
        return month_days(int(m["y"]), month)
    if clock.today is None:
        return None
    return month_days(
        clock.today.year - (month > clock.today.month or bool(m["last"] and month == clock.today.month)),
        month,
    )


FEASTS = {"christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "new years eve": (12, 31),
          "new years day": (1, 1), "new year": (1, 1)}  # fmt: skip


def _feast(m: re.Match[str], clock: Clock) -> Occurred | None:
    month, number = FEASTS[re.sub(r"['’]", "", m["feast"].lower())]
    return day(latest(month, number, clock.today))


def _year(m: re.Match[str], clock: Clock) -> Occurred | None:
    year = int(m["y"])
    return days(date(year, 1, 1), date(year, 12, 31), "year") if clock.today is None or year <= clock.today.year + 1 else None


def _rule(name: str, kind: str, needs: tuple[str, ...], pattern: str, read: Reading, example: str, counter: str) -> Rule:
    return Rule(name, kind, needs, re.compile(pattern), read, example, counter)


OF_MONTH = tuple(name[:3] for name in MONTHS)
OF_WEEK = tuple(name[:3] for name in WEEKDAYS)


# fmt: off
RULES: tuple[Rule, ...] = (
    _rule("iso date", "day", ("-",), rf"\b({YEAR})-(0[1-9]|1[0-2])-([0-2]\d|3[01])\b", _iso, "on 2022-08-03", "phone 2022-08-033"),
    _rule("numeric date", "day", (".", "/", "-"),
          rf"(?<![\d.])(?P<a>{DAY})(?P<s>[./-])(?P<b>{DAY})(?P=s)(?P<y>{YEAR}|\d\d(?![\d.,:]))(?!\d)", _numeric,
          "on 03.08.2022", "grid 3.8"),
    _rule("days of a month", "range", OF_MONTH,
          rf"\b(?P<d>{ORDINAL}){AND}(?P<d2>{ORDINAL})\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?\b", _named_days,
          "3 to 4 August", "3 to 4 soldiers in August"),
    _rule("month and days", "range", OF_MONTH,
          rf"\b(?P<m>{MONTH})\s+(?P<d>{ORDINAL}){AND}(?P<d2>{ORDINAL})(?![\d:.]\d|,\d|\s*(?:%|people|soldiers|times))"
          rf"(?:,?\s+(?P<y>{YEAR}))?\b", _named_days, "May 10-11", "May 10-11:30"),
    _rule("day and month", "day", OF_MONTH,
          rf"\b(?P<d>{ORDINAL})\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?(?![A-Za-z])", _named_day,
          "3 August", "120 Marches"),
    _rule("month and day", "day", OF_MONTH,
          rf"\b(?P<m>{MONTH})(?:\s+(?:the\s+)?|(?<=\.))(?P<d>{ORDINAL})(?![\d:]|[.,]\d)(?:,?\s+(?P<y>{YEAR})(?!\d))?(?![A-Za-z])",
          _named_day, "Aug. 3, 2022", "May 250 shells"),
    _rule("month of a year", "month", OF_MONTH, rf"{IN_MONTH}?{PART}(?P<m>{MONTH})(?:\s+of)?(?:,?\s+(?P<y>{YEAR}))\b", _month,
          "in May 2021", "may 2021"),
    _rule("bare month", "month", OF_MONTH, rf"{IN_MONTH}{PART}(?P<m>{MONTH})(?P<y>)(?!\.?\s*\d|[A-Za-z])", _month,
          "in early October", "General March"),
    _rule("feast", "day", ("christmas", "new year"),
          r"\b(?P<feast>Christmas Day|Christmas Eve|Christmas(?= and New)|New Year['’]s Eve|New Year['’]s Day|New Year)\b"
          r"(?! truce)", _feast, "on Christmas Eve", "a Christmas mass"),
    _rule("weekdays in a row", "range", OF_WEEK, rf"\b(?P<w>{WEEKDAY})(?:\s+(?:and|to|through)\s+(?:on\s+)?|\s*[-–]\s*)(?P<v>{WEEKDAY})\b",
          _weekday_next, "on Tuesday and Wednesday", "Tuesday market"),
    _rule("weekday", "day", OF_WEEK,
          rf"\b(?:(?P<lead>last|this|next|coming|this coming|past)\s+)?(?P<w>{WEEKDAY})(?P<week>\s+(?:of\s+)?last\s+week)?(?![a-z])",
          _weekday, "on Tuesday", "Sundays River"),
    _rule("near day", "day", ("yesterday", "today", "tonight", "tomorrow"),
          r"\b(?:the\s+)?(?P<near>(?i:day before yesterday|yesterday|earlier today|today|tonight|tomorrow))\b",
          _near, "yesterday at 17:00", "yesteryear"),
    _rule("this part of the day", "day", (" morning", " afternoon", " evening", " day", " dawn"),
          r"\b(?i:this (?:very )?(?:morning|afternoon|evening|day|dawn)|(?:from|since) the (?:beginning|start) of the day)\b", _this_part,
          "this morning", "that morning"),
    _rule("overnight", "overnight", ("night", "evening"),
          r"\b(?i:overnight|last (?:night|evening)|(?:during|in|over|through(?:out)?) the (?:last |past )?night|by night"
          r"|in the course of the night)(?! (?:of|from|on|to|into|between|shift)\b)", _overnight, "overnight", "the night shift"),
    _rule("past days", "period", ("past", "last", "previous", "preceding"),
          rf"\b(?i:(?:in|over|during|within|for|of) (?:the )?(?:past|last|previous|preceding) (?:(?P<n>{COUNT}) )?"
          r"(?P<unit>hours?|days?|weeks?|months?|years?|night))\b", _past, "in the past 24 hours", "in the past tense"),
    _rule("the past days", "period", ("past", "last", "previous", "preceding"),
          rf"\b(?i:the (?:past|last|previous|preceding) (?P<n>{COUNT}) (?P<unit>hours|days|weeks|months|years))\b", _past,
          "the past two days", "the last day"),
    _rule("within a day", "period", ("day", "hours"), r"\b(?i:(?:with)?in (?:24 hours|a day|the day)|per day|over 24 hours)\b", _overnight,
          "20 times in a day", "in the daytime"),
    _rule("all day", "daylong", ("the day", "whole day"),
          r"\b(?i:(?:throughout|during|over|in the course of) the (?:whole )?day)\b", _anchored_day,
          "23 times throughout the day", "during the daylight"),
    _rule("calendar week", "period", ("week", "month", "year"),
          r"\b(?P<which>(?i:this|last|previous|the current))\s+(?P<unit>(?i:week|month|year))\b", _calendar,
          "last week", "a week"),
    _rule("weekend", "range", ("weekend",), r"\b(?i:(?:over|at|on|during|this|last) (?:the )?(?:past )?weekend)\b", _weekend,
          "over the weekend", "weekends"),
    _rule("days ago", "relative", ("ago", "earlier", "later", "before", "afterwards"),
          rf"\b(?P<n>(?i:{COUNT})) (?P<unit>(?i:hours?|days?|weeks?|months?|years?)) "
          r"(?P<way>(?i:ago|earlier|later|before(?! (?:the|an?|his|her|its|their|this|that|it|he|they) )|afterwards))\b",
          _ago, "two days earlier", "two days of talks"),
    _rule("the day before", "relative", ("before", "after", "earlier"),
          r"\b(?i:(?:on |at )?the (?:day|night|evening|morning) (?P<shift>before|after|earlier))(?! yesterday)\b", _anchored,
          "the day before", "the day beforehand"),
    _rule("the same day", "relative", (" day", " night", " evening", " morning", " afternoon"),
          r"\b(?i:(?:on |at |in |during )?(?:the |that )?(?P<shift>same|very|previous|preceding|next|following|that) "
          r"(?:day|night|evening|morning|afternoon)|(?P<part>earlier|later) in the day)\b", _anchored, "the same day", "the same daylight"),
    _rule("day of that month", "relative", tuple(f"the {digit}" for digit in range(10)),
          rf"\b(?:on |of )?the (?P<d>{DAY}(?:st|nd|rd|th))(?:(?= [,.;]|[,.;])| (?:of|in) (?:that|the same) month)", _ordinal,
          "on the 22nd.", "the 22nd brigade"),
    _rule("year", "year", ("19", "20"),
          rf"\b(?i:in|since|of|until|till|during|from|by|after|before|the|late|early|end of|summer|autumn|spring|winter|throughout)"
          rf" (?P<y>{YEAR})(?![\d,.]\d|[A-Za-z]|-\d|\s+(?:people|shots|rounds|soldiers|troops|men|times|met(?:re|er)s|km))", _year,
          "since 1994", "of 2000 shots"),
)
# fmt: on


ROOM = 96  # characters on either side of a needed word within which its expression lies
MARKS = frozenset(".-/")
NEEDS = tuple({rule.needs for rule in RULES})


def atoms(text: str) -> Iterator[tuple[re.Match[str], Rule]]:
    """Every expression of time in the order of the text; of those that overlap the one that starts first, then the longest."""
    lower = small(text)
    around = {needs: _around(lower, needs) for needs in NEEDS}
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
