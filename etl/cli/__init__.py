"""The command line `truce`, and the only place that prints. Errors are one line and exit 1; usage errors exit 2."""

from __future__ import annotations

import sys

import typer

from etl.cli import admin, demo, look, people, verbs
from etl.cli.output import complain

app = typer.Typer(
    name="truce",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ceasefire violations as the news tells them: feeds in; incidents, casualties and claims out, each tied to its words.",
)
for module in (verbs, look, people, demo, admin):
    module.register(app)


def main() -> None:
    """Run the command line; a known failure is one line on stderr and exit 1."""
    from sqlalchemy.exc import SQLAlchemyError

    from etl.lexicon.files import DataError

    try:
        app()
    except (OSError, DataError, RuntimeError, SQLAlchemyError, ValueError) as error:
        complain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
