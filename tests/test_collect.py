"""Poll, fetch and extract on the bundled newsroom, over real HTTP into real Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from collecting import add_newsroom
from sqlalchemy import Engine, func, insert, select, update

from etl.newsroom.server import Newsroom, serve
from etl.resolve import lineage
from etl.settings import settings
from etl.stages import extracting
from etl.stages.collect import extract, fetch, poll
from etl.store import archive, collect
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
        collect.open_issue(connection, "parse", "unknown_place", "somewhere", article_id=before[0].id)
    monkeypatch.setattr(extracting, "fingerprint", lambda verb: "newer")
    assert extract(engine) == {"pages": len(before), "articles": 1, "failed": 0}
    with engine.connect() as connection:
        after = connection.execute(rows).all()
        assert connection.scalar(select(func.count()).where(t.issues.c.article_id.is_not(None), t.issues.c.closed_at.is_(None))) == 0
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


STORY = [
    "Two soldiers were killed on Monday when a mortar bomb fell on a checkpoint at the edge of the town, the army's spokesman said.",
    "The bomb came from the hills to the north, which the rebels have held since the spring, and the army answered with artillery.",
    "Monitors of the ceasefire said that they had counted eleven explosions between noon and dusk and would visit the place today.",
]
FOOTERS = {
    "lowland-post": [f"Lowland Post offers {what} to its readers in Marburg, Giessen and Fulda; write to Frieda Kranz, Room {n}, for more."
                     for n, what in enumerate(("letters", "podcasts", "walks", "lectures"), 10)],
    "delta-mail": [f"The Delta Mail of Rosetta, founded in {n}, belongs to the Naguib and Sabry family trust and prints {what} in Cairo."
                   for n, what in enumerate(("weeklies", "almanacs", "maps", "school books"), 1901)],
}  # fmt: skip


def page_of(outlet: str, n: int) -> bytes:
    own = [f"Report number {n} of {outlet}: the council of district {n} has met and has voted on its budget of {n} millions for schools.",
           f"Nobody spoke against it, said councillor {n}, who has sat there for {n} years and means to stay for another {n}.",
           f"The next meeting is on the {n}th of the month, and the public is welcome to all but its last hour, as ever."]  # fmt: skip
    body = "".join(f"<p>{paragraph}</p>" for paragraph in [*(own if n else STORY), *FOOTERS[outlet]])
    return f"<html><head><title>News {n}</title></head><body><article><h1>News {n}</h1>{body}</article></body></html>".encode()


def test_footers_on_both_sides_do_not_keep_a_copy_from_being_known(engine: Engine, options: pytest.MonkeyPatch) -> None:
    """Pages that were extracted before their outlet was known to repeat a line are extracted again without it."""
    with engine.begin() as connection:
        for outlet in FOOTERS:
            connection.execute(insert(t.outlets).values(
                id=outlet, name=outlet, language="en", kind="newspaper", homepage=f"https://{outlet}.example"))
            for n in range(10):
                archive.add_page(connection, archive.Given(f"https://{outlet}.example/{n}", page_of(outlet, n), NOW), outlet)

    def told() -> tuple[lineage.Text, lineage.Text]:
        with engine.connect() as connection:
            rows = connection.execute(select(t.articles.c.id, t.articles.c.url, t.articles.c.text).where(
                t.articles.c.url.like("%/0"), t.articles.c.superseded_at.is_(None))).all()
        one, other = (lineage.Text(key, url, NOW.date(), lineage.signature(text), lineage.facts(text)) for key, url, text in rows)
        return one, other

    extracting.extract(engine, None, "import")
    assert lineage.copies(*told())
    assert not any(extracting.extract(engine, None, "import").values())
