"""Real Postgres for the tests: one embedded server a session, one database a test, copied from a migrated template (50 ms)."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from etl.settings import Settings

# Before anything reads the settings: no test touches the operator's folder or database, and none heeds his .env.
SESSION = Path(tempfile.mkdtemp(prefix="truce-tests-"))
SESSION.chmod(0o755)
os.environ |= {f"TRUCE_{name.upper()}": "" if f.default is None else str(f.default) for name, f in Settings.model_fields.items()}
os.environ["TRUCE_HOME"] = str(SESSION / "home")

import pytest  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from sqlalchemy import Connection, Engine  # noqa: E402

from etl import passwords, postgres  # noqa: E402
from etl.lexicon.places import gazetteer  # noqa: E402
from etl.lexicon.registry import load  # noqa: E402
from etl.postgres import Server  # noqa: E402
from etl.store import reference  # noqa: E402
from schema import admin  # noqa: E402

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
NAMES = itertools.count(1)


def pytest_configure() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a run that is stopped stops its server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the reader says now into tests/golden, then fail")


def pytest_unconfigure() -> None:
    shutil.rmtree(SESSION, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The session's server."""
    home = SESSION / "home"
    yield postgres.start(home, FAST)
    postgres.remove(home)


@pytest.fixture(scope="session")
def maintenance(server: Server) -> Iterator[Engine]:
    """The owner on the server's own database, to make and drop others."""
    made = sa.create_engine(admin.parse_url(server.url()), isolation_level="AUTOCOMMIT")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def template(server: Server, maintenance: Engine) -> str:
    """The name of a migrated database with its codes and no other rows, to be copied."""
    url = server.url("template")
    admin.ensure_database(url)
    admin.upgrade(url, lambda role: passwords.known(server.home)[role])
    return "template"


@pytest.fixture(scope="session")
def reference_template(server: Server, maintenance: Engine, template: str) -> str:
    """The name of a database with the reference data of etl/data besides, to be copied."""
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE reference TEMPLATE {template}")
    made = admin.engine(server.url("reference"))
    with made.begin() as connection:
        reference.load(connection, load(), gazetteer())
    made.dispose()
    return "reference"


def copied(server: Server, maintenance: Engine, template: str) -> Iterator[str]:
    """The owner's URL of a copy of a database, dropped afterwards."""
    name = f"test_{next(NAMES)}"
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.url(name)
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def worker(server: Server, database: str) -> Iterator[Engine]:
    """A worker's engine on the database of this URL."""
    made = admin.engine(server.url(database.rsplit("/", 1)[1], "truce_worker"))
    yield made
    made.dispose()


@pytest.fixture
def database(server: Server, maintenance: Engine, template: str) -> Iterator[str]:
    """The owner's URL of a fresh migrated database with its codes and no other rows."""
    yield from copied(server, maintenance, template)


@pytest.fixture
def engine(server: Server, database: str) -> Iterator[Engine]:
    """A worker's engine on the fresh database."""
    yield from worker(server, database)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A worker's connection to the fresh database, in a transaction that is never committed."""
    with engine.connect() as made:
        yield made


@pytest.fixture
def reference_database(server: Server, maintenance: Engine, reference_template: str) -> Iterator[str]:
    """The owner's URL of a fresh database with the reference data of etl/data."""
    yield from copied(server, maintenance, reference_template)


@pytest.fixture
def reference_engine(server: Server, reference_database: str) -> Iterator[Engine]:
    """A worker's engine on the fresh database with the reference data."""
    yield from worker(server, reference_database)
