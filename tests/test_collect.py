"""Poll, fetch and extract on the bundled newsroom, over real HTTP into real Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from collecting import add_newsroom
from sqlalchemy import Engine, func, insert, select, update

from etl.newsroom.server import Newsroom, serve
from etl.settings import settings
from etl.stages import extracting
from etl.stages.collect import extract, fetch, poll
from etl.store import archive
from schema import tables as t

NOW = datetime(2022, 8, 4, tzinfo=UTC)
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


def test_a_newer_extractor_reads_the_archive_again(engine: Engine, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out the same keeps its row; what comes out otherwise gets a new one, and the old one is superseded, not changed."""
    add_newsroom(engine, newsroom, 2)
    for verb in (poll, fetch, extract):
        verb(engine)
    rows = select(t.articles.c.id, t.articles.c.text, t.articles.c.superseded_at).order_by(t.articles.c.id)
    with engine.begin() as connection:
        before = connection.execute(rows).all()
        connection.execute(update(t.articles).where(t.articles.c.id == before[0].id).values(title="As an older extractor had it"))
    monkeypatch.setattr(extracting, "fingerprint", lambda verb: "newer")
    assert extract(engine) == {"pages": len(before), "articles": 1, "failed": 0}
    with engine.connect() as connection:
        after = connection.execute(rows).all()
    assert [row.text for row in after[:-1]] == [row.text for row in before]
    assert [row.id for row in after if row.superseded_at] == [before[0].id]
    assert not any(extract(engine).values())


def test_a_layout_that_drifts_becomes_an_issue_until_it_is_mended(engine: Engine, newsroom: Newsroom) -> None:
    add_newsroom(engine, newsroom)
    with engine.begin() as connection:
        outlet = next(iter(newsroom.outlets))
        pages = [archive.Given(f"https://drift.example/{n}", b"<html></html>", NOW) for n in range(30)]
        for n, given in enumerate(pages):
            archive.add_page(connection, given, outlet)
            key = select(t.pages.c.id).where(t.pages.c.url == given.url).scalar_subquery()
            words = "Short." if n >= 20 else f"{n} " + "The ministry said so. " * 100
            connection.execute(insert(t.articles).values(
                page_id=key, part=0, outlet_id=outlet, url=given.url, canonical_url=given.url, text=words, text_sha256=f"{n:064x}",
                kind="article", quality="good", fetched_at=NOW, extracted_by="x"))
        connection.execute(update(t.pages).values(extracted_by="x"))
    assert extracting.watch(engine)["drifted"] == 1
    assert extracting.watch(engine)["drifted"] == 1
    issue = select(t.issues.c.detail, t.issues.c.closed_at).where(t.issues.c.code == "layout_drift")
    with engine.begin() as connection:
        (detail, closed), = connection.execute(issue).all()
        assert "characters" in detail
        assert closed is None
        connection.execute(update(t.articles).values(text=t.articles.c.text + " The ministry said so." * 200))
    assert extracting.watch(engine)["drifted"] == 0
    with engine.connect() as connection:
        assert connection.execute(issue).one().closed_at is not None
