"""What words of time mean: each reading takes a match of its rule and the clock of the article and gives the days.

A reading answers None where its words name no day that exists or nothing tells which day they are reckoned from.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.model import Occurred
from etl.parse.dates_calendar import (
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


def named(m: re.Match[str], clock: Clock, number: str = "d", year: str = "y") -> date | None:
    """The day of a month named, of the year named or else of the last such day."""
    month, value = month_of(m["m"]), int(re.sub(r"\D", "", m[number]))
    return exact(int(m[year]), month, value) if m[year] else latest(month, value, clock.today)


def named_day(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "3 August"."""
    return day(named(m, clock))


def named_days(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "3 to 4 August"."""
    end = named(m, clock, "d2")
    return days(exact(end.year, end.month, int(re.sub(r"\D", "", m["d"]))), end) if end else None


def numeric(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "03.08.2022": day first, unless only the other order is a day, or a day that has come."""
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    year += 2000 if year < 100 else 0
    orders = [found for found in (exact(year, second, first), exact(year, first, second)) if found]
    come = [found for found in orders if clock.today is None or found <= clock.today + timedelta(1)]
    return day(next(iter(come or orders), None))


def iso(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "2022-08-03"."""
    return day(exact(int(m[1]), int(m[2]), int(m[3])))


def weekday(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "On Tuesday" is the last one; "last Tuesday", said on one, that of a week ago."""
    found = last_weekday(m["w"], clock.today)
    lead = (m["lead"] or "").lower().strip()
    if found and clock.today and (lead == "last" or m["week"]):
        monday = clock.today - timedelta(clock.today.weekday())
        found = monday + timedelta(weekday_of(m["w"]) - 7) if m["week"] else found - timedelta(7 * (found == clock.today))
    if found and lead in ("next", "coming", "this coming"):
        found += timedelta(7)
    return day(found)


def weekday_next(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "On Tuesday and Wednesday"."""
    first = last_weekday(m["w"], clock.today)
    return days(first, first + timedelta((weekday_of(m["v"]) - weekday_of(m["w"])) % 7)) if first else None


NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "day before yesterday": -2, "earlier today": 0}


def near(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Yesterday"."""
    return day(clock.today and clock.today + timedelta(NEAR[re.sub(r"\s+", " ", m["near"].lower())]))


def this_part(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "This morning"."""
    return day(clock.today)


def overnight(m: re.Match[str], clock: Clock) -> Occurred | None:
    """Into the day of writing."""
    return days(clock.today - timedelta(1), clock.today) if clock.today else None


def past(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "In the past 24 hours", told on the 6th, are the 5th and the 6th; "the last three days" the 4th, 5th and 6th."""
    if clock.today is None:
        return None
    unit, count = m["unit"].lower(), number_of(m["n"]) if m["n"] else 1
    if unit.startswith("hour"):
        back = max(1, round(count / 24)) if count >= 12 else 0
    else:
        back = {"day": max(1, count - 1), "nig": 1, "wee": 7 * count, "mon": 30 * count, "yea": 365 * count}[unit[:3]]
    return days(clock.today - timedelta(back), clock.today, "week" if back == 7 else "range")


def calendar(m: re.Match[str], clock: Clock) -> Occurred | None:
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


def weekend(m: re.Match[str], clock: Clock) -> Occurred | None:
    """The last one; on a Saturday that day alone."""
    sunday = last_weekday("sunday", clock.today)
    if sunday is None or clock.today is None:
        return None
    return days(clock.today, clock.today) if clock.today.weekday() == 5 else days(sunday - timedelta(1), sunday)


def ago(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Two days ago" from the day of writing, "two days earlier" from the day spoken of."""
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


def anchored(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "The same day", "the day before": from the day spoken of."""
    shift = SHIFT[m["shift"].lower()] if m["shift"] else 0
    return day(clock.anchor and clock.anchor + timedelta(shift))


def anchored_day(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Throughout the day" is the day spoken of; in a communiqué that names none, the day up to its writing, like "the past day"."""
    return day(clock.anchor) if clock.anchor else overnight(m, clock)


def ordinal(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "On the 22nd" of the month spoken of."""
    number, base = int(re.sub(r"\D", "", m["d"])), clock.anchor
    return day(exact(base.year, base.month, number)) if base else None


def month(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "In May 2021", "in early October"."""
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


def feast(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "On Christmas Eve": the last one."""
    month, number = FEASTS[re.sub(r"['’]", "", m["feast"].lower())]
    return day(latest(month, number, clock.today))


def year(m: re.Match[str], clock: Clock) -> Occurred | None:
    """ "Since 1994"; none that is to come."""
    year = int(m["y"])
    return days(date(year, 1, 1), date(year, 12, 31), "year") if clock.today is None or year <= clock.today.year + 1 else None
