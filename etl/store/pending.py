"""What is pending among many: rows not made by the current rules, found by index however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select


def pending(connection: Connection, made_by: Column[Any], rules: str, among: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    """Conditions for the rows among these that lack this fingerprint: first never done, then done by each other rules there are.

    One condition a fingerprint, each an index scan; "is distinct from" would sort the whole table for every batch.
    """
    yield made_by.is_(None)
    mark: str | None = ""
    while mark := connection.scalar(select(func.min(made_by)).where(among, made_by > mark)):
        if mark != rules:
            yield made_by == mark
