"""Before the first verb: a database with the current tables and the reference data of etl/data."""

from __future__ import annotations

from collections import Counter

from etl.lexicon.places import gazetteer
from etl.lexicon.records import Registry
from etl.lexicon.registry import load
from etl.settings import settings
from etl.store import db, reference


def prepare(registry: Registry | None = None) -> tuple[Counter[str], list[str]]:
    """Upgrade the database in use and load the reference data; the rows written, and what could not be done, in words."""
    skipped = db.upgrade()
    engine = db.engine(db.database_url())
    try:
        with engine.begin() as connection:
            return reference.load(connection, registry or load(), gazetteer(settings().home)), skipped
    finally:
        engine.dispose()


def airflow_database() -> str:
    """The libpq URL of Airflow's metadata database `airflow` on the server in use, made if need be."""
    return db.make_database("airflow")
