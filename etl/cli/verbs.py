"""The five verbs and the catching up on imports, with a database; and the same readings of one file, without."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer

from etl.cli.output import bad_date, counts, out

Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes to share the work.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many items.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (poll, fetch, extract, parse, resolve, run, history, feed):
        app.command()(command)


def poll(workers: Workers = 1, limit: Limit = None) -> None:
    """Ask the feeds whose time has come for new entries."""
    _verb("poll", workers, limit)


def fetch(workers: Workers = 1, limit: Limit = None) -> None:
    """Fetch the pages of new entries."""
    _verb("fetch", workers, limit)


def extract(
    file: Annotated[str | None, typer.Argument(help="An HTML file, or - for stdin: prints the article as JSON, no database.")] = None,
    url: Annotated[str | None, typer.Option(help="The page's address, with FILE.")] = None,
    workers: Workers = 1,
    limit: Limit = None,
) -> None:
    """Turn pages into articles; or one FILE into an article on stdout."""
    if file is None:
        return _verb("extract", workers, limit)
    from etl.extract import extract_html

    article = extract_html(_bytes(file), url or "")
    keys = ("title", "text", "published", "language", "byline", "canonical_url", "kind", "section", "published_source")
    _json({key: getattr(article, key) for key in keys})


def history(workers: Workers = 1, limit: Limit = None) -> None:
    """Fetch and extract what was imported: slowly, and a host only while nothing newer of it is due."""
    _verb("history", workers, limit)


def feed(file: Annotated[str, typer.Argument(help="A feed's bytes in a file, or - for stdin.")],
         url: Annotated[str, typer.Option(help="The feed's address, for relative links.")] = "") -> None:
    """Print a feed's entries as JSON."""
    from etl.feeds import parse_feed

    parsed = parse_feed(_bytes(file), url)
    _json([{"url": e.url, "guid": e.guid, "title": e.title, "published": e.published, "summary": e.summary} for e in parsed.entries])


def parse(
    file: Annotated[str | None, typer.Argument(help="A text file, or - for stdin: prints the reading as JSON, no database.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication date of FILE, YYYY-MM-DD.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of FILE.")] = None,
    title: Annotated[str | None, typer.Option(help="Headline of FILE.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Lines of {"id","url","title","text","published"}.', dir_okay=False)] = None,
    output: Annotated[Path | None, typer.Option("--out", help="Where the readings of --jsonl go, a line each; else stdout.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what a replay would change, row by row; write nothing.")] = False,
    workers: Workers = 1,
    limit: Limit = None,
) -> None:
    """Read articles into reports, casualties, claims and tallies; or one FILE, or a JSONL, on stdout."""
    from etl.model import contract
    from etl.stages.texts import article_of, read_safely

    if jsonl is not None:
        lines = _read_jsonl(jsonl, workers)
        if output is None:
            for line in lines:
                out.file.write(line + "\n")
        else:
            with output.open("w", encoding="utf-8") as sink:
                sink.writelines(line + "\n" for line in lines)
    elif file is not None:
        row = {"id": None if file == "-" else Path(file).name, "url": url, "title": title, "published": published}
        with bad_date():
            article = article_of(row | {"text": _bytes(file).decode("utf-8", "replace")})
        _json(contract(read_safely(article)))
    elif dry_run:
        _rehearse("parse", limit)
    else:
        _verb("parse", workers, limit)


def resolve(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, row by row; write nothing.")] = False,
    workers: Workers = 1,
    limit: Limit = None,
) -> None:
    """Conclude incidents from reports."""
    if dry_run:
        return _rehearse("resolve", limit)
    _verb("resolve", workers, limit)


def run(once: Annotated[bool, typer.Option("--once", help="One round; else a round every 15 minutes until stopped.")] = False,
        workers: Workers = 1) -> None:
    """All five verbs in order, without Airflow."""
    import time

    while True:
        for verb in ("poll", "fetch", "extract", "parse", "resolve"):
            _verb(verb, workers, None)
        if once:
            return
        time.sleep(900)


def _verb(verb: str, workers: int, limit: int | None) -> None:
    from etl.stages.run import spread

    counts(verb, spread(verb, workers, limit))


def _rehearse(verb: str, limit: int | None) -> None:
    from etl.cli.look import show_changes
    from etl.stages.run import rehearse

    show_changes(rehearse(verb, limit))


def _read_jsonl(path: Path, workers: int) -> Iterator[str]:
    from etl.stages.texts import read_line

    with path.open(encoding="utf-8", errors="replace") as lines:
        if workers == 1:
            yield from (json.dumps(read_line(line)) for line in lines)
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield from map(json.dumps, pool.map(read_line, lines, chunksize=8))


def _bytes(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _json(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=lambda day: day.isoformat())
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
