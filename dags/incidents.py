"""When there are articles to read: parse → resolve; announces the asset `incidents`."""

from datetime import timedelta

import pendulum
from airflow.sdk import Asset, dag, task

from etl.settings import settings

WORKERS = list(range(settings().workers))


@dag(
    schedule=[Asset("articles")],
    start_date=pendulum.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=6)},
    tags=["truce"],
    doc_md=__doc__,
)
def incidents() -> None:
    @task
    def parse(worker: int) -> dict[str, int]:
        from etl.stages.run import work

        return work("parse")

    @task
    def resolve(worker: int) -> dict[str, int]:
        from etl.stages.run import work

        return work("resolve")

    @task(outlets=[Asset("incidents")])
    def announce() -> dict[str, int]:
        from etl.stages.run import pending

        return pending("parse", "resolve")

    parse.expand(worker=WORKERS) >> resolve.expand(worker=WORKERS) >> announce()


incidents()
