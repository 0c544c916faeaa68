"""When: every expression of time of a text with the days it means and what it dates.

Days are counted from the dateline where there is one, else from the day of publication: "on Tuesday" is the last one up to
then. Words that need a day and have none ("on Tuesday" in a text without any date) mean nothing: unknown is never a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.model import Occurred
from etl.parse.dates_calendar import Clock, days, last_weekday
from etl.parse.dates_line import Dateline, dateline, day_of_writing, local_day
from etl.parse.dates_role import role_of, term_of
from etl.parse.dates_words import WEEKDAY, Atom, atoms

DAYS = frozenset({"day", "range"})
RECENT = timedelta(10)
COVERED = re.compile(r"(?i)\b(?:period|covering|reporting day|for the day of):?\s*$")
BORN = re.compile(r"(?i)\bborn (?:in|on) $|\bborn $")  # how old a victim was dates nothing
LOOSE = frozenset({"weekday", "near day", "this part of the day"})
TIMED = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b")
UNKNOWN = Occurred()
__all__ = ["DateMention", "Dateline", "best_day", "dateline", "dates_in", "day_of_news", "day_of_writing", "local_day", "told_before"]


@dataclass(frozen=True)
class DateMention:
    """Words of time, the days they mean, and what they date.

    kind: day overnight range period relative since until month year dateline.
    role: event (something happened then), speech (it was said then), agreement (a truce or treaty is of that day),
    history (long gone, or "since 1994"), plan (a day yet to come or a term that ends).
    """

    start: int
    end: int
    occurred: Occurred
    kind: str
    role: str = "event"
    rule: str = ""


def dates_in(text: str, published: date | None, written: date | None = None) -> list[DateMention]:
    """Every expression of time of a text, in order. `written` is the day of writing (for a headline: that of its article).

    Give it the whole text: "the same day" and "a day earlier" are counted from the days spoken of before.
    """
    published = published if published and 1900 < published.year < 2200 else None
    line = dateline(text, published)
    today = written or day_of_writing(text, published)
    mentions = [m for m in _compose(text, _read(text, today, line.span[1] if line else 0)) if not BORN.search(text, m.start - 9, m.start)]
    return [_with_role(text, m, today, line.span[1] if line and line.day else 0) for m in mentions]


def best_day(mentions: Sequence[DateMention]) -> DateMention | None:
    """Of the days told of one event the narrowest: "three of the four died on Sunday" before "in the last seven days"."""
    return min(mentions, key=lambda m: (m.kind in ("since", "until"), _width(m) > 3, m.start), default=None)


def _width(mention: DateMention) -> int:
    first, last = mention.occurred.start, mention.occurred.end
    return (last - first).days + 1 if first and last else 10_000


def told_before(mentions: Sequence[DateMention], text: str, offset: int) -> Occurred | None:
    """The day last told before an offset in its own paragraph: "On Monday it was Armenia that mourned. Three men were killed …"."""
    opening = text.rfind("\n", 0, offset) + 1
    low, high = (bisect_left(mentions, at, key=lambda m: m.start) for at in (opening, offset))
    return next((m.occurred for m in reversed(mentions[low:high]) if m.role == "event" and m.occurred.precision in DAYS), None)


def day_of_news(text: str, mentions: Sequence[DateMention], headline: Sequence[DateMention], today: date | None) -> Occurred:
    """The day of the news where an event has none of its own: the first day the text tells, of an event, else of the saying, else
    the headline's; told by the clock alone ("opened fire at 14:05") it is the dateline's.

    "… acknowledged on Monday that its forces had brought down a helicopter" is told of Monday.
    """
    recent = [m for m in (*mentions, *headline) if m.occurred.precision in DAYS and _fresh(m, today)]
    ranked = [m for m in recent if COVERED.search(text[max(0, m.start - 24) : m.start]) and m not in headline]
    ranked += [m for role in ("event", "speech") for m in recent if m.role == role and m.kind != "dateline"]
    if TIMED.search(text):
        ranked += [m for m in recent if m.kind == "dateline"]
    return ranked[0].occurred if ranked else UNKNOWN


def _fresh(mention: DateMention, today: date | None) -> bool:
    end = mention.occurred.end
    return end is not None and (today is None or today - RECENT <= end <= today)


def _read(text: str, today: date | None, head: int) -> list[Atom]:
    """The atoms with their days: "the same day" is the one last told, "a day earlier" in a new paragraph that before the newest."""
    nearest, newest, found = today, None, list[Atom]()
    for match, rule in atoms(text):
        told = _told_on(text, match.end(), today) if rule.kind == "period" and today else today
        fresh = not found or "\n" in text[found[-1].end : match.start()]
        anchor = newest if fresh and newest and EARLIER.search(match.group()) else nearest
        if rule.kind == "daylong" and fresh:
            anchor = None
        occurred = rule.read(match, Clock(told, anchor))
        if occurred is None or occurred.start is None:
            continue
        found.append(Atom(match.start(), match.end(), occurred, rule.kind, rule.name))
        if occurred.precision in ("day", "range") and rule.kind not in ("period", "daylong") and match.end() > head:
            nearest = occurred.end if rule.kind != "overnight" else occurred.start
            if nearest and today and nearest <= today:
                newest = max(newest or nearest, nearest)
    return found


EARLIER = re.compile(r"(?i)\b(?:earlier|before|previous|preceding)\b")
TOLD = re.compile(rf"[^.\n]{{0,160}}?\b(?:said|reported|announced|stated|told|according to)\b[^.\n]{{0,60}}?\b(?P<w>{WEEKDAY})\b")


def _told_on(text: str, end: int, today: date) -> date:
    """ "… in the last 24 hours, the military said late on Monday": the hours before Monday's end."""
    match = TOLD.match(text, end, end + 260)
    return (last_weekday(match["w"], today) or today) if match else today


CLOCK = (
    r"(?:(?:at\s+)?(?:about\s+|around\s+)?\d{1,2}(?:[:.]\d\d|\s*(?=[ap]\.?m))(?:\s*(?:[ap]\.?m\.?|hours|hrs|h|local time))?"
    r"|noon|midnight|dawn)"
)
SAME_DAY = re.compile(r"(?:'s)?(?:,?\s+(?:morning|afternoon|evening|night))?\s*,?\s*\(?\s*(?:the\s+)?")
TO_DAY = re.compile(
    rf"(?:\s+(?:night|evening|afternoon|morning))?\s*,?\s*(?:{CLOCK})?\s*(?:[-–—]|to|till|until|through|into|and)\s+(?:into\s+)?(?:(?:early|late)\s+)?"
    rf"(?:{CLOCK}\s*)?(?:on\s+|of\s+)?(?:the\s+)?(?:(?:early|morning|night)\s+)?(?:(?:hours|morning)\s+(?:of|on)\s+)?",
    re.I,
)
SPAN_BEFORE = re.compile(
    r"\b(?:from|between|nights? of|nights? from|night between|overnight|starting|period)\b(?:[^.;\n]|(?<=[ap])\.|(?<=m)\.){0,25}$", re.I
)
JOINED = re.compile(r"(?:to|till|until|through|into|[-–—])", re.I)
NIGHT_BEFORE = re.compile(
    r"\b(?:(?:in|on|during|over|through|throughout|the|late)\s+)*(?:the\s+)?(?:intervening\s+)?nights?\s+(?P<to>to|into)?\s*(?:of|on|from|between|over)?\s*(?:the\s+)?$",
    re.I,
)
OVERNIGHT_BEFORE = re.compile(r"\bovernight,?\s+(?:(?P<to>into|to)|on|of|from|between)?\s*$", re.I)
CLOCK_RANGE = re.compile(
    r"\b(?P<a>[01]?\d|2[0-4])[:.](?P<am>[0-5]\d)\s*(?:to|till|until|and|[-–—])\s*(?P<b>[01]?\d|2[0-4])[:.](?P<bm>[0-5]\d)\b"
)


def _compose(text: str, found: list[Atom]) -> list[DateMention]:
    """Neighbours put together: "Sunday, September 6", "from April 30 till May 2", "the night of April 7 to 8"."""
    mentions: list[DateMention] = []
    position = 0
    while position < len(found):
        atom, position = found[position], position + 1
        mention = DateMention(atom.start, atom.end, atom.occurred, atom.kind, rule=atom.rule)
        while position < len(found):
            joined = _joined(text, mention, found[position])
            if joined is None:
                break
            mention, position = joined, position + 1
        night = _by_night(text, mention)
        while mentions and mentions[-1].end > night.start:  # "overnight 3 August": the night told first by itself
            mentions.pop()
        mentions.append(night)
    return mentions


def _joined(text: str, left: DateMention, right: Atom) -> DateMention | None:
    """Two neighbouring expressions as one, or None."""
    gap = text[left.end : right.start]
    if right.kind == "overnight" and gap == " " and left.kind in ("day", "range"):
        end = left.occurred.end
        one = left.kind == "day" and end is not None
        occurred = days(left.occurred.start, end + timedelta(1)) if one and end else left.occurred
        return replace(left, end=right.end, occurred=occurred or left.occurred, kind="overnight")
    if len(gap) > 60 or left.kind not in ("day", "range", "overnight") or right.kind not in ("day", "range"):
        return None
    same = replace(left, end=right.end, rule=f"{left.rule} and {right.rule}")
    loose = LOOSE.issuperset(left.rule.split(" and "))
    if SAME_DAY.fullmatch(gap) and (loose or right.rule in LOOSE) and left.rule != right.rule:
        fixed = right.occurred if loose else left.occurred
        return replace(same, occurred=fixed, kind="day" if fixed.precision == "day" else left.kind)
    spans = SPAN_BEFORE.search(text[max(0, left.start - 40) : left.start])
    if TO_DAY.fullmatch(gap) and (JOINED.search(gap) or spans or (right.rule == left.rule and len(gap) < 12)):
        start, end = left.occurred.start, right.occurred.end
        if start and end and start > end and right.rule == "weekday":
            end += timedelta(7)
        if start and end and start > end:
            start = start - timedelta(7) if left.rule == "weekday" else start
        occurred = days(start, end)
        return replace(same, occurred=occurred, kind="range") if occurred else None
    return None


def _by_night(text: str, mention: DateMention) -> DateMention:
    """ "The night of 16 August" reaches into the 17th; "the night to 29 May" and "overnight into Friday" begin the day before."""
    start, end = mention.occurred.start, mention.occurred.end
    if mention.kind not in ("day", "range") or start is None or end is None:
        return mention
    before = text[max(0, mention.start - 50) : mention.start]
    match = NIGHT_BEFORE.search(before) or OVERNIGHT_BEFORE.search(before)
    if match:
        into = match["to"] or match.re is OVERNIGHT_BEFORE
        if start == end:
            start, end = (start - timedelta(1), end) if into else (start, end + timedelta(1))
        at = mention.start - len(before) + match.start() + len(match.group()) - len(match.group().lstrip())
        return replace(mention, start=at, occurred=Occurred(start, end, "range"), kind="overnight", rule=f"night of {mention.rule}")
    clock = CLOCK_RANGE.search(text[max(0, mention.start - 40) : mention.end + 40])
    if clock and start == end and int(clock["a"]) * 60 + int(clock["am"]) > int(clock["b"]) * 60 + int(clock["bm"]) > 0:
        return replace(
            mention,
            occurred=Occurred(start, end + timedelta(1), "range"),
            kind="overnight",
            rule=f"{mention.rule}, past midnight",
        )
    return mention


def _with_role(text: str, mention: DateMention, today: date | None, head: int) -> DateMention:
    """The mention with what it dates; "since Monday" reaches up to the day of writing."""
    first, last = mention.occurred.start, mention.occurred.end
    if first is None or last is None:
        return mention
    if mention.end <= head:
        return replace(mention, kind="dateline", role="speech")
    term = term_of(text, mention.start, mention.end)
    if term == "since" and today:
        mention = replace(mention, occurred=Occurred(first, max(today, first), "range"))
    kind = term or mention.kind
    return replace(mention, kind=kind, role=role_of(text, mention.start, mention.end, kind, first, last, today))
