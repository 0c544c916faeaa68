"""What persons have judged, with their anchors in texts found among the current reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from etl.model import Place
from etl.resolve.judged import Judgement
from schema.tables import issues, judgements

FIRST, SECOND = "bi.report_at(j.article_id, j.span_start, j.span_end)", "bi.report_at(j.other_article_id, j.other_start, j.other_end)"

ABOUT = text(f"""
WITH near AS (
    SELECT DISTINCT older.id FROM reports r JOIN articles a ON a.id = r.article_id
    JOIN articles older ON older.page_id = a.page_id AND older.part = a.part WHERE r.id = ANY(:reports)
), found AS (
    SELECT j.id, j.kind, j.field, j.value, {FIRST} AS telling, {SECOND} AS other
    FROM judgements j
    WHERE j.withdrawn_at IS NULL AND (j.article_id IN (SELECT id FROM near) OR j.other_article_id IN (SELECT id FROM near))
)
SELECT f.*, p.name, p.country, p.lat, p.lon, p.precision
FROM found f LEFT JOIN places p ON f.field = 'place' AND p.id = f.value
WHERE f.telling IS NOT NULL AND (f.other IS NOT NULL OR f.kind NOT IN ('same', 'different'))
  AND (f.telling = ANY(:reports) OR f.other = ANY(:reports))
ORDER BY f.id
""")

ANCHORS = text(f"SELECT {FIRST} AS telling, {SECOND} AS other FROM judgements j WHERE j.id = ANY(:ids)")


def waiting(connection: Connection) -> list[int]:
    """Judgements given or taken back since the last run, locked for this transaction."""
    query = select(judgements.c.id).where(judgements.c.applied_at.is_(None)).order_by(judgements.c.id)
    return list(connection.scalars(query.with_for_update(skip_locked=True)))


def anchored(connection: Connection, ids: Collection[int]) -> set[int]:
    """The tellings at the anchors of these judgements."""
    if not ids:
        return set()
    return {key for row in connection.execute(ANCHORS, {"ids": sorted(ids)}) for key in row if key is not None}


def about(connection: Connection, reports: Collection[int]) -> list[Judgement]:
    """The judgements that hold and are anchored on one of these tellings."""
    if not connection.scalar(select(judgements.c.id).where(judgements.c.withdrawn_at.is_(None)).limit(1)):
        return []
    return [_judgement(row) for row in connection.execute(ABOUT, {"reports": sorted(reports)}).mappings()]


def _judgement(row: Any) -> Judgement:
    place = None
    if row["name"] is not None:
        place = Place(row["name"], row["value"], row["country"], row["lat"], row["lon"], row["precision"])
    return Judgement(row["id"], row["kind"], row["telling"], row["other"], row["field"], row["value"], place)


def mark(connection: Connection, ids: Collection[int], refused: Sequence[tuple[Judgement, Judgement]]) -> None:
    """These judgements have been taken into account; those that contradict older ones are an issue for a person."""
    if ids:
        connection.execute(update(judgements).where(judgements.c.id == func.any(sorted(ids))).values(applied_at=func.now()))
    fresh = [(new, old) for new, old in refused if new.id in ids]
    if fresh:
        connection.execute(insert(issues), [
            {"stage": "resolve", "code": "contradicting_judgements", "detail": f"judgement {new.id} contradicts judgement {old.id}"}
            for new, old in fresh
        ])  # fmt: skip


def keep(connection: Connection, row: Mapping[str, str | None]) -> tuple[int, datetime]:
    """Insert a judgement; its number and time. The database finds the anchors, and refuses what contradicts (schema/judging.sql)."""
    made = connection.execute(insert(judgements).values(**row).returning(judgements.c.id, judgements.c.made_at)).one()
    return made.id, made.made_at


def withdraw(connection: Connection, key: int) -> bool:
    """Take a judgement back; False when there is none that holds."""
    held = (judgements.c.id == key) & judgements.c.withdrawn_at.is_(None)
    return connection.execute(update(judgements).where(held).values(withdrawn_at=func.now())).rowcount == 1
