"""The demo: the bundled newsroom through real Airflow, into a database of its own."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.cli.output import out, table

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAGS = ("ingest", "incidents", "check")
DATABASE = "truce_demo"
QUICK = {"database": DATABASE, "database_url": "", "host_delay": 0, "read_timeout": 2, "poll_min_minutes": 1440}

SHOWN = {
    "incidents": """
        SELECT public_id AS incident, started_on AS day, event_type AS event, place, initiator_id AS "by", target_id AS against, standing,
            grade, killed, wounded, sources FROM bi.incidents ORDER BY started_on NULLS LAST, public_id""",
    "the toll by side": """
        SELECT party, status, incidents, killed, wounded, captured, missing FROM bi.tolls_by_side ORDER BY party NULLS LAST, status""",
    "figures that differ: each claimant's own": """
        SELECT public_id AS incident, party, status, harm, lowest, lowest_by AS "who says so", highest,
            highest_by AS "and who this", best, rule
        FROM bi.tolls WHERE lowest < highest ORDER BY started_on, public_id, harm""",
    "who accuses whom, and what is answered": """
        SELECT accuser, accused, about, accusations, incidents, admitted, denied, returned, unanswered
        FROM bi.accusations ORDER BY accusations DESC, accuser, accused, about""",
    "disputes": """
        SELECT public_id AS incident, kind, first_says AS "one side", second_says AS "the other" FROM bi.disputes ORDER BY 1, 2, 3""",
    "set aside: tallies (sums over many events, in no toll)": """
        SELECT harm, low, high, period, party_id AS party, claimant_id AS claimant FROM tallies
        WHERE replaced_at IS NULL ORDER BY harm, low, high, period""",
    "set aside: history (events recalled with their day, not news)": """
        SELECT started_on AS day, event_type AS event, place_name AS place, initiator_id AS "by" FROM reports
        WHERE background AND replaced_at IS NULL ORDER BY 1, 2, 3""",
    "set aside: issues (what the pipeline could not do)": """
        SELECT stage, code, count(*) AS rows, min(detail) AS "for instance" FROM issues WHERE closed_at IS NULL
        GROUP BY stage, code ORDER BY 3 DESC, 1, 2""",
}


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(demo)


def demo() -> None:
    """Feeds in, incidents out: the bundled newsroom through Airflow into the database truce_demo. Again: seconds, no change."""
    from etl import scheduler
    from etl.newsroom.registry import registry
    from etl.newsroom.server import serve
    from etl.settings import inherited, override, settings
    from etl.stages.prepare import airflow_database, prepare
    from etl.store import db

    began = time.monotonic()
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    with serve(_port(home)) as newsroom:
        _remember_port(home, newsroom.server_port)
        override(QUICK | {"allow_hosts": newsroom.url.removeprefix("http://")})
        with out.status("Postgres, migrations, reference data"):
            prepare(registry(newsroom))
        engine = db.engine(db.database_url())
        before = _fingerprint(engine)
        out.print(f"[green]✓[/green] database {DATABASE} ready; {len(newsroom.feeds)} feeds at {newsroom.url} ({_since(began)})")
        with out.status("Airflow's own database"):
            env = scheduler.environment(home, airflow_database(), 0, inherited())
            scheduler.migrate(env)
        out.print(f"[green]✓[/green] Airflow ready ({_since(began)})")
        log = home / "demo.log"
        _watch(scheduler.run_once(env, DAGS, log), engine, log)
        out.print(f"[green]✓[/green] DAGs {', '.join(DAGS)} have run ({_since(began)}; their log is {log})\n")
    _show(engine)
    same = "not one row has changed" if before == _fingerprint(engine) else "run it again: not one row will change"
    engine.dispose()
    out.print(f"{_since(began)}; {same}.\n\n[bold]look around[/bold]   .venv/bin/truce --database {DATABASE} db psql"
              f"\n[bold]why a row[/bold]     .venv/bin/truce --database {DATABASE} explain INCIDENT"
              "\n[bold]go live[/bold]       make up")


def _port(home: Path) -> int:
    """The newsroom's port of the last demo, so that its addresses stay the same; 0 the first time."""
    path = home / "newsroom.port"
    return int(path.read_text()) if path.exists() else 0


def _remember_port(home: Path, port: int) -> None:
    (home / "newsroom.port").write_text(str(port))


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.0f} s"


def _watch(process: subprocess.Popen[bytes], engine: Engine, log: Path) -> None:
    """Show the tables filling until the DAGs are done. Raises SchedulerError when one fails."""
    from etl.scheduler import SchedulerError
    from etl.store import summary

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=out, transient=True) as progress:
        line = progress.add_task("Airflow starts")
        try:
            while process.poll() is None:
                with engine.connect() as connection:
                    rows = summary.counts(connection)
                progress.update(line, description="  ".join(f"{name} {number}" for name, number in rows.items()))
                time.sleep(0.3)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode:
        raise SchedulerError(f"a DAG has failed: see {log}")


def _show(engine: Engine) -> None:
    from etl.store import summary

    with engine.connect() as connection:
        for title, statement in SHOWN.items():
            head, rows = summary.query(connection, statement)
            table(title, head, rows)


def _fingerprint(engine: Engine) -> str:
    from etl.store import summary

    with engine.connect() as connection:
        return summary.fingerprint(connection)
