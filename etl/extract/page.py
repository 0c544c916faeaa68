"""A page → its article: text by trafilatura, and what the page says of itself; the text cleaned once and for ever. Pure."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import py3langid
import trafilatura
from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.utils import load_html

from etl.extract.charset import decode, mended
from etl.extract.cut import joined
from etl.extract.kind import kind_of, quality_of
from etl.extract.live import entries_of
from etl.extract.metadata import Metadata, believable, date_in_url, read_metadata, read_moment
from etl.extract.titles import title_of
from etl.model import Article
from etl.text import clean_line, clean_text
from etl.urls import clean_url, plain_url

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it can't read comes out as an empty text, and is said by us
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

SHORT = 250  # characters under which the careful extraction is compared with the ordinary one
LANGUAGE_SAMPLE = 3000
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Known:
    """What is known of a page before it is read."""

    url: str | None = None
    content_type: str | None = None
    fetched: datetime | None = None
    title: str | None = None  # the feed's
    published: datetime | None = None  # the feed's
    boilerplate: frozenset[str] = frozenset()  # paragraphs that the outlet repeats on its pages


@dataclass(frozen=True)
class Extraction:
    """What was taken out of one page."""

    article: Article
    quality: str  # a code of `qualities`
    parts: tuple[Article, ...] = ()  # the dated entries of a live blog, oldest first


def extract_html(page: bytes | str, url: str | None = None, headers: dict[str, str] | None = None) -> Article:
    """The article of a page, given its bytes (or text), address and response headers."""
    names = {name.lower(): value for name, value in (headers or {}).items()}
    return read_page(page, Known(url=url, content_type=names.get("content-type"))).article


def read_page(page: bytes | str, known: Known) -> Extraction:
    """Everything that is taken out of a page. A page without text gives an article with an empty one, never an error."""
    markup = decode(page, known.content_type)[0] if isinstance(page, bytes) else page
    markup = mended(markup).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    tree = load_html(markup) if markup.strip() else None
    if tree is None:
        text = clean_text(markup) if (known.content_type or "").startswith("text/plain") else ""
        return Extraction(_finish(Article(text, title=clean_line(known.title)), Metadata(), known, None), quality_of(text, "article"))
    said = read_metadata(tree)
    text = _without(clean_text(_text(tree, known.url)), known.boilerplate)
    title = title_of(tree, said, known.url) or clean_line(known.title)
    text = _headless(text, title)
    kind = kind_of(text, said, known.url, tree)
    article = _finish(Article(text, title=title, kind=kind), said, known, tree)
    parts = entries_of(tree, said, _latest(known)) if kind == "live" else ()
    return Extraction(article, quality_of(text, kind), tuple(_within(part, article) for part in parts))


def _within(part: Article, whole: Article) -> Article:
    """An entry of a live blog, with what the whole page gives it."""
    anchor = part.canonical_url or ""
    own = f"{whole.canonical_url or ''}{anchor}" if anchor.startswith("#") else clean_url(anchor)
    return replace(part, url=whole.url, canonical_url=own or whole.canonical_url, title=part.title or whole.title, section=whole.section,
                   byline=whole.byline, language=_language(part.text, whole.language))


def _latest(known: Known) -> date:
    return (known.fetched or datetime.now(UTC)).date()


def _text(tree: HtmlElement, url: str | None) -> str:
    """The careful extraction, unless it leaves little where the ordinary one finds more."""
    careful = _run(tree, url, precise=True)
    if len(careful) >= SHORT:
        whole = joined(tree, careful)
        return careful if whole is None else _run(whole, url, precise=True)
    ordinary = _run(tree, url, precise=False)
    return ordinary if len(ordinary) > 1.5 * len(careful) else careful


def _run(tree: HtmlElement, url: str | None, precise: bool) -> str:
    document: Any = trafilatura.bare_extraction(tree, url=url, favor_precision=precise, include_comments=False)
    text: str = (document.text if document else None) or ""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def _without(text: str, boilerplate: frozenset[str]) -> str:
    return "\n\n".join(p for p in text.split("\n\n") if p not in boilerplate) if boilerplate else text


def _headless(text: str, title: str | None) -> str:
    """The text without its headline, which is kept apart."""
    first, _, rest = text.partition("\n\n")
    return rest if title and rest and first.casefold() == title.casefold() else text


def _finish(article: Article, said: Metadata, known: Known, tree: HtmlElement | None) -> Article:
    day, moment, source = _published(said, known, tree)
    canonical = _canonical(said.canonical, known.url)
    return replace(
        article, url=known.url, canonical_url=canonical, published=day, published_at=moment, published_source=source,
        language=_language(article.text, said.language), byline=clean_line("; ".join(dict.fromkeys(said.authors))),
        section=clean_line(said.section, 100))


def _published(said: Metadata, known: Known, tree: HtmlElement | None) -> tuple[date | None, datetime | None, str | None]:
    """The first believable date: the page's own, its address's, the feed's, and at last what htmldate reads in the text."""
    latest = _latest(known)
    for source, words in said.published:
        found = read_moment(words)
        if found and believable(found[0], latest):
            return *found, source
    for words in tree.xpath("//time[@pubdate or contains(@itemprop, 'datePublished')]/@datetime")[:3] if tree is not None else ():
        found = read_moment(str(words))
        if found and believable(found[0], latest):
            return *found, "time"
    if (day := date_in_url(known.url or "")) and believable(day, latest):
        return day, None, "url"
    if known.published and believable(known.published.date(), latest):
        return known.published.date(), known.published.astimezone(UTC), "feed"
    guess = find_date(tree, url=known.url, original_date=True, max_date=latest.isoformat()) if tree is not None else None
    if guess and (found := read_moment(guess)) and believable(found[0], latest):
        return found[0], None, "text"
    return None, None, None


def _canonical(said: str | None, url: str | None) -> str | None:
    """The page's own word on its address, unless that is no article's (a bare host, another scheme)."""
    if said and url and said.startswith("/"):
        said = "/".join(url.split("/", 3)[:3]) + said if not said.startswith("//") else url.partition("//")[0] + said
    clean = plain_url(said) if said else None
    own = plain_url(url) if url else None
    if clean and (clean.count("/") > 3 or own is None or own.count("/") <= 3) and not clean.endswith(("/404", "/404/")):
        bare = clean.partition("://")[2].partition("/")[2]
        if bare or own is None:
            return clean
    return own


def _language(text: str, said: str | None) -> str | None:
    """Told from the text when there is enough of it, else as the page says, ISO 639-1."""
    if len(LETTERS.findall(text[:LANGUAGE_SAMPLE])) >= 60:
        return str(py3langid.classify(text[:LANGUAGE_SAMPLE])[0])
    code = re.match(r"[A-Za-z]{2}(?![A-Za-z])", said or "")
    return code[0].lower() if code else None

