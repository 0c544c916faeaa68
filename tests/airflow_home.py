"""A migrated Airflow of the tests' own, on the tests' Postgres, with the newsroom to poll."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from etl import scheduler
from etl.lexicon.places import gazetteer
from etl.newsroom.registry import registry
from etl.newsroom.server import Newsroom
from etl.postgres import Server
from etl.store import reference
from schema import admin

ROOT = Path(__file__).parent.parent


@dataclass
class AirflowHome:
    """Its environment, and the owner's engine on the database its DAGs work on."""

    env: dict[str, str]
    engine: Engine

    def run(self, *dags: str, timeout: int = 300) -> subprocess.CompletedProcess[str]:
        """Run DAGs once through `dag.test()`."""
        return self.python(str(ROOT / "dags" / "run.py"), *dags, timeout=timeout)

    def python(self, *arguments: str, timeout: int = 300) -> subprocess.CompletedProcess[str]:
        """Run Python in Airflow's environment."""
        return subprocess.run([sys.executable, *arguments], env=self.env, capture_output=True, text=True, timeout=timeout, check=False)

    def count(self, table: str, where: str = "true") -> int:
        """Rows of a table."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0)


def truce_environment(server: Server, database: str, newsroom: Newsroom) -> dict[str, str]:
    """Settings for a child that works on this database and reads this newsroom."""
    return {
        "TRUCE_HOME": str(server.home), "TRUCE_DATABASE_URL": "", "TRUCE_DATABASE": database, "TRUCE_HOST_DELAY": "0",
        "TRUCE_READ_TIMEOUT": "2", "TRUCE_POLL_MIN_MINUTES": "1440", "TRUCE_ALLOW_HOSTS": newsroom.url.removeprefix("http://"),
    }  # fmt: skip


def with_newsroom(engine: Engine, newsroom: Newsroom) -> None:
    """Load the reference data with the newsroom's outlets and feeds."""
    with engine.begin() as connection:
        reference.load(connection, registry(newsroom), gazetteer(None))


def make(server: Server, database: str, newsroom: Newsroom, home: Path, port: int) -> AirflowHome:
    """A migrated Airflow in `home` whose DAGs work on this database."""
    engine = admin.engine(server.url(database))
    with_newsroom(engine, newsroom)
    metadata = server.url(f"airflow_{database}")
    admin.ensure_database(metadata)
    inherited = dict(os.environ) | truce_environment(server, database, newsroom)
    env = scheduler.environment(home, metadata, port, inherited)
    scheduler.migrate(env)
    return AirflowHome(env, engine)
