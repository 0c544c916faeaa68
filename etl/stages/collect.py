"""Poll, fetch, extract: what feeds say is new, the pages, the articles in them.

Poll and fetch go by host: a worker holds a host, asks for its items one after another, and lets it go; hundreds of hosts at once.
Each item is one transaction, so a worker that is killed leaves its item pending.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from etl.feeds import FAILING, SUCCESSES, BadFeed, FeedReading, FeedState, PollResult, conditions, next_state, retry_after
from etl.settings import settings
from etl.stages.extracting import extract
from etl.stages.sandbox import Sandbox, Unreadable
from etl.stages.sites import Sites
from etl.store import collect as store
from etl.web import Limits, Response, Web, allowances, target

__all__ = ["extract", "fetch", "poll"]

HOSTS_AT_ONCE = 200
FEED_TYPES = "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.7, */*;q=0.1"
READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "multipart/")
TRANSIENT = frozenset({"timeout", "unreachable", "no_such_host", "rate_limited", "server_error", "robots_unknown", "busy", "protocol",
                       "tls"})
DOWN = frozenset({"timeout", "unreachable", "no_such_host", "rate_limited", "busy", "robots_unknown"})
DOWN_SECONDS = 300.0
SILENT = 2  # failures in a row after which a host is left alone for a while
MOST_TRIES = 5
FIRST_RETRY = timedelta(minutes=15)


def poll(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Poll the feeds whose time has come, until none is due (or `limit` polls are made)."""
    return asyncio.run(_collect(engine, limit, Polling))


def fetch(engine: Engine, limit: int | None = None) -> Counter[str]:
    """Fetch the pages not yet fetched, until none is due (or `limit` are done)."""
    return asyncio.run(_collect(engine, limit, Fetching))


class Work(Protocol):
    """What is done host by host."""

    verb: str

    async def one(self, host: str) -> Response | None:
        """Do the host's next item; None when it has none."""


async def _collect(engine: Engine, limit: int | None, kind: Callable[[Sites, Web, Sandbox, Counter[str]], Work]) -> Counter[str]:
    options = settings()
    limits = Limits(options.connect_timeout, options.read_timeout, options.total_timeout, options.max_bytes)
    done = Counter[str]()
    with Sandbox() as sandbox:
        async with Web(options.contact, limits, allowances(options.allow_hosts), HOSTS_AT_ONCE) as web:
            sites = Sites(engine, web, options)
            try:
                await Round(kind(sites, web, sandbox, done), sites, limit).run()
            finally:
                await sites.close()
    return done


class Round:
    """Hosts worked on at once, until none has anything due that another worker doesn't hold."""

    def __init__(self, work: Work, sites: Sites, limit: int | None) -> None:
        self._work = work
        self._sites = sites
        self._left = limit

    async def run(self) -> None:
        """Raises what a host's task raises: a broken assumption of ours, or the database gone."""
        tasks: dict[str, asyncio.Task[bool]] = {}
        idle: set[str] = set()  # hosts that another worker holds
        try:
            while True:
                room = HOSTS_AT_ONCE - len(tasks)
                wanted = await self._sites.run(lambda c: store.due_hosts(c, self._work.verb, HOSTS_AT_ONCE * 2)) if room else []
                fresh = [host for host in wanted if host not in tasks and host not in idle][:room]
                for host in fresh if self._left != 0 else ():
                    tasks[host] = asyncio.create_task(self._host(host))
                if not tasks:
                    return
                await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED, timeout=5.0)
                for host in [host for host, task in tasks.items() if task.done()]:
                    if not tasks.pop(host).result():
                        idle.add(host)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _host(self, host: str) -> bool:
        """Do all that is due on a host; False when there is no more to be had of it in this round."""
        if not await self._sites.hold(host):
            return False
        try:
            silent = 0
            while self._left is None or self._left > 0:
                self._left = None if self._left is None else self._left - 1
                response = await self._work.one(host)
                if response is None:
                    self._left = None if self._left is None else self._left + 1
                    return True
                silent = silent + 1 if response.outcome in DOWN else 0
                asked = retry_after(response.header("retry-after"), datetime.now(UTC)) if response.status in (429, 503) else None
                if asked is not None or silent >= SILENT:
                    await self._rest(host, DOWN_SECONDS if asked is None else asked)
                    return False
            return True
        finally:
            await self._sites.release(host)


    async def _rest(self, host: str, seconds: float) -> None:
        await self._sites.run(lambda c: store.rest_host(c, host, seconds))


class Polling:
    """Feeds → entries."""

    verb = "poll"

    def __init__(self, sites: Sites, web: Web, sandbox: Sandbox, done: Counter[str]) -> None:
        self._sites, self._web, self._sandbox, self._done = sites, web, sandbox, done

    async def one(self, host: str) -> Response | None:
        """Poll the host's next feed."""
        feed = await self._sites.run(lambda c: store.due_feed(c, host))
        if feed is None:
            return None
        validator, headers = conditions(feed.state, datetime.now(UTC))
        response = await self._web.get(feed.state.url, self._sites, FEED_TYPES, headers)
        now = datetime.now(UTC)
        try:
            reading, outcome, detail = await self._read(feed, response, now)
            await self._sites.run(lambda c: self._keep(c, feed, response, reading, (outcome, detail), (now, validator)))
        except Exception as fault:
            told = _ours(fault)
            await self._sites.run(lambda c: self._keep(c, feed, response, None, ("error", told), (now, validator)))
        return response

    async def _read(self, feed: store.DueFeed, response: Response, now: datetime) -> tuple[FeedReading | None, str, str | None]:
        """The reading of a response, and the poll's outcome with its words."""
        if response.outcome != "ok":
            return None, response.outcome, response.detail
        if feed.state.sha256 == store.digest(response.body):
            return None, "unchanged", None
        try:
            if feed.kind == "sitemap":
                return await self._sandbox.read_beside("sitemap", response.body, response.final_url, now), "ok", None
            question = (response.body, response.final_url, response.header("content-type"), now)
            return await self._sandbox.read_beside("feed", *question), "ok", None
        except BadFeed as bad:
            return None, bad.outcome, bad.detail
        except Unreadable as error:
            return None, "malformed", str(error)

    def _keep(self, connection: Connection, feed: store.DueFeed, response: Response, reading: FeedReading | None,
              ended: tuple[str, str | None], asked: tuple[datetime, str | None]) -> None:
        (outcome, detail), (now, validator) = ended, asked
        options = settings()
        found = reading.entries if reading else ()
        new = store.new_addresses(connection, feed.id, found)
        missed = _missed(feed, [entry.published for entry in new.values()], validator)
        success = outcome in SUCCESSES
        result = PollResult(
            at=now, outcome=outcome, seen=len(found), new=len(new), missed=missed, etag=response.header("etag"),
            last_modified=response.header("last-modified"), sha256=store.digest(response.body) if response.body else None,
            ttl_minutes=reading.ttl_minutes if reading else None, skip_hours=reading.skip_hours if reading else frozenset(),
            retry_after=retry_after(response.header("retry-after"), now), permanent_url=response.permanent_url if success else None)
        after = next_state(feed.state, result, options.poll_min_minutes, options.poll_max_minutes, random.random())
        store.add_entries(connection, feed.id, feed.outlet, new)
        final = response.final_url if response.final_url not in ("", feed.state.url) else None
        sent = now - timedelta(seconds=response.seconds)  # waiting for a turn is no part of it
        poll = store.Poll(sent, response.seconds, outcome, response.status, response.received, len(found), len(new), validator, final,
                          detail)
        store.keep_poll(connection, feed.id, poll, after, reading.title if reading else None, reading.language if reading else None)
        _tell(connection, feed.id, outcome, detail, after)
        self._done.update(polls=1, entries=len(new), failed=int(not success))


def _ours(fault: Exception) -> str:
    """A fault of our code in words, for the item's row. Raises it again when it's the database that is gone."""
    if isinstance(fault, OperationalError | InterfaceError):
        raise fault
    return " ".join(f"{type(fault).__name__}: {fault}".split()).replace("\x00", "")[:300]


def _missed(feed: store.DueFeed, published: list[datetime | None], validator: str | None) -> bool:
    """Whether new entries are older than a poll that was told of no change: the 304 was a lie."""
    told = feed.state.last_polled_at if feed.state.last_outcome == "not_modified" and validator is None else None
    return told is not None and any(moment is not None and moment < told - timedelta(hours=1) for moment in published)


def _tell(connection: Connection, feed: int, outcome: str, detail: str | None, after: FeedState) -> None:
    """The issues a poll opens and settles: a feed that fails, has gone, or has moved to another owner's host."""
    if outcome in SUCCESSES:
        store.close_issues(connection, "poll", ("feed_failing", "feed_gone"), feed_id=feed)
    elif outcome == "gone":
        store.open_issue(connection, "poll", "feed_gone", "the server says it's gone for good (410); it is polled no more", feed_id=feed)
    elif after.failures >= FAILING or outcome in ("error", "xml_entities", "robots"):
        store.open_issue(connection, "poll", "feed_failing", f"{outcome}: {detail or 'no more is known'}", feed_id=feed)
    if after.moved_to:
        store.open_issue(connection, "poll", "feed_moved", f"says it has moved for good to {after.moved_to}", feed_id=feed)


class Fetching:
    """Pages → raw responses."""

    verb = "fetch"

    def __init__(self, sites: Sites, web: Web, sandbox: Sandbox, done: Counter[str]) -> None:
        self._sites, self._web, self._done = sites, web, done

    async def one(self, host: str) -> Response | None:
        """Fetch the host's next page."""
        page = await self._sites.run(lambda c: store.due_page(c, host))
        if page is None:
            return None
        response = _readable(await self._web.get(page.fetch_url, self._sites, PAGE_TYPES))
        try:
            robots = await self._decision(response)
            await self._sites.run(lambda c: self._keep(c, page, response, robots))
        except Exception as fault:
            failed = Response(response.url, "error", _ours(fault))
            await self._sites.run(lambda c: self._keep(c, page, failed, None))
        return response

    async def _decision(self, response: Response) -> str | None:
        """What robots.txt said of the page; NULL when it was never asked."""
        if response.outcome == "robots":
            return "disallowed"
        if response.status is None:
            return "unknown" if response.outcome == "robots_unknown" else None
        return await self._sites.robots(target(response.final_url))

    def _keep(self, connection: Connection, page: store.DuePage, response: Response, robots: str | None) -> None:
        ok = response.outcome == "ok"
        again = None if ok else _next_try(response, page.tries, datetime.now(UTC))
        lines = (f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in response.headers)) if response.status else ()
        store.keep_fetch(connection, page.id, store.Fetch(
            response.outcome, response.seconds, response.status,
            response.final_url if response.final_url not in ("", page.fetch_url) else None, robots,
            "\n".join(f"{name}: {value}" for name, value in response.request_headers) or None, "\n".join(lines) or None,
            response.received, response.detail, again), response.body if ok else None)
        if ok:
            store.close_issues(connection, "fetch", ("page_lost",), page_id=page.id)
        elif again is None and response.outcome != "robots":  # a site's wish is no trouble
            store.open_issue(connection, "fetch", "page_lost", f"{response.outcome}: {response.detail or response.status}", page_id=page.id)
        self._done.update(pages=int(ok), failed=int(not ok))


def _readable(response: Response) -> Response:
    """The response, unless it is no text: then that is its outcome."""
    kind = (response.header("content-type") or "").strip().lower()
    if response.outcome != "ok" or ((not kind or kind.startswith(READABLE)) and not response.body.startswith((b"%PDF", b"PK\x03\x04"))):
        return response
    return replace(response, outcome="wrong_type", detail=kind[:100] or "no text", body=b"")


def _next_try(response: Response, tries: int, now: datetime) -> datetime | None:
    """When to ask for a page again; None to give it up."""
    if response.outcome in TRANSIENT and tries + 1 < MOST_TRIES:
        asked = retry_after(response.header("retry-after"), now) or 0.0
        wait: timedelta = FIRST_RETRY * 4**tries
        return now + max(wait, timedelta(seconds=asked))
    return now + timedelta(days=1) if response.outcome in ("not_found", "forbidden", "empty") and tries == 0 else None
