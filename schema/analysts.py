"""What analysts see: the schema `bi`, rebuilt from views/*.sql at each upgrade, and the roles with their rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from schema import foreign
from schema.foreign import InTheWay, View
from schema.tables import CODES, metadata

VIEWS = Path(__file__).parent / "views"
FORMER = ("bi.dead",)  # functions that older versions made
JUDGING = Path(__file__).parent / "judging.sql"  # what keeps judgements sound, whoever inserts them
ROLES = WORKER, READER, REVIEWER = "truce_worker", "truce_reader", "truce_reviewer"

COPY_COMMENTS = """
SELECT format('COMMENT ON COLUMN bi.%I.%I IS %L', shown.relname, seen.attname, min(col_description(base.attrelid, base.attnum)))
FROM pg_class shown
JOIN pg_attribute seen ON seen.attrelid = shown.oid AND seen.attnum > 0
JOIN pg_rewrite rule ON rule.ev_class = shown.oid
JOIN pg_depend used ON used.classid = 'pg_rewrite'::regclass AND used.objid = rule.oid AND used.refclassid = 'pg_class'::regclass
JOIN pg_attribute base ON base.attrelid = used.refobjid AND base.attnum = used.refobjsubid AND base.attname = seen.attname
WHERE shown.relnamespace = 'bi'::regnamespace AND shown.relname = :view AND base.attrelid <> shown.oid
  AND col_description(shown.oid, seen.attnum) IS NULL
GROUP BY shown.relname, seen.attname
HAVING count(DISTINCT col_description(base.attrelid, base.attnum)) = 1
"""

SHARED_COMMENTS = """
SELECT format('COMMENT ON COLUMN bi.%I.%I IS %L', shown.relname, seen.attname, shared.meaning)
FROM pg_class shown
JOIN pg_attribute seen ON seen.attrelid = shown.oid AND seen.attnum > 0
JOIN unnest(CAST(:names AS text[]), CAST(:meanings AS text[])) AS shared (name, meaning) ON shared.name = seen.attname
WHERE shown.relnamespace = 'bi'::regnamespace AND shown.relkind = 'v' AND col_description(shown.oid, seen.attnum) IS NULL
"""


def run_script(connection: Connection, script: str) -> None:
    """Run SQL as it stands: several statements, percent signs and colons included."""
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def ours() -> list[str]:
    """The views of `bi` that Trucewatch makes."""
    return [f"bi.{path.stem.split('_', 1)[1]}" for path in sorted(VIEWS.glob("*.sql"))]


def drop_views(connection: Connection) -> list[View]:
    """Drop our views and functions, so that tables can change; those of others that hang on them, to be put back. Raises InTheWay."""
    connection.exec_driver_sql("SET LOCAL client_min_messages = warning")
    aside = foreign.set_aside(connection, ours())
    scripts = [path.read_text(encoding="utf-8") for path in (*VIEWS.glob("*.sql"), JUDGING)]
    functions = [name for script in scripts for name in re.findall(r"CREATE FUNCTION (bi\.\w+)", script)]
    try:
        with connection.begin_nested():
            if connection.scalar(sa.text("SELECT to_regclass('public.judgements')")):
                connection.exec_driver_sql("DROP TRIGGER IF EXISTS anchor_judgement ON public.judgements")
            for name in reversed(ours()):
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
            for name in (*FORMER, *functions):
                connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}")
    except sa.exc.DBAPIError as fault:
        detail = getattr(getattr(fault.orig, "diag", None), "message_detail", None) or str(fault.orig).splitlines()[0]
        raise InTheWay(f"objects of your own hang on the schema bi ({detail}): drop them, upgrade, and make them anew") from None
    return aside


def build_views(connection: Connection) -> None:
    """Make `bi` from views/NN_name.sql in their order.

    A column without a comment of its own takes that of the table's column it shows under the same name, else that of columns.tsv.
    """
    connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS bi")
    connection.exec_driver_sql("COMMENT ON SCHEMA bi IS 'Views for analysts, made anew at each upgrade; keep your own in another schema'")
    for path in sorted(VIEWS.glob("*.sql")):
        run_script(connection, path.read_text(encoding="utf-8"))
        for statement in connection.scalars(sa.text(COPY_COMMENTS), {"view": path.stem.split("_", 1)[1]}).all():
            run_script(connection, statement)
    shared = [line.split("\t") for line in (VIEWS / "columns.tsv").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]
    names, meanings = zip(*shared, strict=True)
    for statement in connection.scalars(sa.text(SHARED_COMMENTS), {"names": list(names), "meanings": list(meanings)}).all():
        run_script(connection, statement)
    run_script(connection, JUDGING.read_text(encoding="utf-8"))


def write_codes(connection: Connection) -> None:
    """Write the rows of the lookup tables; only what differs."""
    for name, codes in CODES.items():
        table = metadata.tables[name]
        rows = [{"code": code, "description": meaning, "rank": rank} for rank, (code, meaning) in enumerate(codes.items(), 1)]
        new = insert(table).values(rows)
        differs = sa.tuple_(table.c.description, table.c.rank) != sa.tuple_(new.excluded.description, new.excluded.rank)
        connection.execute(new.on_conflict_do_update(
            index_elements=["code"], set_={"description": new.excluded.description, "rank": new.excluded.rank}, where=differs))


def make_roles(connection: Connection, password: Callable[[str], str], reader_timeout: int) -> list[str]:
    """The roles, those missing made with generated passwords, and their rights; returns what could not be done, in words."""
    skipped = [note for role in ROLES if (note := _make_role(connection, role, password))]
    present = _present(connection)
    limits = {"default_transaction_read_only": "on", "statement_timeout": f"{reader_timeout}s"}
    if READER in present:
        skipped += _limit(connection, READER, limits)
    if REVIEWER in present:
        skipped += _limit(connection, REVIEWER, {"statement_timeout": f"{reader_timeout}s"})
    for role in present:
        _grant(connection, role)
    return skipped


def _present(connection: Connection) -> list[str]:
    return sorted(connection.scalars(sa.text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:roles)"), {"roles": list(ROLES)}))


def _make_role(connection: Connection, role: str, password: Callable[[str], str]) -> str | None:
    if role in _present(connection):
        return None
    if not connection.scalar(sa.text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")):
        user = connection.scalar(sa.text("SELECT current_user"))
        return f"{role} not made: {user} may not create roles; have it created on the server and upgrade again"
    driver = connection.connection.driver_connection
    assert driver is not None
    secret = driver.pgconn.encrypt_password(password(role).encode(), role.encode(), b"scram-sha-256").decode()
    connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN PASSWORD '{secret}'")
    return None


def _limit(connection: Connection, role: str, limits: dict[str, str]) -> list[str]:
    wanted = [f"{name}={value}" for name, value in limits.items()]
    now = connection.scalar(sa.text("SELECT setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
                                    " WHERE r.rolname = :role AND s.setdatabase = 0"), {"role": role}) or []
    if set(wanted) <= set(now):
        return []
    try:
        with connection.begin_nested():
            for name, value in limits.items():
                connection.exec_driver_sql(f"ALTER ROLE {role} SET {name} = '{value}'")
    except sa.exc.ProgrammingError:
        user = connection.scalar(sa.text("SELECT current_user"))
        return [f"{role} not limited: {user} may not alter it; have the server set {' and '.join(wanted)} for it"]
    return []


def _grant(connection: Connection, role: str) -> None:
    rights = "SELECT, INSERT, UPDATE, DELETE" if role == WORKER else "SELECT, REFERENCES"
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public, bi TO {role}")
    connection.exec_driver_sql(f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role}")
    connection.exec_driver_sql(f"GRANT SELECT, REFERENCES ON ALL TABLES IN SCHEMA bi TO {role}")
    if role == REVIEWER:
        connection.exec_driver_sql(f"GRANT INSERT, UPDATE (withdrawn_at) ON judgements TO {role}")
