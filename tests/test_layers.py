"""The layers of docs/architecture.md, held on the imports and calls that the code really has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for folder in ("etl", "schema", "dags") for path in (ROOT / folder).rglob("*.py"))

# What each part may import of ours; a part is etl/<name>, and "schema" and "dags" are themselves.
ALLOWED = {
    "model": set(),
    "urls": set(),
    "text": set(),
    "settings": set(),
    "fingerprint": {"settings"},
    "passwords": set(),
    "postgres": {"passwords"},
    "scheduler": set(),
    "lexicon": {"model", "settings"},
    "web": {"model", "settings"},
    "feeds": {"model", "lexicon", "urls", "text"},
    "extract": {"model", "lexicon", "urls", "text"},
    "parse": {"model", "lexicon"},
    "resolve": {"model", "lexicon"},
    "data": {"model", "lexicon"},
    "newsroom": {"model", "lexicon"},
    "store": {"model", "lexicon", "settings", "postgres", "passwords", "resolve", "feeds", "extract", "web", "urls", "text", "schema"},
    "stages": {"model", "lexicon", "settings", "fingerprint", "store", "web", "feeds", "extract", "parse", "resolve",
               "newsroom", "urls", "text"},
    "cli": {"model", "lexicon", "settings", "postgres", "scheduler", "stages", "store", "extract", "feeds", "web", "newsroom", "schema"},
    "schema": set(),
    "dags": {"settings", "stages"},
}


def part(path: Path) -> str:
    """The part a file belongs to."""
    inside = path.relative_to(ROOT).parts
    return inside[0] if inside[0] != "etl" else inside[1].removesuffix(".py")


def imports(tree: ast.AST, path: Path) -> Iterator[str]:
    """Modules imported anywhere in a file, relative ones made absolute."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


PARSED = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]
MODULES = [pytest.param(path, tree, id=path.relative_to(ROOT).as_posix()) for path, tree in PARSED]


@pytest.mark.parametrize(("path", "tree"), MODULES)
def test_imports_point_down(path: Path, tree: ast.AST) -> None:
    mine = part(path)
    if mine == "__init__":
        return
    for module in imports(tree, path):
        top, *rest = module.split(".")
        if top in ("schema", "dags") or (top == "etl" and rest):
            other = rest[0] if top == "etl" else top
            assert other == mine or other in ALLOWED[mine], f"{mine} may not import {module}"


@pytest.mark.parametrize(("path", "tree"), MODULES)
def test_edges_are_where_they_belong(path: Path, tree: ast.AST) -> None:
    mine = part(path)
    tops = {module.split(".")[0] for module in imports(tree, path)}
    assert "airflow" not in tops or mine == "dags", "only dags/ imports Airflow"
    sockets = {"socket", "httpx", "httpcore", "requests", "urllib3", "aiohttp", "ssl"}
    assert not tops & sockets or mine == "web", "only etl/web opens sockets"
    assert not tops & {"sqlalchemy", "psycopg", "alembic"} or mine in ("store", "schema", "stages", "cli"), "only store runs SQL"
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "print":
            pytest.fail(f"line {node.lineno}: only etl/cli prints, and through rich")
        if isinstance(node, ast.ExceptHandler) and mine != "stages":
            names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            broad = node.type is None or any(isinstance(name, ast.Name) and name.id in ("Exception", "BaseException") for name in names)
            assert not broad, f"line {node.lineno}: only etl/stages catches Exception"
        if isinstance(called, ast.Attribute) and called.attr == "execute" and mine not in ("store", "schema"):
            pytest.fail(f"line {node.lineno}: only etl/store runs SQL")
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and mine != "settings":
            assert mine == "postgres", f"line {node.lineno}: only etl/settings.py reads the environment"


def test_every_part_has_its_rule() -> None:
    assert {part(path) for path in FILES} - {"__init__"} <= set(ALLOWED)
