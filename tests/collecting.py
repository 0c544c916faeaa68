"""The newsroom's outlets and feeds in a database, without the reference data that collecting doesn't need; steps of collecting it by real
worker processes that are disturbed, and what was collected, to compare."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from sqlalchemy import Engine, func, insert, select, update

from etl.newsroom.content import pieces
from etl.newsroom.server import Newsroom
from etl.stages.collect import extract, fetch, history, poll
from etl.stages.history import import_urls
from schema import tables as t

FEEDS = 6
VERBS = {"poll": poll, "fetch": fetch, "extract": extract, "history": history}
STEPS = ("poll", "fetch", "extract", "look", "history")
WORKER = """
import sys
from etl.stages import collect
from schema import admin
print(getattr(collect, sys.argv[1])(admin.engine(sys.argv[2])))
"""
SETTINGS = {"host_delay": "0.02", "connect_timeout": "2", "read_timeout": "1", "total_timeout": "5", "poll_min_minutes": "1440",
            "history_delay": "0.02"}


def add_newsroom(engine: Engine, newsroom: Newsroom, most: int | None = None) -> None:
    """Its outlets, and its feeds or the first few of them."""
    with engine.begin() as connection:
        connection.execute(insert(t.outlets), [
            {"id": o.id, "name": o.name, "kind": o.kind, "language": o.language, "country": o.country, "homepage": o.homepage}
            for o in newsroom.outlets.values()])
        connection.execute(insert(t.feeds), [
            {"outlet_id": f.outlet, "url": f.url, "title": f.title, "language": f.language} for f in list(newsroom.feeds.values())[:most]])


def prepare(engine: Engine, newsroom: Newsroom, step: str) -> str:
    """Make a step's work pending; the verb that does it."""
    if step == "look":
        with engine.begin() as connection:
            connection.execute(update(t.pages).where(t.pages.c.outcome == "ok").values(next_try_at=func.now()))
        return "fetch"
    if step == "history":
        import_urls(engine, sorted(newsroom.url + piece.href for piece in pieces().values()))
    return step


def worker(verb: str, engine: Engine) -> subprocess.Popen[bytes]:
    """A worker of its own process."""
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", WORKER, verb, url], stdout=subprocess.PIPE)


def progress(engine: Engine) -> int:
    """Items done."""
    with engine.connect() as connection:
        done = (select(func.count()).select_from(t.polls), select(func.sum(t.pages.c.tries + t.pages.c.looks)),
                select(func.count()).select_from(t.articles))
        return sum(int(connection.execute(query).scalar() or 0) for query in done)


def tables(engine: Engine) -> dict[str, Any]:
    """What was collected, without numbers, times and the port."""
    with engine.connect() as connection:
        return {
            "feeds": set(connection.execute(select(t.feeds.c.url, t.feeds.c.last_outcome, t.feeds.c.failures, t.feeds.c.etag)).all()),
            "polls": sorted(connection.execute(select(t.feeds.c.url, t.polls.c.outcome, t.polls.c.entries_new).join(t.feeds)).all()),
            "entries": sorted(connection.execute(select(t.entries.c.feed_id, t.entries.c.canonical_url, t.entries.c.title)).all()),
            "pages": sorted(connection.execute(select(
                t.pages.c.url, t.pages.c.outcome, t.pages.c.tries, t.pages.c.looks, t.pages.c.sha256)).all()),
            "bodies": sorted(connection.execute(select(t.bodies.c.sha256)).scalars()),
            "articles": sorted(connection.execute(select(t.articles.c.url, t.articles.c.part, t.articles.c.text_sha256).where(
                t.articles.c.superseded_at.is_(None))).all()),
            "issues": sorted(connection.execute(select(t.issues.c.stage, t.issues.c.code, t.issues.c.detail)).all()),
        }


def disturbed(engine: Engine, verb: str, after: int, disturb: Callable[[subprocess.Popen[bytes]], None]) -> None:
    """Begin a verb in a worker process and disturb it when it has done so many items; nothing of it is left running."""
    before = progress(engine)
    process = worker(verb, engine)
    while process.poll() is None and progress(engine) < before + after:
        time.sleep(0.01)
    children = psutil.Process(process.pid).children() if process.poll() is None else []
    disturb(process)
    process.wait(60)
    psutil.wait_procs(children, timeout=10)
    assert not [child for child in children if child.is_running()]


def forget(engine: Engine) -> None:
    """As before the first poll."""
    with engine.begin() as connection:
        connection.execute(update(t.pages).values(body_id=None))
        for table in (t.issues, t.articles, t.entries, t.polls, t.page_versions, t.pages, t.bodies, t.hosts):
            connection.execute(table.delete())
        connection.execute(update(t.feeds).values(
            next_poll_at=func.now(), etag=None, last_modified=None, sha256=None, last_full_at=None, failures=0, enabled=True,
            disabled_why=None, interval_minutes=None))
