"""One text, one reading: whatever order Python's sets happen to have in a process, on whichever worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.newsroom_gold import rows


def test_half_the_newsroom_reads_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    lines = [json.dumps({key: row[key] for key in ("id", "title", "text", "published")}) for row in rows()[::2]]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-c", "from etl.cli import main; main()", "parse", "--jsonl", "in.jsonl", "--out"]
    running = [subprocess.Popen([*command, f"{seed}.jsonl"], cwd=tmp_path, env=os.environ | {"PYTHONHASHSEED": seed})
               for seed in ("1", "2")]
    assert [process.wait() for process in running] == [0, 0]
    one, two = ((tmp_path / f"{seed}.jsonl").read_text(encoding="utf-8").splitlines() for seed in ("1", "2"))
    assert len(one) == len(lines)
    assert one == two
