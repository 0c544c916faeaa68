"""docs/queries.md as queries with their answers: `python -m tests.queries URL` writes the answers of that database into it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from schema import admin

PATH = Path(__file__).parent.parent / "docs/queries.md"
QUERY = re.compile(r"## (?P<title>[^\n]+)\n(?P<prose>.*?)```sql\n(?P<sql>.*?)```\n\n(?P<answer>(?:\|[^\n]*\n)*)", re.DOTALL)


@dataclass(frozen=True)
class Query:
    """One question of the document, its SQL and the answer printed there."""

    title: str
    sql: str
    answer: str


def queries() -> list[Query]:
    """All of them, in their order."""
    return [Query(found["title"], found["sql"], found["answer"]) for found in QUERY.finditer(PATH.read_text(encoding="utf-8"))]


def answer(connection: Connection, sql: str) -> str:
    """What the database answers, as a Markdown table."""
    result = connection.exec_driver_sql(sql.replace("%", "%%"))
    lines = [result.keys(), ["---"] * len(result.keys()), *result.fetchall()]
    return "".join("| " + " | ".join(cell(value) for value in line) + " |\n" for line in lines)


def cell(value: object) -> str:
    """A value as one cell; NULL is empty."""
    return "" if value is None else " ".join(str(value).split()).replace("|", "\\|")


def main() -> None:
    """Write the answers of the database of this URL into the document."""
    engine = admin.engine(sys.argv[1])
    with engine.connect() as connection:
        text = QUERY.sub(lambda found: found[0][: len(found[0]) - len(found["answer"])] + answer(connection, found["sql"]),
                         PATH.read_text(encoding="utf-8"))
    engine.dispose()
    PATH.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
