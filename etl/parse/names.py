"""The harmed by name: those whom a later sentence names ("The dead were identified as …"), and in which year they were born."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.lexicon.seldom import Seldom
from etl.lexicon.words import words
from etl.model import Casualty, Report
from etl.parse.document import AGE, Sentence
from etl.parse.numbers import value
from etl.parse.tellings import Reader

FAR = 2  # paragraphs from a toll to the sentence that names its people
WHO = (
    r"(?:him|her|them|they|the (?:[\w-]+ ){0,2}?(?P<who>dead|deceased|victims?|killed|slain|fallen|martyrs?|injured|wounded"
    r"|soldiers?|servicem[ae]n|troopers?|policem[ae]n|civilians?|villagers?|wom[ae]n|m[ae]n|boys?|girls?|two|three|four|five))"
)
NAMED = Seldom(
    rf"\b(?:{WHO.replace('?P<who>', '?P<passive>')}(?: [\w-]+){{0,2}}? (?:was|were|been)(?: later)? (?:identified|named)"
    rf"|(?:identified|named) {WHO}) as (?P<list>(?:(?!, (?!and )(?-i:[a-z]))[^.;])+)",
    re.I,
)
NAME = re.compile(r"[A-Z][\w'’]*(?:[ -](?:al-|el-|ul |bin |ibn )?[A-Z][\w'’]*)+")
GRADES = frozenset(["Staff", "Senior", "Junior", "First", "Second", "Lance", "Chief", "Warrant", "Petty", "Sgt", "Lt", "Capt",
                    "Maj", "Col", "Gen"])  # fmt: skip
PARTS = re.compile(r",? and |, ")
BORN = re.compile(r",? \(?(?:born(?: on \d{1,2} \w+| in)?|b\.),? (?P<year>(?:19|20)\d\d)\b")


def named(told: tuple[Report, ...], reader: Reader) -> tuple[Report, ...]:
    """The reports with the names that other sentences give their people."""
    found = list(told)
    for sentence in reader.document.sentences:
        for who, count, names in _identified(sentence):
            n, at = _meant(found, sentence, who, count, reader)
            if at is not None:
                rows = list(found[n].casualties)
                rows[at] = replace(rows[at], names=names)
                found[n] = replace(found[n], casualties=tuple(rows))
    text = reader.document.article.text
    return tuple(replace(r, casualties=tuple(_aged(c, text) for c in r.casualties)) for r in found)


def _identified(sentence: Sentence) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """What they are called, how many, their names: "the soldiers", "Sepoy Bilal" and "Havildar Abdul Rauf"."""
    for match in NAMED.finditer(sentence.text):
        parts = PARTS.split(AGE.sub(lambda m: " " * len(m[0]), match["list"]))
        names = [_bare(part.split()) for part in parts if not part[:1].isdigit()]
        if any(names):
            yield (match["who"] or match["passive"] or "").lower(), len(names), tuple(name for name in names if name)


def _bare(part: list[str]) -> str | None:
    """The name without the rank before it and what follows; None where it is no name."""
    ranked = False
    while len(part) > 1 and (part[0] in GRADES or part[0].lower() in words().nouns):
        ranked, part = True, part[1:]
    match = NAME.match(" ".join(part))
    return match[0] if match else next((word for word in part[:1] if ranked and word.istitle()), None)


def _meant(told: list[Report], sentence: Sentence, who: str, count: int, reader: Reader) -> tuple[int, int | None]:
    """The latest toll before, of as many as are named and of what they are called, whose people have no names yet."""
    status = words().nouns.get(who)
    hurt = who in ("injured", "wounded")
    best: tuple[int, int, int] | None = None
    for n, report in enumerate(told):
        for at, row in enumerate(report.casualties):
            near = 0 <= sentence.paragraph - reader.document.sentences[reader.sentence_at(row.span[0])].paragraph <= FAR
            kind = row.harm == "wounded" if hurt else row.harm in ("killed", "captured", "missing")
            fits = row.low == row.high == (value(who) or count) == count and not row.names and kind
            if near and row.span[0] < sentence.start and fits and (status in (None, "unknown") or row.status == status):
                best = max(best or (-1, 0, 0), (row.span[0], n, at))
    return (best[1], best[2]) if best else (0, None)


def _aged(row: Casualty, text: str) -> Casualty:
    years = tuple(_year(name, text) for name in row.names)
    return replace(row, birth_years=years) if any(years) else row


def _year(name: str, text: str) -> int | None:
    match = next((m for found in re.finditer(re.escape(name), text) if (m := BORN.match(text, found.end()))), None)
    return int(match["year"]) if match else None
