"""Poll: feeds → entries, each poll a row."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from etl.feeds import FAILING, MOST_LOOKS, SUCCESSES, BadFeed, FeedReading, FeedState, PollResult, conditions, next_state, retry_after
from etl.settings import settings
from etl.stages.rounds import our_fault
from etl.stages.sandbox import Sandbox, Unreadable
from etl.stages.sites import Permitted, Sites
from etl.store import collect as store
from etl.store.fetched import digest, look_at_updated
from etl.web import Response, Web

FEED_TYPES = "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Polling:
    """Feeds → entries."""

    verb = "poll"
    hosts = 200
    visit: int | None = None
    pause: float = 0.0

    def __init__(self, sites: Sites, web: Web, sandbox: Sandbox, done: Counter[str]) -> None:
        self._sites, self._web, self._sandbox, self._done = sites, web, sandbox, done

    async def one(self, host: str) -> Response | None:
        """Poll the host's next feed."""
        feed = await self._sites.run(lambda c: store.due_feed(c, host))
        if feed is None:
            return None
        validator, headers = conditions(feed.state, datetime.now(UTC))
        gate = Permitted(self._sites, feed.state.url) if feed.permitted else self._sites
        response = await self._web.get(feed.state.url, gate, FEED_TYPES, headers)
        now = datetime.now(UTC)
        try:
            reading, outcome, detail = await self._read(feed, response, now)
            await self._sites.run(lambda c: self._keep(c, feed, response, reading, (outcome, detail), (now, validator)))
        except Exception as fault:
            told = our_fault(fault)
            await self._sites.run(lambda c: self._keep(c, feed, response, None, ("error", told), (now, validator)))
        return response

    async def _read(self, feed: store.DueFeed, response: Response, now: datetime) -> tuple[FeedReading | None, str, str | None]:
        """The reading of a response, and the poll's outcome with its words."""
        if response.outcome != "ok":
            return None, response.outcome, response.detail
        if feed.state.sha256 == digest(response.body):
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
            last_modified=response.header("last-modified"), sha256=digest(response.body) if response.body else None,
            ttl_minutes=reading.ttl_minutes if reading else None, skip_hours=reading.skip_hours if reading else frozenset(),
            retry_after=retry_after(response.header("retry-after"), now), permanent_url=response.permanent_url if success else None)
        after = next_state(feed.state, result, options.poll_min_minutes, options.poll_max_minutes, random.random())
        store.add_entries(connection, feed.id, feed.outlet, new)
        if options.look_again_hours:
            look_at_updated(connection, found, MOST_LOOKS)
        final = response.final_url if response.final_url not in ("", feed.state.url) else None
        sent = now - timedelta(seconds=response.seconds)  # waiting for a turn is no part of it
        poll = store.Poll(sent, response.seconds, outcome, response.status, response.received, len(found), len(new), validator, final,
                          detail)
        store.keep_poll(connection, feed.id, poll, after, reading.title if reading else None, reading.language if reading else None)
        _tell(connection, feed.id, outcome, detail, after)
        self._done.update(polls=1, entries=len(new), failed=int(not success))


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
