"""The database in use: the one TRUCE_DATABASE_URL names, else the embedded one; by role."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine

from etl import passwords, postgres
from etl.settings import settings
from schema import admin
from schema.admin import DatabaseProblem
from schema.dictionary import render

OWNER, WORKER, READER, REVIEWER = "owner", "truce_worker", "truce_reader", "truce_reviewer"


def engine(url: str | None = None, role: str = WORKER) -> Engine:
    """An engine on the database in use, or on this URL; the server answers and its tables are current. Raises DatabaseProblem."""
    made = admin.engine(url or database_url(role))
    try:
        with made.connect() as connection:
            admin.check_current(connection)
    except DatabaseProblem:
        made.dispose()
        raise
    return made


def database_url(role: str = OWNER, database: str | None = None) -> str:
    """The libpq URL of the database in use for a role, password included; the embedded server is started if need be."""
    if settings().database_url is None:
        server = postgres.lease(settings().home)
        return server.url(database or settings().database, passwords.OWNER if role == OWNER else role)
    return _given_url(settings().database_url or "", role, database)


def _given_url(given: str, role: str, database: str | None) -> str:
    """The given server's URL for a role whose password we made; a worker without one is the given user."""
    url = admin.parse_url(given).set(drivername="postgresql")
    if database:
        url = url.set(database=database)
    secret = passwords.known(settings().home, _server(url)).get(role)
    if secret:
        url = url.set(username=role, password=secret)
    elif role not in (OWNER, WORKER):
        raise DatabaseProblem(f"the password of {role} on {_server(url)} isn't known here: it stands where `truce db upgrade` was first"
                              f" run, in {passwords.passfile(settings().home)}")
    return url.render_as_string(hide_password=False)


def _server(url: URL) -> str:
    return f"{url.host or 'localhost'}:{url.port or 5432}"


def upgrade() -> list[str]:
    """Make or bring up the database in use; returns what could not be done, in words."""
    url = database_url()
    server = "*:*"
    if settings().database_url is None:
        admin.ensure_database(url)
    else:
        server = _server(admin.parse_url(url))
    home = settings().home

    def password(role: str) -> str:
        home.mkdir(parents=True, exist_ok=True)
        return passwords.ensure(home, (role,), server)[role]

    return admin.upgrade(url, password, settings().reader_timeout)


def make_database(name: str) -> str:
    """The owner's URL of another database on the server in use, made if need be."""
    url = database_url(database=name)
    admin.ensure_database(url)
    return url


def downgrade(revision: str) -> str | None:
    """Take the tables of the database in use back to a revision; where they are then."""
    admin.downgrade(database_url(), revision)
    return admin.current(database_url())[0]


def reset() -> list[str]:
    """Drop all tables of the database in use and make them anew, empty; returns what could not be done, in words."""
    admin.empty(database_url())
    return upgrade()


def psql(role: str = READER, arguments: list[str] | None = None) -> int:
    """Run psql on the database in use as a role; its exit status. Raises DatabaseProblem."""
    admin.engine(database_url(role)).dispose()
    url = admin.parse_url(database_url(role)).set(drivername="postgresql")
    with tempfile.NamedTemporaryFile("w", prefix="truce-") as secret:  # a command line is for all to see
        secret.write("*:*:*:*:" + str(url.password or "").replace("\\", "\\\\").replace(":", "\\:"))
        secret.flush()
        plain = url._replace(password=None).update_query_dict({"passfile": secret.name}).render_as_string()
        return subprocess.run([postgres.program("psql"), plain, *(arguments or [])], check=False).returncode


def write_revision(message: str) -> Path:
    """Write the migration from the last revision to what schema/ declares, by way of a server of its own."""
    with _scratch() as (url, _home):
        return admin.write_revision(url, message)


def dictionary() -> str:
    """docs/dictionary.md as the schema has it now, by way of a server of its own."""
    with _scratch() as (url, home):
        admin.upgrade(url, lambda role: passwords.known(home)[role])
        made = admin.engine(url)
        with made.connect() as connection:
            text = render(connection)
        made.dispose()
        return text


@contextmanager
def _scratch() -> Iterator[tuple[str, Path]]:
    """An empty database on a server that is gone afterwards: its URL and home folder."""
    with tempfile.TemporaryDirectory(prefix="truce-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        try:
            yield postgres.start(home).url(), home
        finally:
            postgres.remove(home)
