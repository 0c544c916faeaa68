"""Parse: articles not yet read by the current rules, newest first → reports, claims, tallies, issues."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from etl.fingerprint import fingerprint
from etl.model import Article, Issue, Reading, contract
from etl.parse import read
from etl.settings import settings
from etl.store import readings


def parse(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Read what is pending, a small batch a transaction, until nothing is (or `limit` articles are done)."""
    rules, done = fingerprint("parse"), Counter[str]()
    while limit is None or done["articles"] < limit:
        size = settings().batch if limit is None else min(settings().batch, limit - done["articles"])
        with engine.begin() as connection:
            batch = readings.take_pending(connection, rules, size)
            for article in batch:
                done.update(articles=1)
                done.update(keep_safely(connection, read_safely(article), rules))
        if not batch:
            break
    return done


def keep_safely(connection: Connection, reading: Reading, rules: str) -> Counter[str]:
    """Store a reading; one that the database refuses becomes an issue of that article instead of ending the batch."""
    try:
        with connection.begin_nested():
            changed = readings.keep(connection, reading, rules)
    except DBAPIError as refusal:
        if isinstance(refusal, OperationalError):  # the database, not the reading
            raise
        why = " ".join(str(refusal.orig).split())[:500]
        reading = Reading(reading.article, False, issues=(Issue("reading_refused", why),))
        changed = readings.keep(connection, reading, rules)
    return Counter(reports=len(reading.reports), claims=len(reading.claims), issues=len(reading.issues)) if changed else Counter()


def read_safely(article: Article) -> Reading:
    """The article's reading; a fault of ours becomes an issue of that article instead of ending the batch."""
    try:
        return read(article)
    except Exception as fault:
        return Reading(article, False, issues=(Issue("reader_failed", f"{type(fault).__name__}: {fault}"[:500]),))


def read_line(line: str) -> dict[str, Any]:
    """One line of `{"id","url","title","text","published"}` → one contract object; a line that can't be read gets an issue."""
    try:
        article = article_of(json.loads(line))
    except (ValueError, TypeError, RecursionError) as fault:
        return contract(Reading(Article(""), False, issues=(Issue("unreadable_line", str(fault)[:300]),)))
    return contract(read_safely(article))


def article_of(row: object) -> Article:
    """An article from a JSON object; published may be a date, a timestamp or null. Raises ValueError, TypeError."""
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    for key in ("id", "url", "title", "text", "published"):
        if not isinstance(row.get(key), str | None) and key != "id":
            raise TypeError(f"{key} must be text or null")
    if not isinstance(row.get("text"), str):
        raise TypeError("text is missing")
    published = row.get("published")
    name = row.get("id")
    return Article(row["text"], id=None if name is None else str(name), url=row.get("url"), title=row.get("title"),
                   published=date.fromisoformat(published[:10]) if published else None)
