"""The command line `truce`, and the only place that prints. Errors are one line and exit 1; usage errors exit 2."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from etl.cli import admin, demo, feeds, look, people, up, verbs
from etl.cli.output import complain

app = typer.Typer(name="truce", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for module in (verbs, look, people, feeds, demo, up, admin):
    module.register(app)


@app.callback()
def truce(database: Annotated[str | None, typer.Option(help="Database on the embedded server, such as truce_demo.")] = None) -> None:
    """Ceasefire violations as the news tells them: feeds in; incidents, casualties and claims out, each tied to its words."""
    from etl.settings import override

    if database is not None:
        override({"database": database, "database_url": ""})


def main() -> None:
    """Run the command line; a known failure is one line on stderr and exit 1, a fault of ours keeps its traceback."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        app()
    except SystemExit:
        raise
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except known_errors() as error:
        complain(error)
        sys.exit(1)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)  # in order: whoever started the embedded server stops it


def known_errors() -> tuple[type[Exception], ...]:
    """The errors whose message says what went wrong and what to do; looked up only when there is one."""
    from sqlalchemy.exc import SQLAlchemyError

    from etl.feeds import BadFeed
    from etl.lexicon.files import DataError
    from etl.postgres import PostgresError
    from etl.scheduler import SchedulerError
    from etl.settings import BadSetting
    from etl.stages.judge import Refused
    from etl.stages.run import CheckFailed
    from etl.web import Unsafe
    from schema.admin import DatabaseProblem

    return (OSError, BadSetting, BadFeed, Unsafe, Refused, DataError, PostgresError, SchedulerError, CheckFailed, DatabaseProblem,
            SQLAlchemyError)
