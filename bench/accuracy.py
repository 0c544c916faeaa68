"""How well the reader reads: reads a folder of gold articles and prints the figures of a scorer.

    python -m bench.accuracy GOLD --scorer score.py [--misses N] [--out predictions.jsonl]

GOLD is a folder of {"id", "title", "published", "text", "gold"} files; the scorer is called as `score.py GOLD PREDICTIONS`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from etl.model import Article, contract
from etl.parse import read


def article(row: dict[str, Any]) -> Article:
    """A gold row as the article that the reader is given."""
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    return Article(row["text"], id=row["id"], title=row.get("title"), url=row.get("url"), published=published)


def predictions(folder: Path) -> list[str]:
    """One contract object a line for every article of a folder."""
    rows = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return [json.dumps(contract(read(article(row)))) for row in rows]


def main() -> int:
    """Read, score, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("--scorer", type=Path, default=Path(__file__).parent / "score.py")
    options.add_argument("--misses", type=int, default=0)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    began = time.perf_counter()
    lines = predictions(chosen.gold)
    print(f"read in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        out = chosen.out or Path(folder) / "predictions.jsonl"
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return subprocess.run([sys.executable, chosen.scorer, chosen.gold, out, "--misses", str(chosen.misses)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
