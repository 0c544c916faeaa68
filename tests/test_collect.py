"""Poll, fetch and extract on the bundled newsroom, over real HTTP into real Postgres."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from collecting import add_newsroom
from sqlalchemy import Engine, func, select

from etl.newsroom.server import Newsroom, serve
from etl.settings import settings
from etl.stages.collect import extract, fetch, poll
from schema import tables as t

QUICK = {"host_delay": "0", "connect_timeout": "1", "read_timeout": "1", "total_timeout": "5", "poll_min_minutes": "1440"}


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings of a quick run; more may be set, followed by settings.cache_clear()."""
    for name, value in QUICK.items():
        monkeypatch.setenv(f"TRUCE_{name.upper()}", value)
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


@pytest.fixture
def newsroom(options: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with serve(0) as running:
        options.setenv("TRUCE_ALLOW_HOSTS", running.url.removeprefix("http://"))
        settings.cache_clear()
        yield running


def counts(engine: Engine) -> dict[str, int]:
    """Rows by table."""
    with engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (t.polls, t.entries, t.pages, t.bodies, t.articles, t.issues)}


def test_feeds_become_articles_once(engine: Engine, newsroom: Newsroom) -> None:
    add_newsroom(engine, newsroom)
    first = {verb.__name__: verb(engine) for verb in (poll, fetch, extract)}
    assert first["poll"]["polls"] == len(newsroom.feeds)
    assert first["poll"]["entries"] >= first["fetch"]["pages"] >= 40
    assert first["extract"]["articles"] >= 40
    before = counts(engine)
    again = {verb.__name__: verb(engine) for verb in (poll, fetch, extract)}
    assert not any(again.values())
    assert counts(engine) == before
    with engine.connect() as connection:
        outcomes = dict(connection.execute(select(t.polls.c.outcome, func.count()).group_by(t.polls.c.outcome)).all())
        assert outcomes.keys() >= {"ok", "not_found", "server_error", "timeout"}
        dated = connection.execute(select(func.count()).where(t.articles.c.published.is_not(None))).scalar_one()
        assert dated == before["articles"]
