"""`truce up`: Airflow standalone on the live feeds, in the foreground; Ctrl-C and SIGTERM stop everything."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from etl.cli.output import out


class Stop(Exception):
    """Someone asks us to stop."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(up)


def up(port: Annotated[int, typer.Option(help="Port of Airflow's UI on 127.0.0.1.")] = 8080) -> None:
    """Run Airflow on the live feeds, in the foreground; Ctrl-C or SIGTERM stops everything."""
    from etl import scheduler
    from etl.settings import inherited, settings
    from etl.stages.prepare import airflow_database, prepare
    from etl.web.ports import require_free

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        require_free(port)
        home = settings().home
        with out.status("database, migrations, reference data"):
            _, skipped = prepare()
            env = scheduler.environment(home, airflow_database(), port, inherited())
            scheduler.migrate(env)
        for note in skipped:
            out.print(f"[yellow]note:[/yellow] {note}")
        log = home / "airflow.log"
        with scheduler.standalone(env, log) as airflow:
            _wait(airflow, port, log, Path(env["AIRFLOW_HOME"]))
    except Stop:
        out.print("stopped")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # one is enough; the rest would interrupt the stopping
    out.print(f"\nstopping ({signal.Signals(number).name}) …")
    raise Stop


def _wait(airflow: subprocess.Popen[bytes], port: int, log: Path, airflow_home: Path) -> None:
    from etl.scheduler import SchedulerError
    from etl.web.ports import answers

    ready = False
    while airflow.poll() is None:
        if not ready and answers(f"http://127.0.0.1:{port}/api/v2/monitor/health"):
            ready = True
            passwords = airflow_home / "simple_auth_manager_passwords.json.generated"
            out.print(f"[green]✓[/green] Airflow is up: http://127.0.0.1:{port} (user admin, password in {passwords}; log {log})",
                      soft_wrap=True)
            out.print("feeds are polled every quarter of an hour; `truce status` tells what is pending; Ctrl-C stops everything")
        time.sleep(0.5)
    raise SchedulerError(f"Airflow has ended by itself (status {airflow.returncode}): see {log}")
