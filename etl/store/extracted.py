"""Pages to extract, and the articles taken out of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update
from sqlalchemy.dialects.postgresql import insert

from etl.extract.outlet import Sample
from etl.model import Article
from etl.store.collect import digest, undo_body
from etl.store.pending import pending
from schema.tables import articles, bodies, boilerplate, claims, entries, feeds, pages, reports, tallies

# What makes an article another one; a new extraction that agrees in all of it changes nothing.
SAID = ("url", "canonical_url", "title", "text", "published", "published_at", "published_source", "language", "byline", "section", "kind",
        "quality")


@dataclass(frozen=True)
class RawPage:
    """A fetched page with its bytes, and what its first feed entry says of it."""

    id: int
    url: str
    final_url: str | None
    outlet: str | None
    fetched_at: datetime
    response_headers: str | None
    body: bytes
    feed_title: str | None
    feed_published: datetime | None

    @property
    def content_type(self) -> str | None:
        """The Content-Type header."""
        for line in (self.response_headers or "").split("\n"):
            name, _, value = line.partition(":")
            if name.strip().lower() == "content-type":
                return value.strip()
        return None


@dataclass(frozen=True)
class Counts:
    """What keeping a page's articles did."""

    added: int
    withdrawn: int


def take_pages(connection: Connection, rules: str, size: int) -> list[RawPage]:
    """Fetched pages not yet read by this extractor, locked for this transaction: first the never read, newest first."""
    rows: list[RowMapping] = []
    stored = pages.c.body_id.is_not(None)
    for condition in pending(connection, pages.c.extracted_by, rules, stored):
        query = (
            select(pages, bodies.c.body)
            .join(bodies, bodies.c.id == pages.c.body_id)
            .where(stored, condition)
            .order_by(pages.c.extracted_by, pages.c.id.desc()).limit(size - len(rows))
            .with_for_update(skip_locked=True, of=pages)
        )
        rows += connection.execute(query).mappings()
        if len(rows) == size:
            break
    told = _entries(connection, [row["id"] for row in rows])
    return [RawPage(row["id"], row["url"], row["final_url"], row["outlet_id"], row["fetched_at"], row["response_headers"],
                    undo_body(row["body"]), *told.get(row["id"], (None, None))) for row in rows]


def _entries(connection: Connection, keys: list[int]) -> dict[int, tuple[str | None, datetime | None]]:
    rows = connection.execute(
        select(entries.c.page_id, entries.c.title, entries.c.published_at).where(entries.c.page_id.in_(keys))
        .distinct(entries.c.page_id).order_by(entries.c.page_id, entries.c.id))
    return {page: (title, published) for page, title, published in rows}


def keep_articles(connection: Connection, page: RawPage, found: Mapping[int, tuple[Article, str]], rules: str) -> Counts:
    """Keep a page's articles by part, with their qualities; those that say what they said stay, others are superseded."""
    current = {row["part"]: row for row in connection.execute(
        select(articles).where(articles.c.page_id == page.id, articles.c.superseded_at.is_(None))).mappings()}
    added = 0
    kept = set()
    for part, (article, quality) in found.items():
        row = _row(article, quality)
        old = current.get(part)
        if old and all(old[name] == row[name] for name in SAID):
            kept.add(part)
            continue
        if old:
            _supersede(connection, old["id"])
            kept.add(part)
        connection.execute(insert(articles).values(
            row | {"page_id": page.id, "part": part, "outlet_id": page.outlet, "fetched_at": page.fetched_at, "extracted_by": rules,
                   "text_sha256": digest(article.text.encode())}))
        added += 1
    for part in current.keys() - kept:
        _supersede(connection, current[part]["id"])
    connection.execute(update(pages).where(pages.c.id == page.id).values(extracted_by=rules, extracted_at=func.now()))
    return Counts(added, len(current.keys() - kept))


def boilerplate_of(connection: Connection, outlets: Iterable[str | None]) -> dict[str | None, frozenset[str]]:
    """The lines each of these outlets is known to repeat."""
    lines: defaultdict[str | None, set[str]] = defaultdict(set)
    for outlet, line in connection.execute(select(boilerplate.c.outlet_id, boilerplate.c.line).where(
            boilerplate.c.outlet_id.in_({outlet for outlet in outlets if outlet}))):
        lines[outlet].add(line)
    return {outlet: frozenset(found) for outlet, found in lines.items()}


def keep_boilerplate(connection: Connection, outlet: str, lines: Mapping[str, int]) -> None:
    """Keep what was learned of an outlet; what was learned before stays, for its articles no longer show it."""
    if lines:
        connection.execute(insert(boilerplate).on_conflict_do_nothing(constraint="uq_boilerplate_once"), [
            {"outlet_id": outlet, "line": line, "articles": seen} for line, seen in sorted(lines.items())])


def outlet_samples(connection: Connection) -> dict[str, list[Sample]]:
    """The latest 50 extracted pages of each outlet, newest first."""
    place = func.row_number().over(partition_by=pages.c.outlet_id, order_by=pages.c.id.desc())
    latest = (
        select(pages.c.id, pages.c.outlet_id, place.label("place"))
        .where(pages.c.outlet_id.is_not(None), pages.c.extracted_by.is_not(None)).subquery())
    query = (
        select(latest.c.outlet_id, func.coalesce(articles.c.text, ""), func.coalesce(articles.c.text_sha256, ""),
               func.coalesce(articles.c.quality, "empty"))
        .join_from(latest, articles, (articles.c.page_id == latest.c.id) & articles.c.superseded_at.is_(None), isouter=True)
        .where(latest.c.place <= 50, func.coalesce(articles.c.part, 0) == 0).order_by(latest.c.outlet_id, latest.c.place))
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    for outlet, *values in connection.execute(query):
        found[outlet].append(Sample(*values))
    return found


def feed_of(connection: Connection, outlet: str) -> int | None:
    """The first feed of an outlet, which stands for it in issues."""
    key: int | None = connection.execute(select(func.min(feeds.c.id)).where(feeds.c.outlet_id == outlet)).scalar()
    return key


def _row(article: Article, quality: str) -> dict[str, Any]:
    return {name: getattr(article, name) for name in SAID if name != "quality"} | {"quality": quality}


def _supersede(connection: Connection, article: int) -> None:
    """Stamp an article as replaced, and what was read out of it."""
    connection.execute(update(articles).where(articles.c.id == article).values(superseded_at=func.now()))
    for table in (reports, claims, tallies):
        connection.execute(update(table).where(table.c.article_id == article, table.c.replaced_at.is_(None)).values(replaced_at=func.now()))
