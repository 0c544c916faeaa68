"""Feeds that attack: each has its outcome as a row in bounded time and memory, the others are served, nothing stored is lost."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hostile import PAGES, Hostile, hostile
from sqlalchemy import Engine, func, insert, select, update

from etl.settings import settings
from etl.stages.collect import history, poll
from etl.stages.history import import_urls
from schema import tables as t

OPTIONS = {"host_delay": "0", "connect_timeout": "3", "read_timeout": "3", "total_timeout": "8", "max_bytes": "8000000"}
EXPECTED = {
    "good": "ok", "good_br": "ok", "good_zstd": "ok", "moved_here": "ok", "moved_away": "ok", "duplicate_guids": "ok", "bad_links": "ok",
    "ten_thousand": "ok", "endless_title": "ok", "control_characters": "ok", "odd_dates": "ok", "etag_liar": "ok", "fresh_etags": "ok",
    "shrinking": "ok", "cut_off": "ok",
    "slow_headers": "timeout", "slow_body": "timeout", "silent": "timeout",
    "endless_body": "too_large", "announced_huge": "too_large", "gzip_bomb": "too_large", "gzip_bomb_nested": "too_large",
    "brotli_bomb": "too_large", "zstd_bomb": "too_large", "bad_gzip": "bad_encoding",
    "endless_headers": "protocol", "short_body": "protocol",
    "bad_length": "protocol", "chunked_garbage": "protocol", "not_http": "protocol",
    "status_999": "server_error", "redirect_loop": "bad_redirect", "redirect_endless": "bad_redirect", "redirect_nowhere": "bad_redirect",
    "redirect_loopback": "unsafe_address", "redirect_metadata": "unsafe_address", "redirect_file": "bad_url",
    "gone": "gone", "not_found": "not_found", "busy": "rate_limited", "robots_forbid": "robots", "robots_broken": "robots_unknown",
    "xml_bomb": "xml_entities", "xml_external": "xml_entities", "html_instead": "not_a_feed", "an_image": "wrong_type", "empty": "empty",
}


@pytest.fixture
def attacker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    with hostile() as server:
        for name, value in (OPTIONS | {"allow_hosts": ",".join(server.hosts.values())}).items():
            monkeypatch.setenv(f"TRUCE_{name.upper()}", value)
        settings.cache_clear()
        yield server
    settings.cache_clear()


def add_feeds(engine: Engine, server: Hostile, *names: str) -> dict[str, int]:
    with engine.begin() as connection:
        return {name: connection.execute(insert(t.feeds).values(
            url=f"http://{server.hosts[name]}/feed", listed_in="operator").returning(t.feeds.c.id)).scalar_one() for name in names}


def due_again(engine: Engine) -> None:
    """Let a day pass."""
    with engine.begin() as connection:
        day = timedelta(days=1, hours=1)
        connection.execute(update(t.feeds).values(next_poll_at=func.now(), last_polled_at=t.feeds.c.last_polled_at - day,
                                                  last_full_at=t.feeds.c.last_full_at - day))
        connection.execute(update(t.hosts).values(next_request_at=func.now()))


def test_every_attack_has_its_outcome(engine: Engine, attacker: Hostile) -> None:
    keys = add_feeds(engine, attacker, *EXPECTED)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    poll(engine)
    assert time.monotonic() - began < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB
    with engine.connect() as connection:
        ended = {feed: (outcome, detail) for feed, outcome, detail in connection.execute(
            select(t.polls.c.feed_id, t.polls.c.outcome, t.polls.c.detail))}
        wrong = {name: ended[key] for name, key in keys.items() if ended[key][0] != EXPECTED[name]}
        assert not wrong
        entries = dict(connection.execute(select(t.entries.c.feed_id, func.count()).group_by(t.entries.c.feed_id)).all())
        titles = list(connection.execute(select(t.entries.c.title).where(t.entries.c.feed_id == keys["control_characters"])).scalars())
        dates = [d and d.year for d in connection.execute(
            select(t.entries.c.published_at).where(t.entries.c.feed_id == keys["odd_dates"]).order_by(t.entries.c.url)).scalars()]
        feeds = {row.id: row for row in connection.execute(select(t.feeds))}
        moved = connection.execute(select(t.issues.c.detail).where(t.issues.c.code == "feed_moved")).scalars().all()
    assert entries[keys["ten_thousand"]] == 10_000
    assert entries[keys["duplicate_guids"]] == 5
    assert entries[keys["bad_links"]] == 1
    assert entries[keys["endless_title"]] == 2
    assert not any(set(title) & set("\x00\x1b\x07\u202e<>") for title in titles)
    assert dates == [None, None, 2022, None, None, None]
    assert feeds[keys["moved_here"]].url.endswith("/new")
    assert feeds[keys["moved_here"]].moved_from.endswith("/feed")
    assert feeds[keys["moved_away"]].moved_to == f"http://{attacker.hosts['good']}/feed"
    assert len(moved) == 1
    assert not feeds[keys["gone"]].enabled
    assert feeds[keys["busy"]].next_poll_at - feeds[keys["busy"]].last_polled_at >= timedelta(seconds=7200)
    assert "forbidden_ground" not in attacker.asked
    assert attacker.cookies == []
    assert all(agent.startswith("Trucewatch/") and "(+http" in agent for agent in attacker.agents)


def test_a_server_that_lies_with_304_is_found_out(engine: Engine, attacker: Hostile) -> None:
    key = add_feeds(engine, attacker, "etag_liar")["etag_liar"]
    outcomes = []
    for _ in range(4):
        poll(engine)
        due_again(engine)
    with engine.connect() as connection:
        outcomes = list(connection.execute(select(t.polls.c.outcome).order_by(t.polls.c.id)).scalars())
        assert connection.execute(select(t.feeds.c.distrust).where(t.feeds.c.id == key)).scalar_one() >= 3
    assert outcomes == ["ok"] * 4


def test_an_etag_that_changes_without_cause_is_distrusted(engine: Engine, attacker: Hostile) -> None:
    add_feeds(engine, attacker, "fresh_etags")
    for _ in range(4):
        poll(engine)
        due_again(engine)
    with engine.connect() as connection:
        assert connection.execute(select(t.feeds.c.distrust)).scalar_one() == 3
        assert list(connection.execute(select(t.polls.c.outcome).order_by(t.polls.c.id)).scalars()) == ["ok", *["unchanged"] * 3]


def test_a_feed_that_shrinks_loses_nothing(engine: Engine, attacker: Hostile) -> None:
    add_feeds(engine, attacker, "shrinking")
    for _ in range(2):
        poll(engine)
        due_again(engine)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(t.entries)).scalar_one() == 3


def test_pages_that_are_none_cost_only_themselves(engine: Engine, attacker: Hostile) -> None:
    root = f"http://{attacker.hosts['pages']}"
    assert import_urls(engine, [f"{root}{path}" for path in (*PAGES, "/pdf", "/missing")])["pages"] == len(PAGES) + 2
    history(engine)
    with engine.connect() as connection:
        outcomes = {url.removeprefix(root): outcome for url, outcome in connection.execute(select(t.pages.c.url, t.pages.c.outcome))}
        texts = {url.removeprefix(root): text for url, text in connection.execute(select(t.articles.c.url, t.articles.c.text))}
        unread = {url.removeprefix(root) for url in connection.execute(
            select(t.pages.c.url).join(t.issues, t.issues.c.page_id == t.pages.c.id).where(t.issues.c.code == "no_article")).scalars()}
    assert outcomes == dict.fromkeys(PAGES, "ok") | {"/pdf": "wrong_type", "/missing": "not_found"}
    assert texts["/good"].startswith("The ministry said")
    assert "אש נפתחה" in texts["/marks"]
    assert unread >= {"/nothing", "/nuls"}
    assert not any(set(text) & set("\x00\u202e\u200f") for text in texts.values())
    assert not any(history(engine).values())
