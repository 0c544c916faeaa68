"""Going round the hosts that have something due: a worker holds a host, asks for its items one after another, and lets it go;
hundreds of hosts at once. Each item is one transaction, so a worker that is killed leaves its item pending."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from etl.feeds import retry_after
from etl.settings import settings
from etl.stages.sandbox import Sandbox
from etl.stages.sites import Sites
from etl.store import hosts as store
from etl.web import Limits, Response, Web, allowances

DOWN = frozenset({"timeout", "unreachable", "no_such_host", "rate_limited", "busy", "robots_unknown"})
DOWN_SECONDS = 300.0
SILENT = 2  # failures in a row after which a host is left alone for a while
PATIENCE = 2.0  # seconds after which hosts that another worker held are tried once more


class Work(Protocol):
    """What is done host by host."""

    verb: str
    hosts: int  # at once
    visit: int | None  # items asked for before the host is let go; None for all there are
    pause: float  # seconds between two visits, the host free for others

    async def one(self, host: str) -> Response | None:
        """Do the host's next item; None when it has none."""


Kind = Callable[[Sites, Web, Sandbox, Counter[str]], Work]


async def collect(engine: Engine, limit: int | None, kind: Kind) -> Counter[str]:
    """Do what is due, until nothing is that another worker doesn't hold, or `limit` items are done."""
    options = settings()
    limits = Limits(options.connect_timeout, options.read_timeout, options.total_timeout, options.max_bytes)
    done = Counter[str]()
    with Sandbox() as sandbox:
        async with Web(options.contact, limits, allowances(options.allow_hosts)) as web:
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
        patient = True
        try:
            while True:
                for host in await self._wanted(tasks, idle):
                    tasks[host] = asyncio.create_task(self._host(host))
                if not tasks:
                    if not idle or not patient:
                        return
                    patient = False
                    await asyncio.sleep(PATIENCE)  # a request for an older page is soon done
                    idle.clear()
                    continue
                await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED, timeout=5.0)
                for host in [host for host, task in tasks.items() if task.done()]:
                    if not tasks.pop(host).result():
                        idle.add(host)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _wanted(self, busy: Collection[str], idle: Collection[str]) -> list[str]:
        room = self._work.hosts - len(busy) if self._left != 0 else 0
        due = await self._sites.run(lambda c: store.due_hosts(c, self._work.verb, self._work.hosts * 2)) if room else []
        return [host for host in due if host not in busy and host not in idle][:room]

    async def _host(self, host: str) -> bool:
        """Visit a host; False when there is no more to be had of it in this round."""
        if not await self._sites.hold(host):
            return False
        try:
            more = await self._visit(host)
        finally:
            await self._sites.release(host)
        if more and self._left != 0:
            await asyncio.sleep(self._work.pause)
        return more

    async def _visit(self, host: str) -> bool:
        silent = done = 0
        while (self._left is None or self._left > 0) and (self._work.visit is None or done < self._work.visit):
            self._left = None if self._left is None else self._left - 1
            response = await self._work.one(host)
            if response is None:
                self._left = None if self._left is None else self._left + 1
                return True
            done += 1
            silent = silent + 1 if response.outcome in DOWN else 0
            asked = retry_after(response.header("retry-after"), datetime.now(UTC)) if response.status in (429, 503) else None
            if asked is not None or silent >= SILENT:
                await self._rest(host, DOWN_SECONDS if asked is None else asked)
                return False
        return True

    async def _rest(self, host: str, seconds: float) -> None:
        await self._sites.run(lambda c: store.rest_host(c, host, seconds))


def our_fault(fault: Exception) -> str:
    """A fault of our code in words, for the item's row. Raises it again when it's the database that is gone."""
    if isinstance(fault, OperationalError | InterfaceError):
        raise fault
    return " ".join(f"{type(fault).__name__}: {fault}".split()).replace("\x00", "")[:300]
