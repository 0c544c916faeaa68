"""Cues: the words that tell whether a telling is another incident, an answer, a later one, or of times long gone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.lexicon.seldom import Seldom
from etl.parse.clauses import clause_of
from etl.parse.dates import DateMention
from etl.parse.document import Sentence
from etl.parse.scenes import Telling

SEPARATE = Seldom(
    r"\b(?:separate(?:ly)?|another|elsewhere|in addition(?! to)|a second|further|also|too|besides|the other|a day (?:earlier|later)"
    r"|the same day)\b",
    re.I,
)
ANSWER = Seldom(
    r"\b(?:in (?:response|retaliation|reply|return|answer)|retaliat\w+|respon\w+|returned fire|return fire|fired back|shot back"
    r"|answer\w*|counter-?(?:attack|offensive)\w*|reprisal)\b",
    re.I,
)
EARLIER = Seldom(r"\b(?:earlier|previous(?:ly)?|before that|the day before|last (?:week|month|year)|first)\b", re.I)
SEQUENCE = Seldom(
    r"\b(?:later|then|again|finally|afterwards|subsequently|second time|once more|hours after|towards? (?:morning|evening|noon)"
    r"|the first|the second|next)\b",
    re.I,
)
CLOCK = re.compile(r"\b(?:at|from|since|about|around|between) (?:about |around )?\d{1,2}(?:[:.]\d\d| ?[ap]\.?m\b)|\b\d{1,2}[:.]\d\d", re.I)
LONG = Seldom(
    r"\b(?:last year|this year|so far this year|in the (?:past|last) (?:\w+ )?(?:weeks|months|years|month|year)|since (?:the start of "
    r"|the beginning of )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d)|19\d\d"
    r"|20\d\d)|within (?:one|a) year"
    r"|(?<!born )in (?:19|20)\d\d|over the (?:past |last )?(?:\w+ )?(?:weeks|months|years)"
    r"|during the (?:past |last )?(?:\w+ )?(?:weeks|months|year|years)|in recent (?:weeks|months|years)|over the year|annually|to date)\b",
    re.I,
)
SPANS = frozenset({"days", "week", "weeks", "fortnight", "month", "months", "year", "years"})  # what came "a day after" is news itself
PAST = frozenset({"history", "agreement", "plan"})


def cues(text: str) -> frozenset[str]:
    """The names of the cues that a sentence holds."""
    return frozenset(
        name
        for name, cue in (("separate", SEPARATE), ("answer", ANSWER), ("earlier", EARLIER), ("sequence", SEQUENCE), ("clock", CLOCK))
        if cue.search(text)
    )


def long_before(sentence: Sentence) -> frozenset[int]:
    """Where, in characters of the text, a sentence recalls what was days or longer before its news: "it began two days after gunmen had
    killed 26 people at Pahalgam, an attack …"."""
    found: set[int] = set()
    for word in sentence.doc or ():
        clause = word.head
        if word.lower_ == "after" and word.dep_ == "mark" and word.doc[word.i - 1].lower_ in SPANS and clause.dep_ == "advcl":
            last = clause.right_edge
            found.update(range(sentence.start + word.idx, sentence.start + last.idx + len(last.text)))
    return frozenset(found)


def bygone(sentence: Sentence, telling: Telling, old: list[DateMention]) -> bool:
    """Whether it is told of times long gone: by a date in its own clause beside which no day of late stands, or as a sum."""
    precise = [d for d in telling.dates if d.occurred.precision in ("day", "range", "week")]
    gone = [d for d in old if not precise or d.role == "history"]
    old_only = _governed(sentence, telling, (d.start for d in gone)) and not _governed(sentence, telling, (d.start for d in precise))
    return old_only or _summed_up(sentence, telling)


def _governed(sentence: Sentence, telling: Telling, offsets: Iterable[int]) -> bool:
    """Whether one of these offsets stands in the telling's own clause."""
    clauses = {clause_of(sentence, e.start) for e in telling.mentions}
    return any(clause_of(sentence, offset) in clauses for offset in offsets)


def _summed_up(sentence: Sentence, telling: Telling) -> bool:
    """Whether it sums up a long time: "broke the truce 5,133 times last year"."""
    if telling.dates and any(d.occurred.precision == "day" for d in telling.dates):
        return False
    return _governed(sentence, telling, (sentence.start + m.start() for m in LONG.finditer(sentence.text)))
