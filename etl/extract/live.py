"""Live blogs, split in their dated entries."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lxml.html import HtmlElement, fromstring

from etl.extract.metadata import Metadata, believable, read_moment
from etl.model import Article
from etl.text import clean_line, clean_text

ENTRY = re.compile(
    r"live-?blog[\w-]*(?:entry|post|update|item)|lx-stream__post-container|timeline__?-?(?:entry|item)|live-?(?:entry|post|update|item)\b"
    r"|(?:^|\s)(?:lb|lbr|block)-(?:entry|post|update)", re.I)
BLOCKS = {"p", "li", "blockquote", "h2", "h3", "h4"}
SKIPPED = {"time", "script", "style", "figure", "figcaption", "button", "form", "svg", "noscript", "nav", "footer"}
FEWEST = 3
MOST = 500


def entries_of(tree: HtmlElement, said: Metadata, latest: date) -> tuple[Article, ...]:
    """The entries of a live blog, oldest first, each with its own time; none when fewer than three have one."""
    found = [entry for update in said.live[:MOST] if (entry := _from_data(update, latest))]
    if len(found) < FEWEST:
        found = [entry for element in _elements(tree) if (entry := _from_element(element, latest))]
    if len(found) < FEWEST:
        return ()
    kept = {entry.text: entry for entry in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda e: (str(e.published), str(e.published_at), e.text)))


def _from_data(update: dict[str, Any], latest: date) -> Article | None:
    body, when, url = (update.get(name) for name in ("articleBody", "datePublished", "url"))
    if not isinstance(body, str) or not isinstance(when, str):
        return None
    text = _plain(body)
    moment = read_moment(when)
    if not text or moment is None or not believable(moment[0], latest):
        return None
    title = update.get("headline")
    return Article(text, title=clean_line(title) if isinstance(title, str) else None, published=moment[0], published_at=moment[1],
                   published_source="json_ld", kind="live", canonical_url=url if isinstance(url, str) else None)


def _elements(tree: HtmlElement) -> list[HtmlElement]:
    """The elements of entries: by the data they are marked with, else by the class names of live blogs; outermost only."""
    marked = tree.xpath("//*[contains(@itemprop, 'liveBlogUpdate')]") or [
        element for element in tree.xpath("//*[self::article or self::div or self::li or self::section][@class]")
        if ENTRY.search(element.get("class"))]
    chosen = set(marked)
    return [element for element in marked[:MOST] if not any(parent in chosen for parent in element.iterancestors())]


def _from_element(element: HtmlElement, latest: date) -> Article | None:
    times = element.xpath(".//time/@datetime | .//*[@itemprop='datePublished']/@content")
    moment = read_moment(str(times[0])) if times else None
    if moment is None or not believable(moment[0], latest):
        return None
    heading = next((clean_line(h.text_content()) for h in element.xpath(".//h2|.//h3|.//h4")), None)
    paragraphs = [line for block in element.iter(*BLOCKS) if not any(p.tag in BLOCKS | SKIPPED for p in block.iterancestors())
                  and (line := clean_line(block.text_content())) and line != heading]
    text = clean_text("\n\n".join(paragraphs))
    anchor = element.get("id")
    return Article(text, title=heading, published=moment[0], published_at=moment[1], published_source="time", kind="live",
                   canonical_url=f"#{anchor}" if anchor else None) if text else None


def _plain(body: str) -> str:
    """The paragraphs of an entry's body, which may be HTML."""
    if not re.search(r"<(?:p|br|a|b|i|em|strong|div|span|ul|h\d)\b", body, re.I):
        return clean_text(re.sub(r"\n+", "\n\n", body))
    tree = fromstring(f"<div>{body}</div>")
    blocks = [block.text_content() for block in tree.iter("p", "li", "blockquote")] or [tree.text_content()]
    return clean_text("\n\n".join(line for block in blocks if (line := clean_line(block))))
