"""Counts of violations, shots, shells and explosions: a day's or a war's tally, never a toll."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.lexicon.seldom import Seldom
from etl.model import Tally
from etl.parse.attribution import at
from etl.parse.document import Sentence
from etl.parse.numbers import Numeral, numerals
from etl.parse.tellings import Reader

COUNTED = {
    "violations": re.compile(
        r"\s*(?:(?!(?:in|by|during|after|from|amid)\b)\w+[ -]){0,3}?(?:times|occasions|violations|breaches"
        r"|cases of (?:fire|firing|shelling)|ceasefire violations|attacks|incidents|infringements)\b",
        re.I,
    ),
    "shots_fired": re.compile(r"\s*(?:\w+[ -]){0,2}?(?:shots|bullets|bursts|rounds of small arms)\b", re.I),
    "shells_fired": re.compile(
        r"\s*(?:\w+[ -]){0,3}?(?:shells|mortar rounds|artillery rounds|mortar bombs|rockets|missiles"
        r"|projectiles|munitions|grenades|rounds)\b",
        re.I,
    ),
    "explosions": re.compile(r"\s*(?:\w+[ -]){0,2}?explosions\b", re.I),
}  # fmt: skip
BREACH = Seldom(r"\b(?:violat|breach|broke|fire|fired|shell|attack|strike|struck|truce|ceasefire|cease-fire)\w*\b", re.I)
PERIOD = re.compile(
    r"\b(?:since [^,.;]{3,40}|(?:in|over|within|during) the (?:past|last) [^,.;]{3,24}"
    r"|last (?:year|month|week)|this (?:year|month|week)|in (?:19|20)\d\d)",
    re.I,
)


def counts(reader: Reader, sentence: Sentence) -> Iterator[Tally]:
    """The counts of a sentence that tells of breaches."""
    text = sentence.text
    if not BREACH.search(text):
        return
    for number in numerals(text):
        if number.vague or (number.low or number.high or 0) < 2:
            continue
        harm = next((name for name, after in COUNTED.items() if after.match(text, number.end)), None)
        if harm is not None:
            yield _tally(reader, sentence, number, harm)


def _tally(reader: Reader, sentence: Sentence, number: Numeral, harm: str) -> Tally:
    after = COUNTED[harm].match(sentence.text, number.end)
    span = sentence.start + number.start, sentence.start + (after.end() if after else number.end)
    source = at(reader.sources[sentence.index], span[0])
    period = PERIOD.search(sentence.text)
    doers = [e.party for t in reader.tellings if t.sentence == sentence.index for event in t.events for e in event.initiators if e.party]
    return Tally(
        harm,
        span,
        doers[0] if doers else None,
        number.low,
        number.high,
        period.group() if period else None,
        source.actor if source else None,
        "counted",
    )
