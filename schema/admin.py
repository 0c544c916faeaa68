"""Making, upgrading and emptying a database; what is wrong with one is said in one line with what to do."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import URL, Connection, Engine

from schema.analysts import ROLES
from schema.foreign import InTheWay
from schema.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
LOOKS_LIKE = "postgresql://user:password@host:5432/database"


class DatabaseProblem(Exception):
    """The database can't be used as it is; the message says why and what to do."""


def parse_url(url: str) -> URL:
    """The URL with the driver we use. Raises DatabaseProblem."""
    try:
        parsed = sa.make_url(url)
        backend = parsed.get_backend_name()
    except (sa.exc.ArgumentError, ValueError) as fault:
        raise DatabaseProblem(f"the database URL can't be read ({type(fault).__name__}); it looks like {LOOKS_LIKE}") from None
    if backend not in ("postgresql", "postgres"):
        raise DatabaseProblem(f"the database URL is for {backend}, and Trucewatch needs Postgres; it looks like {LOOKS_LIKE}")
    return parsed.set(drivername="postgresql+psycopg")


def engine(url: str) -> Engine:
    """An engine whose first connection has been tried. Raises DatabaseProblem."""
    made = sa.create_engine(parse_url(url), connect_args={"connect_timeout": 10, "application_name": "truce"})
    try:
        made.connect().close()
    except sa.exc.OperationalError as fault:
        made.dispose()
        raise DatabaseProblem(_unreachable(made.url, str(fault.orig))) from None
    return made


def _unreachable(url: URL, said: str) -> str:
    where = f"the database {url.render_as_string(hide_password=True).replace('+psycopg', '')}"
    reason = said.strip().splitlines()[0].split("failed: ")[-1] if said.strip() else "no connection"
    reason = reason.removeprefix("FATAL:").strip()
    if "does not exist" in reason and "database" in reason:
        return f"{where} does not exist: `truce db upgrade` makes it on the embedded server; elsewhere create it, or correct the URL"
    if "password authentication failed" in reason or "no password supplied" in reason:
        if url.username in ROLES:
            return f"{where} doesn't know {url.username} with this password: `truce db upgrade` makes the role, and what else is missing"
        return f"{where} refuses the user or the password: correct the URL"
    return f"{where} can't be reached: {reason}; start the server, or correct the URL"


def ensure_database(url: str) -> None:
    """Create the database of this URL on its server if it isn't there."""
    wanted = parse_url(url)
    maintenance = engine(wanted.set(database="postgres").render_as_string(hide_password=False))
    try:
        with maintenance.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": wanted.database}):
                quoted = maintenance.dialect.identifier_preparer.quote_identifier(wanted.database or "")
                try:
                    connection.exec_driver_sql(f"CREATE DATABASE {quoted}")
                except sa.exc.DBAPIError as fault:
                    if "already exists" not in str(fault.orig):  # another process was faster
                        raise
    finally:
        maintenance.dispose()


def upgrade(url: str, password: Callable[[str], str], reader_timeout: int = 60) -> list[str]:
    """Bring tables, codes, views and rights to what the code wants; returns what could not be done, in words.

    `password(role)` is asked for the password of each role that has to be made.
    """
    with _migrating(url) as config:
        config.attributes |= {"password": password, "reader_timeout": reader_timeout}
        command.upgrade(config, "head")
        skipped: list[str] = config.attributes["skipped"]
        return skipped


def downgrade(url: str, revision: str) -> None:
    """Take the tables back to a revision (`base` for none); the views go until the next upgrade."""
    with _migrating(url) as config:
        if revision not in ("base",) and not revision.startswith("-"):
            _known(config, revision)
        command.downgrade(config, revision)


def empty(url: str) -> None:
    """Drop all tables and views of Trucewatch, whatever state they are in."""
    made = engine(url)
    try:
        with made.begin() as connection:
            connection.exec_driver_sql("SET LOCAL client_min_messages = warning")
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS bi CASCADE")
            for name in (*metadata.tables, "alembic_version"):
                connection.exec_driver_sql(f'DROP TABLE IF EXISTS public."{name}" CASCADE')
    finally:
        made.dispose()


def current(url: str) -> tuple[str | None, str | None]:
    """The revision the database is at (None: no tables yet) and the one the code wants. Raises DatabaseProblem."""
    made = engine(url)
    try:
        with made.connect() as connection:
            return revision_of(connection), head()
    finally:
        made.dispose()


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision the code wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def check_current(connection: Connection) -> None:
    """Raise DatabaseProblem unless the database is at the revision the code wants."""
    at, wanted = revision_of(connection), head()
    if at == wanted:
        return
    if at is None:
        raise DatabaseProblem("the database has no tables yet: run `truce db upgrade`")
    _known(_config(), at)
    raise DatabaseProblem(f"the database is at revision {at}, this code wants {wanted}: run `truce db upgrade`")


def write_revision(url: str, message: str) -> Path:
    """Write the migration from the last revision to what schema/ declares; the database is an empty one, to compare with."""
    with _migrating(url, rebuild=False) as config:
        command.upgrade(config, "head")
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    if not isinstance(made, Script):
        raise DatabaseProblem("Alembic wrote no migration, or several")
    return Path(made.path)


def _config() -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _known(config: Config, revision: str) -> None:
    if not any(script.revision == revision for script in ScriptDirectory.from_config(config).walk_revisions()):
        raise DatabaseProblem(f"revision {revision} is unknown to this code: a newer version made the database; update the code")


@contextmanager
def _migrating(url: str, rebuild: bool = True) -> Iterator[Config]:
    """Alembic on a connection of its own, one migration at a time."""
    made, config = engine(url), _config()
    try:
        with made.connect() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext('truce migrations'))")
            connection.commit()
            at = revision_of(connection)
            if at is not None:
                _known(config, at)
            connection.rollback()
            config.attributes |= {"connection": connection, "rebuild": rebuild, "skipped": []}
            yield config
            connection.commit()
    except InTheWay as found:
        raise DatabaseProblem(str(found)) from None
    finally:
        made.dispose()
