"""Any number of resolvers, any interruption: the same incidents."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from etl import passwords, postgres
from etl.postgres import Server
from etl.stages.conclude import resolve
from schema import admin
from tests.telling import LACHIN, reference
from tests.worlds import FRONT, VILLAGES, at_once, clear, dump, tellings


@pytest.fixture
def world(engine: Engine) -> Engine:
    with engine.begin() as connection:
        reference(connection, (LACHIN, FRONT, *VILLAGES))
    return engine


WORKER = """
import sys
from etl.stages.conclude import resolve
from schema import admin
print("ready", flush=True)
resolve(admin.engine(sys.argv[1]))
"""


def worker(engine: Engine) -> subprocess.Popen[str]:
    """A resolver in a process of its own, a small batch a transaction; it has said that it begins."""
    url = engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    small = {**os.environ, "TRUCE_BATCH": "1"}
    process = subprocess.Popen([sys.executable, "-c", WORKER, url], stdout=subprocess.PIPE, text=True, env=small)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def eventually(connection: Connection, query: str) -> None:
    """Wait until it is so."""
    until = time.monotonic() + 30
    while not connection.scalar(text(query)):
        assert time.monotonic() < until, query
        time.sleep(0.02)


def waiting(world: Engine, seed: int, count: int) -> list[dict[str, Any]]:
    """Tellings that wait to be resolved; what all of them come to at once."""
    told = tellings(seed, count)
    wanted = at_once(world, told)
    clear(world)
    with world.begin() as connection:
        for tell in told:
            tell(connection)
    return wanted


def test_two_processes_in_a_deadlock_end_as_one_after_the_other(world: Engine, maintenance: Engine) -> None:
    told = tellings(17, 60)
    wanted = at_once(world, told)
    clear(world)
    for part in (told[:40], told[40:]):
        if part[0] is not told[0]:
            resolve(world)
        with world.begin() as connection:
            for tell in part:
                tell(connection)
    with maintenance.connect() as owner:  # who looks first for the deadlock is its victim: the resolver, after three seconds
        owner.execute(text(f"ALTER DATABASE {world.url.database} SET deadlock_timeout = '3s'"))
    other = create_engine(maintenance.url.set(database=world.url.database))
    with world.connect() as watch, other.begin() as connection:
        watch = watch.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SET LOCAL deadlock_timeout = '1min'"))
        connection.execute(text("UPDATE daily_tolls SET people = people"))
        process = worker(world)
        eventually(watch, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
        connection.execute(text("UPDATE reports SET n = n WHERE resolved_by IS NULL"))  # held by the resolver, which waits for us
        eventually(watch, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    other.dispose()
    process.communicate()
    assert process.returncode == 0
    resolve(world)  # tried again while we still held its reports, it may have found none free
    assert dump(world) == wanted
    assert not resolve(world)


def test_three_resolvers_at_once_give_the_same_incidents(world: Engine) -> None:
    wanted = waiting(world, 11, 90)
    for process in [worker(world) for _ in range(3)]:
        process.communicate()
        assert process.returncode == 0
    assert dump(world) == wanted
    assert not resolve(world)


def test_killed_at_any_moment_and_run_again_gives_the_same_incidents(world: Engine) -> None:
    wanted = waiting(world, 23, 90)
    draw, killed = random.Random(5), 0
    for _ in range(3):
        process = worker(world)
        time.sleep(draw.uniform(0.2, 0.6))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    assert killed
    resolve(world)
    assert dump(world) == wanted
    assert not resolve(world)


def test_a_lost_connection_is_an_error_and_the_next_run_mends_it(world: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import DBAPIError

    from etl.store import incidents

    told = tellings(31)
    wanted = at_once(world, told)
    clear(world)
    with world.begin() as connection:
        for tell in told:
            tell(connection)
    write = incidents.write

    def cut(connection: Connection, plan: Any, rules: str) -> None:
        write(connection, plan, rules)
        with world.connect() as other:
            here = connection.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": here})

    monkeypatch.setattr(incidents, "write", cut)
    with pytest.raises(DBAPIError):
        resolve(world)
    monkeypatch.setattr(incidents, "write", write)
    resolve(world)
    assert dump(world) == wanted


def test_migrations_down_and_up_again_keep_what_was_concluded(world: Engine, server: Server) -> None:
    wanted = at_once(world, tellings(7))
    url = server.url(world.url.database or "")
    for revision in ("0003", "0001"):
        admin.downgrade(url, revision)
        admin.upgrade(url, lambda role: passwords.known(server.home)[role])
        found = dump(world)
        assert found[:-1] == wanted[:-1]
        assert found[-1] == wanted[-1] | {"near_misses": []}
        resolve(world)
        assert dump(world) == wanted


@pytest.fixture
def home() -> Iterator[Path]:
    """The folder of a server that may be killed."""
    folder = Path(tempfile.mkdtemp(prefix="truce-restart-"))
    folder.chmod(0o755)
    yield folder / "home"
    postgres.remove(folder / "home")
    shutil.rmtree(folder)


def restarted(home: Path) -> Engine:
    """A worker's engine on the server of this folder, which is started anew if it isn't running."""
    return admin.engine(postgres.start(home).url("world", "truce_worker"))


def test_the_server_crashes_in_the_middle_and_the_next_run_mends_it(home: Path) -> None:
    url = postgres.start(home).url("world")
    admin.ensure_database(url)
    admin.upgrade(url, lambda role: passwords.known(home)[role])
    world, told = restarted(home), tellings(41, 60)
    with world.begin() as connection:
        reference(connection, (LACHIN, *VILLAGES))
    wanted = at_once(world, told)
    clear(world)
    with world.begin() as connection:
        for tell in told:
            tell(connection)
    process = worker(world)
    with world.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while (connection.scalar(text("SELECT count(*) FROM reports WHERE resolved_by IS NOT NULL")) or 0) < 5:
            time.sleep(0.02)
        left = connection.scalar(text("SELECT count(*) FROM reports WHERE resolved_by IS NULL"))
    world.dispose()
    postmaster = int((home / "postgres" / "data" / "postmaster.pid").resolve().read_text().split()[0])
    os.kill(postmaster, signal.SIGQUIT)  # what pg_ctl calls an immediate stop: the next start recovers from the log
    process.communicate()
    assert left
    assert process.returncode != 0
    while postgres.running(home) is not None:
        time.sleep(0.1)
    world = restarted(home)
    assert resolve(world)["reports"] > 0
    assert dump(world) == wanted
    assert not resolve(world)
    world.dispose()
