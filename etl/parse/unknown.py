"""Sides and bodies that nobody can tell: each is NULL in its row, and an issue with the words that leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.lexicon.seldom import Seldom
from etl.model import Issue, Report
from etl.parse.document import Sentence
from etl.parse.events import Event
from etl.parse.roles import role_of
from etl.parse.scenes import Scene
from etl.parse.syntax import token_at
from etl.parse.tellings import Reader

GROUP = Seldom(
    r"\b(?:(?!The |An? |On |In |At |From |Three |Two |Many |Some )[A-Z][\w'’-]+ )(?:(?:of|and|for|for the|of the) )?"
    r"(?:[A-Z][\w'’-]+ ){0,3}?"
    r"(?:Army|Front|Brigades?|Forces?|Movement|Militias?|Guards?|Battalions?|Resistance|Alliance|Coalition|Fighters|Rebels|Faction"
    r"|Corps|Command|Volunteers|Legion|Hawks|Eagles|Lions|Tigers|Falcons|Wolves|Patriots|Defenders|Shield|Union|Party|Group|Squad|Regiment)\b"
)  # fmt: skip


def unknown_sides(reports: Sequence[Report], scenes: Sequence[Scene], reader: Reader) -> Iterator[Issue]:
    """Who did it and whose the dead are, where no side is told; and the armed groups that the registry lacks."""
    text = reader.document.article.text
    for report in reports:
        if report.initiator is None:
            start, end = report.spans[0]
            yield Issue("unknown_party", f"who did it: {text[start:end]}", (start, end))
        for row in report.casualties:
            if row.party is None:
                yield Issue("unknown_party", f"whose: {text[row.span[0] : row.span[1]]}", row.span)
    told = sorted({t.sentence for s in scenes for t in s.tellings})
    events: dict[int, list[Event]] = {}
    for event in (e for s in scenes for e in s.events):
        events.setdefault(event.sentence, []).append(event)
    for sentence in (reader.document.sentences[n] for n in told):
        yield from _groups(sentence, events.get(sentence.index, []), reader)


def _groups(sentence: Sentence, events: list[Event], reader: Reader) -> Iterator[Issue]:
    """Names of armed groups that do or suffer force and that no entry of the registry bears: "the Justice Hawks shelled the post"."""
    if sentence.doc is None:
        return
    known = [(m.start, m.end) for m in reader.cast.mentions[sentence.index]] + [(p.start, p.end) for p in reader.places_of(sentence)]
    for match in GROUP.finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        head = token_at(sentence.doc, match.end() - 1)
        if head is None or any(a < end and start < b for a, b in known):
            continue
        if any(role_of(head, sentence.doc[e.head], e.noun) for e in events):
            yield Issue("unknown_actor", match.group(), (start, end))
