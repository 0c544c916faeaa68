"""Any order of arrival, any batching, any number of resolvers, any interruption: the same incidents."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from etl import passwords, postgres
from etl.model import Claim, Place, Report
from etl.postgres import Server
from etl.stages.conclude import resolve
from etl.store.checks import run_checks
from schema import admin
from tests.telling import LACHIN, hurt, reference, report, store

VILLAGES = [Place(f"Village {n}", f"az-village-{n}", "AZ", 39.6 + n / 20, 46.5, "settlement") for n in range(4)]
OUTLETS = ("wire", "courier", "tidewater", "watch", "baku-ministry", "artsakh-ministry")

Tell = Callable[[Connection], None]


@pytest.fixture
def world(engine: Engine) -> Engine:
    with engine.begin() as connection:
        reference(connection, (LACHIN, *VILLAGES))
    return engine


def tellings(seed: int, count: int = 50) -> list[Tell]:
    """Articles about few days and places, so that many tie, contradict, copy and bridge each other."""
    draw = random.Random(seed)
    return [article(draw, n) for n in range(count)]


def article(draw: random.Random, n: int) -> Tell:
    day = date(2022, 8, 1) + timedelta(days=draw.randrange(5))
    outlet, reports = draw.choice(OUTLETS), [one(draw, m, day) for m in range(1, draw.choice((1, 2, 2, 2, 3)))]
    words = f"{draw.choice(('Wire', 'Agency'))} copy of {day}, told again and again in much the same words by everyone. " * 5
    body = words if draw.random() < 0.4 else f"Article {n} in words of its own, {draw.getrandbits(200):x}. " * 4

    said = [claim(draw, m, bool(reports)) for m in range(1, draw.randrange(1, 4))]

    def tell(connection: Connection) -> None:
        store(connection, outlet, day + timedelta(days=n % 2), body, *reports, url=f"https://{outlet}.example/{n}", hour=n % 24,
              claims=said)  # fmt: skip

    return tell


def one(draw: random.Random, n: int, day: date) -> Report:
    side, other = draw.choice((("azerbaijan", "artsakh"), ("artsakh", "azerbaijan"), ("azerbaijan", "armenia")))
    dead = [hurt(draw.randrange(4), party=other, says=f"{draw.choice((side, other))}-mod", of=other)] if draw.random() < 0.6 else []
    kind = draw.choice(("shelling", "small_arms_fire", "clash", "drone_strike"))
    place, doer = draw.choice((*VILLAGES, LACHIN, None)), draw.choice((side, side, None))
    return report(n, kind, day, place, by=doer, of=other, standing=draw.choice(("alleged", "admitted")), harm=dead)


def claim(draw: random.Random, n: int, told: bool) -> Claim:
    """Of the first report, where one is told, or of none; the second may answer the first."""
    one, other = draw.sample(("azerbaijan", "artsakh", "armenia"), 2)
    return Claim(n, draw.choice(("accuse", "accuse", "deny", "admit")), (30 + n, 40 + n), None, one, other, "attack",
                 report=draw.choice((1, 1, None)) if told else None, answers=n - 1 or None)  # fmt: skip


DUMP = """
SELECT array_agg(DISTINCT a.url || '#' || r.n || '#' || l.role ORDER BY a.url || '#' || r.n || '#' || l.role) AS members,
       i.event_type, i.started_on, i.place_name, i.initiator_id, i.target_id, i.standing, i.reports, i.sources,
       (SELECT array_agg(concat_ws('|', coalesce(t.party_id, '-'), t.status, t.harm, t.lowest, t.best, t.highest, t.rule, t.best_by, t.adds)
                         ORDER BY t.party_id, t.status, t.harm) FROM incident_tolls t WHERE t.incident_id = i.id) AS tolls,
       (SELECT array_agg(concat_ws('|', s.accused_id, s.ceasefire_id, s.alleged_by, s.admitted_by, s.grade, s.rule) ORDER BY s.accused_id,
                         s.ceasefire_id) FROM assessments s WHERE s.incident_id = i.id) AS assessments,
       (SELECT array_agg(concat_ws('|', d.kind, d.first_says, d.second_says) ORDER BY d.kind, d.first_says, d.second_says)
        FROM disputes d WHERE d.incident_id = i.id) AS disputes
FROM incidents i JOIN incident_reports l ON l.incident_id = i.id AND l.unlinked_at IS NULL
JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
WHERE i.withdrawn_at IS NULL GROUP BY i.id ORDER BY members
"""


SUMS = {
    "daily_tolls": "SELECT started_on, ended_on, party_id, status, harm, incidents, counted, people FROM daily_tolls"
                   " ORDER BY 1, 2, 3, 4, 5",
    "daily_accusations": "SELECT accuser_id, accused_id, about, published, accusations, incidents, admitted, denied, returned, unanswered"
                         " FROM daily_accusations ORDER BY 1, 2, 3, 4",
    "near_misses": """
        SELECT m.score, m.why, least(x.here, y.here), greatest(x.here, y.here) FROM near_misses m
        JOIN (SELECT r.id, a.url || '#' || r.n AS here FROM reports r JOIN articles a ON a.id = r.article_id) x ON x.id = m.report_id
        JOIN (SELECT r.id, a.url || '#' || r.n AS here FROM reports r JOIN articles a ON a.id = r.article_id) y ON y.id = m.other_report_id
        ORDER BY 3, 4, 1, 2""",
    "doubts": """
        SELECT d.kind, d.code, d.what, d.weight, a.url || '#' || r.n FROM doubts d JOIN reports r ON r.id = d.report_id
        JOIN articles a ON a.id = r.article_id WHERE d.kind <> 'near_miss' ORDER BY 1, 2, 3, 4, 5""",
}


def dump(engine: Engine) -> list[dict[str, Any]]:
    """All that counts, without keys, and the sums; no check finds a fault."""
    with engine.connect() as connection:
        assert [finding for finding in run_checks(connection) if finding.level == "fail"] == []
        incidents = [dict(row) for row in connection.execute(text(DUMP)).mappings()]
        return [*incidents, {name: connection.execute(text(query)).all() for name, query in SUMS.items()}]


def clear(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM disputes"))
        for table in ("doubts", "assessments", "near_misses", "incident_accusations", "daily_accusations", "daily_tolls", "toll_claims",
                      "incident_tolls", "incident_reports", "changes", "report_blocks", "signature_bands",
                      "signatures", "mentions", "casualties", "claims"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE articles SET lineage_id = NULL"))
        for table in ("reports", "issues", "incidents", "articles", "pages"):
            connection.execute(text(f"DELETE FROM {table}"))


def at_once(engine: Engine, told: list[Tell]) -> list[dict[str, Any]]:
    with engine.begin() as connection:
        for tell in told:
            tell(connection)
    resolve(engine)
    return dump(engine)


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_batching_gives_the_same_incidents(world: Engine, seed: int) -> None:
    told = tellings(seed)
    wanted = at_once(world, told)
    assert any(len(incident["members"]) > 2 for incident in wanted[:-1])
    assert any(incident["disputes"] for incident in wanted[:-1])
    assert all(wanted[-1].values())
    draw = random.Random(seed + 100)
    clear(world)
    draw.shuffle(told)
    for tell in told:
        with world.begin() as connection:
            tell(connection)
        if draw.random() < 0.3:
            resolve(world, draw.choice((None, 1, 3)))
    resolve(world)
    assert dump(world) == wanted
    assert not resolve(world)


def test_a_full_replay_with_the_same_rules_changes_nothing(world: Engine) -> None:
    at_once(world, tellings(3))
    tables = ("incidents", "incident_reports", "incident_tolls", "toll_claims", "assessments", "disputes", "changes", "report_blocks",
              "near_misses", "doubts", "incident_accusations", "daily_accusations", "daily_tolls")  # fmt: skip

    def everything() -> list[Any]:
        with world.connect() as connection:
            return [connection.execute(text(f"SELECT t.*, xmin FROM {table} t ORDER BY 1, 2")).all() for table in tables]

    before = everything()
    with world.begin() as connection:
        connection.execute(text("UPDATE reports SET resolved_by = CASE WHEN id % 2 = 0 THEN 'older rules' END"))
    assert resolve(world).keys() == {"reports"}
    assert everything() == before


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
    told = tellings(11, 90)
    wanted = at_once(world, told)
    clear(world)
    with world.begin() as connection:
        for tell in told:
            tell(connection)
    for process in [worker(world) for _ in range(3)]:
        process.communicate()
        assert process.returncode == 0
    assert dump(world) == wanted
    assert not resolve(world)


def test_killed_at_any_moment_and_run_again_gives_the_same_incidents(world: Engine) -> None:
    told = tellings(23, 90)
    wanted = at_once(world, told)
    clear(world)
    with world.begin() as connection:
        for tell in told:
            tell(connection)
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
        assert found[-1] == wanted[-1] | {"near_misses": []}  # they come with the next replay


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
