"""Reading etl/data/: YAML and TSV whose every entry knows its file and line, so that a broken one can be named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent.parent / "data"


class DataError(ValueError):
    """A broken entry of etl/data: `file:line: reason`."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}:{line}: {reason}")


class Record(dict[str, Any]):
    """A YAML mapping that knows where it stands."""

    path: Path
    line: int

    def error(self, reason: str) -> DataError:
        """A DataError at this record's place."""
        return DataError(self.path, self.line, reason)


def read_yaml(name: str, folder: Path = DATA) -> list[Record]:
    """The records of a YAML file that is a list of mappings; nested mappings are Records too. Raises DataError."""
    path = folder / name

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    def mapping(loader: Any, node: yaml.MappingNode) -> Iterator[Record]:
        record = Record()
        record.path, record.line = path, node.start_mark.line + 1
        yield record
        values = loader.construct_mapping(node, deep=True)
        if len(values) != len(node.value):
            raise record.error("a key stands twice")
        record.update(values)

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    Loader.yaml_implicit_resolvers = _resolvers(Loader.yaml_implicit_resolvers)
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(path, line, error.problem or "not YAML") from None
    if not isinstance(rows, list) or not all(isinstance(row, Record) for row in rows):
        raise DataError(path, 1, "must be a list of mappings")
    return rows


def _resolvers(known: dict[str, list[tuple[str, Any]]]) -> dict[str, list[tuple[str, Any]]]:
    """Dates stay text, so that a wrong one can be named; `NO` and `on` are words, only true and false are truth values."""
    plain = {letter: [pair for pair in pairs if not pair[0].endswith(":timestamp")] for letter, pairs in known.items()}
    return plain | {letter: [p for p in plain.get(letter, []) if not p[0].endswith(":bool")] for letter in "yYnNoO"}


def read_tsv(name: str, columns: int, folder: Path = DATA) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of a tab-separated file without quoting; `#` starts a comment line. Raises DataError."""
    path = folder / name
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != columns:
                raise DataError(path, number, f"{len(cells)} columns, {columns} wanted")
            yield number, cells
