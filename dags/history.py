"""Older pages: import a source, then fetch and extract a batch of what was imported, slowly, and a host only while nothing newer is due.

Started by hand with a source it imports that; the hourly runs go on with what is left. A run that broke off is begun again.
"""

from datetime import date, timedelta

import pendulum
from airflow.sdk import Asset, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

KINDS = ["nothing", "urls", "sitemap", "folder", "jsonl", "warc"]


def day(title: str) -> Param:
    return Param(None, title=title, type=["null", "string"], format="date")


@dag(
    schedule="@hourly",
    start_date=pendulum.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    params={
        "kind": Param("nothing", enum=KINDS, title="What the source is"),
        "source": Param("", type="string", title="Addresses, one a line; a sitemap's address; a file or folder on the worker's machine"),
        "base_url": Param("", type="string", title="The address that a folder stands for"),
        "from": day("First day"),
        "to": day("Last day"),
        "pages": Param(500, type="integer", minimum=1, title="Pages to do in this run at most"),
    },
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5), "execution_timeout": timedelta(hours=6)},
    tags=["truce"],
    doc_md=__doc__,
)
def history() -> None:
    @task
    def take_in() -> dict[str, int]:
        from etl.stages.run import take_in

        params = get_current_context()["params"]
        if params["kind"] == "nothing":
            return {}
        first, last = (date.fromisoformat(params[name]) if params[name] else None for name in ("from", "to"))
        return take_in(params["kind"], params["source"], params["base_url"] or None, (first, last))

    @task
    def catch_up() -> dict[str, int]:
        from etl.stages.run import work

        return work("history", get_current_context()["params"]["pages"])

    @task(outlets=[Asset("articles")])
    def announce() -> dict[str, int]:
        from etl.stages.run import pending

        waiting = pending("parse", "resolve")
        if not any(waiting.values()):
            raise AirflowSkipException("nothing new to read")
        return waiting

    take_in() >> catch_up() >> announce()


history()
