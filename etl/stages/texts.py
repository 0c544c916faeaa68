"""Reading texts without a database: one article, or lines of JSON; a fault is an issue of that text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from etl.model import Article, Issue, Reading, contract
from etl.parse import make_ready, read

TOGETHER = 5  # articles: about as many sentences as the parser takes at once
KEYS = ("url", "title", "text", "published")


def read_safely(article: Article) -> Reading:
    """The article's reading; a fault of ours becomes an issue of that article instead of ending the batch."""
    try:
        return read(article)
    except Exception as fault:
        return Reading(article, False, issues=(Issue("reader_failed", f"{type(fault).__name__}: {fault}"[:500]),))


def together(articles: Sequence[Article]) -> Iterator[Article]:
    """The articles in their order, a few made ready at once; a fault in that is left to the reading of the article it is of."""
    for first in range(0, len(articles), TOGETHER):
        some = articles[first : first + TOGETHER]
        with suppress(Exception):
            make_ready(some)
        yield from some


def read_line(line: str) -> dict[str, Any]:
    """One line of `{"id","url","title","text","published"}` → one contract object; what can't be read of it is an issue."""
    name = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise TypeError("not a JSON object")
        name = None if row.get("id") is None else str(row["id"])
        article = article_of(row | {"published": None})
    except (ValueError, TypeError, RecursionError) as fault:
        return contract(Reading(Article("", id=name), False, issues=(Issue("unreadable_line", str(fault)[:300]),)))
    try:
        return contract(read_safely(article_of(row)))
    except (ValueError, TypeError) as fault:
        reading = read_safely(article)
        return contract(replace(reading, issues=(*reading.issues, Issue("unreadable_date", str(fault)[:300]))))


def article_of(row: dict[str, Any]) -> Article:
    """An article from a JSON object; published may be a date, a timestamp or null. Raises ValueError, TypeError."""
    for key in KEYS:
        if not isinstance(row.get(key), str | None):
            raise TypeError(f"{key} must be a text or null")
    if row.get("text") is None:
        raise TypeError("text is missing")
    published = row.get("published")
    return Article(row["text"], id=None if row.get("id") is None else str(row["id"]), url=row.get("url"), title=row.get("title"),
                   published=date.fromisoformat(published[:10]) if published else None)
