"""The tables: explained, migrated both ways, their codes in order."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table

from etl import passwords
from etl.postgres import Server
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


def test_codes_are_in_the_database_in_their_order(connection: Connection) -> None:
    for name, codes in CODES.items():
        table = metadata.tables[name]
        assert connection.execute(sa.select(table.c.code, table.c.description).order_by(table.c.rank)).all() == list(codes.items())


def test_every_table_is_exported() -> None:
    assert {name for name, value in vars(tables).items() if isinstance(value, Table)} == set(metadata.tables) - set(CODES)


def test_the_dictionary_is_current(connection: Connection) -> None:
    written = Path(__file__).parent.parent / "docs" / "dictionary.md"
    assert written.read_text(encoding="utf-8") == render(connection), "write it anew: truce db dictionary > docs/dictionary.md"
