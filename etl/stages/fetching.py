"""Fetch: pages → raw responses; and those of young pages asked for again, for outlets change them in place and live blogs grow."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from etl.feeds import MOST_LOOKS, next_look, retry_after
from etl.settings import settings
from etl.stages.extracting import compare
from etl.stages.rounds import our_fault
from etl.stages.sandbox import Sandbox
from etl.stages.sites import Permitted, Sites
from etl.store import fetched as store
from etl.store.collect import close_issues, open_issue
from etl.store.extracted import stored_page
from etl.web import Gate, Response, Web, target

PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.7, */*;q=0.1"
READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "multipart/")
TRANSIENT = frozenset({"timeout", "unreachable", "no_such_host", "rate_limited", "server_error", "robots_unknown", "busy", "protocol",
                       "tls"})
MOST_TRIES = 5
FIRST_RETRY = timedelta(minutes=15)


class Fetching:
    """Pages of feeds → raw responses."""

    verb = "fetch"
    hosts = 200
    visit: int | None = None
    pause: float = 0.0

    def __init__(self, sites: Sites, web: Web, sandbox: Sandbox, done: Counter[str]) -> None:
        self._sites, self._web, self._sandbox, self._done = sites, web, sandbox, done

    async def one(self, host: str) -> Response | None:
        """Ask for the host's next page."""
        page = await self._sites.run(lambda c: store.due_page(c, host, self.verb))
        if page is None:
            return None
        gate: Gate = Permitted(self._sites, page.fetch_url) if page.permitted else self._sites
        response = _readable(await self._web.get(page.fetch_url, gate, PAGE_TYPES, page.conditions))
        keep = self._keep if page.fetched_at is None else self._keep_look
        try:
            said = response if page.fetched_at is None else await self._compared(page, response)
            robots = await self._decision(page, response)
            await self._sites.run(lambda c: keep(c, page, said, robots))
        except Exception as fault:
            failed = Response(response.url, "error", our_fault(fault))
            await self._sites.run(lambda c: keep(c, page, failed, None))
        return response

    async def _decision(self, page: store.DuePage, response: Response) -> str | None:
        """What robots.txt said of the page; NULL when it was never asked."""
        if response.outcome == "robots":
            return "disallowed"
        if response.status is None:
            return "unknown" if response.outcome == "robots_unknown" else None
        said = await self._sites.robots(target(response.final_url))
        return "permitted" if page.permitted and said in ("disallowed", "unknown") else said

    async def _compared(self, page: store.DuePage, response: Response) -> Response:
        """The response to a look, its outcome being whether it says something else than what is stored."""
        if response.outcome != "ok" or store.digest(response.body) == page.sha256:
            return replace(response, outcome="unchanged") if response.outcome == "ok" else response
        stored = await self._sites.run(lambda c: stored_page(c, page.id))
        return replace(response, outcome=await compare(stored, response, _final(page, response) or page.url, self._sandbox))

    def _keep(self, connection: Connection, page: store.DuePage, response: Response, robots: str | None) -> None:
        ok, now = response.outcome == "ok", datetime.now(UTC)
        again = self._next_look(now, now) if ok else _next_try(response, page.tries, now)
        store.keep_fetch(connection, page.id, _kept(page, response, robots, again), response.body if ok else None)
        if ok:
            close_issues(connection, "fetch", ("page_lost",), page_id=page.id)
        elif again is None and response.outcome != "robots":  # a site's wish is no trouble
            open_issue(connection, "fetch", "page_lost", f"{response.outcome}: {response.detail or response.status}", page_id=page.id)
        self._done.update(pages=int(ok), failed=int(not ok))

    def _keep_look(self, connection: Connection, page: store.DuePage, response: Response, robots: str | None) -> None:
        changed, now = response.outcome == "ok", datetime.now(UTC)
        since = now if changed or page.fetched_at is None else page.fetched_at
        again = self._next_look(since, now) if page.looks < MOST_LOOKS else None
        store.keep_look(connection, page.id, _kept(page, response, robots, again), response.body if changed else None)
        self._done.update(looks=1, changed=int(changed))

    def _next_look(self, since: datetime, now: datetime) -> datetime | None:
        return next_look(since, now, settings().look_again_hours)


class Catching(Fetching):
    """Imported addresses → raw responses: a few hosts at once, slower, and a host only while nothing newer of it is due."""

    verb = "history"
    hosts = 20
    visit: int | None = 1

    def __init__(self, sites: Sites, web: Web, sandbox: Sandbox, done: Counter[str]) -> None:
        super().__init__(sites, web, sandbox, done)
        self.pause = max(settings().history_delay - settings().host_delay, 0.0)

    def _next_look(self, since: datetime, now: datetime) -> datetime | None:
        return None


def _kept(page: store.DuePage, response: Response, robots: str | None, again: datetime | None) -> store.Fetch:
    lines = (f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in response.headers)) if response.status else ()
    return store.Fetch(
        response.outcome, response.seconds, response.status, _final(page, response), robots,
        "\n".join(f"{name}: {value}" for name, value in response.request_headers) or None, "\n".join(lines) or None,
        response.received, response.detail, again)


def _final(page: store.DuePage, response: Response) -> str | None:
    return response.final_url if response.final_url not in ("", page.fetch_url) else None


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
