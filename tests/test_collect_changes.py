"""Pages that outlets change in place, and live blogs that grow: looked at again, their versions kept, their articles superseded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hostile import Hostile, hostile
from sqlalchemy import Engine, func, insert, select, update

from etl.feeds import next_look
from etl.settings import settings
from etl.stages.collect import extract, fetch, history, poll
from etl.stages.history import export_warc, forget_old_pages, import_urls, import_warc
from schema import tables as t

NOW = datetime(2022, 8, 4, 12, tzinfo=UTC)


@pytest.fixture
def outlet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    with hostile() as server:
        monkeypatch.setenv("TRUCE_HOST_DELAY", "0")
        monkeypatch.setenv("TRUCE_READ_TIMEOUT", "2")
        monkeypatch.setenv("TRUCE_ALLOW_HOSTS", ",".join(server.hosts.values()))
        settings.cache_clear()
        yield server
    settings.cache_clear()


def add_page(engine: Engine, outlet: Hostile, path: str) -> None:
    url = f"http://{outlet.hosts['changing']}{path}"
    with engine.begin() as connection:
        connection.execute(insert(t.pages).values(url=url, fetch_url=url, origin="feed", next_try_at=func.now()))


def look(engine: Engine, outlet: Hostile, state: int) -> str | None:
    """Let the time come for the next look at pages that are now in this state, and read what it brings; how it ended."""
    outlet.state = state
    with engine.begin() as connection:
        connection.execute(update(t.pages).values(next_try_at=func.now()))
    fetch(engine)
    extract(engine)
    with engine.connect() as connection:
        return connection.execute(select(t.pages.c.look_outcome)).scalar_one()


def rows(engine: Engine, *columns: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(*columns).order_by(columns[0])).all())


def test_a_page_is_looked_at_when_it_is_three_times_as_old() -> None:
    hours, now = [], NOW
    while (due := next_look(NOW, now, 48)) is not None:
        hours.append((due - NOW) / timedelta(hours=1))
        now = due
    assert hours == [1, 3, 9, 27]
    assert next_look(NOW, NOW, 0) is None


def test_a_page_that_changed_has_a_new_article_and_keeps_the_old_one(engine: Engine, outlet: Hostile) -> None:
    add_page(engine, outlet, "/story")
    outcomes = [look(engine, outlet, state) for state in range(6)]
    assert outcomes == [None, "unchanged", "ok", "not_modified", "poorer", "not_found"]
    old, new = rows(engine, t.articles.c.id, t.articles.c.text, t.articles.c.superseded_at, t.articles.c.fetched_at)
    assert new.text == old.text + "\n\n" + new.text.split("\n\n")[-1]
    assert old.superseded_at is not None
    assert new.superseded_at is None
    version, = rows(engine, t.page_versions.c.fetched_at, t.page_versions.c.sha256)
    page, = rows(engine, t.pages.c.fetched_at, t.pages.c.outcome, t.pages.c.tries, t.pages.c.looks, t.pages.c.sha256)
    assert (version.fetched_at, page.fetched_at) == (old.fetched_at, new.fetched_at)
    assert (page.outcome, page.tries, page.looks) == ("ok", 1, 5)
    assert page.sha256 != version.sha256


def test_a_live_blog_grows_and_its_entries_keep_their_numbers(engine: Engine, outlet: Hostile) -> None:
    """Each response has an entry more, the third has dropped its oldest, and the fourth one more: nothing is superseded."""
    add_page(engine, outlet, "/live-blog-x")
    parts = []
    for state in range(4):
        look(engine, outlet, state)
        parts.append({text.split()[2]: part for part, text in rows(engine, t.articles.c.part, t.articles.c.text)})
    assert parts[0] == {str(10 + n): 1 + n for n in range(6)}
    assert parts[1:] == [{str(10 + n): 1 + n for n in range(6 + state)} for state in (1, 2, 3)]
    assert not any(row.superseded_at for row in rows(engine, t.articles.c.id, t.articles.c.superseded_at))


def test_what_a_feed_says_was_updated_is_looked_at(engine: Engine, outlet: Hostile) -> None:
    with engine.begin() as connection:
        connection.execute(insert(t.feeds).values(url=f"http://{outlet.hosts['changing']}/feed"))
    poll(engine)
    fetch(engine)
    extract(engine)
    hour = timedelta(hours=1)
    for ago, changed in ((3 * hour, 1), (hour / 2, 0)):  # asked for three hours ago; and half an hour ago
        with engine.begin() as connection:
            connection.execute(update(t.pages).values(tried_at=func.now() - ago, next_try_at=None))
            connection.execute(update(t.feeds).values(next_poll_at=func.now(), sha256=None, etag=None))
        outlet.updated, outlet.state = datetime.now(UTC).isoformat(timespec="seconds"), 2
        poll(engine)
        assert fetch(engine)["changed"] == changed


def test_imported_pages_are_not_looked_at(engine: Engine, outlet: Hostile) -> None:
    import_urls(engine, [f"http://{outlet.hosts['changing']}/story"])
    history(engine)
    page, = rows(engine, t.pages.c.outcome, t.pages.c.next_try_at)
    assert tuple(page) == ("ok", None)


def test_versions_go_out_as_warc_and_come_in_again(engine: Engine, outlet: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    add_page(engine, outlet, "/story")
    for state in (0, 2):
        look(engine, outlet, state)
    said = (t.articles.c.text, t.articles.c.fetched_at), (t.page_versions.c.fetched_at, t.page_versions.c.sha256)
    current = select(t.articles.c.text_sha256).where(t.articles.c.superseded_at.is_(None))
    with engine.connect() as connection:
        before = connection.execute(current).scalar_one()
    versions = rows(engine, *said[1])
    out = io.BytesIO()
    assert export_warc(engine, out) == 2
    with engine.begin() as connection:
        for table in (t.articles, t.page_versions, t.pages, t.bodies):
            connection.execute(table.delete())
    assert import_warc(engine, io.BytesIO(out.getvalue())) == {"pages": 2}
    assert import_warc(engine, io.BytesIO(out.getvalue())) == {}
    history(engine)
    with engine.connect() as connection:
        assert connection.execute(current).scalar_one() == before
    assert rows(engine, *said[1]) == versions
    with engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(t.page_versions).values(fetched_at=long_ago))
        connection.execute(update(t.bodies).values(stored_at=long_ago))
    monkeypatch.setenv("TRUCE_RETAIN_DAYS", "30")
    settings.cache_clear()
    assert forget_old_pages(engine) == 1
    assert len(rows(engine, t.bodies.c.id)) == 1
