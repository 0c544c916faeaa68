"""Pairs of incidents that are nearly held for one, for a person to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, func, or_, select

from etl.resolve.near import Miss
from etl.store.bulk import copy
from schema.tables import near_misses

PAIR, NAMES = ("incident_id", "other_id"), ("report_id", "other_report_id", "score", "why")


def keep(connection: Connection, found: Iterable[Miss], homes: Mapping[int, int], ids: Collection[int]) -> set[int]:
    """These are the near misses of these incidents, the nearest of each pair; `homes` are the incidents of the tellings.

    Returned are the incidents of the pairs that come, go or change.
    """
    wanted: dict[tuple[int, int], Miss] = {}
    for miss in found:
        pair = homes.get(miss.one.id, 0), homes.get(miss.other.id, 0)
        if 0 in pair or pair[0] == pair[1]:
            continue
        if pair[0] > pair[1]:
            pair, miss = (pair[1], pair[0]), Miss(miss.other, miss.one, miss.match)
        if pair not in wanted or _order(miss) < _order(wanted[pair]):
            wanted[pair] = miss
    rows = {pair: (m.one.id, m.other.id, round(m.match.points, 2), m.match.why) for pair, m in wanted.items()}
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


def _order(miss: Miss) -> tuple[float, list[tuple[str, str, int, int, str]]]:
    return -miss.match.points, sorted((miss.one.key, miss.other.key))
