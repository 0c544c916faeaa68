"""The calendar of bare words: which day "3 August", "Tuesday" or "June" is, counted back from the day of writing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from etl.model import Occurred

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "couple of": 2, "a couple of": 2, "twelve": 12,
}  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """The days that words are counted from: the day of writing, and the day last spoken of."""

    today: date | None
    anchor: date | None = None


def day(value: date | None) -> Occurred | None:
    """One whole day."""
    return Occurred(value, value, "day") if value else None


def days(start: date | None, end: date | None, precision: str = "range") -> Occurred | None:
    """From one day to another; None when they are the wrong way round."""
    if not start or not end or end < start or start.year < 1900:
        return None
    return Occurred(start, end, "day" if start == end and precision == "range" else precision)


def month_days(year: int, month: int) -> Occurred | None:
    """A whole month."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return days(first, last, "month")


def exact(year: int, month: int, number: int) -> date | None:
    """A day of the calendar, or None for the likes of 31 June."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def latest(month: int, number: int, today: date | None) -> date | None:
    """The bare date in the year that makes it latest but not after the day of writing: "3 August" in a text of 4 August."""
    if today is None:
        return None
    return next((d for back in range(9) if (d := exact(today.year - back, month, number)) and d <= today + timedelta(1)), None)


def month_of(word: str) -> int:
    """Number of a month by its first three letters."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def weekday_of(word: str) -> int:
    """Number of a weekday, Monday being 0."""
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def last_weekday(word: str, today: date | None) -> date | None:
    """The last such weekday, the day of writing included: "on Tuesday" in a text of Tuesday is that day."""
    return today - timedelta((today.weekday() - weekday_of(word)) % 7) if today else None


def number_of(word: str) -> int:
    """Value of a small count in figures or words."""
    return int(word) if word.isdigit() else NUMBERS[re.sub(r"\s+", " ", word.lower())]
