"""Many rows at once: COPY into a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table


def copy(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows, each the values of `columns` in their order, by COPY in this connection's transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    names = ", ".join(f'"{column}"' for column in columns)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as sink:
        for row in rows:
            sink.write_row(row)


def copy_dicts(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows that all have the same keys; nothing when there are none."""
    if rows:
        columns = list(rows[0])
        copy(connection, table, columns, ([row[column] for column in columns] for row in rows))

