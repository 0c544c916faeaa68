"""Run DAGs once, in this process, without a scheduler: `python dags/run.py ingest incidents check`. Exit 1 if one fails.

After a DAG's name may stand its parameters, as JSON: `python dags/run.py history '{"kind": "sitemap", "source": "https://…"}'`.
"""

import importlib
import json
import sys

if __name__ == "__main__":
    failed = 0
    for name, conf in zip(sys.argv[1:], [*sys.argv[2:], ""], strict=True):
        if name.startswith("{"):
            continue
        dag = getattr(importlib.import_module(name), name)()
        for task in dag.tasks:
            task.retries = 0  # nobody waits here for a better moment
        failed += dag.test(run_conf=json.loads(conf) if conf.startswith("{") else None).state != "success"
    sys.exit(min(failed, 1))
