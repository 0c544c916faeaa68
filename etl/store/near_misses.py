"""Pairs of incidents that are nearly held for one, for a person to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, func, or_, select

from etl.resolve.near import Miss
from etl.store.bulk import copy
from schema.tables import near_misses

PAIR, NAMES = ("incident_id", "other_id"), ("report_id", "other_report_id", "score", "why")


def keep(connection: Connection, found: Iterable[Miss], homes: Mapping[int, int], ids: Collection[int]) -> set[int]:
    """These are the near misses of these incidents; `homes` are the incidents of the tellings.

    Returned are the incidents of the pairs that come, go or change.
    """
    rows = {(homes[m.one.id], homes[m.other.id]): (m.one.id, m.other.id, round(m.match.points, 2), m.match.why) for m in found}
    table = near_misses
    query = select(table.c.id, *(table.c[name] for name in (*PAIR, *NAMES)))
    mine = or_(table.c.incident_id == func.any(sorted(ids)), table.c.other_id == func.any(sorted(ids)))
    stand = {tuple(row[1:3]): (row.id, tuple(row[3:])) for row in connection.execute(query.where(mine))} if ids else {}
    gone = {pair: key for pair, (key, row) in stand.items() if rows.get(pair) != row}
    if gone:
        connection.execute(delete(table).where(table.c.id == func.any(list(gone.values()))))
    new = {pair: row for pair, row in rows.items() if pair not in stand or pair in gone}
    copy(connection, table, (*PAIR, *NAMES), [(*pair, *row) for pair, row in sorted(new.items())])
    return {incident for pair in (*gone, *new) for incident in pair}
