"""`make bench`: one table after another of ratios, each measured in one run; `python -m bench NAME …` for some of them."""

from __future__ import annotations

import subprocess
import sys

TABLES = {
    "pipeline": ["bench.pipeline"],
    "demo": ["bench.demo"],
    "accuracy": ["bench.accuracy", "tests/golden"],
    "linking": ["bench.linking"],
    "extraction": ["bench.extraction"],
    "collect": ["bench.collect"],
    "scale": ["bench.scale"],
}


def main() -> int:
    """Run the tables asked for, or all; 1 when one fails."""
    failed = 0
    for name in sys.argv[1:] or TABLES:
        print(f"\n=== {name} ===", flush=True)
        failed |= subprocess.run([sys.executable, "-m", *TABLES[name]], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
