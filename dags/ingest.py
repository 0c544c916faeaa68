"""Every quarter of an hour: poll → fetch → extract; announces the asset `articles` when there is something to read."""

from datetime import timedelta

import pendulum
from airflow.sdk import Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from etl.settings import settings

WORKERS = list(range(settings().workers))


@dag(
    schedule="*/15 * * * *",
    start_date=pendulum.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(hours=2)},
    tags=["truce"],
    doc_md=__doc__,
)
def ingest() -> None:
    @task
    def poll(worker: int) -> dict[str, int]:
        from etl.stages.run import work

        return work("poll")

    @task
    def fetch(worker: int) -> dict[str, int]:
        from etl.stages.run import work

        return work("fetch")

    @task
    def extract(worker: int) -> dict[str, int]:
        from etl.stages.run import work

        return work("extract")

    @task(outlets=[Asset("articles")])
    def announce() -> dict[str, int]:
        from etl.stages.run import pending

        waiting = pending("parse", "resolve")
        if not any(waiting.values()):
            raise AirflowSkipException("nothing new to read")
        return waiting

    poll.expand(worker=WORKERS) >> fetch.expand(worker=WORKERS) >> extract.expand(worker=WORKERS) >> announce()


ingest()
