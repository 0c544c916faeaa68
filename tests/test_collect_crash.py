"""A worker killed at any moment, another beside it, the database gone, the disk full: after the next run the tables are those of an
undisturbed one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from collecting import FEEDS, SETTINGS, STEPS, VERBS, add_newsroom, disturbed, forget, prepare, progress, tables, worker
from hostile import hostile
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from etl import passwords, postgres
from etl.newsroom.server import Newsroom, serve
from etl.settings import settings
from schema import admin
from schema import tables as t


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


def undisturbed(engine: Engine, newsroom: Newsroom) -> dict[str, Any]:
    """What each step leaves when nothing goes wrong; the database is as new afterwards."""
    found = {}
    for step in STEPS:
        VERBS[prepare(engine, newsroom, step)](engine)
        found[step] = tables(engine)
    forget(engine)
    return found


def test_killed_workers_lose_and_double_nothing(loaded: Engine, newsroom: Newsroom) -> None:
    wanted = undisturbed(loaded, newsroom)
    for step in STEPS:
        verb = prepare(loaded, newsroom, step)
        for items in (1, 3):
            disturbed(loaded, verb, items, lambda process: process.send_signal(signal.SIGKILL))
        VERBS[verb](loaded)
        assert tables(loaded) == wanted[step], step


@pytest.fixture
def own(loaded: Engine, newsroom: Newsroom) -> Iterator[tuple[Path, Engine]]:
    """A server of its own with the newsroom's feeds, on a disk of its own where this user may mount one: its home, and an engine."""
    disk = Path(tempfile.mkdtemp(prefix="truce-disk-"))
    disk.chmod(0o755)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", str(disk)], capture_output=True, check=False)
    home = disk / ".truce"
    try:
        server = postgres.start(home, {"wal_level": "minimal", "max_wal_senders": "0", "min_wal_size": "32MB"})
        admin.ensure_database(server.url("own"))
        admin.upgrade(server.url("own"), lambda role: passwords.known(home)[role])
        engine = admin.engine(server.url("own", "truce_worker"))
        add_newsroom(engine, newsroom, FEEDS)
        yield home, engine
        engine.dispose()
    finally:
        postgres.remove(home)
        if mounted.returncode == 0:
            subprocess.run(["umount", str(disk)], check=True)
        shutil.rmtree(disk)


def test_a_server_that_is_gone_for_a_while_loses_nothing(loaded: Engine, newsroom: Newsroom, own: tuple[Path, Engine]) -> None:
    """The server stops in the middle of each step: the worker ends with an error, and the next one has it all."""
    wanted = undisturbed(loaded, newsroom)
    home, engine = own
    for step in STEPS:
        verb = prepare(engine, newsroom, step)
        disturbed(engine, verb, 3, lambda process: engine.dispose() or postgres.stop(home))  # type: ignore[func-returns-value]
        gone = worker(verb, engine)
        assert gone.wait(60) == 1
        postgres.start(home)
        VERBS[verb](engine)
        assert tables(engine) == wanted[step], step


def test_a_disk_that_is_full_loses_nothing(loaded: Engine, newsroom: Newsroom, own: tuple[Path, Engine]) -> None:
    """Before each step the server's disk is left with 60 kB: what can't be written is pending, and done when there is room again."""
    home, engine = own
    if not home.parent.is_mount():
        pytest.skip("this user may not mount a disk")
    wanted = undisturbed(loaded, newsroom)
    failed = 0
    for step in STEPS:
        verb = prepare(engine, newsroom, step)
        used = (shutil.disk_usage(home).used + 60_000) // 1024
        subprocess.run(["mount", "-o", f"remount,size={used}k", str(home.parent)], check=True)
        failed += worker(verb, engine).wait(120) != 0
        subprocess.run(["mount", "-o", "remount,size=400m", str(home.parent)], check=True)
        engine.dispose()
        postgres.start(home)
        VERBS[verb](engine)
        assert tables(engine) == wanted[step], step
    assert failed >= 3


def test_workers_side_by_side_take_no_item_twice(loaded: Engine) -> None:
    for verb in VERBS:
        workers = [worker(verb, loaded) for _ in range(2)]
        assert [w.wait() for w in workers] == [0, 0]
    found = tables(loaded)
    assert len(found["polls"]) == len({url for url, *_ in found["polls"]}) == FEEDS
    assert all(tries == 1 for _, _, tries, *_ in found["pages"])
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
    assert all(tries == 1 for _, _, tries, *_ in found["pages"])
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
