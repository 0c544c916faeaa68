"""Views that operators have made on ours: set aside while ours are made anew, and put back as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

import sqlalchemy as sa
from sqlalchemy import Connection

# Views that hang, directly or over others, on a relation of public or bi; each with the statements that make it.
FOUND = """
WITH RECURSIVE needs AS (
    SELECT DISTINCT rule.ev_class AS view, used.refobjid AS base FROM pg_rewrite rule
    JOIN pg_depend used ON used.classid = 'pg_rewrite'::regclass AND used.objid = rule.oid AND used.refclassid = 'pg_class'::regclass
    WHERE rule.ev_class <> used.refobjid
), hanging AS (
    SELECT n.view FROM needs n JOIN pg_class c ON c.oid = n.base WHERE c.relnamespace IN ('public'::regnamespace, to_regnamespace('bi'))
    UNION SELECT n.view FROM needs n JOIN hanging h ON h.view = n.base
)
SELECT format('%I.%I', s.nspname, c.relname) AS name, c.relkind = 'm' AS kept, r.rolname AS owner,
       format('CREATE %s %I.%I AS %s', k.kind, s.nspname, c.relname, pg_get_viewdef(c.oid)) AS made,
       array(SELECT format('%I.%I', t.nspname, b.relname) FROM needs n JOIN pg_class b ON b.oid = n.base
             JOIN pg_namespace t ON t.oid = b.relnamespace WHERE n.view = c.oid) AS needs,
       array(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = c.oid)
       || array(SELECT format('COMMENT ON %s %I.%I IS %L', k.kind, s.nspname, c.relname, d.description) FROM pg_description d
                WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0)
       || array(SELECT format('COMMENT ON COLUMN %I.%I.%I IS %L', s.nspname, c.relname, a.attname, d.description) FROM pg_description d
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
                WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0)
       || format('ALTER %s %I.%I OWNER TO %I', k.kind, s.nspname, c.relname, r.rolname)
       || array(SELECT format('GRANT %s ON %I.%I TO %s', g.privilege_type, s.nspname, c.relname,
                            coalesce(quote_ident(u.rolname), 'PUBLIC'))
                FROM aclexplode(c.relacl) g LEFT JOIN pg_roles u ON u.oid = g.grantee WHERE g.grantee <> c.relowner) AS more
FROM hanging h
JOIN pg_class c ON c.oid = h.view AND c.relkind IN ('v', 'm')
JOIN pg_namespace s ON s.oid = c.relnamespace
JOIN pg_roles r ON r.oid = c.relowner
CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS kind) k
"""


@dataclass(frozen=True)
class View:
    """A view of an operator's own, and how to make it again."""

    name: str
    kind: str
    statements: tuple[str, ...]


class InTheWay(Exception):
    """An object of an operator's own can't be carried over; the message names it and says what to do."""


def set_aside(connection: Connection, ours: Collection[str]) -> list[View]:
    """Drop the views that aren't ours but hang on ours; in the order in which to make them again."""
    rows = {row.name: row for row in connection.execute(sa.text(FOUND)) if row.name not in ours}
    views = [_view(rows[name]) for name in _ordered({name: set(row.needs) & rows.keys() for name, row in rows.items()})]
    for view in reversed(views):
        connection.exec_driver_sql(f"DROP {view.kind} {view.name}")
    return views


def _view(row: sa.Row[tuple[str, bool, str, str, list[str], list[str]]]) -> View:
    return View(row.name, "MATERIALIZED VIEW" if row.kept else "VIEW", (row.made, *row.more))


def _ordered(needs: Mapping[str, Collection[str]]) -> list[str]:
    return list(TopologicalSorter({name: sorted(needs[name]) for name in sorted(needs)}).static_order())


def put_back(connection: Connection, views: Collection[View]) -> None:
    """Make them again. Raises InTheWay."""
    for view in views:
        try:
            for statement in view.statements:
                connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        except sa.exc.DBAPIError as fault:
            reason = str(fault.orig).splitlines()[0]
            raise InTheWay(f"{view.name}, a view of your own, no longer fits ({reason}): drop it, upgrade, and make it anew; nothing was"
                           " changed") from None  # fmt: skip
