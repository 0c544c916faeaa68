"""What the demo shows at its end, read from `bi` as an analyst would; and a fingerprint of all rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, func, select, text

from schema.tables import metadata

PROGRESS = ("entries", "pages", "articles", "reports", "incidents")


def counts(connection: Connection) -> dict[str, int]:
    """Rows of the pipeline's main tables."""
    return {name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one() for name in PROGRESS}


def query(connection: Connection, statement: str) -> tuple[list[str], list[Sequence[object]]]:
    """Column names and rows of a query."""
    result = connection.execute(text(statement))
    return list(result.keys()), [tuple(row) for row in result]


def fingerprint(connection: Connection) -> str:
    """A hash of every row of every table; equal when not one row has changed."""
    total = hashlib.sha256()
    for name in sorted(metadata.tables):
        rows = f'SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM public."{name}" t'
        total.update(f"{name} {connection.exec_driver_sql(rows).one()}".encode())
    return total.hexdigest()
