"""When to poll next: a feed's state and a poll's result give the feed's next state. Pure; the clock and the dice are arguments.

Learned from 180,000 feeds of Media Cloud: longer intervals when two thirds of a poll are known, shorter under one third, only after
two successes on time; failures weigh 1, ½ or ¼; a 404 may come back; some servers lie with 304, so bytes are compared now and then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from etl.urls import owner

FIRST_MINUTES = 60
STEP = 1.5
LONGEST_RETRY = 86_400  # seconds
MOST_LOOKS = 200  # times a page is asked for again, however often it changes
FULL_EVERY = timedelta(days=1)
DISTRUSTED = 3
FAILING = 4.0  # weight of failures at which a person should look
SUCCESSES = frozenset({"ok", "not_modified", "unchanged"})
HARD = frozenset({"gone", "forbidden", "bad_url", "unsafe_address", "not_a_feed", "xml_entities", "wrong_type", "robots", "bad_redirect"})
TEMPORARY = frozenset({"timeout", "rate_limited", "server_error", "unreachable", "robots_unknown", "busy", "error"})


@dataclass(frozen=True)
class FeedState:
    """A feed as polling knows it; the columns of `feeds`."""

    url: str
    next_poll_at: datetime
    interval_minutes: int | None = None
    ttl_minutes: int | None = None
    skip_hours: str | None = None
    on_time: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    distrust: int = 0
    failures: float = 0.0
    enabled: bool = True
    disabled_why: str | None = None
    last_outcome: str | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    last_full_at: datetime | None = None
    moved_to: str | None = None
    moved_from: str | None = None


@dataclass(frozen=True)
class PollResult:
    """What a poll brought."""

    at: datetime
    outcome: str
    seen: int = 0
    new: int = 0
    missed: bool = False  # a new entry was published well before a poll that was told that nothing had changed
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    retry_after: float | None = None  # seconds
    permanent_url: str | None = None


def conditions(state: FeedState, now: datetime) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """What to make the request conditional on (`etag` or `last_modified`, never both) and its header.

    Nothing for a feed that isn't trusted, and nothing once a day: then the bytes are compared.
    """
    if state.distrust >= DISTRUSTED or state.last_full_at is None or now - state.last_full_at >= FULL_EVERY:
        return None, ()
    if state.etag:
        return "etag", (("If-None-Match", state.etag),)
    if state.last_modified:
        return "last_modified", (("If-Modified-Since", state.last_modified),)
    return None, ()


def next_state(state: FeedState, result: PollResult, shortest: int, longest: int, dice: float) -> FeedState:
    """The feed after a poll. `shortest` and `longest` are minutes, `dice` in [0, 1) spreads feeds that came due together."""
    longest = max(shortest, longest)
    if result.outcome in SUCCESSES:
        after = _success(state, result, shortest, longest)
        minutes = float(after.interval_minutes or shortest)
    else:
        after = _failure(state, result)
        minutes = min((state.interval_minutes or shortest) * (1 + after.failures), longest)
    minutes = max(minutes, shortest, after.ttl_minutes or 0)
    due = result.at + timedelta(minutes=minutes * (1 + dice / 10))
    if result.retry_after is not None and result.outcome not in SUCCESSES:
        due = max(due, result.at + timedelta(seconds=min(result.retry_after, LONGEST_RETRY) * (1 + dice / 10)))
    return replace(after, next_poll_at=_awake(due, after.skip_hours), last_polled_at=result.at, last_outcome=result.outcome)


def _success(state: FeedState, result: PollResult, shortest: int, longest: int) -> FeedState:
    interval = min(max(state.interval_minutes or FIRST_MINUTES, shortest), longest)
    late = state.last_polled_at is not None and result.at - state.next_poll_at > timedelta(minutes=interval / 2)
    on_time = 0 if late else state.on_time + 1
    if on_time >= 2:
        known = 1.0 if not result.seen else 1 - result.new / result.seen
        if known >= 2 / 3:
            interval, on_time = min(round(interval * STEP), longest), 0
        elif known < 1 / 3:
            interval, on_time = max(round(interval / STEP), shortest), 0
    full = result.outcome != "not_modified"
    after = replace(
        state, interval_minutes=interval, on_time=on_time, failures=0.0, last_success_at=result.at,
        last_new_at=result.at if result.new else state.last_new_at, last_full_at=result.at if full else state.last_full_at,
        distrust=_distrust(state, result) if full else state.distrust)
    if full:
        after = replace(after, etag=result.etag, last_modified=result.last_modified, sha256=result.sha256)
    if result.outcome == "ok":
        hours = " ".join(str(h) for h in sorted(result.skip_hours)) if len(result.skip_hours) < 24 else ""
        after = replace(after, ttl_minutes=result.ttl_minutes, skip_hours=hours or None)
    return _moved(after, result)


def _distrust(state: FeedState, result: PollResult) -> int:
    """A server whose etag stays while its bytes change, or that told of no change while there was one, is not asked with conditions."""
    same = state.sha256 == result.sha256
    if result.missed or (state.etag and state.etag == result.etag and not same and result.new):
        return max(DISTRUSTED, state.distrust + 1)
    if state.etag and result.etag and state.etag != result.etag and same:
        return min(state.distrust + 1, DISTRUSTED)
    if state.etag and result.etag and state.etag != result.etag and not same:
        return max(state.distrust - 1, 0)
    return state.distrust


def _moved(state: FeedState, result: PollResult) -> FeedState:
    """A permanent redirect within an owner's hosts is followed for good; to another owner's it waits for a person."""
    there = result.permanent_url
    if there is None or there == state.url:
        return state
    if owner(there) == owner(state.url):
        return replace(state, url=there, moved_from=state.url, moved_to=None)
    return replace(state, moved_to=there)


def _failure(state: FeedState, result: PollResult) -> FeedState:
    weight = 1.0 if result.outcome in HARD else 0.25 if result.outcome in TEMPORARY else 0.5
    after = replace(state, on_time=0, failures=state.failures + weight)
    return replace(after, enabled=False, disabled_why="gone (410)") if result.outcome == "gone" else after


def _awake(due: datetime, skip_hours: str | None) -> datetime:
    """The first moment from `due` on outside the hours (UTC) that the feed asks to be left alone."""
    asleep = {int(hour) for hour in (skip_hours or "").split()}
    for _ in range(24):
        if due.astimezone(UTC).hour not in asleep:
            break
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def next_look(since: datetime, now: datetime, hours: int) -> datetime | None:
    """When to ask again for a page that is as it is `since` then, to see whether it has changed: after an hour, then each time when it
    is three times as old, until so many hours have passed. None for no more."""
    due = since + max(timedelta(hours=1), 3 * (now - since))
    return due if due - since <= timedelta(hours=hours) else None


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given in seconds or as a date; at most a day, None when it can't be read."""
    if header is None:
        return None
    words = header.strip()[:60]
    if words.isdigit():
        return min(float(words[:9]), LONGEST_RETRY)
    try:
        until = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_RETRY)
