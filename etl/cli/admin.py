"""The database and the reference data: `truce db …`, `truce lexicon …`, `truce places …`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from etl.cli.output import counts, out

database = typer.Typer(no_args_is_help=True, help="Make, upgrade, open and empty the database.")
lexicon = typer.Typer(no_args_is_help=True, help="The words the reader knows.")
places = typer.Typer(no_args_is_help=True, help="The gazetteer.")


class Role(StrEnum):
    """Whom to connect as."""

    owner = "owner"
    worker = "truce_worker"
    reader = "truce_reader"
    reviewer = "truce_reviewer"


As = Annotated[Role, typer.Option("--role", help="Whom to connect as.")]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(database, name="db")
    app.add_typer(lexicon, name="lexicon")
    app.add_typer(places, name="places")


@database.command()
def upgrade() -> None:
    """Make or upgrade the tables, rebuild the views, load the reference data."""
    from etl.stages.prepare import prepare

    written, skipped = prepare()
    for note in skipped:
        out.print(f"note: {note}", markup=False)
    counts("reference data", written)


@database.command(context_settings={"ignore_unknown_options": True})
def downgrade(revision: Annotated[str, typer.Argument(help="A revision, -1 for one back, or base for none.")], yes: Yes = False) -> None:
    """Take the tables back to an older revision; what only newer ones hold is deleted, and the views go until the next upgrade."""
    from etl.store import db

    if not yes:
        typer.confirm(f"Delete what newer revisions than {revision} added to {_where()}, with its rows?", abort=True)
    out.print(f"the tables are at {db.downgrade(revision) or 'none'}; `truce db upgrade` brings them back, empty where they were new")


@database.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(context: typer.Context, role: As = Role.reader) -> None:
    """Open psql, as the read-only truce_reader unless said otherwise; what else is given goes to it: -c QUERY, -f FILE, --csv …"""
    from etl.store import db

    raise typer.Exit(db.psql(role.value, context.args))


@database.command()
def url(role: As = Role.reader) -> None:
    """Print the database's URL, password included: for Metabase, Superset, psql."""
    from etl.store import db

    out.print(db.database_url(role.value), markup=False, soft_wrap=True)


@database.command()
def start() -> None:
    """Start the embedded server and leave it running, for BI tools, until `truce db stop`."""
    from etl import postgres
    from etl.settings import settings

    server = postgres.start(settings().home)
    out.print(f"Postgres listens on 127.0.0.1:{server.port} until `truce db stop`; `truce db url` prints the reader's address")


@database.command()
def stop() -> None:
    """Stop the embedded server."""
    from etl import postgres
    from etl.settings import settings

    out.print("stopped" if postgres.stop(settings().home) else "it was not running")


@database.command()
def reset(yes: Yes = False) -> None:
    """Delete every row: drop all tables and make them anew."""
    from etl.stages.prepare import prepare
    from etl.store import db

    if not yes:
        typer.confirm(f"Delete everything in {_where()}?", abort=True)
    db.reset()
    counts("reference data", prepare()[0])


def _where() -> str:
    from etl.settings import settings

    return "the database of TRUCE_DATABASE_URL" if settings().database_url else f"database {settings().database} in {settings().home}"


@database.command()
def revision(message: Annotated[str, typer.Argument(help="What the migration does.")]) -> None:
    """Write the migration from the last revision to what schema/ declares; for developers."""
    from etl.store import db

    out.print(f"written: {db.write_revision(message)}; read it and mend it", markup=False)


@database.command()
def dictionary() -> None:
    """Print what every table and column holds, as Markdown: docs/dictionary.md; for developers."""
    from etl.store import db

    out.file.write(db.dictionary())


@lexicon.command("check")
def lexicon_check() -> None:
    """Prove every alias, trigger and weapon by its example and its counter-example."""
    from etl.stages.lexicon import prove

    proved, findings = prove()
    for finding in findings:
        out.print(finding, markup=False, soft_wrap=True)
    out.print(f"{proved} entries proved, {len(findings)} to mend")
    raise typer.Exit(1 if findings else 0)


@places.command("import")
def places_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A GeoNames country dump, .zip or .txt.")],
) -> None:
    """Add every place of a GeoNames country dump to the gazetteer, for the reader and the database."""
    from etl.stages.places import import_dump

    counts("places", import_dump(file))
