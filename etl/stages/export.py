"""The database as it stood: incidents, their tolls and their grades at some moment, for files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from etl.store import asof

INCIDENT_COLUMNS, TOLL_COLUMNS, GRADE_COLUMNS = asof.COLUMNS, asof.TOLL_COLUMNS, asof.GRADE_COLUMNS


def incidents(engine: Engine, moment: datetime) -> Iterator[dict[str, Any]]:
    """The incidents that counted at that moment (with time zone), with their values then; rows with INCIDENT_COLUMNS."""
    with engine.connect() as connection:
        yield from asof.incidents_as_of(connection, moment)


def tolls(engine: Engine, moment: datetime) -> Iterator[dict[str, Any]]:
    """Their tolls then; rows with TOLL_COLUMNS."""
    with engine.connect() as connection:
        yield from asof.tolls_as_of(connection, moment)


def grades(engine: Engine, moment: datetime) -> Iterator[dict[str, Any]]:
    """How they stood to the ceasefires then; rows with GRADE_COLUMNS."""
    with engine.connect() as connection:
        yield from asof.grades_as_of(connection, moment)
