"""`truce demo` twice in an empty folder: its wall time by stage, the second run's share of the first, and whether a row changed.

    python -m bench.demo
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STAGE = re.compile(r"✓ (.+?) \((?:.*; )?(\d+) s[;)]")


def run(home: str) -> tuple[float, str]:
    """Seconds and output of one run."""
    began = time.perf_counter()
    done = subprocess.run([str(Path(sys.executable).parent / "truce"), "demo"], env=os.environ | {"TRUCE_HOME": home}, capture_output=True,
                          text=True, check=True)
    return time.perf_counter() - began, done.stdout


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="truce-demo-") as folder:
        Path(folder).chmod(0o755)
        (first, one), (second, two) = run(f"{folder}/home"), run(f"{folder}/home")
    for title, output in (("first run", one), ("second run", two)):
        print(title)
        for words, seconds in STAGE.findall(output):
            print(f"  by {int(seconds):4} s  {words[:90]}")
    print(f"first {first:.0f} s, second {second:.0f} s: {second / first:.2f} of the first (limits: 240 s, 60 s)")
    print("second run: " + ("not one row has changed" if "not one row has changed" in two else "ROWS HAVE CHANGED"))


if __name__ == "__main__":
    main()
