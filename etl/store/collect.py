"""What is collected: which feeds and pages are due on which hosts, and what polls and fetches brought."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import Connection, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from etl.feeds import FeedState
from etl.model import Entry
from etl.urls import clean_url
from schema.tables import bodies, entries, feeds, hosts, issues, outlets, pages, polls

STATE = tuple(field.name for field in fields(FeedState))
COMPRESSION = 9


@dataclass(frozen=True)
class DueFeed:
    """A feed whose time has come."""

    id: int
    outlet: str | None
    kind: str
    state: FeedState


@dataclass(frozen=True)
class DuePage:
    """A page to be fetched."""

    id: int
    url: str
    fetch_url: str
    tries: int


@dataclass(frozen=True)
class Poll:
    """One poll, as it is kept."""

    started_at: datetime
    seconds: float
    outcome: str
    status: int | None = None
    bytes: int = 0
    entries_seen: int = 0
    entries_new: int = 0
    validator: str | None = None
    final_url: str | None = None
    detail: str | None = None


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


def due_hosts(connection: Connection, verb: str, most: int) -> list[str]:
    """Hosts with feeds (`poll`) or pages (`fetch`) to ask for now, the longest waiting first; not those that asked for a rest."""
    table, due = (feeds, feeds.c.next_poll_at) if verb == "poll" else (pages, pages.c.next_try_at)
    query = (
        select(table.c.host)
        .join_from(table, hosts, hosts.c.host == table.c.host, isouter=True)
        .where(due <= func.now(), func.coalesce(hosts.c.next_request_at, func.now()) <= func.now() + sql("interval '30 seconds'"))
        .group_by(table.c.host).order_by(func.min(due), table.c.host).limit(most)
    )
    return list(connection.execute(query.where(feeds.c.enabled) if verb == "poll" else query).scalars())


def due_feed(connection: Connection, host: str) -> DueFeed | None:
    """The feed of a host that has waited longest."""
    row = connection.execute(
        select(feeds).where(feeds.c.host == host, feeds.c.enabled, feeds.c.next_poll_at <= func.now())
        .order_by(feeds.c.next_poll_at, feeds.c.id).limit(1)).mappings().first()
    return None if row is None else DueFeed(row["id"], row["outlet_id"], row["kind"], FeedState(**{name: row[name] for name in STATE}))


def due_page(connection: Connection, host: str) -> DuePage | None:
    """The page of a host to fetch next: the newest that was never tried, then those tried before; imports last."""
    row = connection.execute(
        select(pages.c.id, pages.c.url, pages.c.fetch_url, pages.c.tries)
        .where(pages.c.host == host, pages.c.next_try_at <= func.now())
        .order_by(pages.c.origin, pages.c.tries, pages.c.id.desc()).limit(1)).first()
    return None if row is None else DuePage(*row)


def hold_host(connection: Connection, host: str) -> bool:
    """Take a host for this worker, among all workers on all machines; it is free again when the connection ends, be it by a kill."""
    taken = sql("SELECT pg_try_advisory_lock(hashtext('trucewatch host'), hashtext(:host))")
    return bool(connection.execute(taken, {"host": host}).scalar())


def release_host(connection: Connection, host: str) -> None:
    """Give a host back."""
    connection.execute(sql("SELECT pg_advisory_unlock(hashtext('trucewatch host'), hashtext(:host))"), {"host": host})


def take_turn(connection: Connection, host: str, delay: float) -> float:
    """Reserve the host's next turn; seconds to wait for it. Turns are `delay` seconds apart, or what its robots.txt asks for."""
    wait: float = connection.execute(sql("""
        INSERT INTO hosts AS h (host, next_request_at) VALUES (:host, clock_timestamp() + make_interval(secs => :delay))
        ON CONFLICT (host) DO UPDATE SET next_request_at = greatest(h.next_request_at, clock_timestamp())
            + make_interval(secs => greatest(:delay, h.crawl_delay))
        RETURNING extract(epoch FROM next_request_at - clock_timestamp()) - greatest(:delay, crawl_delay)
        """), {"host": host, "delay": delay}).scalar_one()
    return max(float(wait), 0.0)


def rest_host(connection: Connection, host: str, seconds: float) -> None:
    """Leave a host alone for a while, as it asks or because it doesn't answer."""
    connection.execute(sql("""
        INSERT INTO hosts AS h (host, next_request_at) VALUES (:host, now() + make_interval(secs => :seconds))
        ON CONFLICT (host) DO UPDATE SET next_request_at = greatest(h.next_request_at, excluded.next_request_at)"""),
        {"host": host, "seconds": seconds})


def robots_of(connection: Connection, host: str) -> tuple[int | None, str | None, datetime | None]:
    """Status, text and time of a host's robots.txt as last asked for."""
    row = connection.execute(select(hosts.c.robots_status, hosts.c.robots, hosts.c.robots_at).where(hosts.c.host == host)).first()
    return (row[0], row[1], row[2]) if row else (None, None, None)


def keep_robots(connection: Connection, host: str, status: int | None, text: str | None, delay: float | None) -> None:
    """Keep what asking for a host's robots.txt gave; no text when there is none or it could not be had."""
    row = {"host": host, "robots_status": status, "robots": text, "crawl_delay": delay, "robots_at": func.now()}
    connection.execute(insert(hosts).values(row).on_conflict_do_update(index_elements=["host"], set_=row))


def add_pages(connection: Connection, found: Iterable[tuple[str, str]], outlet: str | None, origin: str) -> dict[str, int]:
    """Pages to be fetched, from (clean address, address to ask for), in one order, lest workers block each other; address → key."""
    rows = sorted(dict(found).items())
    if not rows:
        return {}
    connection.execute(
        insert(pages).values(next_try_at=func.now()).on_conflict_do_nothing(index_elements=["url"]),
        [{"url": url, "fetch_url": asked, "outlet_id": outlet, "origin": origin} for url, asked in rows])
    known = connection.execute(select(pages.c.url, pages.c.id).where(pages.c.url.in_([url for url, _ in rows])))
    return {row.url: row.id for row in known}


def new_addresses(connection: Connection, feed: int, found: Iterable[Entry]) -> dict[str, Entry]:
    """The entries not seen in this feed before, by clean address; an address that stands twice counts once."""
    told: dict[str, Entry] = {}
    for entry in found:
        clean = clean_url(entry.url)
        if clean:
            told.setdefault(clean, entry)
    known = connection.execute(select(entries.c.canonical_url).where(entries.c.feed_id == feed, entries.c.canonical_url.in_(list(told))))
    for url in known.scalars():
        del told[url]
    return told


def add_entries(connection: Connection, feed: int, outlet: str | None, found: dict[str, Entry]) -> None:
    """Keep new entries, each with its page."""
    keys = add_pages(connection, ((clean, entry.url) for clean, entry in found.items()), outlet, "feed")
    if found:
        connection.execute(insert(entries).on_conflict_do_nothing(constraint="uq_entries_once"), [
            {"feed_id": feed, "page_id": keys.get(clean), "url": entry.url, "canonical_url": clean, "guid": entry.guid,
             "title": entry.title, "published_at": entry.published, "summary": entry.summary} for clean, entry in found.items()])


def keep_poll(connection: Connection, feed: int, poll: Poll, after: FeedState, title: str | None, language: str | None) -> None:
    """Keep a poll and the feed's state after it; a title and language are taken from the feed only where none was given."""
    connection.execute(insert(polls).values(feed_id=feed, **asdict(poll)))
    values = asdict(after)
    if connection.execute(select(feeds.c.id).where(feeds.c.url == after.url, feeds.c.id != feed)).first():
        values |= {"enabled": False, "disabled_why": f"moved to {after.url}, which is a feed already"}
        del values["url"]
    values |= {"title": func.coalesce(feeds.c.title, title), "language": func.coalesce(feeds.c.language, language)}
    connection.execute(update(feeds).where(feeds.c.id == feed).values(values))


def keep_fetch(connection: Connection, page: int, fetch: Fetch, body: bytes | None) -> None:
    """Keep an attempt to fetch a page, and the response's body when it is one of use."""
    values: dict[str, Any] = asdict(fetch) | {"tried_at": func.now(), "tries": pages.c.tries + 1}
    if body is not None:
        values |= {"sha256": digest(body), "body_id": keep_body(connection, body), "fetched_at": func.now()}
    connection.execute(update(pages).where(pages.c.id == page).values(values))


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


def open_issue(connection: Connection, stage: str, code: str, detail: str, **subject: int) -> None:
    """Open an issue on a feed_id, page_id or article_id; one that stands open already gets the newer words."""
    (name, key), = subject.items()
    same = (issues.c.stage == stage) & (issues.c.code == code) & (issues.c[name] == key) & issues.c.closed_at.is_(None)
    words = detail.replace("\x00", "")[:1000]
    if not connection.execute(update(issues).where(same).values(detail=words)).rowcount:
        connection.execute(insert(issues).values(stage=stage, code=code, detail=words, **subject))


def close_issues(connection: Connection, stage: str, codes: Iterable[str], **subject: int) -> None:
    """Settle a subject's open issues of these kinds."""
    (name, key), = subject.items()
    connection.execute(update(issues).where(issues.c.stage == stage, issues.c.code.in_(list(codes)), issues.c[name] == key,
                                            issues.c.closed_at.is_(None)).values(closed_at=func.now()))


def outlet_of_host(connection: Connection) -> dict[str, str]:
    """Outlets by the host of their homepage, for pages that come without a feed."""
    rows = connection.execute(select(outlets.c.id, outlets.c.homepage).where(outlets.c.homepage.is_not(None)))
    return {host_of(url): key for key, url in rows if host_of(url)}


def host_of(url: str) -> str:
    """Host of an address without www."""
    return (clean_url(url) or "").partition("://")[2].partition("/")[0].removeprefix("www.")
