"""docs/dictionary.md: every view, table, column and code with its meaning, from the comments in the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy import Connection

from schema.tables import CODES, metadata

HEAD = """# The data dictionary

Written by `truce db dictionary` from the comments in the schema; don't edit it here. Analysts query the views of `bi`; the
tables behind them stand below, then the codes. Times are stored with their zone; days are days of local time; empty means unknown.
"""

COLUMNS = """
SELECT c.relname AS relation, obj_description(c.oid, 'pg_class') AS says, a.attname AS column,
       format_type(a.atttypid, NULL) AS type, a.attnotnull AS required, col_description(c.oid, a.attnum) AS meaning
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'v')
ORDER BY c.relname, a.attnum
"""


def render(connection: Connection) -> str:
    """The dictionary of an upgraded database, as Markdown."""
    views = "".join(_relations(connection, "bi", lambda name: True))
    tables = "".join(_relations(connection, "public", lambda name: name in metadata.tables and name not in CODES))
    codes = "".join(_codes(name) for name in sorted(CODES))
    return f"{HEAD}\n## Views of `bi`\n{views}\n## Tables\n{tables}\n## Codes\n{codes}"


def _relations(connection: Connection, schema: str, wanted: Callable[[str], bool]) -> Iterable[str]:
    rows = [row for row in connection.execute(sa.text(COLUMNS), {"schema": schema}) if wanted(row.relation)]
    for name, columns in groupby(rows, key=lambda row: str(row.relation)):
        listed = list(columns)
        yield f"\n### {schema}.{name}\n\n{listed[0].says}.\n\n| column | type | meaning |\n|---|---|---|\n"
        for row in listed:
            target = "" if schema == "bi" else _target(name, row.column)
            yield f"| {row.column} | {_short(row.type)} | {_cell(row.meaning)}{target} |\n"


def _target(table: str, column: str) -> str:
    keys = metadata.tables[table].c[column].foreign_keys
    return "".join(f" (→ {key.target_fullname.split('.')[0]})" for key in keys)


def _short(kind: str) -> str:
    return {"timestamp with time zone": "timestamptz", "double precision": "double"}.get(kind, kind)


def _cell(words: str | None) -> str:
    return (words or "").replace("|", "\\|")


def _codes(name: str) -> str:
    rows = "".join(f"| `{code}` | {_cell(meaning)} |\n" for code, meaning in CODES[name].items())
    return f"\n### {name}\n\n{metadata.tables[name].comment}.\n\n| code | meaning |\n|---|---|\n{rows}"
