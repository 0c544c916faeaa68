"""Airflow as a child process: its environment, its metadata database, one run of DAGs, and the standalone scheduler.

Airflow itself is imported only by dags/; here its programs are started and stopped.
"""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import psutil

DAGS = Path(__file__).parent.parent / "dags"
STOP_SECONDS = 60


class SchedulerError(RuntimeError):
    """Airflow can't be prepared or started; the message says why and what to do."""


def environment(home: Path, metadata_url: str, port: int, inherited: Mapping[str, str]) -> dict[str, str]:
    """The variables Airflow runs with; `metadata_url` is a libpq URL, `home` the folder of .truce."""
    airflow = (home / "airflow").absolute()
    airflow.mkdir(parents=True, exist_ok=True)
    api = f"http://127.0.0.1:{port}"
    path = f"{Path(sys.executable).parent}:{inherited.get('PATH', '')}"
    return {
        **{name: value for name, value in inherited.items() if not name.startswith("AIRFLOW")},
        "PATH": path,
        "AIRFLOW_HOME": str(airflow),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url.replace("postgresql://", "postgresql+psycopg://", 1),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{api}/execution/",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__BASE_URL": api,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": _secret(airflow / "api.secret"),
        "AIRFLOW__API_AUTH__JWT_SECRET": _secret(airflow / "jwt.secret"),
        "AIRFLOW__CORE__FERNET_KEY": "",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",  # a busy small machine answers late
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "PYTHONPATH": str(DAGS.parent),
    }


def migrate(env: Mapping[str, str]) -> None:
    """Bring Airflow's metadata database up to the installed version; once a version. Raises SchedulerError."""
    stamp = Path(env["AIRFLOW_HOME"]) / "migrated"
    mark = f"{version('apache-airflow')} {env['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN'].rsplit('@', 1)[-1]}"
    if stamp.exists() and stamp.read_text() == mark:
        return
    done = subprocess.run(["airflow", "db", "migrate"], env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SchedulerError(f"Airflow's database can't be migrated: {_last_words(done.stderr + done.stdout)}")
    stamp.write_text(mark)


def run_once(env: Mapping[str, str], dags: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start these DAGs, one after the other, in one process without a scheduler; its output goes to `log`."""
    with log.open("wb") as sink:
        return subprocess.Popen([sys.executable, str(DAGS / "run.py"), *dags], env=dict(env), stdout=sink, stderr=sink)


@contextmanager
def standalone(env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Airflow standalone in a session of its own; on leaving, it and all its children are stopped."""
    with log.open("ab") as sink:
        # In a session of its own it gets our SIGINT only: SIGTERM would orphan its children.
        process = subprocess.Popen(["airflow", "standalone"], env=dict(env), stdout=sink, stderr=sink, start_new_session=True,
                                   preexec_fn=_hear_interrupts)
    try:
        yield process
    finally:
        _stop(process)


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background child of a shell ignores it, and hands that on


def _stop(process: subprocess.Popen[bytes]) -> None:
    family = _family(process.pid)
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(family, timeout=STOP_SECONDS)
    for hard in (False, True):
        for child in alive:
            with suppress(psutil.NoSuchProcess):
                child.kill() if hard else child.terminate()
        _, alive = psutil.wait_procs(alive, timeout=10)
    process.wait()


def _family(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:400] if lines else "it says nothing"
