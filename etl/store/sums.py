"""Sums kept beside the incidents, in the same transactions: tolls by day and side, accusations by day and pair.

What an incident adds is read before and after; the difference goes to the sums, in the order of their keys, so that two resolvers that
meet in a row wait for each other and never in a ring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text

from etl.resolve.accusations import COUNTS
from etl.store.bulk import copy
from schema.tables import daily_accusations, daily_tolls, incident_accusations

Key = tuple[Any, ...]
Sums = Counter[tuple[Key, str]]  # row, count

TOLL_KEY, TOLL_COUNTS = ("started_on", "ended_on", "party_id", "status", "harm"), ("incidents", "counted", "people")
PAIR = ("accuser_id", "accused_id", "about", "published")

TOLLS = text("""
SELECT i.started_on, i.ended_on, t.party_id, t.status, t.harm, count(DISTINCT i.id) AS incidents,
       CASE WHEN grouping(t.harm) = 0 THEN count(t.adds) ELSE 0 END AS counted,
       CASE WHEN grouping(t.harm) = 0 THEN coalesce(sum(t.adds), 0) ELSE 0 END AS people
FROM incidents i JOIN incident_tolls t ON t.incident_id = i.id
WHERE i.id = ANY(:ids) AND i.withdrawn_at IS NULL
GROUP BY GROUPING SETS ((i.started_on, i.ended_on, t.party_id, t.status, t.harm), (i.started_on, i.ended_on, t.party_id, t.status))
""")

# Accusations of no single incident; `due` are their ids. What counts now and did not adds one, what counted and does not takes one away.
LOOSE = text("""
WITH direct AS (
    SELECT c.id, bool_or(d.act = 'admit') AS admitted, bool_or(d.act = 'deny') AS denied,
           bool_or(d.act = 'accuse' AND d.target_party_id = c.speaker_party_id) AS returned
    FROM claims c JOIN claims d ON d.answers_id = c.id AND d.speaker_party_id = c.target_party_id WHERE c.id = ANY(:due) GROUP BY c.id
), told AS (
    SELECT c.id, c.speaker_party_id, c.target_party_id, c.about, a.published, coalesce(direct.admitted, false) AS admitted,
           coalesce(direct.denied, false) AS denied, coalesce(direct.returned, false) AS returned,
           coalesce(c.counted, false) AS before,
           c.act = 'accuse' AND c.replaced_at IS NULL AND a.superseded_at IS NULL AND a.lineage_id IS NULL AS now
    FROM claims c JOIN articles a ON a.id = c.article_id LEFT JOIN direct ON direct.id = c.id
    WHERE c.id = ANY(:due)
), stamped AS (
    UPDATE claims c SET counted = told.now FROM told WHERE c.id = told.id
)
SELECT speaker_party_id, target_party_id, about, published, before, count(*) AS accusations, 0 AS incidents,
       count(*) FILTER (WHERE admitted) AS admitted, count(*) FILTER (WHERE denied) AS denied,
       count(*) FILTER (WHERE returned) AS returned, count(*) FILTER (WHERE NOT (admitted OR denied OR returned)) AS unanswered
FROM told WHERE now <> before GROUP BY speaker_party_id, target_party_id, about, published, before
""")

UNCOUNTED = text("""
SELECT c.id, c.article_id, a.published FROM claims c JOIN articles a ON a.id = c.article_id
WHERE c.report_id IS NULL AND (c.counted IS NULL OR (c.counted AND c.replaced_at IS NOT NULL)) ORDER BY c.id LIMIT :size""")

STILL = text("""
SELECT id FROM claims WHERE id = ANY(:due) AND (counted IS NULL OR (counted AND replaced_at IS NOT NULL)) ORDER BY id FOR UPDATE""")

MOVED = text("SELECT id FROM claims WHERE article_id = ANY(:articles) AND act = 'accuse' AND report_id IS NULL AND counted IS NOT NULL"
             " ORDER BY id FOR UPDATE")  # fmt: skip


def tolls(connection: Connection, ids: Collection[int]) -> Sums:
    """What these incidents add to daily_tolls, those that count."""
    found = Sums()
    if ids:
        for row in connection.execute(TOLLS, {"ids": sorted(ids)}).mappings():
            found.update({(tuple(row[name] for name in TOLL_KEY), name): int(row[name]) for name in TOLL_COUNTS})
    return found


def keep_tolls(connection: Connection, before: Sums, after: Sums) -> None:
    """Bring daily_tolls from what some incidents added to what they add."""
    _add(connection, daily_tolls, TOLL_KEY, TOLL_COUNTS, before, after)


def keep_accusations(connection: Connection, wanted: Mapping[Key, tuple[int, ...]], ids: Collection[int]) -> None:
    """These are the accusations of these incidents, by incident and pair; only what differs is written."""
    if not ids:
        return
    table = incident_accusations
    query = select(table.c.id, table.c.incident_id, *(table.c[name] for name in (*PAIR, *COUNTS)))
    rows = connection.execute(query.where(table.c.incident_id == func.any(sorted(ids))))
    stand = {tuple(row[1:6]): (row.id, tuple(row[6:])) for row in rows}
    gone = {key: row for key, row in stand.items() if wanted.get(key) != row[1]}
    new = {key: row for key, row in wanted.items() if key not in stand or key in gone}
    if gone:
        connection.execute(delete(table).where(table.c.id == func.any([key for key, _ in gone.values()])))
    copy(connection, table, ("incident_id", *PAIR, *COUNTS), [(*key, *row) for key, row in new.items()])
    before, after = _summed((key[1:], row) for key, (_, row) in gone.items()), _summed((key[1:], row) for key, row in new.items())
    _add(connection, daily_accusations, PAIR, COUNTS, before, after)


def uncounted(connection: Connection, size: int) -> list[tuple[int, int, date | None]]:
    """Claims of no single incident that are new or have been replaced, each with its article and the day of publication."""
    return [(claim, article, published) for claim, article, published in connection.execute(UNCOUNTED, {"size": size})]


def count_loose(connection: Connection, due: Collection[int]) -> int:
    """Count those of these claims that are accusations, unless another worker has; how many were looked at."""
    return _loose(connection, list(connection.scalars(STILL, {"due": sorted(due)}))) if due else 0


def recount_loose(connection: Connection, articles: Collection[int]) -> int:
    """Count those of these articles anew, which have become copies or ceased to be."""
    return _loose(connection, list(connection.scalars(MOVED, {"articles": sorted(articles)}))) if articles else 0


def _loose(connection: Connection, due: Sequence[int]) -> int:
    if due:
        rows = connection.execute(LOOSE, {"due": due}).mappings().all()
        before, after = (_summed((tuple(row.values())[:4], [row[name] for name in COUNTS]) for row in rows
                                 if row["before"] == sign) for sign in (True, False))  # fmt: skip
        _add(connection, daily_accusations, PAIR, COUNTS, before, after)
    return len(due)


def _summed(rows: Iterable[tuple[Key, Sequence[int]]]) -> Sums:
    found = Sums()
    for key, counts in rows:
        found.update({(key, name): count for name, count in zip(COUNTS, counts, strict=True)})
    return found


def _add(connection: Connection, table: Table, key: Sequence[str], counts: Sequence[str], before: Mapping[tuple[Key, str], int],
         after: Mapping[tuple[Key, str], int]) -> None:  # fmt: skip
    """Add the difference; rows that come to nothing go."""
    differs = {name[0] for name in {*before, *after} if before.get(name, 0) != after.get(name, 0)}
    rows = [(*row, *(after.get((row, name), 0) - before.get((row, name), 0) for name in counts)) for row in sorted(differs, key=_order)]
    if not rows:
        return
    names = (*key, *counts)
    arrays = ", ".join(f"CAST(:{name} AS {table.c[name].type.compile(connection.dialect)}[])" for name in names)
    more = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in counts)
    kept = connection.execute(
        text(f"INSERT INTO {table.name} AS t ({', '.join(names)}) SELECT * FROM unnest({arrays})"
             f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {more} RETURNING id, {counts[0]}"),
        {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})  # fmt: skip
    empty = [row.id for row in kept if row[1] == 0]
    if empty:
        connection.execute(delete(table).where(table.c.id == func.any(empty)))


def _order(key: Key) -> tuple[str, ...]:
    return tuple(str(part or "") for part in key)
