"""An article cut into paragraphs and sentences, with the syntax of those sentences that are worth reading.

Offsets: `Sentence.start/end` are into `Article.text`; a token of `Sentence.doc` stands at `sentence.start + token.idx`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from etl.model import Article, Span
from etl.parse.coordination import mend
from etl.parse.dates_line import dateline
from etl.parse.scan import worth_a_tree
from etl.parse.trees import Token, Tree

if TYPE_CHECKING:
    from etl.lexicon.words import Trigger
    from etl.parse.events import Event


@dataclass
class Sentence:
    """One sentence; `doc` is None until `Document.parse` has read it, and where it speaks of nothing (etl.parse.scan)."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    doc: Tree | None = None
    force: list[tuple[Trigger, Event]] | None = None  # its words of force, once etl.parse.events has read them

    def span(self, token: Token) -> Span:
        """Where a token of `doc` stands in the article's text."""
        return self.start + token.idx, self.start + token.idx + len(token.text)


@dataclass
class Document:
    """An article with its sentences."""

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    title: Sentence | None = None
    parsed: bool = False

    @cached_property
    def heads(self) -> dict[int, Sentence]:
        """The first sentence of each paragraph."""
        return {sentence.paragraph: sentence for sentence in reversed(self.sentences)}

    def parse(self) -> None:
        """Give the headline and the sentences their syntax: those that say anything, nearly all of an article of force."""
        parse([self])


def parse(papers: Iterable[Document]) -> None:
    """Give articles their syntax, those without it, in one batch."""
    bare = [paper for paper in papers if not paper.parsed]
    wanted = [s for paper in bare for s in (paper.title, *paper.sentences) if s is not None and worth_a_tree(s.text)]
    if wanted:
        from etl.parse.analysis import trees  # takes a second to load: not for a text without force

        for sentence, tree in zip(wanted, trees([masked(s.text) for s in wanted]), strict=True):
            sentence.doc = mend(tree)
    for paper in bare:
        paper.parsed = True


MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
OPENING_DATE = re.compile(
    rf"(?:On|By|Early on|Late on)\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}"
    rf"|{MONTH}\s+\d{{1,2}})(?:,?\s+\d{{4}})?(?=\s+[^\W\d])"
)


SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST = 1500  # characters of a sentence that the parser is given; a longer one is cut where a clause ends, or at a space
CLAUSE_ENDS = ("; ", ": ", " — ", " – ", ", ", " ")  # the surest first


CIVILIAN = re.compile(r"(?<=\b[Aa] )civilian(?= (?:was|has|had|is|got|suffered|sustained|received|died|lost|and)\b)")

AGE = re.compile(  # behind a name: "Aram Hakobyan (b. 1999)", "Vardan Sahakyan, born in 1995,", "Gurbachan Singh, 27,"
    r"(?<=[a-z])(?:\s?\((?:aged? )?\d{1,2}\)|\s?\((?:born(?: in)?|b\.) ?\d{4}\)"
    r"|, (?:(?:aged? )?[1-9]\d|born(?: in)? \d{4}),(?= (?P<next>[A-Z])?))"
)


ASIDE = re.compile(  # between people and what befell them: "23 cadets (of three groups) were killed"
    r"(?<=[a-z]) \((?=of|from|all|both|most|including|among|the|[A-Z])(?![^()]*(?:\d|kill|wound|injur|dead|died|hurt))[^()]{2,80}\)"
    r"(?=,? (?:was|were|had|has|have|is|are|killed|dead|died|wounded|injured)\b)"
)


def _aged(match: re.Match[str]) -> str:
    return ("," if match["next"] else "").ljust(len(match[0]))  # a list of names keeps one of its commas


def masked(text: str) -> str:
    """The sentence as the parser reads it best: in "On 2 June 2014 four soldiers died" it takes the four for part of the date.

    In "a civilian died" it takes the noun for an adjective; the age of one named parts the name from what befell it.
    """
    text = AGE.sub(_aged, CIVILIAN.sub("villager", SURROGATE.sub("?", text)))
    text = ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    line = OPENING_DATE.match(text)
    return text if line is None else "Today,".ljust(line.end()) + text[line.end() :]


PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
LINE = re.compile(r"[^\n]+")  # is a paragraph in a text that has no blank lines
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]?[A-Z0-9])|\n")
ABBREVIATION = re.compile(
    r"(?:(?<!on )\b(?:[A-Z]|b|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Brig|Adm|Pvt|Sgt|Gov|Sen|Rep|Prof|Sr|Jr|No|vs|Inc|Co|Fig|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[ap]\.m|U\.S|U\.N|U\.K|E\.U|i\.e|e\.g))\.$"
)


STAMP = re.compile(r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* )?\d{1,2}[:.]\d\d\s*(?:—|–|-(?=\s))\s*(?=[A-Z“\"‘])")
CAPITALS = re.compile(
    r"(?:\([^()\n]{3,40}\)\s*)?[A-ZÀ-Ý][A-ZÀ-Ý.'’/ -]{2,40}(?:, [A-Z][a-zA-Z]+)?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?:\s*\([^()\n]{2,40}\))?"
    r"\s*(?:—|–|--|-(?=\s)|:(?=\s))\s*(?=[A-Z“\"‘])"
)
DASH = re.compile(r"[\s—–:.-]*")


def document(article: Article) -> Document:
    """Cut the article into sentences. Linear in the text."""
    title = article.title or ""
    found = Document(article, title=Sentence(-1, -1, 0, len(title), title) if title else None)
    line = dateline(article.text, article.published)
    for paragraph, match in enumerate((PARAGRAPH if "\n\n" in article.text else LINE).finditer(article.text)):
        start = match.start()
        for end in _cut(article.text, start, _ends(match.group(), match.start(), line.span[1] if line else 0)):
            text = article.text[start:end]
            lead = len(text) - len(text.lstrip())
            body = text.strip()
            if body:
                at = start + lead
                found.sentences.append(Sentence(len(found.sentences), paragraph, at, at + len(body), body))
            start = end
    return found


def _cut(text: str, start: int, ends: Iterable[int]) -> Iterator[int]:
    for end in ends:
        while end - start > LONGEST:
            found = ((text.rfind(mark, start + LONGEST // 2, start + LONGEST), mark) for mark in CLAUSE_ENDS)
            start = next((at + len(mark) for at, mark in found if at >= 0), start + LONGEST)
            yield start
        yield end
        start = end


def _ends(text: str, offset: int, line: int) -> Iterable[int]:
    head = STAMP.match(text) or CAPITALS.match(text)
    opening = head.end() if head else 0
    if offset < line < offset + len(text) and (dash := DASH.match(text, line - offset)) is not None:
        opening = max(opening, dash.end())
    if opening:  # "BAKU, May 4 (AFP) — ": a sentence of its own, or the parser loses its way
        yield offset + opening
    for match in END.finditer(text, opening):
        before = text[max(0, match.start() - 8) : match.start() + 1]
        if not ABBREVIATION.search(before):
            yield offset + match.end()
    yield offset + len(text)
