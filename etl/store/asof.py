"""The incidents as they stood at some moment, by undoing the changes made since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, TextClause, text

from etl.resolve.rows import FIGURES

COLUMNS = ("public_id", "event_type", "started_on", "ended_on", "date_precision", "place_id", "place_name", "country", "lat", "lon",
           "initiator_id", "target_id", "weapons", "standing", "reports", "sources", "judged")  # fmt: skip
TOLL_COLUMNS = ("public_id", "party_id", "status", "harm", *FIGURES)
GRADE_COLUMNS = ("public_id", "ceasefire_id", "accused_id", "grade")

# The value before the first change after the moment is the value at the moment.
INCIDENTS = text("""
SELECT i.public_id, i.event_type, i.started_on::text, i.ended_on::text, i.date_precision, i.place_id, i.place_name, i.initiator_id,
       i.target_id, i.weapons, i.standing, i.reports::text, i.sources::text, i.judged, i.withdrawn_why, i.country, i.lat, i.lon,
       later.undone
FROM incidents i
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(c.field, c.from_value) AS undone FROM (
        SELECT DISTINCT ON (c.field) c.field, c.from_value FROM changes c
        WHERE c.incident_id = i.id AND c.changed_at > :moment ORDER BY c.field, c.id) c
) later ON true
WHERE i.created_at <= :moment
ORDER BY i.id
""")

PARTS = """
WITH later AS (
    SELECT DISTINCT ON (c.incident_id, c.field) c.incident_id, c.field, c.from_value FROM changes c
    WHERE c.changed_at > :moment AND split_part(c.field, ':', 1) = :kind ORDER BY c.incident_id, c.field, c.id
), now AS ({now})
SELECT i.public_id, coalesce(l.field, n.field) AS field, CASE WHEN l.field IS NULL THEN n.value ELSE l.from_value END AS value
FROM now n FULL JOIN later l ON l.incident_id = n.incident_id AND l.field = n.field
JOIN incidents i ON i.id = coalesce(l.incident_id, n.incident_id) AND i.created_at <= :moment
ORDER BY i.id, 2
"""

TOLLS = text(PARTS.format(now="""
    SELECT t.incident_id, concat_ws(':', 'toll', coalesce(t.party_id, 'unknown'), t.status, t.harm, f.figure) AS field,
           f.value::text AS value
    FROM incident_tolls t CROSS JOIN LATERAL (VALUES ('lowest', t.lowest), ('best', t.best), ('highest', t.highest)) f(figure, value)
"""))

GRADES = text(PARTS.format(now="""
    SELECT a.incident_id, concat_ws(':', 'grade', coalesce(a.ceasefire_id, 'none'), coalesce(a.accused_id, 'none')) AS field,
           a.grade AS value
    FROM assessments a
"""))

PLACES = text("SELECT id, country, lat, lon FROM places WHERE id = ANY(:ids)")


def incidents_as_of(connection: Connection, moment: datetime) -> Iterator[dict[str, Any]]:
    """The incidents that counted at that moment, with their values then, as text; oldest first."""
    rows = connection.execution_options(stream_results=True).execute(INCIDENTS, {"moment": moment}).mappings()
    for part in rows.partitions(2_000):
        then = [dict(row) | (row["undone"] or {}) for row in part]
        moved = {row["place_id"] for row, now in zip(then, part, strict=True) if row["place_id"] != now["place_id"]}
        spots = {key: spot for key, *spot in connection.execute(PLACES, {"ids": sorted(moved - {None})})} if moved else {}
        for row in then:
            if row["place_id"] in moved:
                row["country"], row["lat"], row["lon"] = spots.get(row["place_id"], (None, None, None))
            if row["withdrawn_why"] is None:
                yield {name: row[name] for name in COLUMNS}


def tolls_as_of(connection: Connection, moment: datetime) -> Iterator[dict[str, Any]]:
    """The tolls of the incidents that counted at that moment, with their figures then; a toll without a figure is left out."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for public_id, (party, status, harm, figure), value in _parts(connection, TOLLS, "toll", moment):
        key = (public_id, party, status, harm)
        base = {"public_id": public_id, "party_id": None if party == "unknown" else party, "status": status, "harm": harm}
        found.setdefault(key, base | dict.fromkeys(FIGURES))[figure] = int(value)
    yield from found.values()


def grades_as_of(connection: Connection, moment: datetime) -> Iterator[dict[str, Any]]:
    """How the incidents that counted at that moment stood to the ceasefires then, a row for each ceasefire and side accused."""
    for public_id, names, grade in _parts(connection, GRADES, "grade", moment):
        ceasefire, accused = (None if name == "none" else name for name in names)
        yield dict(zip(GRADE_COLUMNS, (public_id, ceasefire, accused, grade), strict=True))


def _parts(connection: Connection, statement: TextClause, kind: str, moment: datetime) -> Iterator[tuple[str, list[str], str]]:
    """The values of this kind that stood then: the incident, the parts of their field's name, the value."""
    counted = {row["public_id"] for row in incidents_as_of(connection, moment)}
    for public_id, field, value in connection.execute(statement, {"kind": kind, "moment": moment}):
        if public_id in counted and value is not None:
            yield public_id, field.split(":")[1:], value
