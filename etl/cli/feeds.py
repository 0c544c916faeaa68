"""Feeds, older articles and archives: `truce feeds …`, `truce import …`, `truce export …`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from etl.cli.output import counts, out, table

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from etl.stages.subscriptions import Check

T = TypeVar("T")
feeds = typer.Typer(no_args_is_help=True, help="The feeds that are polled.")
imports = typer.Typer(no_args_is_help=True, help="Bring in older articles: addresses, a sitemap, a folder, JSONL, WARC.")
exports = typer.Typer(no_args_is_help=True, help="Take data out: incidents as they stood on a day, raw pages as WARC.")

Since = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")]
Until = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")]
Url = Annotated[str, typer.Argument(help="The feed's address.")]
InFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
InFileOrFolder = Annotated[Path, typer.Argument(exists=True)]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(feeds, name="feeds")
    app.add_typer(imports, name="import")
    app.add_typer(exports, name="export")


@feeds.command("list")
def list_feeds() -> None:
    """Show all feeds with the state of their polling, the worst first."""
    from etl.stages import subscriptions

    rows = _on_database(subscriptions.list_feeds)
    head = ("feed", "outlet", "polled", "last outcome", "failures", "last new", "next", "every (min)", "distrust", "note")
    table(f"{len(rows)} feeds", head, [
        (f.url, f.outlet, "yes" if f.enabled else "no", f.last_outcome, f.failures, f.last_new_at, f.next_poll_at, f.interval_minutes,
         f.distrust, f.disabled_why or (f.moved_to and f"moved to {f.moved_to}")
         or (f.robots_permission and f"permitted: {f.robots_permission}")) for f in rows])


@feeds.command()
def check(urls: Annotated[list[str] | None, typer.Argument(help="Addresses; all enabled feeds when left out.")] = None) -> None:
    """Ask feeds now and say what comes, keeping nothing; exit 1 when one is no feed."""
    from etl.stages import subscriptions

    def work(engine: Engine) -> list[Check]:
        return subscriptions.check_feeds(engine, urls or [row.url for row in subscriptions.list_feeds(engine) if row.enabled])

    found = _on_database(work)
    _show(found)
    raise typer.Exit(0 if all(check.is_feed for check in found) else 1)


@feeds.command()
def find(page: Annotated[str, typer.Argument(help="Any page of a site.")]) -> None:
    """Find the feeds and news sitemaps of a site."""
    from etl.stages import subscriptions

    _show(_on_database(lambda engine: subscriptions.discover_feeds(engine, page)))


@feeds.command()
def add(url: Url, outlet: Annotated[str | None, typer.Option(help="Slug of its outlet.")] = None,
        title: Annotated[str | None, typer.Option(help="Title.")] = None,
        kind: Annotated[str, typer.Option(help="news, official or sitemap.")] = "news") -> None:
    """Poll an address from now on."""
    from etl.stages import subscriptions

    key = _on_database(lambda engine: subscriptions.add_feed(engine, url, outlet, kind, title))
    out.print(f"feed {key} is polled from now on", markup=False)


@feeds.command()
def disable(url: Url, why: Annotated[str, typer.Option(help="The reason.")] = "by the operator") -> None:
    """Poll an address no more."""
    from etl.stages import subscriptions

    if not _on_database(lambda engine: subscriptions.disable_feed(engine, url, why)):
        raise FileNotFoundError(f"no feed is polled at {url}: `truce feeds list` shows them")
    out.print("it is polled no more", markup=False)


@feeds.command()
def permit(url: Url, why: Annotated[str | None, typer.Option(help="Whose permission, of when; left out: obey it again.")] = None) -> None:
    """Ask for a feed and its publisher's pages although robots.txt disallows it: the publisher permits it in writing."""
    from etl.stages import subscriptions

    if not _on_database(lambda engine: subscriptions.permit(engine, url, why)):
        raise FileNotFoundError(f"no feed is polled at {url}: `truce feeds list` shows them")
    out.print("its robots.txt is obeyed" if why is None else "it is asked for whatever its robots.txt says", markup=False)


@feeds.command("accept-move")
def accept_move(url: Url) -> None:
    """Follow a feed to the other host it says it has moved to."""
    from etl.stages import subscriptions

    target = _on_database(lambda engine: subscriptions.accept_move(engine, url))
    if target is None:
        raise FileNotFoundError(f"{url} doesn't say that it has moved")
    out.print(f"it is polled at {target} from now on", markup=False)


@feeds.command("import")
def import_opml(file: InFile) -> None:
    """Poll the feeds of an OPML file."""
    from etl.stages import subscriptions

    new, named = _on_database(lambda engine: subscriptions.import_opml(engine, file.read_bytes()))
    out.print(f"{new} feeds are new of the {named} it names")


@feeds.command("export")
def export_opml() -> None:
    """Print the enabled feeds as OPML."""
    from etl.stages import subscriptions

    sys.stdout.buffer.write(_on_database(subscriptions.export_opml))


@imports.command()
def urls(file: InFile, since: Since = None, until: Until = None) -> None:
    """Addresses, one a line, to be fetched."""
    _bring_in("urls", str(file), None, since, until)


@imports.command()
def sitemap(url: Annotated[str, typer.Argument(help="The sitemap's address.")], since: Since = None, until: Until = None) -> None:
    """The addresses of a sitemap and of those it names, to be fetched."""
    _bring_in("sitemap", url, None, since, until)


@imports.command()
def folder(path: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
           base_url: Annotated[str, typer.Argument(help="The address the folder stands for.")],
           since: Since = None, until: Until = None) -> None:
    """A folder of HTML files."""
    _bring_in("folder", str(path), base_url, since, until)


@imports.command()
def jsonl(file: InFileOrFolder, since: Since = None, until: Until = None) -> None:
    """Lines of {"url", and "html", or "title", "text", "published"}."""
    _bring_in("jsonl", str(file), None, since, until)


@imports.command()
def warc(file: InFileOrFolder, since: Since = None, until: Until = None) -> None:
    """The HTML pages of a WARC file, or of a folder of them."""
    _bring_in("warc", str(file), None, since, until)


def _bring_in(kind: str, source: str, base_url: str | None, since: datetime | None, until: datetime | None) -> None:
    from etl.stages.run import take_in

    counts("import", take_in(kind, source, base_url, (_day(since), _day(until))))
    out.print("`truce history` fetches and extracts what is new, slowly; so does the DAG `history`", markup=False)


@exports.command("warc")
def export_warc(file: Annotated[Path, typer.Argument(dir_okay=False)], since: Since = None, until: Until = None) -> None:
    """The stored pages, raw, with their headers, as a WARC file."""
    from etl.stages import history

    with file.open("wb") as sink:
        done = _on_database(lambda engine: history.export_warc(engine, sink, (_day(since), _day(until))))
    out.print(f"{done} pages written to {file}", markup=False)


@exports.command()
def incidents(as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="As they stood at that moment, UTC.")],
              output: Annotated[Path, typer.Option("--out", dir_okay=False, help="A CSV file; tolls and grades go beside it.")]) -> None:
    """The incidents, their tolls and their grades as they stood at a moment."""
    from etl.stages import export

    moment = as_of.replace(tzinfo=UTC)
    for name, columns, rows in (("", export.INCIDENT_COLUMNS, export.incidents), ("-tolls", export.TOLL_COLUMNS, export.tolls),
                                ("-grades", export.GRADE_COLUMNS, export.grades)):
        path = output.with_name(f"{output.stem}{name}{output.suffix}")
        with _engine() as engine, path.open("w", encoding="utf-8", newline="") as sink:
            out.print(f"{_csv(sink, columns, rows(engine, moment))} rows written to {path}", markup=False)


def _csv(sink: Any, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> int:
    writer, written = csv.DictWriter(sink, columns), 0
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        written += 1
    return written


def _show(found: list[Check]) -> None:
    table(f"{sum(check.is_feed for check in found)} of {len(found)} are feeds", ("address", "outcome", "title", "detail"),
          [(check.final_url or check.url, check.outcome, check.title, check.detail) for check in found])


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _on_database(work: Callable[[Engine], T]) -> T:
    with _engine() as engine:
        return work(engine)


@contextmanager
def _engine() -> Iterator[Engine]:
    from etl.store import db

    engine = db.engine()
    try:
        yield engine
    finally:
        engine.dispose()
