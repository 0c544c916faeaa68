"""The demo's data, made by the five verbs from the newsroom: docs/queries.md answers as printed, and what must be so is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import copied
from sqlalchemy import Connection, Engine

from etl.lexicon.places import gazetteer
from etl.newsroom import serve
from etl.newsroom.registry import registry
from etl.postgres import Server
from etl.settings import settings
from etl.stages.run import VERBS
from etl.store import reference
from schema import admin
from tests.queries import Query, answer, queries

QUICK = {"host_delay": "0", "read_timeout": "1", "poll_min_minutes": "1440"}
VIEWS = {path.stem.split("_", 1)[1] for path in (Path(__file__).parent.parent / "schema/views").glob("*.sql")}


@pytest.fixture(scope="module")
def demo(server: Server, maintenance: Engine, template: str) -> Iterator[Connection]:
    """The owner's connection to a database into which the five verbs have brought the newsroom."""
    for url in copied(server, maintenance, template):
        engine = admin.engine(url)
        with pytest.MonkeyPatch.context() as patch, serve() as newsroom:
            for name, value in (QUICK | {"allow_hosts": newsroom.url.removeprefix("http://")}).items():
                patch.setenv(f"TRUCE_{name.upper()}", value)
            settings.cache_clear()
            with engine.begin() as connection:
                reference.load(connection, registry(newsroom), gazetteer())
            for verb in VERBS.values():
                verb(engine, None)
        settings.cache_clear()
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.title)
def test_a_query_answers_as_printed(demo: Connection, query: Query) -> None:
    """When rules have changed for the better: make demo, then `python -m tests.queries URL`, and read the difference."""
    assert answer(demo, query.sql) == query.answer


def test_the_document_has_its_queries_each_in_a_settled_order_on_views_that_exist() -> None:
    assert len(queries()) == 13
    for query in queries():
        assert "ORDER BY" in query.sql, query.title
        assert set(re.findall(r"\bbi\.(\w+)", query.sql)) <= VIEWS, query.title


def rows(demo: Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in demo.execute(sa.text(sql))]


def test_what_has_nothing_to_do_with_truces_gives_no_incident(demo: Connection) -> None:
    assert rows(demo, """
        SELECT s.title, s.event_type FROM bi.sources s WHERE s.url ~
        '(company-ends-strike|beach-budget|overturns|last-over-battle|truce-came-about|most-truce-violations|stop-cross-border)'""") == []


def test_the_article_in_russian_is_set_aside_as_such(demo: Connection) -> None:
    assert rows(demo, """
        SELECT i.code, a.language FROM issues i JOIN articles a ON a.id = i.article_id WHERE a.url LIKE '%/news/ru/%'
        """) == [("unsupported_language", "ru")]


def test_the_reprint_and_the_amp_page_are_copies(demo: Connection) -> None:
    copies = rows(demo, "SELECT c.url, o.url FROM articles c JOIN articles o ON o.id = c.lineage_id")
    assert len(copies) == 2
    assert {(re.sub("http://[^/]*/([^/]*)/.*", r"\1", one), re.sub("http://[^/]*/([^/]*)/.*", r"\1", other)) for one, other in copies} \
        <= {("tidewater-post", "meridian-wire"), ("meridian-wire", "tidewater-post"), ("potomac-courier", "potomac-courier")}


def test_the_drone_strikes_at_lachin_are_one_incident_told_from_four_sides(demo: Connection) -> None:
    (incident,) = rows(demo, """
        SELECT incident_id, initiator_id, sources, wounded, killed FROM bi.incidents
        WHERE started_on = '2022-08-03' AND event_type = 'drone_strike' AND wounded IS NOT NULL""")
    assert incident[1:] == ("azerbaijan", 4, 19, 2)
    outlets = rows(demo, f"SELECT DISTINCT outlet_id FROM bi.sources WHERE incident_id = {incident[0]}")
    assert {outlet for outlet, in outlets} == {
        "baku-defence-bulletin", "artsakh-information-desk", "meridian-wire", "tidewater-post", "potomac-courier"}


def test_the_soldier_shot_at_lachin_is_told_by_his_ministry_the_wire_and_the_daily(demo: Connection) -> None:
    (incident,) = rows(demo, """
        SELECT incident_id, killed FROM bi.incidents WHERE started_on = '2022-08-03' AND event_type = 'small_arms_fire' AND sources > 1""")
    assert incident[1] == 1
    outlets = {outlet for outlet, in rows(demo, f"SELECT DISTINCT outlet_id FROM bi.sources WHERE incident_id = {incident[0]}")}
    assert outlets >= {"baku-defence-bulletin", "meridian-wire", "potomac-courier"}


def test_the_raised_toll_replaces_its_own_claimants_older_figure(demo: Connection) -> None:
    figures = rows(demo, """
        SELECT harm, low, role FROM bi.casualties WHERE claimant_id = 'artsakh-mod' AND published BETWEEN '2022-08-03' AND '2022-08-04'
        ORDER BY harm, low""")
    assert figures == [("killed", 1, "superseded"), ("killed", 2, "current"), ("wounded", 8, "superseded"), ("wounded", 19, "current")]


def test_the_ceasefire_of_november_2020_is_attached(demo: Connection) -> None:
    assert rows(demo, """
        SELECT DISTINCT c.signed_on::text FROM bi.violations v
        JOIN bi.incidents i USING (incident_id) JOIN ceasefires c ON c.id = v.ceasefire_id
        WHERE i.started_on = '2022-08-03' AND i.event_type = 'drone_strike' AND i.sources > 1""") == [("2020-11-09",)]


def test_no_denial_is_taken_for_an_admission(demo: Connection) -> None:
    assert rows(demo, """
        SELECT s.title FROM bi.sources s
        WHERE s.standing = 'admitted' AND s.url ~ '(denial-1|denies-drone-strike|/7598|truce-violation|/39621)'""") == []


def test_every_quote_stands_in_its_article(demo: Connection) -> None:
    assert rows(demo, "SELECT evidence_id FROM bi.evidence WHERE quote IS NULL OR quote = ''") == []
