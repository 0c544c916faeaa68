"""Pages: which are due, what fetching them brought, and what looking at them again did; the bytes of all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import zstandard
from sqlalchemy import Connection, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from etl.model import Entry
from etl.store.hosts import ORIGINS, quiet
from etl.urls import clean_url, owner
from schema.tables import bodies, entries, feeds, outlets, page_versions, pages

COMPRESSION = 9
RESPONSE = ("fetched_at", "final_url", "request_headers", "response_headers", "sha256", "body_id")  # what a version is made of


@dataclass(frozen=True)
class DuePage:
    """A page to be asked for: for the first time, or, when something of it is stored, to see whether it has changed."""

    id: int
    url: str
    fetch_url: str
    tries: int
    looks: int
    fetched_at: datetime | None
    sha256: str | None
    response_headers: str | None
    permitted: bool = False  # whatever robots.txt says

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Headers that ask for the page only if it has changed; none for one that was never fetched."""
        marks = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
        return tuple((ours, value) for theirs, ours in marks if (value := header(self.response_headers, theirs)))[:1]


@dataclass(frozen=True)
class Fetch:
    """One attempt to fetch a page, as it is kept."""

    outcome: str
    seconds: float
    status: int | None = None
    final_url: str | None = None
    robots: str | None = None
    request_headers: str | None = None
    response_headers: str | None = None
    bytes: int = 0
    detail: str | None = None
    next_try_at: datetime | None = None


def header(lines: str | None, name: str) -> str | None:
    """The first value of a stored header, its name in lower case."""
    found = (line.partition(":") for line in (lines or "").split("\n"))
    return next((value.strip() for key, _, value in found if key.strip().lower() == name), None)


def due_page(connection: Connection, host: str, verb: str) -> DuePage | None:
    """The page of a host to ask for next: the newest that was never tried, then those tried before. `history` gets older pages only
    while no feed and no page of a feed of the host is due."""
    kind = (pages.c.id, pages.c.url, pages.c.fetch_url, pages.c.tries, pages.c.looks, pages.c.fetched_at, pages.c.sha256,
            pages.c.response_headers)
    query = (
        select(*kind).where(pages.c.host == host, pages.c.next_try_at <= func.now(), pages.c.origin == ORIGINS[verb])
        .order_by(pages.c.tries, pages.c.id.desc()).limit(1))
    row = connection.execute(query.where(quiet(pages.c.host)) if verb == "history" else query).first()
    return None if row is None else DuePage(*row, permitted=_permitted(connection, row.id, row.fetch_url))


def _permitted(connection: Connection, page: int, url: str) -> bool:
    """Whether a feed that named the page has its publisher's permission, and the page is that publisher's."""
    rows = connection.execute(
        select(feeds.c.url, outlets.c.homepage).join_from(entries, feeds).join(outlets, isouter=True)
        .where(entries.c.page_id == page, feeds.c.robots_permission.is_not(None)))
    return owner(url) in {owner(address) for row in rows for address in row if address}


def keep_fetch(connection: Connection, page: int, fetch: Fetch, body: bytes | None) -> None:
    """Keep an attempt to fetch a page, and the response's body when it is one of use."""
    values: dict[str, Any] = asdict(fetch) | {"tried_at": func.now(), "tries": pages.c.tries + 1}
    if body is not None:
        values |= {"sha256": digest(body), "body_id": keep_body(connection, body), "fetched_at": func.now()}
    connection.execute(update(pages).where(pages.c.id == page).values(values))


def keep_look(connection: Connection, page: int, fetch: Fetch, body: bytes | None) -> None:
    """Keep that a page was asked for again; its response in place of the stored one, which becomes a version, when it has changed."""
    values: dict[str, Any] = {"tried_at": func.now(), "looks": pages.c.looks + 1, "look_outcome": fetch.outcome,
                              "next_try_at": fetch.next_try_at}
    if body is not None:
        make_version(connection, page)
        values |= asdict(fetch) | {"sha256": digest(body), "body_id": keep_body(connection, body), "fetched_at": func.now(),
                                   "extracted_by": None}
    connection.execute(update(pages).where(pages.c.id == page).values(values))


def make_version(connection: Connection, page: int) -> None:
    """Keep a page's response as an earlier one, before another takes its place."""
    stored = select(pages.c.id, *(pages.c[name] for name in RESPONSE)).where(pages.c.id == page)
    connection.execute(insert(page_versions).from_select(["page_id", *RESPONSE], stored).on_conflict_do_nothing())


def look_at_updated(connection: Connection, found: Iterable[Entry], most: int) -> int:
    """Make pages due that a feed says were updated after they were last asked for, once an hour at most; how many."""
    told = {clean: entry.updated for entry in found if entry.updated and (clean := clean_url(entry.url))}
    if not told:
        return 0
    return connection.execute(sql("""
        UPDATE pages SET next_try_at = now() FROM unnest(CAST(:urls AS text[]), CAST(:times AS timestamptz[])) AS told (url, updated_at)
        WHERE pages.url = told.url AND pages.origin = 'feed' AND pages.outcome = 'ok' AND pages.looks < :most
          AND pages.tried_at < least(told.updated_at, now() - :pause) AND pages.next_try_at IS DISTINCT FROM now()"""),
        {"urls": list(told), "times": list(told.values()), "most": most, "pause": timedelta(hours=1)}).rowcount


def digest(body: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


def keep_body(connection: Connection, body: bytes) -> int:
    """Store bytes under their hash, once; their key."""
    sha = digest(body)
    row = {"sha256": sha, "body": zstandard.compress(body, COMPRESSION), "bytes": len(body)}
    connection.execute(insert(bodies).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
    key: int = connection.execute(select(bodies.c.id).where(bodies.c.sha256 == sha)).scalar_one()
    return key


def undo_body(body: bytes) -> bytes:
    """The bytes of a stored body."""
    return zstandard.decompress(body)
