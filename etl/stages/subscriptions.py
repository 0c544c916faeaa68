"""The list of feeds as an operator keeps it: list, add, check, disable, accept a move, OPML in and out, and finding a site's feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine

from etl.feeds import BadFeed
from etl.feeds.discovery import feeds_in_page, sitemaps_in_robots, usual_feeds
from etl.feeds.opml import Outline, parse_opml, write_opml
from etl.settings import settings
from etl.stages.sandbox import Sandbox, Unreadable
from etl.stages.sites import Sites
from etl.store import subscriptions as store
from etl.store.subscriptions import FeedRow
from etl.web import Limits, Web, allowances, target

T = TypeVar("T")


@dataclass(frozen=True)
class Check:
    """What an address gave when it was asked, without keeping anything."""

    url: str
    outcome: str
    detail: str | None = None
    final_url: str | None = None
    title: str | None = None
    language: str | None = None
    version: str | None = None  # the feed's grammar
    entries: int = 0
    newest: datetime | None = None

    @property
    def is_feed(self) -> bool:
        """Whether it can be polled."""
        return self.outcome == "ok" and self.version is not None


def list_feeds(engine: Engine) -> list[FeedRow]:
    """All feeds with the state of their polling, the worst first."""
    with engine.begin() as connection:
        return store.feeds(connection)


def add_feed(engine: Engine, url: str, outlet: str | None = None, kind: str = "news", title: str | None = None) -> int:
    """Subscribe to an address; its key. One that was disabled is enabled again. Raises Unsafe for what is no address to ask."""
    with engine.begin() as connection:
        return store.add(connection, target(url).url, outlet, kind, title, "operator")


def disable_feed(engine: Engine, url: str, why: str = "by the operator") -> bool:
    """Poll a feed no more; False when there is none of that address."""
    with engine.begin() as connection:
        return store.disable(connection, url, why)


def permit(engine: Engine, url: str, why: str | None) -> bool:
    """Note that a feed's publisher permits what its robots.txt disallows, or with None that it is obeyed; False when there is no such
    feed."""
    with engine.begin() as connection:
        return store.permit(connection, url, why)


def accept_move(engine: Engine, url: str) -> str | None:
    """Follow a feed to the address it says it has moved to for good; that address, or None when it says nothing of the kind."""
    with engine.begin() as connection:
        return store.accept_move(connection, url)


def import_opml(engine: Engine, body: bytes) -> tuple[int, int]:
    """Subscribe to the feeds of an OPML file; how many are new, and how many it names. Raises BadFeed."""
    outlines = parse_opml(body)
    with engine.begin() as connection:
        new = sum(store.add_new(connection, feed.url, feed.title, feed.language) for feed in outlines)
    return new, len(outlines)


def export_opml(engine: Engine) -> bytes:
    """The enabled feeds as OPML."""
    rows = [Outline(row.url, row.title, row.homepage, row.language) for row in list_feeds(engine) if row.enabled]
    return write_opml(rows, "Trucewatch")


def check_feeds(engine: Engine, urls: list[str]) -> list[Check]:
    """Ask these addresses now, politely, and keep nothing."""
    async def work(web: Web, sites: Sites, sandbox: Sandbox) -> list[Check]:
        return list(await asyncio.gather(*(_check(url, web, sites, sandbox) for url in urls)))
    return asyncio.run(_beside(engine, work))


def discover_feeds(engine: Engine, url: str) -> list[Check]:
    """The feeds and news sitemaps of the site of a page, each asked; the page itself where it is a feed."""
    async def work(web: Web, sites: Sites, sandbox: Sandbox) -> list[Check]:
        itself = await _check(url, web, sites, sandbox)
        if itself.is_feed:
            return [itself]
        page = await web.get(url, sites)
        found = [await _check(link, web, sites, sandbox) for link in feeds_in_page(page.body, page.final_url)]
        if not any(check.is_feed for check in found):
            found += [await _check(link, web, sites, sandbox) for link in usual_feeds(page.final_url or url)]
        robots = await web.get(target("/robots.txt", base=page.final_url or url).url, sites)
        maps = sitemaps_in_robots(robots.body.decode("utf-8", "replace"), robots.final_url) if robots.outcome == "ok" else []
        found += [await _check(link, web, sites, sandbox, "sitemap") for link in maps if "news" in link.lower()]
        return [check for check in found if check.is_feed]
    return asyncio.run(_beside(engine, work))


async def _beside(engine: Engine, work: Callable[[Web, Sites, Sandbox], Awaitable[T]]) -> T:
    options = settings()
    limits = Limits(options.connect_timeout, options.read_timeout, options.total_timeout, options.max_bytes)
    with Sandbox() as sandbox:
        async with Web(options.contact, limits, allowances(options.allow_hosts)) as web:
            sites = Sites(engine, web, options)
            try:
                return await work(web, sites, sandbox)
            finally:
                await sites.close()


async def _check(url: str, web: Web, sites: Sites, sandbox: Sandbox, reader: str = "feed") -> Check:
    response = await web.get(url, sites)
    if response.outcome != "ok":
        return Check(url, response.outcome, response.detail, response.final_url)
    now = datetime.now(UTC)
    question = (response.body, response.final_url, response.header("content-type"), now)
    try:
        reading = await sandbox.read_beside(reader, *(question if reader == "feed" else (*question[:2], now)))
    except BadFeed as bad:
        return Check(url, bad.outcome, bad.detail, response.final_url)
    except Unreadable as error:
        return Check(url, "malformed", str(error), response.final_url)
    dates = [entry.published for entry in reading.entries if entry.published]
    return Check(url, "ok", None, response.final_url, reading.title, reading.language, reading.version, len(reading.entries),
                 max(dates, default=None))
