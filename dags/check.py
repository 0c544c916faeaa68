"""Once a day: the data checks and the feeds' health; a finding that must not be turns the run red."""

from datetime import timedelta

import pendulum
from airflow.sdk import dag, task


@dag(
    schedule="@daily",
    start_date=pendulum.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
    tags=["truce"],
    doc_md=__doc__,
)
def check() -> None:
    @task
    def data() -> list[str]:
        from etl.stages.run import check

        return check()

    data()


check()
