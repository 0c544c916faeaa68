"""What a reading says as plain rows, stored or new, so that the two can be compared before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, select

from etl.model import Reading
from etl.store import readings
from schema.tables import articles, casualties, claims, reports, tallies

Row = tuple[str, str]  # what it is, what it says

REPORT = ("event_type", "started_on", "ended_on", "place_name", "initiator_id", "target_id", "standing", "background", "span_start")
CASUALTY = ("party_id", "status", "harm", "low", "high", "vague", "claimant_id", "claimant_party_id", "span_start")
CLAIM = ("speaker_id", "speaker_party_id", "act", "target_party_id", "about", "span_start")
TALLY = ("party_id", "harm", "low", "high", "period", "claimant_id", "span_start")


def pending_ids(connection: Connection, rules: str, limit: int | None) -> list[int]:
    """Articles not yet read by these rules, unlocked."""
    query = select(articles.c.id).where(articles.c.parsed_by.is_distinct_from(rules), articles.c.superseded_at.is_(None))
    return list(connection.scalars(query.order_by(articles.c.id).limit(limit)))


def stored_rows(connection: Connection, article: int) -> set[Row]:
    """What the stored reading of an article says."""
    found = {_row("report", REPORT, row) for row in _current(connection, reports, REPORT, article)}
    found |= {_row("claim", CLAIM, row) for row in _current(connection, claims, CLAIM, article)}
    found |= {_row("tally", TALLY, row) for row in _current(connection, tallies, TALLY, article)}
    people = (
        select(*(casualties.c[name] for name in CASUALTY)).join_from(casualties, reports)
        .where(reports.c.article_id == article, reports.c.replaced_at.is_(None))
    )
    return found | {_row("casualty", CASUALTY, tuple(row)) for row in connection.execute(people)}


def new_rows(reading: Reading) -> set[Row]:
    """What a reading would store."""
    def values(names: tuple[str, ...], row: dict[str, object]) -> tuple[object, ...]:
        return tuple(row[name] for name in names)

    found = {_row("report", REPORT, values(REPORT, readings.report_row(0, "", r))) for r in reading.reports}
    found |= {_row("casualty", CASUALTY, values(CASUALTY, readings.casualty_row(0, c))) for r in reading.reports for c in r.casualties}
    found |= {_row("claim", CLAIM, (c.speaker, c.speaker_party, c.act, c.target_party, c.about, c.span[0])) for c in reading.claims}
    return found | {_row("tally", TALLY, values(TALLY, readings.tally_row(0, "", t))) for t in reading.tallies}


def _current(connection: Connection, table: Table, names: tuple[str, ...], article: int) -> list[Sequence[object]]:
    current = select(*(table.c[name] for name in names)).where(table.c.article_id == article, table.c.replaced_at.is_(None))
    return [tuple(row) for row in connection.execute(current)]


def _row(kind: str, names: tuple[str, ...], values: Sequence[object]) -> Row:
    said = ((name.removesuffix("_id"), value) for name, value in zip(names, values, strict=True) if value not in (None, False))
    return kind, " ".join(f"{name}={value}" for name, value in said)
