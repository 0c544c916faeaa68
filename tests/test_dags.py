"""The DAGs in real Airflow: their exact ids and edges, `dag.test()` of each, and one run by the real scheduler."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import copied
from sqlalchemy import Engine

from etl import scheduler
from etl.newsroom.server import Newsroom, serve
from etl.postgres import Server
from tests.airflow_home import ROOT, AirflowHome, make

EDGES = {
    "ingest": {"poll": ["fetch"], "fetch": ["extract"], "extract": ["announce"], "announce": []},
    "incidents": {"parse": ["resolve"], "resolve": ["announce"], "announce": []},
    "check": {"data": []},
    "history": {"take_in": ["catch_up"], "catch_up": ["announce"], "announce": []},
}
LIST = """
import json
from airflow.dag_processing.dagbag import DagBag
bag = DagBag()
print("DAGS " + json.dumps({"errors": bag.import_errors, "dags": {
    name: {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks} for name, dag in bag.dags.items()}}))
"""


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with serve(0) as running:
        yield running


@pytest.fixture(scope="module")
def airflow(
    server: Server, maintenance: Engine, template: str, newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowHome]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for url in copied(server, maintenance, template):
        home = make(server, url.rsplit("/", 1)[1], newsroom, tmp_path_factory.mktemp("airflow"), port)
        yield home
        home.engine.dispose()


def test_exactly_these_dags_and_edges(airflow: AirflowHome) -> None:
    done = airflow.python("-c", LIST)
    found = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("DAGS ")).removeprefix("DAGS "))
    assert found == {"errors": {}, "dags": EDGES}


def test_each_dag_runs_and_once_outlets_are_known_another_time_changes_nothing(airflow: AirflowHome) -> None:
    prints = []
    for _ in range(3):  # the first check learns what outlets repeat, so the second ingest takes those pages without it
        done = airflow.run("ingest", "incidents", "check")
        assert done.returncode == 0, done.stdout[-3000:]
        prints.append(fingerprint(airflow))
    assert airflow.count("articles") > 40
    assert airflow.count("incidents", "withdrawn_at IS NULL") > 10
    assert prints[1] == prints[2]


def test_history_takes_in_a_source_of_a_range_of_days_and_goes_on_with_what_is_left(airflow: AirflowHome, tmp_path: Path) -> None:
    rows = [{"url": f"https://archive.example/{n}", "title": f"Day {n}", "text": f"Shelling was reported on day {n}.",
             "published": f"2019-08-0{n}"} for n in range(1, 6)]
    (tmp_path / "old.jsonl").write_text("\n".join(map(json.dumps, rows)))
    source = {"kind": "jsonl", "source": str(tmp_path), "from": "2019-08-02", "to": "2019-08-04"}
    for _ in range(2):
        done = airflow.run("history", json.dumps(source))
        assert done.returncode == 0, done.stdout[-3000:]
        assert airflow.count("articles", "url LIKE 'https://archive.example/%'") == 3
    pages = [{"url": f"https://archive.example/page{n}", "html": f"<html><body><p>{'Shelling was reported. ' * 20}{n}</p></body></html>"}
             for n in range(3)]
    (tmp_path / "old.jsonl").write_text("\n".join(map(json.dumps, pages)))
    assert airflow.run("history", json.dumps({"kind": "jsonl", "source": str(tmp_path), "pages": 2})).returncode == 0
    assert airflow.count("articles", "url LIKE 'https://archive.example/page%'") == 2
    assert airflow.run("history").returncode == 0
    assert airflow.count("articles", "url LIKE 'https://archive.example/page%'") == 3


def test_a_failing_check_turns_the_run_red(airflow: AirflowHome) -> None:
    with airflow.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reports SET span_end = 10000000 WHERE id = (SELECT min(id) FROM reports)")
    try:
        assert airflow.run("check").returncode == 1
    finally:
        with airflow.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE reports SET span_end = span_start + 1 WHERE span_end = 10000000")


def test_the_scheduler_runs_incidents_when_articles_are_announced_and_stops_clean(airflow: AirflowHome, tmp_path: Path) -> None:
    with airflow.engine.begin() as connection:  # read all articles anew
        connection.exec_driver_sql("UPDATE articles SET parsed_by = NULL WHERE superseded_at IS NULL")
    with scheduler.standalone(airflow.env, tmp_path / "log") as process:
        wait_for(lambda: airflow.count("articles", "parsed_by IS NULL AND superseded_at IS NULL") == 0, 240, tmp_path / "log")
        wait_for(lambda: asset_run(airflow) == "success", 120, tmp_path / "log")
        family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    assert not [pid for pid in family if psutil.pid_exists(pid)]


def asset_run(airflow: AirflowHome) -> str | None:
    """State of the last run of `incidents` that the asset triggered."""
    import sqlalchemy as sa

    url = airflow.env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        state = connection.scalar(sa.text(
            "SELECT state FROM dag_run WHERE dag_id = 'incidents' AND run_type::text LIKE 'asset%' ORDER BY id DESC LIMIT 1"))
    engine.dispose()
    return None if state is None else str(state)


def wait_for(condition: object, seconds: int, log: Path) -> None:
    assert callable(condition)
    for _ in range(seconds):
        if condition():
            return
        time.sleep(1)
    pytest.fail(f"not within {seconds} s:\n" + log.read_text(errors="replace")[-3000:])


def fingerprint(airflow: AirflowHome) -> str:
    from etl.store import summary

    with airflow.engine.connect() as connection:
        return summary.fingerprint(connection)


def test_dags_hold_no_logic() -> None:
    for path in (ROOT / "dags").glob("*.py"):
        assert len(path.read_text().splitlines()) < 70, f"{path.name} grows: logic belongs to etl"
