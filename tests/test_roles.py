"""The roles: open to each just so far, on the embedded server and on one of the operator's own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from etl import passwords, postgres
from etl.postgres import Server
from etl.settings import settings
from etl.store import db
from schema import admin
from schema.admin import DatabaseProblem
from schema.tables import metadata
from tests.rows import add_article


def as_role(server: Server, database: str, role: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.url(database.rsplit("/", 1)[1], role), autocommit=True)


def test_the_reader_reads_everything_and_writes_nothing(server: Server, database: str) -> None:
    with as_role(server, database, "truce_reader") as connection:
        for name in metadata.tables:
            connection.execute(f'SELECT * FROM "{name}"'.encode())
        connection.execute("SELECT * FROM bi.incidents")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM incidents")
        connection.execute("SET default_transaction_read_only = off")
        for attempt in ("DELETE FROM incidents", "INSERT INTO judgements (kind, subject, why) VALUES ('not_an_incident', 'x', 'y')",
                        "CREATE TABLE mine (x int)", "CREATE VIEW bi.mine AS SELECT 1", "DROP VIEW bi.incidents",
                        "TRUNCATE event_types"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attempt.encode())


def test_the_reader_sees_keys_as_bi_tools_look_for_them(server: Server, database: str) -> None:
    query = "SELECT count(*) FROM information_schema.table_constraints WHERE constraint_type = %s AND table_schema = 'public'"
    primary = sum(bool(table.primary_key) for table in metadata.tables.values())
    foreign = sum(len(table.foreign_key_constraints) for table in metadata.tables.values())
    with as_role(server, database, "truce_reader") as connection:
        assert connection.execute(query, ["PRIMARY KEY"]).fetchone() == (primary + 1,)  # Alembic's own table
        assert connection.execute(query, ["FOREIGN KEY"]).fetchone() == (foreign,)


def test_the_readers_queries_end(server: Server, database: str) -> None:
    with as_role(server, database, "truce_reader") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
    admin.upgrade(database, lambda role: "", reader_timeout=1)
    try:
        with as_role(server, database, "truce_reader") as connection, pytest.raises(psycopg.errors.QueryCanceled, match="timeout"):
            connection.execute("SELECT pg_sleep(10)")
    finally:
        admin.upgrade(database, lambda role: "", reader_timeout=60)


def test_a_reviewer_judges_and_takes_back_and_no_more(server: Server, database: str, engine: Engine) -> None:
    with engine.begin() as made:
        add_article(made, 1, "Shots were fired.")
    with as_role(server, database, "truce_reviewer") as connection:
        connection.execute("INSERT INTO judgements (kind, subject, why, article_id, span_start, span_end)"
                           " VALUES ('not_an_incident', 'TW-00000-00001', 'a drill', 1, 0, 5)")
        assert connection.execute("SELECT made_by FROM judgements").fetchone() == ("truce_reviewer",)
        connection.execute("UPDATE judgements SET withdrawn_at = now()")
        for attempt in ("UPDATE judgements SET why = 'other'", "DELETE FROM judgements", "UPDATE incidents SET reports = 0"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attempt.encode())


def test_a_worker_writes_rows_but_makes_no_tables(server: Server, database: str) -> None:
    with as_role(server, database, "truce_worker") as connection:
        connection.execute("INSERT INTO issues (stage, code, detail) VALUES ('poll', 'odd', 'x')")
        connection.execute("DELETE FROM issues")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine (x int)")


# A server of the operator's own.

@pytest.fixture
def plain_owner(server: Server) -> Iterator[str]:
    """The URL of a database whose owner may not create roles."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")
        connection.execute("CREATE DATABASE theirs OWNER plain")
    yield f"postgresql://plain:plain@127.0.0.1:{server.port}/theirs"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE theirs WITH (FORCE)")
        connection.execute("DROP ROLE plain")


def test_an_owner_who_may_not_make_roles_still_gets_tables_and_views(server: Server, plain_owner: str, template: str,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"truce_worker": "tw_worker", "truce_reader": "tw_reader", "truce_reviewer": "tw_reviewer"}
    monkeypatch.setattr("schema.analysts.ROLES", tuple(names.values()))  # as on a server that has none of them
    skipped = admin.upgrade(plain_owner, lambda role: "")
    assert skipped == [f"{role} not made: plain may not create roles; have it created on the server and upgrade again"
                       for role in names.values()]
    with psycopg.connect(plain_owner) as connection:
        assert connection.execute("SELECT count(*) FROM bi.incidents").fetchone() == (0,)


def test_roles_that_somebody_else_made_get_their_rights(server: Server, plain_owner: str, template: str) -> None:
    assert admin.upgrade(plain_owner, lambda role: "") == []  # their limits stand already
    with as_role(server, plain_owner, "truce_reader") as connection:
        assert connection.execute("SELECT count(*) FROM bi.incidents").fetchone() == (0,)


def test_roles_whose_limits_may_not_be_set_are_told(plain_owner: str, template: str) -> None:
    skipped = admin.upgrade(plain_owner, lambda role: "", reader_timeout=7)
    assert skipped[0] == ("truce_reader not limited: plain may not alter it; have the server set "
                          "default_transaction_read_only=on and statement_timeout=7s for it")


def test_the_given_server_is_used_and_none_is_started(server: Server, database: str, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUCE_DATABASE_URL", database)
    monkeypatch.setenv("TRUCE_HOME", str(tmp_path / "none"))
    settings.cache_clear()
    try:
        made = db.engine()
        with made.connect() as connection:
            assert connection.scalar(sa.text("SELECT current_user")) == "truce"
        made.dispose()
        assert db.database_url(db.OWNER) == database
        assert not (tmp_path / "none").exists()
        with pytest.raises(DatabaseProblem, match=r"the password of truce_reader on 127.0.0.1:.* isn't known here"):
            db.database_url(db.READER)
        passwords.ensure(tmp_path, ("truce_reader",))
        (tmp_path / "none").mkdir()
        passwords.ensure(tmp_path / "none", ("truce_reader",), f"127.0.0.1:{server.port}")
        assert db.database_url(db.READER).startswith("postgresql://truce_reader:")
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_given_server_gets_roles_whose_passwords_are_kept_here(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tempfile.mkdtemp(prefix="truce-given-"))
    folder.chmod(0o755)
    given = postgres.start(folder / "theirs")
    monkeypatch.setenv("TRUCE_DATABASE_URL", given.url())
    monkeypatch.setenv("TRUCE_HOME", str(folder / "ours"))
    settings.cache_clear()
    try:
        with pytest.raises(DatabaseProblem, match="has no tables yet"):
            db.engine()
        assert db.upgrade() == []
        assert set(passwords.known(folder / "ours", f"127.0.0.1:{given.port}")) == {"truce_worker", "truce_reader", "truce_reviewer"}
        assert db.upgrade() == []
        for role in ("truce_worker", "truce_reader", "truce_reviewer"):
            made = db.engine(role=role)
            with made.connect() as connection:
                assert connection.scalar(sa.text("SELECT current_user")) == role
            made.dispose()
        assert not (folder / "ours" / "postgres").exists()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        postgres.remove(folder / "theirs")
        shutil.rmtree(folder)


def test_psql_opens_as_the_reader_and_shows_no_password(server: Server, database: str, monkeypatch: pytest.MonkeyPatch,
                                                        capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRUCE_DATABASE", database.rsplit("/", 1)[1])
    settings.cache_clear()
    try:
        shows = r"\! tr '\\0' ' ' < /proc/$PPID/cmdline"
        assert db.psql(db.READER, ["-At", "-c", "SELECT current_user", "-c", shows]) == 0
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    said = capfd.readouterr().out
    assert said.startswith("truce_reader\n")
    assert "passfile=" in said
    assert passwords.known(server.home)["truce_reader"] not in said
