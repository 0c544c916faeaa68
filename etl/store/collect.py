"""Feeds: which are due, what polls brought; the pages their entries name; issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from etl.feeds import FeedState
from etl.model import Entry
from etl.urls import clean_url
from schema.tables import entries, feeds, issues, outlets, pages, polls

STATE = tuple(field.name for field in fields(FeedState))


@dataclass(frozen=True)
class DueFeed:
    """A feed whose time has come."""

    id: int
    outlet: str | None
    kind: str
    state: FeedState
    permitted: bool  # whatever robots.txt says


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


def due_feed(connection: Connection, host: str) -> DueFeed | None:
    """The feed of a host that has waited longest."""
    row = connection.execute(
        select(feeds).where(feeds.c.host == host, feeds.c.enabled, feeds.c.next_poll_at <= func.now())
        .order_by(feeds.c.next_poll_at, feeds.c.id).limit(1)).mappings().first()
    return None if row is None else DueFeed(row["id"], row["outlet_id"], row["kind"], FeedState(**{name: row[name] for name in STATE}),
                                              row["robots_permission"] is not None)


def add_pages(connection: Connection, found: Iterable[tuple[str, str]], outlet: str | None, origin: str) -> dict[str, int]:
    """Pages to be fetched, from (clean address, address to ask for), in one order, lest workers block each other; address → key.

    What was imported and waits is a feed's page from the moment a feed names it.
    """
    rows = sorted(dict(found).items())
    if not rows:
        return {}
    new = insert(pages).values(next_try_at=func.now())
    waits = (pages.c.origin == "import") & (new.excluded.origin == "feed") & pages.c.fetched_at.is_(None)
    connection.execute(
        new.on_conflict_do_update(index_elements=["url"], set_={"origin": "feed"}, where=waits),
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
    """Keep new entries, each with its page; one that had been imported is to be extracted with what they say of it."""
    keys = add_pages(connection, ((clean, entry.url) for clean, entry in found.items()), outlet, "feed")
    if found:
        told = exists().where(entries.c.page_id == pages.c.id)
        new = or_(pages.c.outlet_id.is_(None) & (outlet is not None), pages.c.extracted_by.is_not(None) & ~told)
        connection.execute(update(pages).where(pages.c.id.in_(keys.values()), new).values(
            outlet_id=func.coalesce(pages.c.outlet_id, outlet), extracted_by=None))
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
