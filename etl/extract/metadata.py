"""What a page says of itself, in JSON-LD and meta elements: title, dates, authors, section, language, address, kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lxml.html import HtmlElement

ARTICLE = re.compile(r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|Review|SocialMediaPosting|VideoObject|NewsVideo)$")
PUBLISHED = ("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date.issued",
             "dc.date.issued",
             "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created", "dcterms.date", "publishdate", "publish_date",
"publish-date",
             "pubdate", "publication_date", "publicationdate", "parsely-pub-date", "sailthru.date", "article.published",
"published_at",
             "article_date_original", "cxenseparse:recs:publishtime", "citation_publication_date", "published-date",
"originalpublicationdate",
             "article:published", "date", "bt:pubdate", "iso-8601-publish-date", "ptime")
TITLES = ("og:title", "twitter:title", "dc.title", "headline", "sailthru.title", "parsely-title")
AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author", "citation_author",
           "cxenseparse:author")
SECTIONS = ("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:articlesection")
WORD = re.compile(r"\w")


@dataclass
class Metadata:
    """Each list has the best first."""

    titles: list[str] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)  # (source, words)
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    language: str | None = None
    canonical: str | None = None
    types: set[str] = field(default_factory=set)
    free: bool | None = None  # False behind a paywall
    live: list[dict[str, Any]] = field(default_factory=list)  # LiveBlogPosting.liveBlogUpdate


def read_metadata(tree: HtmlElement) -> Metadata:
    """JSON-LD first, meta elements after."""
    found = Metadata()
    for node in _nodes(tree):
        _read_node(node, found)
    metas = _metas(tree)
    found.titles += [metas[name] for name in TITLES if name in metas]
    found.published += [("meta", metas[name]) for name in PUBLISHED if name in metas]
    if not found.authors:
        found.authors = [a for name in AUTHORS if (a := metas.get(name)) and not a.startswith("http")][:1]
    found.section = found.section or next((metas[name] for name in SECTIONS if name in metas), None)
    found.language = found.language or tree.get("lang") or metas.get("og:locale") or metas.get("content-language")
    links = tree.xpath("//link[translate(@rel, 'CANONICAL', 'canonical') = 'canonical']/@href")
    found.canonical = str(links[0]).strip() if links else metas.get("og:url") or found.canonical
    if metas.get("og:type", "").startswith("video"):
        found.types.add("VideoObject")
    return found


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")[:30]:
        words = (script.text or "").strip().strip(";")
        words = re.sub(r"^<!\[CDATA\[|\]\]>$|^<!--|-->$", "", words).strip()
        try:
            yield from _walk(json.loads(words, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _walk(node: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(node, list):
        for item in node[:200]:
            yield from _walk(item, depth + 1)
    elif isinstance(node, dict):
        yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _walk(node.get(key), depth + 1)


def _read_node(node: dict[str, Any], found: Metadata) -> None:
    types = {t for t in _list(node.get("@type")) if isinstance(t, str)}
    if not any(ARTICLE.search(t) for t in types):
        found.types |= {t for t in types if t in ("CollectionPage", "SearchResultsPage")}
        if "WebPage" in types and isinstance(node.get("datePublished"), str):
            found.published.append(("json_ld", node["datePublished"]))
        return
    found.types |= types
    first = "VideoObject" not in types or not found.titles
    for key in ("headline", "name"):
        if first and isinstance(node.get(key), str) and WORD.search(node[key]):
            found.titles.append(node[key])
            break
    if isinstance(node.get("datePublished"), str):
        found.published.insert(0 if "VideoObject" not in types else len(found.published), ("json_ld", node["datePublished"]))
    if not found.authors:
        found.authors = [a for a in map(_name, _list(node.get("author"))) if a]
    section = _list(node.get("articleSection"))
    found.section = found.section or (section[0] if section and isinstance(section[0], str) else None)
    language = node.get("inLanguage")
    found.language = found.language or (language if isinstance(language, str) else _name(language))
    if node.get("isAccessibleForFree") is not None and found.free is None:
        found.free = str(node["isAccessibleForFree"]).lower() not in ("false", "0", "no")
    found.live += [u for u in _list(node.get("liveBlogUpdate")) if isinstance(u, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) and not value.startswith("http") else None


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta element, by its name, property or itemprop in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def read_moment(words: str) -> tuple[date, datetime | None] | None:
    """The day, as where it was published, and the time in UTC if one is given; None for what is no date.

    "2026-05-24T22:05:10-04:00" is the 24th, and 02:05:10 on the 25th in UTC.
    """
    words = words.strip()
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", words))
    except ValueError:
        return _read_odd_moment(words)
    if len(words) <= 10 or ((moment.hour, moment.minute, moment.second) == (0, 0, 0) and moment.tzinfo is None):
        return moment.date(), None
    if moment.tzinfo is None:
        return moment.date(), None  # a time without a zone is no moment
    return moment.date(), moment.astimezone(UTC)


MONTHS = {name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                                           "dec"], 1)}
DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3})[a-z]*[\s.,-]+(\d{4})\b")
MONTH_FIRST = re.compile(r"\b([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
ISO_IN = re.compile(r"(?<!\d)(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")

IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d|[a-z]{3}|(?<=[/-])\d)[/-]?(\d\d|(?<=[/-])\d)(?=[/_-]|$|\D)", re.I)


def date_in_url(url: str) -> date | None:
    """The day that an address names: /2022/08/03/, /2022-08-03, /20220803-, /2022/aug/03/."""
    for match in IN_URL.finditer(url):
        month = int(match[2]) if match[2].isdigit() else MONTHS.get(match[2].lower(), 0)
        try:
            return date(int(match[1]), month, int(match[3]))
        except ValueError:
            continue
    return None


def _read_odd_moment(words: str) -> tuple[date, datetime | None] | None:
    words = words[:100]
    if match := ISO_IN.search(words):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := DAY_FIRST.search(words):
        year, month, day = int(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1])
    elif match := MONTH_FIRST.search(words):
        year, month, day = int(match[3]), MONTHS.get(match[1].lower(), 0), int(match[2])
    else:
        return None
    try:
        return date(year, month, day), None
    except ValueError:
        return None


def believable(day: date, latest: date) -> bool:
    """Not before the web, not two days after the page was fetched."""
    return date(1990, 1, 1) <= day <= latest + timedelta(days=2)
