"""History: pages that no feed names any longer, from lists of addresses, sitemaps, folders of HTML, JSONL and WARC files; WARC out.

What is brought in waits for `history`, which fetches the addresses slowly, only where nothing newer is due, and extracts all of it.
Importing twice changes nothing, so an import that was broken off is simply begun again.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy import Connection, Engine

from etl.extract.metadata import date_in_url
from etl.feeds import BadFeed
from etl.feeds.dates import read_date
from etl.feeds.sitemap import Sitemap, parse_sitemap
from etl.settings import settings
from etl.stages.sites import Sites
from etl.store import archive, collect
from etl.store.archive import Given
from etl.urls import clean_url
from etl.web import Limits, Web, allowances
from etl.web.warc import Archived, read_warc, write_warc

T = TypeVar("T")
BATCH = 200
MOST_SITEMAPS = 2000
Range = tuple[date | None, date | None]
ALWAYS: Range = (None, None)


def bring_in(engine: Engine, kind: str, source: str, base_url: str | None = None, within: Range = ALWAYS) -> Counter[str]:
    """Import a source: `urls` (a file, or the addresses themselves, one a line), `sitemap` (its address), `folder`, `jsonl` or `warc` (a
    file, or a folder of them). Raises OSError for what can't be read, ValueError for what is no source."""
    if kind == "urls":
        lines = source.splitlines() if clean_url(source.split("\n")[0]) else Path(source).read_text(encoding="utf-8").splitlines()
        return import_urls(engine, lines, within)
    if kind == "sitemap":
        return import_sitemap(engine, source, within)
    if kind == "folder" and base_url:
        return import_folder(engine, Path(source), base_url, within)
    done = Counter[str]()
    if kind == "jsonl":
        for path in _files(Path(source), "*.jsonl"):
            with path.open(encoding="utf-8", errors="replace") as rows:
                done += import_jsonl(engine, rows, within)
    elif kind == "warc":
        for path in _files(Path(source), "*.warc*"):
            with path.open("rb") as stream:
                done += import_warc(engine, stream, within)
    else:
        raise ValueError(f"no source: {kind}" + ("" if kind != "folder" else " without the address it stands for"))
    return done


def import_urls(engine: Engine, lines: Iterable[str], within: Range = ALWAYS) -> Counter[str]:
    """Addresses, one a line, to be fetched, of a range of days where they name one; blank lines and those that begin with # are passed
    over."""
    words = (line.strip() for line in lines)
    return _add_addresses(engine, (word for word in words if word and not word.startswith("#") and _in(date_in_url(word), within)))


def import_sitemap(engine: Engine, url: str, within: Range = ALWAYS) -> Counter[str]:
    """The addresses of a sitemap and of those it names, of a range of days where it dates them, to be fetched."""
    done = Counter[str]()
    for found in asyncio.run(_sitemaps(engine, url, within, done)):
        done.update(_add_addresses(engine, (e.url for e in found.entries if _in(e.published.date() if e.published else None, within))))
    return done


def import_folder(engine: Engine, folder: Path, base_url: str, within: Range = ALWAYS) -> Counter[str]:
    """A folder of HTML files: each is the page at `base_url` and its path in the folder; of a range of days where the path names one."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".html", ".htm", ".xhtml") and path.is_file())
    urls = ((f"{base_url.rstrip('/')}/{path.relative_to(folder).as_posix()}", path) for path in paths)
    return _add_given(engine, (Given(url, path.read_bytes(), _changed(path)) for url, path in urls if _in(date_in_url(url), within)))


def import_jsonl(engine: Engine, lines: Iterable[str], within: Range = ALWAYS) -> Counter[str]:
    """Lines of {"url", and "html" (a page), or "title", "text", "published" (an article), or nothing more (an address to fetch)}; of a
    range of days where `published`, or else the address, names one."""
    done = Counter[str]()
    for batch in _batches(lines):
        done += _import_rows(engine, [_object(line) for line in batch], within)
    return done


def _import_rows(engine: Engine, rows: list[dict[str, object] | None], within: Range) -> Counter[str]:
    done = Counter[str]()
    addresses, given, articles = [], [], []
    for row in rows:
        url = row.get("url") if row else None
        if row is None or not isinstance(url, str) or clean_url(url) is None:
            done["unreadable"] += 1
            continue
        published = read_date(str(row.get("published") or ""))
        if not _in(published.date() if published else date_in_url(url), within):
            continue
        if isinstance(row.get("html"), str):
            at = read_date(str(row.get("fetched") or "")) or datetime.now(UTC)
            given.append(Given(url, str(row["html"]).encode("utf-8", "replace"), at, content_type="text/html; charset=utf-8"))
        elif isinstance(row.get("text"), str):
            articles.append(row)
        else:
            addresses.append(url)
    with engine.begin() as connection:
        done["articles"] = sum(archive.add_article(connection, row) for row in articles)
    return +(done + _add_addresses(engine, addresses) + _add_given(engine, given))


def import_warc(engine: Engine, source: IO[bytes], within: Range = ALWAYS) -> Counter[str]:
    """The HTML pages of a WARC file, of a range of days of their fetching; several responses of one address are its versions."""
    def pages() -> Iterator[Given]:
        for page in read_warc(source):
            kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
            if page.status == 200 and "html" in kind.lower() and _in(page.at.date(), within):
                yield Given(page.url, page.body, page.at, kind, page.headers, dated=True)
    return _add_given(engine, pages())


def export_warc(engine: Engine, out: IO[bytes], within: Range = ALWAYS) -> int:
    """The stored pages, of a range of days of their fetching, as a WARC file; how many."""
    def pages() -> Iterator[Archived]:
        with engine.connect() as connection:
            yield from archive.stored_pages(connection, within)
    return write_warc(out, pages(), f"trucewatch (+{settings().contact})")


def forget_old_pages(engine: Engine) -> int:
    """Remove the raw bytes of pages older than the retention setting; how many. With the setting at 0, none."""
    days = settings().retain_days
    if not days:
        return 0
    with engine.begin() as connection:
        return archive.forget(connection, days)


def _add_addresses(engine: Engine, urls: Iterable[str]) -> Counter[str]:
    done = Counter[str]()
    for batch in _batches(urls):
        clean = [(found, url) for url in batch if (found := clean_url(url))]
        done["unreadable"] += len(batch) - len(clean)
        with engine.begin() as connection:
            done["pages"] += archive.add_addresses(connection, clean)
    return +done


def _add_given(engine: Engine, pages: Iterable[Given]) -> Counter[str]:
    done = Counter[str]()
    for batch in _batches(pages):
        with engine.begin() as connection:
            outlets = collect.outlet_of_host(connection)
            done["pages"] += sum(_keep(connection, page, outlets) for page in batch)
    return +done


def _keep(connection: Connection, page: Given, outlets: dict[str, str]) -> bool:
    return archive.add_page(connection, page, outlets.get(collect.host_of(page.url)))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _in(day: date | None, within: Range) -> bool:
    """Whether a day lies in a range; an unknown one may."""
    first, last = within
    return day is None or ((first is None or day >= first) and (last is None or day <= last))


def _object(line: str) -> dict[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _files(path: Path, pattern: str) -> list[Path]:
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


async def _sitemaps(engine: Engine, url: str, within: Range, done: Counter[str]) -> list[Sitemap]:
    """All files of a sitemap, asked politely."""
    options = settings()
    limits = Limits(options.connect_timeout, options.read_timeout, options.total_timeout, max(options.max_bytes, 50_000_000))
    found: list[Sitemap] = []
    waiting, seen = [url], {url}
    async with Web(options.contact, limits, allowances(options.allow_hosts)) as web:
        sites = Sites(engine, web, options)
        try:
            while waiting and len(seen) <= MOST_SITEMAPS:
                response = await web.get(waiting.pop(), sites)
                try:
                    if response.outcome != "ok":
                        raise BadFeed(response.outcome, response.detail or "")
                    sitemap = parse_sitemap(response.body, response.final_url)
                except BadFeed:
                    done["failed"] += 1
                    continue
                found.append(sitemap)
                fresh = [part for part, changed in sitemap.further if part not in seen
                         and (changed is None or within[0] is None or changed.date() >= within[0])]
                seen.update(fresh)
                waiting += fresh
        finally:
            await sites.close()
    return found
