"""The dateline at the head of a text: "STEPANAKERT, 21 MARCH." says where and on which day it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from etl.lexicon.places import fold, gazetteer
from etl.model import Span
from etl.parse.dates_calendar import exact, latest, month_of
from etl.parse.dates_words import MONTH, ORDINAL, WEEKDAY, YEAR


@dataclass(frozen=True)
class Dateline:
    """Where and when a text was written, by its own first words."""

    span: Span
    place: str | None
    day: date | None


CITY = r"[A-Z][\w'’.-]*(?:[ /](?:[A-Z][\w'’.-]*|al-\w+|de|el|la)){0,3}"
LAND = rf"{CITY}(?: (?:of|and) {CITY})?"  # "Democratic Republic of Congo"
CAPITALS = r"[A-ZÀ-Ý][A-ZÀ-Ý'’.-]{2,}(?:[ /][A-ZÀ-Ý'’.-]{2,}){0,3}"
DAY_MONTH = rf"(?:(?P<d1>{ORDINAL})\s+(?P<m1>{MONTH})|(?P<m2>{MONTH})(?:\s+|(?<=\.))(?P<d2>{ORDINAL}))"
WHEN = rf"(?:(?:{WEEKDAY},?\s+)?{DAY_MONTH}(?:,?\s+(?P<y>{YEAR}))?)"
AGENCY = r"(?:\s*[(/\[][\w .,&'’/-]{2,40}[)/\]])"
LINE_END = r"\s*(?:[-–—:|]+\s|\.\s+[-–—]?|\s*\n|$|,\s+[A-Z]{4,}\b[\w ]*(?:[-–—.]|\s))"
FORMS = (
    re.compile(  # "BAKU, May 4 (TASS)", "KYIV, March 26 -"
        rf"\s*(?P<place>{CITY})(?:,\s+{LAND})?,?(?:\s*[,.(:/–—-]?\s*{WHEN}\)?)(?:\s*\d\d?[:.]\d\d)?{AGENCY}?(?:{LINE_END}|{AGENCY}|\.)"
    ),
    re.compile(rf"\s*(?P<place>{CAPITALS}|{CITY}(?:/{CITY})?)(?:,\s+{LAND})?:\s+(?=[\"“]?[A-Z])"),  # "RAWALPINDI: A", "Jammu/Islamabad: A"
    re.compile(rf"\s*\((?P<place>{CITY})\)\s+(?=[A-Z])"),  # "(Karachi) A civilian …"
    re.compile(rf"\s*(?P<place>{CAPITALS})(?:,\s+{LAND})?\.\s+(?=[\"“]?[A-Z])"),  # "LAIZA. Shells fell …"
    re.compile(  # "SURIGAO CITY (Agency/11 February) —"
        rf"\s*(?P<place>{CAPITALS}|{CITY})(?:,\s+{LAND})?\s*\((?:[\w .]+/\s*)?{WHEN}\)\s*[-–—:.]?\s"
    ),
    re.compile(rf"\s*{WHEN}\s*\((?P<place>{CAPITALS}|{CITY})\)\s*[-–—:.]\s"),  # "July 10, 2018 (JUBA) - "
    re.compile(rf"\s*{WHEN}(?:{AGENCY}?{LINE_END}|\.)"),  # "April 8, 2016."
    re.compile(rf"\s*(?P<place>{CAPITALS}(?:,\s+{LAND})?),?{AGENCY}\s*[-–—.:]?\s"),  # "MOSCOW (Agency) The"
    re.compile(  # "KYIV –", "Moscow (Agency) -"
        rf"\s*(?P<place>{CAPITALS}(?:,\s+{LAND})?|{CITY})(?:{AGENCY}\s*[-–—.:]\s|\s*(?:[–—]|\.?\s-)\s*)"
    ),
)
AS_OF = re.compile(rf"\bas of\s+(?:\d{{1,2}}[:.]?\d\d\s*(?:hrs|hours|h)?,?\s*)?(?:\([\w ]+\),?\s*)?(?:on\s+)?{WHEN}")
COLON = re.compile(rf"\s*{CITY}:\s+")
LINES, SHORT = 6, 90
NO_PLACE = re.compile(rf"(?:{MONTH}|{WEEKDAY}|On|In|By|Since|Press|Statement|STATEMENT|Updated|UPDATE)\b.*")


@lru_cache(maxsize=2)  # the readers of one article ask it one after the other
def dateline(text: str, published: date | None = None) -> Dateline | None:
    """The dateline at the head of a text, if there is one: "BAKU, May 4 (TASS)", "21 March –", "KYIV –".

    A few short lines may stand before it: a masthead, a rubric, the time of publication.
    """
    start = 0
    for line in text[:600].split("\n")[:LINES]:
        found = _dateline(text, start, published)
        if found or len(line) > SHORT or line.rstrip().endswith("."):
            return found
        start += len(line) + 1
    return None


def _dateline(text: str, start: int, published: date | None) -> Dateline | None:
    for form in FORMS:
        match = form.match(text[start : start + 200])
        if match is None or not match.group().strip():
            continue
        parts = match.groupdict()
        place = parts.get("place")
        if place and parts.get("d1", parts.get("d2")) and not place.isupper() and match.group().rstrip()[-1] in ".:":
            return None
        if place and COLON.fullmatch(match.group()) and not (place.isupper() or "/" in place or gazetteer().find(fold(place))):
            continue  # "Hezbollah: We fired" names who speaks
        if place and (NO_PLACE.fullmatch(place) or len(place) > 40):
            place = None
        lead = len(match.group()) - len(match.group().lstrip())
        return Dateline((start + lead, start + match.end()), place, _written(parts, published))
    return None


def _written(parts: dict[str, str | None], published: date | None) -> date | None:
    month, number = parts.get("m1") or parts.get("m2"), parts.get("d1") or parts.get("d2")
    if not month or not number:
        return None
    value, year = int(re.sub(r"\D", "", number)), parts.get("y")
    return exact(int(year), month_of(month), value) if year else latest(month_of(month), value, published)


def day_of_writing(text: str, published: date | None, title: str = "") -> date | None:
    """The day to count from: that of "information as of 19:30, 17 August", else the dateline's, if within the fortnight before
    publication, else the day of publication."""
    as_of = AS_OF.search(f"{title}\n{text[:600]}")
    line = dateline(text, published)
    day = (_written(as_of.groupdict(), published) if as_of else None) or (line.day if line else None)
    if day is None:
        return published
    return day if published is None or timedelta(-1) <= published - day <= timedelta(14) else published


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day at a place: 22:30 UTC on the 3rd is the 4th in Asia/Baku."""
    return moment.astimezone(ZoneInfo(zone)).date()
