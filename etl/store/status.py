"""What is pending, what failed, and single articles for looking at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from etl.model import Article
from etl.store.readings import article_of, select_articles
from schema.tables import articles, entries, feeds, issues, judgements, pages, polls, reports


def pending(connection: Connection, verb: str, rules: Callable[[str], str]) -> int:
    """How many rows a verb has still to do; `rules` gives the current fingerprint of a verb."""
    queries: dict[str, Callable[[], Select[int]]] = {
        "poll": lambda: _count(feeds).where(feeds.c.enabled, feeds.c.next_poll_at <= func.now()),
        "fetch": lambda: _count(pages).where(pages.c.origin == "feed", pages.c.next_try_at <= func.now()),
        "extract": lambda: _count(pages).where(pages.c.origin == "feed", unread(rules("extract"))),
        "history": lambda: _count(pages).where(pages.c.origin == "import",
                                               (pages.c.next_try_at <= func.now()) | unread(rules("extract"))),
        "parse": lambda: _count(articles).where(articles.c.superseded_at.is_(None),
                                                articles.c.parsed_by.is_distinct_from(rules("parse"))),
        "resolve": lambda: _count(reports).where(reports.c.replaced_at.is_(None),
                                                 reports.c.resolved_by.is_distinct_from(rules("resolve"))),
    }
    waiting = connection.execute(queries[verb]()).scalar_one()
    if verb == "fetch":
        waiting += connection.execute(_count(entries).where(entries.c.page_id.is_(None))).scalar_one()
    if verb == "resolve":
        retired = _count(reports).where(reports.c.replaced_at.is_not(None), reports.c.resolved_by.is_not(None))
        waiting += connection.execute(retired).scalar_one()
        waiting += connection.execute(_count(judgements).where(judgements.c.applied_at.is_(None))).scalar_one()
    return waiting


def unread(extractor: str) -> ColumnElement[bool]:
    """Pages with bytes that this extractor has not read."""
    return pages.c.body_id.is_not(None) & pages.c.extracted_by.is_distinct_from(extractor)


def open_issues(connection: Connection) -> list[tuple[str, str, int, str]]:
    """Open issues by stage and code, commonest first, each with a sample of its detail."""
    kinds = (
        select(issues.c.stage, issues.c.code, func.count().label("rows"), func.min(issues.c.detail))
        .where(issues.c.closed_at.is_(None))
        .group_by(issues.c.stage, issues.c.code)
        .order_by(func.count().desc(), issues.c.stage, issues.c.code)
    )
    return [(stage, code, rows, detail) for stage, code, rows, detail in connection.execute(kinds)]


def failing_feeds(connection: Connection) -> list[tuple[str, str, str, Any, Any]]:
    """Feeds whose last poll failed: address, outcome, words, last success, next poll."""
    last = select(polls.c.feed_id, func.max(polls.c.id).label("id")).group_by(polls.c.feed_id).subquery()
    query = (
        select(feeds.c.url, polls.c.outcome, polls.c.detail, feeds.c.last_success_at, feeds.c.next_poll_at)
        .join(last, last.c.feed_id == feeds.c.id)
        .join(polls, polls.c.id == last.c.id)
        .where(polls.c.outcome.not_in(["ok", "not_modified", "unchanged"]))
        .order_by(feeds.c.failures.desc(), feeds.c.url)
    )
    return [tuple(row) for row in connection.execute(query)]


def article_at(connection: Connection, url: str) -> Article | None:
    """The current article of an address, its own or its page's."""
    query = (
        select_articles()
        .where((articles.c.url == url) | (articles.c.canonical_url == url), articles.c.superseded_at.is_(None))
        .order_by(articles.c.part, articles.c.id)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else article_of(row)


def article_by_id(connection: Connection, number: int) -> Article:
    """A stored article."""
    return article_of(connection.execute(select_articles().where(articles.c.id == number)).mappings().one())


def _count(table: Any) -> Select[int]:
    return select(func.count()).select_from(table)
