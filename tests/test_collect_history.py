"""The operator's list of feeds, and history: imports of every kind, WARC out and in, retention."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from collecting import add_newsroom
from hostile import Hostile, hostile
from sqlalchemy import Engine, func, insert, select, update

from etl.model import Entry
from etl.newsroom.server import Newsroom, serve
from etl.settings import settings
from etl.stages import extracting, history
from etl.stages import subscriptions as feeds
from etl.stages.collect import extract, fetch, poll
from etl.stages.collect import history as catch_up
from etl.store import collect as store
from etl.web import Unsafe
from etl.web.warc import read_warc
from schema import tables as t

NEVER = datetime(2100, 1, 1, tzinfo=UTC)
PAGE = """<html><head><title>Shelling reported near Lachin</title>
<meta property="article:published_time" content="2022-08-03T10:00:00+04:00">
</head><body><article><h1>Shelling reported near Lachin</h1>{}</article></body></html>""".format(
    "".join(f"<p>The ministry said on Wednesday that position {n} had come under mortar fire during the night.</p>" for n in range(8)))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("TRUCE_HOST_DELAY", "0")
    monkeypatch.setenv("TRUCE_READ_TIMEOUT", "2")
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


@pytest.fixture
def newsroom(quick: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with serve(0) as running:
        quick.setenv("TRUCE_ALLOW_HOSTS", running.url.removeprefix("http://"))
        settings.cache_clear()
        yield running


@pytest.fixture
def attacker(quick: pytest.MonkeyPatch) -> Iterator[Hostile]:
    with hostile() as server:
        quick.setenv("TRUCE_ALLOW_HOSTS", ",".join(server.hosts.values()))
        settings.cache_clear()
        yield server


def urls(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(t.pages.c.url).order_by(t.pages.c.url)).scalars())


def test_a_list_of_addresses(engine: Engine) -> None:
    lines = ["# archive", "", "https://Example.org/a?utm_source=x", "https://example.org/a", "javascript:alert(1)", " https://example.org/b\n"]
    assert history.import_urls(engine, lines) == {"pages": 2, "unreadable": 1}
    assert urls(engine) == ["https://example.org/a", "https://example.org/b"]
    assert history.import_urls(engine, lines) == {"unreadable": 1}


def test_a_folder_of_html_becomes_articles(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "a.html").write_text(PAGE)
    (tmp_path / "notes.txt").write_text("not a page")
    assert history.import_folder(engine, tmp_path, "https://example.org/archive/") == {"pages": 1}
    assert history.import_folder(engine, tmp_path, "https://example.org/archive/") == {}
    assert extracting.extract(engine, None, "import")["articles"] == 1
    with engine.connect() as connection:
        row = connection.execute(select(t.articles)).one()
    assert (row.url, row.published) == ("https://example.org/archive/2022/a.html", date(2022, 8, 3))
    assert row.title == "Shelling reported near Lachin"


def test_json_lines_of_three_kinds(engine: Engine) -> None:
    lines = [json.dumps(row) for row in (
        {"url": "https://example.org/1", "html": PAGE, "fetched": "2022-08-04T00:00:00Z"},
        {"url": "https://example.org/2", "title": "T", "text": "One.\r\n\r\n\r\nTwo.\u0000", "published": "2022-08-03"},
        {"url": "https://example.org/3"}, {"url": "file:///etc/passwd"}, [1])] + ["{"]
    assert history.import_jsonl(engine, lines) == {"pages": 2, "articles": 1, "unreadable": 3}
    assert history.import_jsonl(engine, lines) == {"unreadable": 3}
    assert extracting.extract(engine, None, "import")["articles"] == 1
    with engine.connect() as connection:
        assert connection.execute(select(t.articles.c.text).where(t.articles.c.url.endswith("/2"))).scalar_one() == "One.\n\nTwo."
        assert connection.execute(select(func.count()).where(t.pages.c.next_try_at.is_not(None))).scalar_one() == 1

IMPORT = """
import sys
from etl.stages.history import bring_in
from schema import admin
bring_in(admin.engine(sys.argv[1]), "jsonl", sys.argv[2])
"""


def test_an_import_that_was_killed_is_begun_again_and_whole(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    kinds: tuple[dict[str, str], ...] = ({"html": PAGE}, {"title": "T", "text": "One.", "published": "2022-08-03"}, {})
    source.write_text("".join(json.dumps({"url": f"https://example.org/{n}"} | kinds[n % 3]) + "\n" for n in range(1200)))
    url = engine.url.render_as_string(hide_password=False)
    for more in (1, 200):
        before = len(urls(engine))
        process = subprocess.Popen([sys.executable, "-c", IMPORT, url, str(source)])
        while process.poll() is None and len(urls(engine)) < before + more:
            time.sleep(0.01)
        process.kill()
        process.wait(60)
        assert before < len(urls(engine)) < 1200
    history.bring_in(engine, "jsonl", str(source))
    assert history.bring_in(engine, "jsonl", str(source)) == {}
    assert len(urls(engine)) == 1200
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(t.articles)).scalar_one() == 400
        assert connection.execute(select(func.count()).select_from(t.bodies)).scalar_one() == 1


def test_warc_out_and_in_gives_the_same_articles(engine: Engine, newsroom: Newsroom) -> None:
    add_newsroom(engine, newsroom, 3)
    for verb in (poll, fetch, extract):
        verb(engine)
    out = io.BytesIO()
    written = history.export_warc(engine, out)
    archived = list(read_warc(io.BytesIO(out.getvalue())))
    said = select(t.articles.c.url, t.articles.c.text_sha256, t.articles.c.published).where(
        t.articles.c.superseded_at.is_(None)).order_by(t.articles.c.url)
    with engine.begin() as connection:
        before = connection.execute(said).all()
        bodies = connection.execute(select(func.count()).select_from(t.pages).where(t.pages.c.body_id.is_not(None))).scalar_one()
        for table in (t.issues, t.articles, t.entries, t.pages, t.bodies):
            connection.execute(table.delete())
    assert written == len(archived) == bodies > 5
    assert history.import_warc(engine, io.BytesIO(out.getvalue()))["pages"] == len({page.url for page in archived})
    catch_up(engine)
    with engine.connect() as connection:
        assert connection.execute(said).all() == before
    assert history.import_warc(engine, io.BytesIO(out.getvalue())) == {}


@pytest.mark.parametrize("body", [
    b"", b"not a warc", b"WARC/1.0\r\nbroken", gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", mtime=0)[:-3]])
def test_a_broken_warc_gives_what_it_has(engine: Engine, body: bytes) -> None:
    assert history.import_warc(engine, io.BytesIO(body)) == {}


def test_retention_removes_bytes_and_nothing_else(engine: Engine, quick: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    history.import_folder(engine, tmp_path, "https://example.org/")
    catch_up(engine)
    with engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(t.pages).values(fetched_at=long_ago))
        connection.execute(update(t.bodies).values(stored_at=long_ago))
    assert history.forget_old_pages(engine) == 0
    quick.setenv("TRUCE_RETAIN_DAYS", "30")
    settings.cache_clear()
    assert history.forget_old_pages(engine) == 1
    with engine.connect() as connection:
        assert connection.execute(select(t.pages.c.sha256)).scalar_one() is not None
        assert connection.execute(select(func.count()).select_from(t.articles)).scalar_one() == 1
    assert history.import_folder(engine, tmp_path, "https://example.org/") == {}


def test_feeds_are_added_listed_disabled_and_checked(engine: Engine, attacker: Hostile) -> None:
    url = f"http://{attacker.hosts['good']}/feed"
    key = feeds.add_feed(engine, url)
    assert feeds.add_feed(engine, url) == key
    with pytest.raises(Unsafe):
        feeds.add_feed(engine, "file:///etc/passwd")
    with engine.begin() as connection:
        store.open_issue(connection, "poll", "feed_failing", "timeout", feed_id=key)
    assert feeds.disable_feed(engine, url)
    with engine.connect() as connection:
        assert connection.execute(select(t.issues.c.closed_at)).scalar_one() is not None
    assert not feeds.disable_feed(engine, "http://example.org/none")
    assert [(row.url, row.enabled, row.disabled_why) for row in feeds.list_feeds(engine)] == [(url, False, "by the operator")]
    assert not any(poll(engine).values())
    checks = {check.url: check for check in feeds.check_feeds(engine, [url, f"http://{attacker.hosts['gone']}/feed", "http://127.0.0.1/x"])}
    assert (checks[url].outcome, checks[url].entries, checks[url].version) == ("ok", 2, "rss20")
    assert {check.outcome for check in checks.values()} == {"ok", "gone", "unsafe_address"}


def test_a_move_waits_for_the_operator(engine: Engine, attacker: Hostile) -> None:
    url = f"http://{attacker.hosts['moved_away']}/feed"
    feeds.add_feed(engine, url)
    poll(engine)
    there = f"http://{attacker.hosts['good']}/feed"
    assert feeds.list_feeds(engine)[0].moved_to == there
    assert feeds.accept_move(engine, url) == there
    assert feeds.accept_move(engine, url) is None
    with engine.connect() as connection:
        assert connection.execute(select(t.feeds.c.url, t.feeds.c.moved_from)).one() == (there, url)
        assert connection.execute(select(t.issues.c.closed_at)).scalar_one() is not None


def test_what_a_publisher_permits_is_asked_for_on_its_own_hosts_only(engine: Engine, attacker: Hostile) -> None:
    url = f"http://{attacker.hosts['robots_forbid']}/feed"
    feeds.add_feed(engine, url)
    assert poll(engine)["failed"] == 1
    assert feeds.permit(engine, url, "the editor's letter of 2 November 2026")
    assert not feeds.permit(engine, "http://example.org/none", "x")
    assert poll(engine)["entries"] == 2
    fetch(engine)
    robots = select(t.pages.c.outcome, t.pages.c.robots).order_by(t.pages.c.outcome)
    with engine.connect() as connection:
        assert connection.execute(robots).all() == [("ok", "permitted"), ("robots", "disallowed")]
    assert feeds.list_feeds(engine)[0].robots_permission == "the editor's letter of 2 November 2026"
    assert attacker.asked["robots_too"] == 1  # for its robots.txt
    feeds.permit(engine, url, None)
    assert poll(engine)["failed"] == 1


def test_older_pages_wait_for_newer_ones_and_are_fetched_slowly(engine: Engine, attacker: Hostile, quick: pytest.MonkeyPatch) -> None:
    quick.setenv("TRUCE_HISTORY_DELAY", "0.4")
    settings.cache_clear()
    root = f"http://{attacker.hosts['pages']}"
    history.import_urls(engine, [f"{root}/good?{n}" for n in range(4)])
    with engine.begin() as connection:  # one of the addresses is now in a feed, another page of which waits too
        feed = connection.execute(insert(t.feeds).values(url=f"{root}/feed", next_poll_at=NEVER).returning(t.feeds.c.id)).scalar_one()
        store.add_entries(connection, feed, None, {f"{root}/good?{n}": Entry(f"{root}/good?{n}") for n in (3, 4)})
    assert catch_up(engine)["fetched"] == 0
    assert fetch(engine)["pages"] == 2
    asked = len(attacker.times["pages"])
    assert catch_up(engine) == {"fetched": 3, "articles": 3, "failed": 0}
    times = attacker.times["pages"][asked:]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.3


def test_days_are_a_range(engine: Engine, tmp_path: Path) -> None:
    august = (date(2022, 8, 1), date(2022, 8, 31))
    lines = ["https://example.org/2022/08/03/a", "https://example.org/2022/09/03/b", "https://example.org/undated"]
    assert history.bring_in(engine, "urls", "\n".join(lines), within=august) == {"pages": 2}
    rows = ({"url": f"https://example.org/{n}", "title": "T", "text": "One.", "published": f"2022-0{n}-03"} for n in (7, 8, 9))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert history.bring_in(engine, "jsonl", str(tmp_path), within=august) == {"articles": 1}
    with pytest.raises(ValueError, match="no source"):
        history.bring_in(engine, "folder", str(tmp_path))


def test_opml_in_and_out(engine: Engine) -> None:
    body = b"""<opml version="1.0"><body><outline text="Truces"><outline text="A &amp; B" xmlUrl="https://a.example/rss" language="en-GB"/>
        <outline title="C" xmlurl="https://c.example/rss"/></outline><outline xmlUrl="javascript:x"/></body></opml>"""
    assert feeds.import_opml(engine, body) == (2, 2)
    assert feeds.import_opml(engine, feeds.export_opml(engine)) == (0, 2)
    assert [(row.url, row.title, row.language) for row in feeds.list_feeds(engine)] == [
        ("https://a.example/rss", "A & B", "en"), ("https://c.example/rss", "C", None)]


def test_a_sites_feeds_are_found_from_its_page(engine: Engine, attacker: Hostile) -> None:
    site = f"http://{attacker.hosts['site']}"
    assert [(check.url, check.entries) for check in feeds.discover_feeds(engine, f"{site}/")] == [(f"{site}/news.xml", 2)]
    assert [check.url for check in feeds.discover_feeds(engine, f"{site}/news.xml")] == [f"{site}/news.xml"]


def test_a_feed_that_names_an_imported_page_gives_it_its_outlet_and_date(engine: Engine) -> None:
    """Imported before its outlet's feed was polled, or after: the same article."""
    page = PAGE.replace('<meta property="article:published_time" content="2022-08-03T10:00:00+04:00">', "")
    with engine.begin() as connection:
        connection.execute(insert(t.outlets).values(id="herald", name="Herald", language="en", kind="newspaper",
                                                         homepage="https://herald.example"))
        feed = connection.scalar(insert(t.feeds).values(url="https://example.org/feed", outlet_id="herald").returning(t.feeds.c.id))
        lost = store.add_pages(connection, [("https://example.org/x", "https://example.org/x")], None, "import")
        store.open_issue(connection, "fetch", "page_lost", "not_found: 404", page_id=lost["https://example.org/x"])
    history.import_jsonl(engine, [json.dumps({"url": "https://example.org/x", "html": page})])
    catch_up(engine)
    with engine.connect() as connection:
        assert connection.scalar(select(t.issues.c.closed_at)) is not None
    said = select(t.articles.c.outlet_id, t.articles.c.published, t.articles.c.published_source).where(t.articles.c.superseded_at.is_(None))
    told = {"https://example.org/x": Entry("https://example.org/x", title="x", published=datetime(2022, 8, 3, 6, tzinfo=UTC))}
    found = []
    for _ in range(2):
        with engine.begin() as connection:
            found.append(tuple(connection.execute(said).one()))
            store.add_entries(connection, feed, "herald", told)
        catch_up(engine)
    with engine.connect() as connection:
        found.append(tuple(connection.execute(said).one()))
        assert connection.scalar(select(func.count()).select_from(t.articles)) == 2
    assert found == [(None, None, None), *[("herald", date(2022, 8, 3), "feed")] * 2]


def test_entries_of_a_page_tell_its_date_when_it_does_not(engine: Engine) -> None:
    """The feed's date counts where the page and its address have none."""
    page = PAGE.replace('<meta property="article:published_time" content="2022-08-03T10:00:00+04:00">', "")
    with engine.begin() as connection:
        feed = connection.execute(insert(t.feeds).values(url="https://example.org/feed").returning(t.feeds.c.id)).scalar_one()
    history.import_jsonl(engine, [json.dumps({"url": "https://example.org/x", "html": page})])
    with engine.begin() as connection:
        connection.execute(insert(t.entries).values(
            feed_id=feed, page_id=select(t.pages.c.id).scalar_subquery(), url="https://example.org/x", canonical_url="https://example.org/x",
            published_at=datetime(2022, 8, 3, 6, tzinfo=UTC)))
    catch_up(engine)
    with engine.connect() as connection:
        row = connection.execute(select(t.articles.c.published, t.articles.c.published_source)).one()
    assert row == (date(2022, 8, 3), "feed")
