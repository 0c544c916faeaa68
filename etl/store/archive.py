"""Pages that come with their content, and the archive of raw responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from etl.feeds.reading import language_of
from etl.store.collect import add_pages, digest, host_of, keep_body, outlet_of_host, undo_body
from etl.text import clean_line, clean_text
from etl.urls import clean_url
from etl.web.warc import Archived
from schema.tables import articles, bodies, pages


@dataclass(frozen=True)
class Given:
    """A page that comes with its content."""

    url: str
    body: bytes
    fetched_at: datetime
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()


def add_addresses(connection: Connection, found: list[tuple[str, str]]) -> int:
    """Pages to be fetched when nothing newer is; how many are new."""
    before = connection.execute(select(func.count()).where(pages.c.url.in_([url for url, _ in found]))).scalar_one()
    outlets = outlet_of_host(connection)
    keys: dict[str, int] = {}
    for outlet in {outlets.get(host_of(url)) for url, _ in found}:
        keys |= add_pages(connection, ((url, asked) for url, asked in found if outlets.get(host_of(url)) == outlet), outlet, "import")
    return len(keys) - int(before)


def add_page(connection: Connection, page: Given, outlet: str | None) -> bool:
    """A page with its content, to be extracted; False when the address is known to have been fetched, or is none."""
    url = clean_url(page.url)
    if url is None or not page.body:
        return False
    lines = "\n".join(f"{name}: {value}" for name, value in page.headers) or f"Content-Type: {page.content_type}"
    row = {
        "fetch_url": page.url, "outcome": "ok", "status": 200, "fetched_at": page.fetched_at, "robots": "imported",
        "sha256": digest(page.body), "response_headers": f"HTTP/1.1 200\n{lines}".replace("\x00", ""),
        "bytes": len(page.body), "next_try_at": None, "origin": "import",
    }
    known = connection.execute(select(pages.c.outcome).where(pages.c.url == url)).first()
    if known and known.outcome == "ok":
        return False
    values = row | {"body_id": keep_body(connection, page.body)}
    made = insert(pages).values(url=url, outlet_id=outlet, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["url"], set_=values))
    return True


def add_article(connection: Connection, row: Mapping[str, object]) -> bool:
    """An article that comes as text, on a page without a body; False when its address has an article already."""
    url, text = clean_url(str(row["url"])), clean_text(str(row["text"]))
    if url is None or not text:
        return False
    now = datetime.now(UTC)
    key = add_pages(connection, [(url, str(row["url"]))], outlet_of_host(connection).get(host_of(url)), "import")[url]
    if connection.execute(select(articles.c.id).where(articles.c.page_id == key)).first():
        return False
    connection.execute(update(pages).where(pages.c.id == key).values(
        outcome="ok", fetched_at=now, next_try_at=None, robots="imported", sha256=digest(text.encode())))
    day = _day(row.get("published"), now)
    connection.execute(insert(articles).values(
        page_id=key, part=0, url=url, canonical_url=url, title=clean_line(_words(row.get("title"))), text=text, published=day,
        published_source="given" if day else None, language=language_of(row.get("language")), byline=clean_line(_words(row.get("byline"))),
        outlet_id=select(pages.c.outlet_id).where(pages.c.id == key).scalar_subquery(), kind="article", quality="good",
        text_sha256=digest(text.encode()), fetched_at=now, extracted_by="given"))
    return True


def stored_pages(connection: Connection, within: tuple[date | None, date | None]) -> Iterator[Archived]:
    """Pages with their bytes, in the order of their fetching, of a range of days."""
    first, last = within
    query = select(pages, bodies.c.body).join(bodies, bodies.c.id == pages.c.body_id).order_by(pages.c.fetched_at, pages.c.id)
    if first:
        query = query.where(pages.c.fetched_at >= datetime.combine(first, time.min, UTC))
    if last:
        query = query.where(pages.c.fetched_at <= datetime.combine(last, time.max, UTC))
    for row in connection.execution_options(yield_per=50).execute(query).mappings():
        yield Archived(row["final_url"] or row["url"], row["fetched_at"], row["status"] or 200, _headers(row["response_headers"]),
                       _headers(row["request_headers"]), undo_body(row["body"]))


def forget(connection: Connection, days: int) -> int:
    """Remove bytes fetched more than so many days ago that no younger page has; their hashes stay."""
    old = func.now() - sql(f"interval '{int(days)} days'")
    connection.execute(update(pages).where(pages.c.body_id.is_not(None), pages.c.fetched_at < old, pages.c.extracted_by.is_not(None))
                       .values(body_id=None))
    orphan = ~select(pages.c.id).where(pages.c.body_id == bodies.c.id).exists()
    return connection.execute(delete(bodies).where(orphan, bodies.c.stored_at < old)).rowcount


def _headers(lines: str | None) -> tuple[tuple[str, str], ...]:
    found = (line.partition(": ") for line in (lines or "").split("\n"))
    return tuple((name, value) for name, colon, value in found if colon)


def _words(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object, now: datetime) -> date | None:
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= now.date() else None
