"""Run DAGs once, in this process, without a scheduler: `python dags/run.py ingest incidents check`. Exit 1 if one fails."""

import importlib
import sys

if __name__ == "__main__":
    failed = 0
    for name in sys.argv[1:]:
        module = importlib.import_module(name)
        dag = getattr(module, name)()
        failed += dag.test().state != "success"
    sys.exit(min(failed, 1))
