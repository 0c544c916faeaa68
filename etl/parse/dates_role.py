"""What words of time date: the event itself, the saying of it, a truce or treaty, history, or a day yet to come."""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.lexicon.seldom import Seldom

SAID = (
    r"(?:said|says|told|reported|reports|announced|stated|added|claimed|informed|confirmed|declared|wrote|noted|tweeted|posted"
    r"|warned|quoted|published|issued|released|accused|denied|rejected|condemned|urged|called|statement|communiqu[eé]|report"
    r"|briefing|bulletin|summary|speaking|spoke|counted|acknowledged|admitted)"
)
LINKS = (
    r"(?:late|early|earlier|later|on|in|a|an|the|its|his|her|statement|briefing|press|conference|reporters|journalists|by|it"
    r"|website|message|post|communiqué|report|bulletin|agency|news|from|to|video|link|telegram|here|also|them|and|of|for|saying"
    r"|dated|daily|at|written|[A-Z][\w’'.-]*)"
)
SAID_BEFORE = Seldom(rf"\b{SAID}(?:,?\s+(?!that\b){LINKS}){{0,12}}$")
SAID_AFTER = Seldom(
    rf"(?:\s+(?:night|morning|evening|afternoon))?\s+(?:(?:also|again|that)\s+)?(?:{SAID}|blamed|demanded|appealed|voiced"
    r"|expressed|thanked)\b"
)
TREATY = (
    r"(?:cease-?\s?fires?|truces?|armistice|agreements?|accords?|deals?|understandings?|arrangements?|statement of|war|conflict"
    r"|protocol|resolution|memorandum|peace|pact|declaration|treaty|measures|offensive|invasion)"
)
MADE = r"(?:signed|reached|agreed|concluded|brokered|declared|announced|proclaimed|negotiated|sealed|struck|renewed|dated|adopted)"
TREATY_BEFORE = Seldom(
    rf"\b{TREATY}\s+(?:(?:of|from|dated)\s+(?:the\s+)?"
    rf"|(?:\w+\s+){{0,4}}?{MADE}\s+(?:(?!by\b)\w+\s+){{0,4}}?(?:on|in|of|last)?\s*)$",
    re.I,
)
NAMING = r"(?:(?!the\b|an?\b|and\b|broke|in\b|during\b|amid\b|despite\b|by\b|as\b|after\b|before\b|when\b|while\b)[\w-]+\s+){0,2}?"
TREATY_AFTER = Seldom(rf"(?:['’]s)?\s+{NAMING}{TREATY}\b(?!\s+(?:violat|breach|monitor|observ))", re.I)
REST = r"(?:[ap]\.m\.|[^.;\n]){0,30}$"  # of the clause: "at 4 a.m. on"
IN_FORCE = Seldom(
    rf"\b(?:{TREATY}\b[^.\n]{{0,60}}|(?:which|that|it)\s+)(?:took|taken|takes?|came|come|comes|coming|went|entered|in|into)"
    rf"\s+(?:into\s+)?(?:effect|force|hold)\b{REST}"
    rf"|\b{TREATY}\b[^.;\n]{{0,25}}\b(?:{MADE}|began|begun|started|expired)\b[^.;,\n]{{0,45}}$"
    rf"|\bagree(?:d|ing|s)? to (?:stop|halt|end|cease|suspend|(?:an? )?(?:\w+ )?{TREATY})\b[^.;\n]{{0,60}}$",
    re.I,
)
SINCE = Seldom(r"\b(?:since|as of|starting)\s+(?:\w+\s+){0,2}$", re.I)
UNTIL = Seldom(
    r"\b(?:until|till|by|before|expires? on|due on|scheduled for|planned for|(?:is|was|were|are) to \w+ (?:on|until|till))"
    r"\s+(?:the\s+)?$",
    re.I,
)
BY = re.compile(r"(?i)\bby\s+$")
AGO = re.compile(r"(?i)\b(?:weeks?|months?|years?) (?:ago|earlier|before)$")
HISTORY = timedelta(60)
RECENT = timedelta(10)


def role_of(text: str, start: int, end: int, kind: str, first: date, last: date, today: date | None) -> str:
    """The role of the words at [start, end), which mean the days first to last, in a text written on `today`."""
    before = text[max(0, start - 110) : start].rsplit("\n", 1)[-1]
    after = text[end : end + 50]
    if kind == "since":
        return "event" if today and today - first < RECENT else "history"
    if kind == "until" and today and last <= today and BY.search(before):
        return "speech"  # "had been killed by Monday": the day of the count
    if kind == "until" or (today and first > today):
        return "plan"
    if TREATY_BEFORE.search(before) or TREATY_AFTER.match(after) or IN_FORCE.search(before):
        return "agreement"
    if kind == "relative" and today and last < today - RECENT and AGO.search(text[start:end]):
        return "history"
    if kind == "year" or (today and last < today - HISTORY):
        return "history"
    if kind in ("day", "relative") and (SAID_BEFORE.search(before.rstrip()) or SAID_AFTER.match(after)):
        return "speech"
    return "event"


def term_of(text: str, start: int, end: int) -> str | None:
    """ "since" or "until" when the words begin or end a term: "since Monday", "until 30 June"."""
    before = text[max(0, start - 40) : start]
    words = text[start:end].lower()
    if SINCE.search(before) or words.startswith("since"):
        return "since"
    return "until" if UNTIL.search(before) or words.startswith(("until", "till")) else None
