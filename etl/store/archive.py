"""Pages that come with their content, and the archive of raw responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, delete, func, literal, or_, select, true, union_all, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from etl.feeds.reading import language_of
from etl.store.collect import add_pages, close_issues, host_of, outlet_of_host
from etl.store.fetched import RESPONSE, digest, keep_body, make_version, undo_body
from etl.text import clean_line, clean_text
from etl.urls import clean_url
from etl.web.warc import Archived
from schema.tables import articles, bodies, page_versions, pages


@dataclass(frozen=True)
class Given:
    """A page that comes with its content."""

    url: str
    body: bytes
    fetched_at: datetime
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    dated: bool = False  # fetched_at is the archive's word, so that several responses of one address can be told apart


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
    known = connection.execute(select(pages.c.id, pages.c.outcome).where(pages.c.url == url)).first()
    if known and known.outcome == "ok":
        return page.dated and _add_version(connection, known.id, page)
    values = {"fetch_url": page.url, "next_try_at": None, "origin": "import"} | _response(connection, page)
    made = insert(pages).values(url=url, outlet_id=outlet, **values)
    key = connection.execute(made.on_conflict_do_update(index_elements=["url"], set_=values).returning(pages.c.id)).scalar_one()
    close_issues(connection, "fetch", ("page_lost",), page_id=key)
    return True


def _response(connection: Connection, page: Given) -> dict[str, object]:
    """The columns of a page that its content gives."""
    lines = "\n".join(f"{name}: {value}" for name, value in page.headers) or f"Content-Type: {page.content_type}"
    return {"outcome": "ok", "status": 200, "fetched_at": page.fetched_at, "robots": "imported", "sha256": digest(page.body),
            "body_id": keep_body(connection, page.body), "request_headers": None, "final_url": None,
            "response_headers": f"HTTP/1.1 200\n{lines}".replace("\x00", ""), "bytes": len(page.body)}


def _add_version(connection: Connection, key: int, page: Given) -> bool:
    """Another response of a page that is known: the later one is the page's, the others are its versions; False when it has it."""
    known = connection.execute(select(pages.c.fetched_at, pages.c.sha256).where(pages.c.id == key).with_for_update()).one()
    versions = select(page_versions.c.id).where(page_versions.c.page_id == key, page_versions.c.fetched_at == page.fetched_at)
    if known.sha256 == digest(page.body) or known.fetched_at == page.fetched_at or connection.execute(versions).first():
        return False
    response = _response(connection, page)
    if page.fetched_at > known.fetched_at:
        make_version(connection, key)
        connection.execute(update(pages).where(pages.c.id == key).values(response | {"extracted_by": None}))
    else:
        connection.execute(insert(page_versions).values({"page_id": key} | {name: response[name] for name in RESPONSE}))
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
    close_issues(connection, "fetch", ("page_lost",), page_id=key)
    day = _day(row.get("published"), now)
    connection.execute(insert(articles).values(
        page_id=key, part=0, url=url, canonical_url=url, title=clean_line(_words(row.get("title"))), text=text, published=day,
        published_source="given" if day else None, language=language_of(row.get("language")), byline=clean_line(_words(row.get("byline"))),
        outlet_id=select(pages.c.outlet_id).where(pages.c.id == key).scalar_subquery(), kind="article", quality="good",
        text_sha256=digest(text.encode()), fetched_at=now, extracted_by="given"))
    return True


def stored_pages(connection: Connection, within: tuple[date | None, date | None]) -> Iterator[Archived]:
    """The responses of pages with their bytes, earlier versions too, in the order of their fetching, of a range of days."""
    first, last = within
    said = [name for name in RESPONSE if name not in ("body_id", "sha256")]
    earlier = select(pages.c.url, page_versions.c.body_id, literal(200), *(page_versions.c[name] for name in said))
    stored = union_all(select(pages.c.url, pages.c.body_id, pages.c.status, *(pages.c[name] for name in said)),
                       earlier.join_from(page_versions, pages)).subquery()
    query = select(stored, bodies.c.body).join(bodies, bodies.c.id == stored.c.body_id).order_by(stored.c.fetched_at, stored.c.url)
    if first:
        query = query.where(stored.c.fetched_at >= datetime.combine(first, time.min, UTC))
    if last:
        query = query.where(stored.c.fetched_at <= datetime.combine(last, time.max, UTC))
    for row in connection.execution_options(yield_per=50).execute(query).mappings():
        yield Archived(row["final_url"] or row["url"], row["fetched_at"], row["status"] or 200, _headers(row["response_headers"]),
                       _headers(row["request_headers"]), undo_body(row["body"]))


def forget(connection: Connection, days: int) -> int:
    """Remove bytes fetched more than so many days ago that no younger page has; their hashes stay."""
    old = func.now() - sql(f"interval '{int(days)} days'")
    for table, done in ((pages, pages.c.extracted_by.is_not(None)), (page_versions, true())):
        connection.execute(update(table).where(table.c.body_id.is_not(None), table.c.fetched_at < old, done).values(body_id=None))
    used = [select(table.c.id).where(table.c.body_id == bodies.c.id).exists() for table in (pages, page_versions)]
    return connection.execute(delete(bodies).where(~or_(*used), bodies.c.stored_at < old)).rowcount


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
