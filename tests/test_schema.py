"""The tables: explained, migrated both ways, guarded against insane rows, and open to each role just so far."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table

from etl import passwords, postgres
from etl.postgres import Server
from etl.settings import settings
from etl.store import db
from schema import admin, tables
from schema.admin import DatabaseProblem
from schema.dictionary import render
from schema.tables import CODES, metadata

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)

CATALOG = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'column', c.oid::regclass::text, a.attname,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid),
              col_description(c.oid, a.attnum), obj_description(c.oid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
ORDER BY 1, 2, 3, 4
"""


def catalog(url: str) -> list[sa.Row[tuple[object, ...]]]:
    """Every column, constraint and index, as Postgres itself has them; without Alembic's own table."""
    made = admin.engine(url)
    with made.connect() as connection:
        rows = [row for row in connection.execute(sa.text(CATALOG)) if row[1] != "alembic_version"]
    made.dispose()
    return rows


@pytest.fixture
def blank(server: Server) -> Iterator[str]:
    """The owner's URL of a database without tables."""
    url = server.url("blank")
    admin.ensure_database(url)
    yield url
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE blank WITH (FORCE)")


def upgrade(url: str, server: Server) -> list[str]:
    return admin.upgrade(url, lambda role: passwords.known(server.home)[role])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_and_its_columns_say_what_they_hold(table: Table) -> None:
    assert table.comment
    assert not table.comment.endswith(".")
    assert [column.name for column in table.c if not column.comment] == []
    assert [column.name for column in table.c if (column.comment or "").endswith(".")] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_foreign_keys_have_one_column_each(table: Table) -> None:
    assert [key.name for key in table.foreign_key_constraints if len(key.columns) != 1] == []


def test_migrations_make_what_the_schema_declares(server: Server, database: str, blank: str) -> None:
    made = admin.engine(blank)
    with made.begin() as connection:
        metadata.create_all(connection)
    made.dispose()
    assert catalog(database) == catalog(blank)


def test_autogenerate_finds_no_difference(database: str) -> None:
    made = admin.engine(database)
    with made.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Computed default")  # Postgres writes expressions its own way
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == [], "write the migration: truce db revision MESSAGE"
    made.dispose()


def test_migrations_go_up_down_and_up(server: Server, blank: str) -> None:
    assert upgrade(blank, server) == []
    first = catalog(blank)
    assert admin.current(blank) == (admin.head(), admin.head())
    admin.downgrade(blank, "base")
    assert catalog(blank) == []
    assert admin.current(blank)[0] is None
    upgrade(blank, server)
    assert catalog(blank) == first


def test_an_upgrade_twice_writes_nothing(server: Server, database: str) -> None:
    query = "SELECT c.code, c.xmin::text FROM event_types c"
    with psycopg.connect(database) as connection:
        before = connection.execute(query).fetchall()
    upgrade(database, server)
    with psycopg.connect(database) as connection:
        assert connection.execute(query).fetchall() == before


def test_an_upgrade_mends_codes_and_views(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE event_types SET description = 'wrong' WHERE code = 'clash'")
        connection.execute("DROP VIEW bi.incidents CASCADE")
    upgrade(database, server)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT description FROM event_types WHERE code = 'clash'").fetchone() == (CODES["event_types"]["clash"],)
        assert connection.execute("SELECT count(*) FROM bi.incidents").fetchone() == (0,)


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(server: Server, database: str, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "10_broken.sql").write_text("CREATE VIEW bi.broken AS SELECT nothing FROM nowhere")
    monkeypatch.setattr("schema.analysts.VIEWS", tmp_path)
    with pytest.raises(sa.exc.ProgrammingError, match="nowhere"):
        upgrade(database, server)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM bi.incidents").fetchone() == (0,)


OWN = """
CREATE SCHEMA desk; CREATE VIEW desk.sides AS SELECT party, killed FROM bi.tolls_by_side;
CREATE VIEW desk.worst AS SELECT * FROM desk.sides WHERE killed > 10; COMMENT ON VIEW desk.worst IS 'for Monday';
CREATE MATERIALIZED VIEW desk.kept AS SELECT code FROM public.harms; CREATE UNIQUE INDEX ON desk.kept (code);
CREATE VIEW bi.mine AS SELECT code FROM public.statuses; GRANT SELECT ON bi.mine, desk.worst TO truce_reader"""


def test_an_upgrade_keeps_operators_own_views(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(OWN)
    assert upgrade(database, server) == []
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT * FROM desk.worst").fetchall() == []
        query = "SELECT obj_description('desk.worst'::regclass), has_table_privilege('truce_reader', 'desk.worst', 'select')"
        assert connection.execute(query).fetchone() == ("for Monday", True)
        assert connection.execute("SELECT count(*) FROM bi.mine").fetchone() == (len(CODES["statuses"]),)
        assert connection.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = 'desk'").fetchone() == (1,)
    with pytest.raises(DatabaseProblem, match=r"drop .*desk\.sides"):
        admin.downgrade(database, "0001")


def test_what_cannot_be_carried_over_is_named_and_nothing_changes(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE FUNCTION public.worst() RETURNS bigint BEGIN ATOMIC SELECT max(killed) FROM bi.tolls_by_side; END")
    with pytest.raises(DatabaseProblem, match=r"function public\.worst|function worst"):
        upgrade(database, server)
    with psycopg.connect(database) as connection:
        connection.execute("DROP FUNCTION public.worst; DROP VIEW bi.tolls_by_side")
        connection.execute("CREATE VIEW bi.tolls_by_side AS SELECT 'x' AS former")
        connection.execute("CREATE VIEW public.own AS SELECT former FROM bi.tolls_by_side")
    with pytest.raises(DatabaseProblem, match=r"public\.own, a view of your own, no longer fits .*former"):
        upgrade(database, server)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT former FROM public.own").fetchone() == ("x",)


def test_a_database_can_be_emptied_and_made_again(server: Server, database: str) -> None:
    admin.empty(database)
    assert catalog(database) == []
    upgrade(database, server)
    assert admin.current(database)[0] == admin.head()


# What is wrong is said in one line.

@pytest.mark.parametrize(("url", "says"), [
    ("nonsense", "can't be read"),
    ("postgresql://user@host:port/x", "can't be read"),
    ("mysql://user@host/x", "is for mysql, and Trucewatch needs Postgres"),
    ("postgresql://truce:secret@127.0.0.1:1/truce", "can't be reached: .*onnection refused.*; start the server, or correct the URL"),
])
def test_a_wrong_url_is_one_clear_error(url: str, says: str) -> None:
    with pytest.raises(DatabaseProblem, match=says) as caught:
        admin.engine(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_database_and_a_wrong_password_are_told_apart(server: Server) -> None:
    with pytest.raises(DatabaseProblem, match="does not exist: `truce db upgrade` makes it"):
        admin.engine(server.url("nowhere"))
    with pytest.raises(DatabaseProblem, match="refuses the user or the password"):
        admin.engine(f"postgresql://truce:wrong@127.0.0.1:{server.port}/postgres")


def test_a_database_newer_than_the_code_is_left_alone(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for act in (lambda: upgrade(database, server), lambda: admin.downgrade(database, "base"), lambda: db.engine(database)):
        with pytest.raises(DatabaseProblem, match="revision 9999 is unknown to this code: a newer version made the database"):
            act()


def test_a_database_without_tables_says_how_to_make_them(blank: str) -> None:
    with pytest.raises(DatabaseProblem, match="has no tables yet: run `truce db upgrade`"):
        db.engine(blank)


def test_an_unknown_revision_is_one_clear_error(database: str) -> None:
    with pytest.raises(DatabaseProblem, match="revision nonsense is unknown"):
        admin.downgrade(database, "nonsense")


# Roles.

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
    primary = sum(bool(table.primary_key) for table in TABLES)
    foreign = sum(len(table.foreign_key_constraints) for table in TABLES)
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


# Insane rows are refused.

REPORT = {"article_id": 1, "n": 1, "event_type": "shelling", "date_precision": "unknown", "standing": "alleged", "background": False,
          "span_start": 0, "span_end": 4, "made_by": "x"}


@pytest.fixture
def article(engine: Engine) -> Iterator[Connection]:
    """A connection to a database with one article, number 1."""
    with engine.connect() as connection:
        add_article(connection, 1, "Shots were fired.")
        yield connection


def add_article(connection: Connection, number: int, text: str, **values: object) -> None:
    """An article of its own page."""
    url, now = f"https://example.org/{number}", datetime(2026, 1, 2, tzinfo=UTC)
    insert(connection, "pages", id=number, url=url, fetch_url=url, origin="import")
    insert(connection, "articles", **{
        "id": number, "page_id": number, "part": 0, "url": url, "canonical_url": url, "text": text, "kind": "article", "quality": "good",
        "text_sha256": "0" * 64, "fetched_at": now, "extracted_by": "x", **values})


def insert(connection: Connection, table: str, **values: object) -> None:
    connection.execute(metadata.tables[table].insert().values(**values))


@pytest.mark.parametrize(("change", "constraint"), [
    ({"event_type": "quarrel"}, "fk_reports_event_type"),
    ({"span_start": 4}, "ck_reports_span"),
    ({"span_start": -1}, "ck_reports_span"),
    ({"n": 0}, "ck_reports_n"),
    ({"started_on": "2026-01-01"}, "ck_reports_days_known"),
    ({"date_precision": "day"}, "ck_reports_days_known"),
    ({"started_on": "2026-01-01", "ended_on": "2026-01-02", "date_precision": "day"}, "ck_reports_days_in_order"),
    ({"started_on": "2026-01-03", "ended_on": "2026-01-02", "date_precision": "range"}, "ck_reports_days_in_order"),
    ({"started_on": "0025-01-03", "ended_on": "0025-01-03", "date_precision": "day"}, "ck_reports_days_sane"),
    ({"started_on": "2999-01-03", "ended_on": "2999-01-03", "date_precision": "day"}, "ck_reports_days_sane"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 91, "lon": 0}, "ck_reports_position"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 39, "lon": 181}, "ck_reports_position"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 39}, "ck_reports_position"),
    ({"place_name": "Lachin"}, "ck_reports_place_named"),
    ({"country": "Azerbaijan"}, "ck_reports_country"),
    ({"initiator_id": "atlantis"}, "fk_reports_initiator_id"),
    ({"article_id": 2}, "fk_reports_article_id"),
])
def test_insane_reports_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "reports", **(REPORT | change))


def test_sane_reports_are_not(article: Connection) -> None:
    insert(article, "reports", **REPORT)
    insert(article, "reports", **(REPORT | {"n": 2, "started_on": "2026-01-01", "ended_on": "2026-01-03", "date_precision": "range",
                                            "place_name": "Lachin", "place_precision": "area", "lat": 39.6, "lon": 46.5, "country": "AZ"}))


def test_a_reading_is_stored_once(article: Connection) -> None:
    insert(article, "reports", **REPORT)
    with pytest.raises(sa.exc.IntegrityError, match="uq_reports_article_id_n"):
        insert(article, "reports", **REPORT)


@pytest.mark.parametrize(("change", "constraint"), [
    ({"low": 3, "high": 2}, "ck_casualties_amount"),
    ({"low": -1}, "ck_casualties_amount"),
    ({"low": None}, "ck_casualties_counted"),
    ({"harm": "shots_fired"}, "ck_casualties_harm_to_people"),
    ({"status": "robots"}, "fk_casualties_status"),
])
def test_insane_casualties_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    insert(article, "reports", id=1, **REPORT)
    row = {"report_id": 1, "status": "military", "harm": "killed", "low": 2, "span_start": 0, "span_end": 4, "rule": "x"}
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "casualties", **(row | change))


@pytest.mark.parametrize(("change", "constraint"), [
    ({"code": "Not A Code"}, "ck_issues_code"),
    ({"span_start": 1, "span_end": 3}, "ck_issues_span"),
    ({"article_id": 1, "page_id": 1}, "ck_issues_one_subject"),
    ({"stage": "guess"}, "fk_issues_stage"),
])
def test_insane_issues_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "issues", **({"stage": "parse", "code": "unknown_place", "detail": "x"} | change))


# Words.

def test_codes_are_in_the_database_in_their_order(connection: Connection) -> None:
    for name, codes in CODES.items():
        table = metadata.tables[name]
        assert connection.execute(sa.select(table.c.code, table.c.description).order_by(table.c.rank)).all() == list(codes.items())


def test_every_table_is_exported() -> None:
    assert {name for name, value in vars(tables).items() if isinstance(value, Table)} == set(metadata.tables) - set(CODES)


def test_the_dictionary_is_current(connection: Connection) -> None:
    written = Path(__file__).parent.parent / "docs" / "dictionary.md"
    assert written.read_text(encoding="utf-8") == render(connection), "write it anew: truce db dictionary > docs/dictionary.md"
