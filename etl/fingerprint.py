"""What made a row: a hash of the rules' syntax trees and of the data files they read.

A comment or a blank line changes nothing; an alias or a rule does, and makes old rows pending again.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from etl.settings import settings

ETL = Path(__file__).parent

SOURCES = {
    "extract": ("text.py", "urls.py", "extract/**/*.py"),
    "parse": ("model.py", "lexicon/**/*.py", "parse/**/*.py", "data/**/*"),
    "resolve": ("model.py", "resolve/**/*.py", "data/ceasefires.yaml", "data/parties.yaml", "data/actors.yaml", "data/bodies.yaml",
                "data/outlets.yaml"),
}
UNREAD = frozenset({"feeds.yaml"})  # of etl/data, what no reading depends on


@cache
def fingerprint(verb: str) -> str:
    """Sixteen hex digits for the current rules of a verb: `extract`, `parse` or `resolve`."""
    sources = {path for pattern in SOURCES[verb] for path in ETL.glob(pattern) if path.is_file()}
    if verb == "parse":
        sources = {path for path in sources if path.name not in UNREAD} | set((settings().home / "places").glob("*.tsv"))
    return digest(sources)


def digest(paths: Iterable[Path]) -> str:
    """The hash of these files: Python by syntax tree without docstrings, data by bytes."""
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.suffix == ".pyc":
            continue
        total.update(path.relative_to(ETL).as_posix().encode() if path.is_relative_to(ETL) else path.name.encode())
        total.update(_tree(path) if path.suffix == ".py" else path.read_bytes())
    return total.hexdigest()[:16]


def _tree(path: Path) -> bytes:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree).encode()
