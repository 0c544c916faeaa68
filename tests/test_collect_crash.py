"""A worker killed at any moment, or another beside it: after the next run the tables are those of an undisturbed one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psutil
import pytest
from collecting import add_newsroom
from hostile import hostile
from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from etl.newsroom.server import Newsroom, serve
from etl.settings import settings
from etl.stages.collect import extract, fetch, poll
from schema import tables as t

FEEDS = 6
VERBS = {"poll": poll, "fetch": fetch, "extract": extract}
WORKER = """
import sys
from etl.stages import collect
from schema import admin
print(getattr(collect, sys.argv[1])(admin.engine(sys.argv[2])))
"""
SETTINGS = {"host_delay": "0.02", "connect_timeout": "2", "read_timeout": "1", "total_timeout": "5", "poll_min_minutes": "1440"}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with serve(0) as running:
        yield running


@pytest.fixture
def loaded(engine: Engine, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A database with some of the newsroom's feeds, and the settings for it here and in worker processes."""
    for name, value in (SETTINGS | {"allow_hosts": newsroom.url.removeprefix("http://")}).items():
        monkeypatch.setenv(f"TRUCE_{name.upper()}", value)
    settings.cache_clear()
    add_newsroom(engine, newsroom, FEEDS)
    yield engine
    settings.cache_clear()


def worker(verb: str, engine: Engine) -> subprocess.Popen[bytes]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", WORKER, verb, url], stdout=subprocess.PIPE)


def progress(engine: Engine) -> int:
    with engine.connect() as connection:
        done = select(func.count()).select_from(t.polls), select(func.sum(t.pages.c.tries)), select(func.count()).select_from(t.articles)
        return sum(int(connection.execute(query).scalar() or 0) for query in done)


def tables(engine: Engine) -> dict[str, Any]:
    """What was collected, without numbers, times and the port."""
    with engine.connect() as connection:
        return {
            "feeds": set(connection.execute(select(t.feeds.c.url, t.feeds.c.last_outcome, t.feeds.c.failures, t.feeds.c.etag)).all()),
            "polls": sorted(connection.execute(select(t.feeds.c.url, t.polls.c.outcome, t.polls.c.entries_new).join(t.feeds)).all()),
            "entries": sorted(connection.execute(select(t.entries.c.feed_id, t.entries.c.canonical_url, t.entries.c.title)).all()),
            "pages": sorted(connection.execute(select(t.pages.c.url, t.pages.c.outcome, t.pages.c.tries, t.pages.c.sha256)).all()),
            "bodies": sorted(connection.execute(select(t.bodies.c.sha256)).scalars()),
            "articles": sorted(connection.execute(select(t.articles.c.url, t.articles.c.part, t.articles.c.text_sha256)).all()),
            "issues": sorted(connection.execute(select(t.issues.c.stage, t.issues.c.code, t.issues.c.detail)).all()),
        }


def run(engine: Engine, verb: str, disturb: bool) -> None:
    if disturb:
        before = progress(engine)
        killed = worker(verb, engine)
        while progress(engine) < before + 3 and killed.poll() is None:
            time.sleep(0.01)
        children = psutil.Process(killed.pid).children()
        os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait() == -signal.SIGKILL
        psutil.wait_procs(children, timeout=10)
        assert not [child for child in children if child.is_running()]
    VERBS[verb](engine)


def test_killed_workers_lose_and_double_nothing(loaded: Engine) -> None:
    undisturbed = {}
    for verb in VERBS:
        run(loaded, verb, disturb=False)
        undisturbed[verb] = tables(loaded)
    with loaded.begin() as connection:
        connection.execute(update(t.pages).values(body_id=None))
        for table in (t.issues, t.articles, t.entries, t.polls, t.pages, t.bodies, t.hosts):
            connection.execute(table.delete())
        connection.execute(update(t.feeds).values(
            next_poll_at=func.now(), etag=None, last_modified=None, sha256=None, last_full_at=None, failures=0, enabled=True,
            disabled_why=None, interval_minutes=None))
    for verb in VERBS:
        run(loaded, verb, disturb=True)
        assert tables(loaded) == undisturbed[verb]


def test_workers_side_by_side_take_no_item_twice(loaded: Engine) -> None:
    for verb in VERBS:
        workers = [worker(verb, loaded) for _ in range(2)]
        assert [w.wait() for w in workers] == [0, 0]
    found = tables(loaded)
    assert len(found["polls"]) == len({url for url, *_ in found["polls"]}) == FEEDS
    assert all(tries == 1 for _, _, tries, _ in found["pages"])
    assert len(found["articles"]) == len({url for url, *_ in found["articles"]}) >= 10


def test_a_database_that_goes_away_loses_nothing(loaded: Engine, maintenance: Engine) -> None:
    """Every connection is cut in the middle of each verb; the verb fails, and the next run has it all."""
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    for verb in VERBS.values():
        before = progress(loaded)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(verb, loaded)
            while progress(loaded) < before + 3 and not running.done():
                time.sleep(0.01)
            with maintenance.connect() as connection:
                connection.execute(cut, {"name": loaded.url.database})
            with suppress(DBAPIError):
                running.result(timeout=60)
        loaded.dispose()
        verb(loaded)
        assert not any(verb(loaded).values())
    found = tables(loaded)
    assert len(found["polls"]) == len({url for url, *_ in found["polls"]}) == FEEDS
    assert all(tries == 1 for _, _, tries, _ in found["pages"])
    assert len(found["articles"]) == len({url for url, *_ in found["articles"]}) >= 10


def test_turns_are_kept_among_workers(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, six feeds on each of two hosts: never two connections to a host, never two requests too close."""
    with hostile() as server:
        monkeypatch.setenv("TRUCE_HOST_DELAY", "0.3")
        monkeypatch.setenv("TRUCE_ALLOW_HOSTS", f"{server.hosts['good']},{server.hosts['unhurried']}")
        with engine.begin() as connection:
            connection.execute(insert(t.feeds), [
                {"url": f"http://{server.hosts[name]}/feed{n}"} for name in ("good", "unhurried") for n in range(6)])
        assert [w.wait() for w in [worker("poll", engine) for _ in range(2)]] == [0, 0]
        assert server.most_open == 1
        for name, delay in (("good", 0.3), ("unhurried", 0.5)):
            times = server.times[name]
            assert len(times) == 7
            assert times[-1] - times[1] > 5 * delay * 0.8  # a request may be late on its way, and the next one not
