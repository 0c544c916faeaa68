"""Pages to extract, and the articles taken out of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, true, update
from sqlalchemy.dialects.postgresql import insert

from etl.extract.outlet import Sample
from etl.model import Article
from etl.store.fetched import digest, header, undo_body
from etl.store.pending import pending
from etl.store.readings import retire
from schema.tables import articles, bodies, boilerplate, entries, feeds, issues, pages

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
        return header(self.response_headers, "content-type")


Articles = Mapping[int, tuple[Article, str]]  # by part, each with its quality
Current = Mapping[int, RowMapping]  # rows of `articles` by part


@dataclass(frozen=True)
class Stored:
    """A page as it stands: its address, what its first feed entry says of it, its outlet's boilerplate, its articles."""

    url: str
    feed_title: str | None
    feed_published: datetime | None
    boilerplate: frozenset[str]
    articles: Current


@dataclass(frozen=True)
class Counts:
    """What keeping a page's articles did."""

    added: int
    withdrawn: int


def take_pages(connection: Connection, rules: str, size: int, origin: str) -> list[RawPage]:
    """Fetched pages that came one way and weren't yet read by this extractor, locked for this transaction: first the never read, newest
    first."""
    rows: list[RowMapping] = []
    stored = pages.c.body_id.is_not(None) & (pages.c.origin == origin)
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


def keep_articles(connection: Connection, page: RawPage, found: Articles, rules: str) -> Counts:
    """Keep a page's articles by part, with their qualities; those that say what they said stay, others are superseded.

    An entry of a live blog that an earlier response had and this one has no longer stays: blogs drop their oldest entries.
    """
    current = articles_of(connection, page.id)
    found = numbered(found, current)
    added = withdrawn = 0
    for part, (article, quality) in found.items():
        old = current.get(part)
        if old and old["outlet_id"] == page.outlet and _same(old, article, quality):
            continue
        if old:
            _supersede(connection, old["id"])
        connection.execute(insert(articles).values(
            _row(article, quality) | {"page_id": page.id, "part": part, "outlet_id": page.outlet, "fetched_at": page.fetched_at,
                                      "extracted_by": rules, "text_sha256": digest(article.text.encode())}))
        added += 1
    for part in current.keys() - found.keys():
        if 0 in (part, *found) or not found or current[part]["fetched_at"] == page.fetched_at:
            _supersede(connection, current[part]["id"])
            withdrawn += 1
    connection.execute(update(pages).where(pages.c.id == page.id).values(extracted_by=rules, extracted_at=func.now()))
    return Counts(added, withdrawn)


def articles_of(connection: Connection, page: int) -> Current:
    """A page's current articles by part."""
    rows = connection.execute(select(articles).where(articles.c.page_id == page, articles.c.superseded_at.is_(None)))
    return {row["part"]: row for row in rows.mappings()}


def numbered(found: Articles, current: Current) -> Articles:
    """The entries of a live blog under the numbers they have already, by their texts, else by their times and addresses; new ones get the
    next numbers."""
    if 0 in found or 0 in current or not current:
        return found
    texts = {row["text"]: part for part, row in current.items()}
    marks = {(row["published_at"], row["canonical_url"]): part for part, row in current.items() if row["published_at"]}
    kept = {part: entry for entry in found.values() if (part := texts.get(entry[0].text)) is not None}
    fresh = []
    for entry in found.values():
        if entry[0].text in texts:
            continue
        part = marks.get((entry[0].published_at, entry[0].canonical_url))
        if part is None or part in kept:
            fresh.append(entry)
        else:
            kept[part] = entry
    return kept | dict(enumerate(fresh, max(current) + 1))


def verdict(found: Articles, current: Current) -> str:
    """What a newer response is, beside the stored articles: `unchanged`, `poorer` (less than was there) or `ok`."""
    found = numbered(found, current)
    if all(part in current and _same(current[part], *entry) for part, entry in found.items()) and (found or not current):
        return "unchanged"
    whole, old = found.get(0), current.get(0)
    walled = whole and old and ((old["quality"] == "good" != whole[1]) or (old["kind"] != "stub" == whole[0].kind))
    return "poorer" if walled or (current and not found) else "ok"


def stored_page(connection: Connection, page: int) -> Stored:
    """What is known of a page, to compare a newer response with."""
    url, outlet = connection.execute(select(pages.c.url, pages.c.outlet_id).where(pages.c.id == page)).one()
    title, published = _entries(connection, [page]).get(page, (None, None))
    return Stored(url, title, published, boilerplate_of(connection, [outlet]).get(outlet, frozenset()), articles_of(connection, page))


def boilerplate_of(connection: Connection, outlets: Iterable[str | None]) -> dict[str | None, frozenset[str]]:
    """The lines each of these outlets is known to repeat."""
    lines: defaultdict[str | None, set[str]] = defaultdict(set)
    for outlet, line in connection.execute(select(boilerplate.c.outlet_id, boilerplate.c.line).where(
            boilerplate.c.outlet_id.in_({outlet for outlet in outlets if outlet}))):
        lines[outlet].add(line)
    return {outlet: frozenset(found) for outlet, found in lines.items()}


def keep_boilerplate(connection: Connection, outlet: str, lines: Mapping[str, int]) -> list[str]:
    """Keep what was learned of an outlet, and return what is new; what was learned before stays, for its articles no longer show it."""
    rows = [{"outlet_id": outlet, "line": line, "articles": seen} for line, seen in sorted(lines.items())]
    if not rows:
        return []
    new = insert(boilerplate).values(rows).on_conflict_do_nothing(constraint="uq_boilerplate_once").returning(boilerplate.c.line)
    return list(connection.scalars(new))


def reopen(connection: Connection, outlet: str, lines: Sequence[str]) -> int:
    """An outlet's pages of whose text one of these lines is a paragraph are to be extracted again, so that it is no one's words."""
    paragraphs = func.string_to_array(articles.c.text, "\n\n")
    shown = select(articles.c.page_id).where(
        articles.c.outlet_id == outlet, articles.c.superseded_at.is_(None), paragraphs.bool_op("&&")(list(lines)))
    return connection.execute(update(pages).where(pages.c.id.in_(shown), pages.c.body_id.is_not(None)).values(extracted_by=None)).rowcount


def outlet_samples(connection: Connection, outlets: Collection[str] | None = None) -> dict[str, list[Sample]]:
    """The latest 50 extracted pages of each of these outlets (None: of all), newest first."""
    place = func.row_number().over(partition_by=pages.c.outlet_id, order_by=pages.c.id.desc())
    latest = (
        select(pages.c.id, pages.c.outlet_id, place.label("place"))
        .where(pages.c.outlet_id.is_not(None), pages.c.extracted_by.is_not(None),
               true() if outlets is None else pages.c.outlet_id.in_(outlets)).subquery())
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


def _same(old: RowMapping, article: Article, quality: str) -> bool:
    row = _row(article, quality)
    return all(old[name] == row[name] for name in SAID)


def _supersede(connection: Connection, article: int) -> None:
    """Stamp an article as replaced, and what was read out of it; what was open about it is settled."""
    connection.execute(update(articles).where(articles.c.id == article).values(superseded_at=func.now()))
    connection.execute(update(issues).where(issues.c.article_id == article, issues.c.closed_at.is_(None)).values(closed_at=func.now()))
    retire(connection, article)
