"""docker-compose.yml without an engine: its Airflow services as processes here, with its commands and its environment.

    python -m bench.compose [--redis redis-server]

Only addresses and folders are replaced. An embedded Postgres takes the place of the image, a redis-server of this machine that of Redis's,
the newsroom that of the live feeds. Two Celery workers bring it through the DAGs; exit 0 when incidents stand and every service is healthy.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from deploy.environment import EMPTY, secret
from etl import postgres
from etl.newsroom import serve
from etl.newsroom.registry import registry
from etl.settings import override
from schema import admin

ROOT = Path(__file__).parent.parent
REFERENCE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")
PARTS = ("api-server", "scheduler", "dag-processor", "triggerer")
QUICK = {"TRUCE_HOST_DELAY": "0", "TRUCE_READ_TIMEOUT": "2", "TRUCE_POLL_MIN_MINUTES": "1440"}
CELERY = "airflow.providers.celery.executors.celery_executor.app"
PATIENCE = 600  # seconds


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Rehearsal:
    """The compose file with its variables filled in, and what stands in for its containers."""

    def __init__(self, folder: Path, server: postgres.Server) -> None:
        example = EMPTY.sub(lambda found: f"{found[1]}={secret(found[1])}", (ROOT / ".env.example").read_text(encoding="utf-8"))
        self.folder, self.server, self.redis, self.api, self.health = folder, server, free_port(), free_port(), free_port()
        self.values = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE)) | QUICK
        self.values["POSTGRES_PASSWORD"] = str(admin.parse_url(server.url()).password)

    def service(self, name: str) -> tuple[list[str], dict[str, str]]:
        """Its command and environment."""
        compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
        text = REFERENCE.sub(lambda found: str(self.values.get(found[1], found[2])), compose)
        service: dict[str, Any] = yaml.safe_load(text)["services"][name]
        here = {"@postgres:5432": f"@127.0.0.1:{self.server.port}", "@redis:6379": f"@127.0.0.1:{self.redis}",
                "http://api-server:8080": f"http://127.0.0.1:{self.api}", "/var/lib/truce/home": str(self.folder / "home")}
        given = {name: str(value) for name, value in service.get("environment", {}).items()}
        for there, replacement in here.items():
            given = {name: value.replace(there, replacement) for name, value in given.items()}
        own = {name: value for name, value in os.environ.items() if not name.startswith(("TRUCE_", "AIRFLOW"))}
        image = {"AIRFLOW_HOME": str(self.folder / "airflow"), "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
                 "AIRFLOW__CORE__LOAD_EXAMPLES": "False", "PATH": f"{Path(sys.executable).parent}:{own['PATH']}",
                 "AIRFLOW__API__PORT": str(self.api), "AIRFLOW__API__HOST": "127.0.0.1",
                 "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.health),
                 "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
                 "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port())}
        return service["command"], own | image | given

    @contextmanager
    def running(self, name: str, command: list[str], env: dict[str, str]) -> Iterator[None]:
        """A process of its own session, its words in a log; stopped with all its children."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, env=env, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        try:
            yield
        finally:
            for kind, wait in ((signal.SIGTERM, 30), (signal.SIGKILL, 10)):
                try:
                    os.killpg(process.pid, kind)
                    process.wait(wait)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue

    def databases(self) -> None:
        """deploy/databases.sh, as the postgres image runs it."""
        env = os.environ | {"PGHOST": "127.0.0.1", "PGPORT": str(self.server.port), "PGPASSWORD": self.values["POSTGRES_PASSWORD"],
                            "POSTGRES_USER": "truce", "PATH": f"{Path(postgres.program('psql')).parent}:{os.environ['PATH']}",
                            **{name: self.values[name] for name in ("AIRFLOW_DB_PASSWORD", "METABASE_DB_PASSWORD")}}
        subprocess.run([ROOT / "deploy/databases.sh"], env=env, check=True, stdout=subprocess.DEVNULL)

    def healthy(self) -> bool:
        """Whether the health checks of api-server and scheduler, as the compose file has them, are content."""
        urls = (f"http://127.0.0.1:{self.api}/api/v2/monitor/health", f"http://127.0.0.1:{self.health}/health")
        return not any(subprocess.run([sys.executable, ROOT / "deploy/answers.py", url], stderr=subprocess.DEVNULL).returncode
                       for url in urls)


def rehearse(redis: str, folder: Path) -> None:
    """Start everything in the order of the compose file, wait for incidents, check, stop."""
    from etl.stages.prepare import prepare

    play = Rehearsal(folder, postgres.start(folder / "server"))
    admin.ensure_database(play.server.url("truce"))
    play.databases()
    with ExitStack() as stack:
        stack.callback(postgres.remove, folder / "server")
        command = [redis, "--requirepass", play.values["REDIS_PASSWORD"], "--save", "", "--bind", "127.0.0.1", "--port", str(play.redis)]
        stack.enter_context(play.running("redis", command, dict(os.environ)))
        command, env = play.service("init")
        subprocess.run(command, env=env, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        newsroom = stack.enter_context(serve())
        play.values["TRUCE_ALLOW_HOSTS"] = newsroom.url.removeprefix("http://")
        override({name.removeprefix("TRUCE_").lower(): value for name, value in env.items() if name.startswith("TRUCE_")})
        prepare(registry(newsroom))
        for name in PARTS:
            stack.enter_context(play.running(name, *play.service(name)))
        for worker in ("worker-1", "worker-2"):
            command, env = play.service("worker")
            stack.enter_context(play.running(worker, [*command, "--celery-hostname", f"celery@{worker}"], env))
        began = time.monotonic()
        wait(play.healthy, began)
        print(f"api-server and scheduler healthy after {time.monotonic() - began:.0f} s")
        wait(lambda: count(play, "incidents") > 10, began)
        print(f"{count(play, 'articles')} articles, {count(play, 'incidents')} incidents after {time.monotonic() - began:.0f} s")
        for name, job in (("dag-processor", "DagProcessorJob"), ("triggerer", "TriggererJob")):
            check = ["airflow", "jobs", "check", "--job-type", job, "--hostname", socket.gethostname()]
            subprocess.run(check, env=play.service(name)[1], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for worker in ("worker-1", "worker-2"):
            ping = ["celery", "--app", CELERY, "inspect", "ping", "-d", f"celery@{worker}"]
            subprocess.run(ping, env=play.service("worker")[1], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print("dag-processor, triggerer and both workers answer")


def count(play: Rehearsal, table: str) -> int:
    """Rows of a table."""
    engine = sa.create_engine(admin.parse_url(play.server.url("truce")))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    engine.dispose()
    return int(rows)


def wait(ready: Callable[[], bool], began: float) -> None:
    """Ask every three seconds. Exits when patience is at an end."""
    while not ready():
        if time.monotonic() - began > PATIENCE:
            sys.exit(f"not ready after {PATIENCE} s")
        time.sleep(3)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--redis", default="redis-server", help="The program redis-server")
    with tempfile.TemporaryDirectory(prefix="truce-compose-") as place:
        Path(place).chmod(0o755)
        rehearse(options.parse_args().redis, Path(place))
