"""How `truce` prints: tables, counts, one-line errors. What comes from the web is escaped before it reaches a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

out = Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False, emoji=False)

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(value: object) -> str:
    """A value as text that can neither colour nor command the terminal; a moment to the minute, in UTC."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    return escape(CONTROL.sub("·", "" if value is None else str(value)))


def complain(error: BaseException) -> None:
    """One line on stderr: what went wrong, and what to do when the error says so."""
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split()) or type(error).__name__
    err.print(f"[red]truce:[/red] {safe(text[:600])}", soft_wrap=True)


@contextmanager
def bad_date() -> Iterator[None]:
    """A date that is none is a usage error."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(f"{error}", param_hint="--published") from None


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], note: str | None = None) -> None:
    """A table of plain values; an empty one says so."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="dim", pad_edge=False, box=None, caption=note,
                 caption_justify="left", expand=False)
    for name in head:
        grid.add_column(name, overflow="fold")
    empty = True
    for row in rows:
        empty = False
        grid.add_row(*(safe(value) for value in row))
    if empty:
        out.print(f"[bold]{safe(title)}[/bold]: none\n")
    else:
        out.print(grid)
        out.print()


def counts(verb: str, done: Mapping[str, int]) -> None:
    """One line: what a verb did."""
    said = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(done.items()) if number)
    out.print(f"{verb}: {said or 'nothing pending'}", soft_wrap=True)
