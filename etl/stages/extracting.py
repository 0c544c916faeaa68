"""Extract: pages not yet read by this extractor → articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from etl.extract import Extraction, Known
from etl.extract.outlet import drift, repeated
from etl.fingerprint import fingerprint
from etl.model import Article
from etl.settings import settings
from etl.stages.sandbox import Sandbox, Unreadable
from etl.store import collect, extracted
from etl.store.extracted import RawPage, Stored
from etl.web import Response


def extract(engine: Engine, limit: int | None, origin: str) -> Counter[str]:
    """Take the articles out of pending pages that came one way (`feed`, `import`), a small batch a transaction, until none is pending
    (or `limit` pages are done)."""
    rules, done = fingerprint("extract"), Counter[str]()
    with Sandbox() as sandbox:
        while limit is None or done["pages"] < limit:
            size = min(settings().batch, 20) if limit is None else min(settings().batch, 20, limit - done["pages"])
            with engine.begin() as connection:
                batch = extracted.take_pages(connection, rules, size, origin)
                outlets = sorted({page.outlet for page in batch if page.outlet})
                lines = extracted.boilerplate_of(connection, outlets)
                for page in batch:
                    done.update(_one(connection, page, lines.get(page.outlet, frozenset()), sandbox, rules))
                _learn(connection, outlets)
            if not batch:
                break
    return done


def _learn(connection: Connection, outlets: Sequence[str]) -> None:
    """Learn what these outlets repeat on their pages; those extracted before it was known are to be extracted again.

    Two outlets' footers would keep a copy from being known as one.
    """
    for outlet, samples in extracted.outlet_samples(connection, outlets).items():
        if new := extracted.keep_boilerplate(connection, outlet, repeated([sample.text for sample in samples if sample.text])):
            extracted.reopen(connection, outlet, new)


def watch(engine: Engine) -> Counter[str]:
    """Once a day: open an issue where a layout has drifted away from the extractor, and close it where it no longer does."""
    done = Counter[str]()
    with engine.begin() as connection:
        for outlet, samples in extracted.outlet_samples(connection).items():
            problem, feed = drift(samples), extracted.feed_of(connection, outlet)
            if feed is not None and problem:
                collect.open_issue(connection, "extract", "layout_drift", f"{outlet}: {problem}", feed_id=feed)
            elif feed is not None:
                collect.close_issues(connection, "extract", ("layout_drift",), feed_id=feed)
            done.update(outlets=1, drifted=int(problem is not None))
    return done


def _one(connection: Connection, page: RawPage, known: frozenset[str], sandbox: Sandbox, rules: str) -> Counter[str]:
    try:
        found = read(page, known, sandbox)
        problem = f"nothing readable in {len(page.body)} bytes" if found.quality == "empty" else None
        with connection.begin_nested():
            counts = extracted.keep_articles(connection, page, _parts(found), rules)
    except (Unreadable, DBAPIError) as error:
        if isinstance(error, OperationalError):  # the database, not the page
            raise
        problem = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())[:500]
        counts = extracted.keep_articles(connection, page, {}, rules)
    if problem:
        collect.open_issue(connection, "extract", "no_article", problem, page_id=page.id)
    else:
        collect.close_issues(connection, "extract", ("no_article",), page_id=page.id)
    return Counter(pages=1, articles=counts.added, failed=int(problem is not None))


def _parts(found: Extraction | None) -> dict[int, tuple[Article, str]]:
    """The articles of a page by part, each with its quality: the whole as 0, or the entries of a live blog from 1."""
    if found is None or not found.article.text:
        return {}
    return {n: (part, "good") for n, part in enumerate(found.parts, 1)} or {0: (found.article, found.quality)}


async def compare(stored: Stored, response: Response, url: str, sandbox: Sandbox) -> str:
    """What a newer response of a page is, as an outcome of looking again: `ok` when it says something else."""
    known = Known(url, response.header("content-type"), datetime.now(UTC), stored.feed_title, stored.feed_published, stored.boilerplate)
    try:
        found: Extraction = await sandbox.read_beside("page", response.body, known)
    except Unreadable:
        return "malformed"
    return extracted.verdict(_parts(found), stored.articles)


def read(page: RawPage, boilerplate: frozenset[str], sandbox: Sandbox) -> Extraction:
    """The page as the extractor reads it. Raises Unreadable."""
    known = Known(page.final_url or page.url, page.content_type, page.fetched_at, page.feed_title, page.feed_published,
                  boilerplate)
    found: Extraction = sandbox.read("page", page.body, known)
    return found
