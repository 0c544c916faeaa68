"""Reading an article: the cheap scan, the specialised readers, the assembly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.model import Article, Claim, Reading, Report, Span, Tally
from etl.parse import tolls
from etl.parse.actors_cast import Cast, cast
from etl.parse.assembly import assemble
from etl.parse.attribution import Source, attribute
from etl.parse.attribution_words import speaks
from etl.parse.claims import claims
from etl.parse.counts import counts
from etl.parse.dates import DateMention, dates_in, day_of_writing
from etl.parse.document import Document, Sentence, document, parse
from etl.parse.doubles import singled
from etl.parse.language import unsupported
from etl.parse.names import named
from etl.parse.places import PlaceMention, doubts
from etl.parse.places_best import NO_EVENT
from etl.parse.reports import reports
from etl.parse.scan import promising, telling
from etl.parse.seats import in_a_name, seat
from etl.parse.standing import stand
from etl.parse.tellings import Reader, tell
from etl.parse.unknown import unknown_sides

VERBLESS = re.compile(r"(?:\s|[,.;:()/–—-]|\b(?:[A-Z][\w'’-]+|in|at|near|on|of|the|province|district|region|sector|county)\b)*")
GOES_ON = 3  # sentences of a paragraph within which those counted bare are counted in the sum before them
READY: dict[Article, Document | None] = {}  # articles opened ahead of their reading


def read(article: Article) -> Reading:
    """What an article says: reports, claims, tallies and issues, each anchored in its text."""
    foreign = unsupported(article.text)
    reader = gather(article) if foreign is None else None
    if reader is None:
        return Reading(article, False, issues=(foreign,) if foreign else ())
    paper = reader.document
    scenes = singled(assemble(reader), reader)
    scenes, told = reports(scenes, reader)
    said = claims(paper, reader.sources, told, reader.cast)
    told = named(stand(told, scenes, said, reader), reader)
    told, said = _in_sentences(told, said, reader)
    issues = (*doubts(reader.places), *unknown_sides(told, scenes, reader))
    return Reading(article, bool(told), told, said, tuple(reader.tallies), issues)


def _in_sentences(told: tuple[Report, ...], said: tuple[Claim, ...], reader: Reader) -> tuple[tuple[Report, ...], tuple[Claim, ...]]:
    """Reports and claims quoted by whole sentences: "accused" alone convinces nobody; mentions and rules keep the words.

    Where two reports share a sentence each keeps its own words, or nobody could point at one of them.
    """
    shared = Counter(n for r in told for n in {reader.sentence_at(s[0]) for s in r.spans})

    def sentence(span: Span) -> Span:
        found = reader.document.sentences[reader.sentence_at(span[0])]
        return found.start, max(found.end, span[1])

    def passage(span: Span) -> Span:
        return span if shared[reader.sentence_at(span[0])] > 1 else sentence(span)

    reports = tuple(replace(r, spans=tuple(sorted({passage(s) for s in r.spans}))) for r in told)
    return reports, tuple(replace(c, span=sentence(c.span)) for c in said)


def gather(article: Article) -> Reader | None:
    """Everything the specialised readers find in an article; None where it does not speak of force."""
    paper = READY.pop(article) if article in READY else _opened(article)
    if paper is None:
        return None
    wanted = [s for s in paper.sentences if telling(s.text)]
    paper.parse()
    reader = _reader(paper)
    force = {s.index for s in wanted}
    reader.length = sum(s.index in force or speaks(s.text) for s in paper.sentences)
    for sentence in wanted:
        reader.tellings += tell(reader, sentence)
    _head(reader)
    reader.tallies = _set_sums_apart(reader) + [t for s in wanted for t in counts(reader, s)]
    return reader


def _head(reader: Reader) -> None:
    """What a line of nothing but a place and a day says holds for its paragraph: "Clash of patrols. Labo, 5 March. Two dead."."""
    for sentence in reader.document.sentences:
        places, dates = reader.places_of(sentence), reader.dates_of(sentence)
        written = any(p.role in NO_EVENT for p in places)  # a dateline tells where the text was written
        if written or not (places or dates) or not VERBLESS.fullmatch(_blanked(sentence, [*places, *dates])):
            continue
        for one in (t for t in reader.tellings if t.paragraph == sentence.paragraph):
            if not one.places:
                one.places = places
            if not one.dates:
                one.dates = [replace(d, role="event") for d in dates if d.role == "event" or d.occurred.end != reader.published]


def _blanked(sentence: Sentence, known: Sequence[PlaceMention | DateMention]) -> str:
    """The sentence without its places and days."""
    text = sentence.text
    for mention in known:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def make_ready(articles: Iterable[Article]) -> None:
    """Open the articles that are read next and make their trees in one batch, which takes a fifth less time than one by one."""
    READY.clear()
    READY.update((article, _opened(article)) for article in articles)
    parse(paper for paper in READY.values() if paper is not None)


def _opened(article: Article) -> Document | None:
    """An article cut into sentences, where it speaks of force."""
    paper = document(article) if promising(article.text) else None
    return paper if paper is not None and any(telling(s.text) for s in paper.sentences) else None


def _reader(paper: Document) -> Reader:
    article = paper.article
    people = cast(paper)
    sources = attribute(paper, people)
    return Reader(
        paper,
        people,
        [_of_no_event(p, paper, sources, people) for p in people.places],
        dates_in(article.text, article.published, day_of_writing(article.text, article.published, article.title or "")),
        sources,
        article.published,
        people.grounds,
    )


def _of_no_event(place: PlaceMention, paper: Document, sources: list[Source | None], people: Cast) -> PlaceMention:
    if in_a_name(place, paper, people.mentions):
        return replace(place, role="actor")
    return replace(place, role="other") if seat(place, paper, sources) else place


def _set_sums_apart(reader: Reader) -> list[Tally]:
    found: list[Tally] = []
    summed = -1, -1  # the paragraph and the sentence that summed up last
    for one in reader.tellings:
        goes_on = summed[0] == one.paragraph and one.sentence - summed[1] <= GOES_ON and tolls.bare_toll(one)
        sums = one.harms if goes_on else tolls.sums(one.harms, reader)
        if sums:
            summed = one.paragraph, one.sentence
        found += [tolls.tally(h, reader) for h in sums if h.people.counted]
        one.harms = [h for h in one.harms if h not in sums]
    reader.tellings = [t for t in reader.tellings if t.events or t.harms]
    return found
