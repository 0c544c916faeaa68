"""Politeness among all workers on all machines: one connection a host, its turns apart, its robots.txt asked.

A worker holds a host by an advisory lock of its own database connection, so a worker that is killed holds nothing; turns are
reserved in `hosts`.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine

from etl.settings import Settings
from etl.store import hosts as store
from etl.urls import owner
from etl.web import Refused, Robots, Target, Web, read_robots, target

T = TypeVar("T")
CLERKS = 8  # transactions at once
PATIENCE = 60.0  # seconds to wait for a host that another worker holds, when a redirect leads there
ROBOTS_FOR = timedelta(days=1)
ROBOTS_RETRY = timedelta(hours=1)  # when it could not be had


class Sites:
    """The hosts as one worker sees them."""

    def __init__(self, engine: Engine, web: Web, settings: Settings) -> None:
        self._engine = engine
        self._web = web
        self._settings = settings
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._held: defaultdict[str, int] = defaultdict(int)
        self._holder: Connection | None = None
        self._holding = asyncio.Lock()
        self._clerks = ThreadPoolExecutor(CLERKS, thread_name_prefix="store")
        self._robots: dict[str, Robots] = {}
        self._no_robots: dict[str, tuple[str, str]] = {}  # outcome and words, where robots.txt could not be had

    async def run(self, work: Callable[[Connection], T]) -> T:
        """A transaction, beside the event loop."""
        def transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)
        return await self._beside(transaction)

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._clerks, work)

    async def close(self) -> None:
        """Give everything back."""
        if self._holder is not None:
            await self._beside(self._holder.invalidate)
            self._holder = None
        self._clerks.shutdown()

    async def hold(self, host: str) -> bool:
        """Take a host for this worker; False when another has it."""
        async with self._holding:
            if not self._held[host] and not await self._beside(lambda: self._take(host)):
                return False
            self._held[host] += 1
            return True

    async def release(self, host: str) -> None:
        """Give a host back, when nobody in this worker needs it any longer."""
        async with self._holding:
            self._held[host] -= 1
            if not self._held[host] and self._holder is not None:
                holder = self._holder
                await self._beside(lambda: store.release_host(holder, host))

    def _take(self, host: str) -> bool:
        if self._holder is None:
            self._holder = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return store.hold_host(self._holder, host)

    @asynccontextmanager
    async def turn(self, site: Target) -> AsyncIterator[None]:
        """Hold the host and wait for its turn. Raises Refused when another worker doesn't let go of it."""
        patience = time.monotonic() + PATIENCE
        while not await self.hold(site.site):
            if time.monotonic() > patience:
                raise Refused("busy", f"{site.site} is held by another worker")
            await asyncio.sleep(0.5)
        try:
            async with self._locks[site.site]:
                await self._wait(site.site)
                yield
        finally:
            await self.release(site.site)

    async def _wait(self, host: str) -> None:
        delay = self._settings.host_delay
        await asyncio.sleep(await self.run(lambda c: store.take_turn(c, host, delay)))

    async def leave(self, url: Target) -> None:
        """Ask the host's robots.txt. Raises Refused."""
        decision = await self.robots(url)
        if decision == "disallowed":
            raise Refused("robots", "robots.txt disallows it")
        if decision == "unknown":
            raise Refused(*self._no_robots.get(url.site, ("robots_unknown", "robots.txt could not be had")))

    async def robots(self, url: Target) -> str:
        """What robots.txt says of an address: `ignored` when the operator wishes so, else as Robots.decision."""
        if not self._settings.robots:
            return "ignored"
        if url.site not in self._robots:
            self._robots[url.site] = await self._stored_robots(url) or await self._fetch_robots(url)
        return self._robots[url.site].decision(url.url)

    async def _stored_robots(self, url: Target) -> Robots | None:
        status, text, at = await self.run(lambda c: store.robots_of(c, url.site))
        robots = Robots(status, text)
        fresh = ROBOTS_FOR if robots.decision(url.url) != "unknown" else ROBOTS_RETRY
        return robots if at is not None and datetime.now(UTC) - at < fresh else None

    async def _fetch_robots(self, url: Target) -> Robots:
        address = target("/robots.txt", base=url.url).url
        response = await self._web.get(address, Unguarded(), accept="text/plain, */*;q=0.5")
        robots = read_robots(response.outcome, response.status, response.body)
        if response.status is None or robots.decision(url.url) == "unknown":
            outcome = response.outcome if response.status is None else "robots_unknown"
            self._no_robots[url.site] = (outcome, f"robots.txt: {response.detail or response.status}")
        await self.run(lambda c: store.keep_robots(c, url.site, robots.status, robots.text, robots.delay))
        await self._wait(url.site)  # that was a request too
        return robots


class Permitted:
    """The gate to what a publisher permits whatever its robots.txt says: on its own hosts, and at the pace it asks for."""

    def __init__(self, sites: Sites, url: str) -> None:
        self._sites = sites
        self._owner = owner(url)

    def turn(self, site: Target) -> AbstractAsyncContextManager[None]:
        return self._sites.turn(site)

    async def leave(self, url: Target) -> None:
        if owner(url.url) == self._owner:
            await self._sites.robots(url)  # for its crawl-delay
        else:
            await self._sites.leave(url)


class Unguarded:
    """The gate of robots.txt itself, which is asked within the turn of the page."""

    @asynccontextmanager
    async def turn(self, site: Target) -> AsyncIterator[None]:
        yield

    async def leave(self, url: Target) -> None:
        return None
