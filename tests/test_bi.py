"""The analysts' views on one small story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from etl.store import extracted
from schema.analysts import VIEWS
from tests.story import ARTSAKH, DAY, NOW, Story, told


@pytest.fixture
def story(engine: Engine) -> Iterator[Story]:
    """The story, not committed."""
    yield from told(engine)


def rows(story: Story, view: str, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    query = sa.text(f"SELECT {columns} FROM bi.{view} WHERE {where} ORDER BY {columns}")
    return [tuple(row) for row in story.connection.execute(query)]


def test_an_incident_is_one_row_with_its_toll_and_ceasefire(story: Story) -> None:
    assert rows(story, "incidents", "public_id, started_on, year, place, initiator, target, ceasefires, grade") == [
        ("TW-00000-00001", DAY, 2022, "Lachin corridor", "Azerbaijan", "Artsakh", "Karabakh, 9 November 2020", "confirmed")]
    assert rows(story, "incidents", "killed, killed_low, killed_high, civilians_killed, wounded") == [(2, 2, 20, None, None)]


def test_an_incident_has_the_words_and_the_address_of_its_first_telling(story: Story) -> None:
    assert rows(story, "incidents", "quote, url") == [("Azerbaijan struck our positions with drones", "https://artsakh-mod.example/2")]
    story.connection.execute(sa.text("UPDATE articles SET published = '2022-08-03' WHERE id = 3"))
    assert rows(story, "incidents", "quote, url") == [("a drone strike near Lachin", "https://wire.example/3")]
    story.connection.execute(sa.text("UPDATE incident_reports SET role = 'copy' WHERE report_id IN (2, 3)"))
    assert rows(story, "incidents", "quote") == [("Our reply destroyed positions",)]


def test_who_asks_for_counts_alone_pays_for_no_words_and_tolls(story: Story) -> None:
    plan = "\n".join(story.connection.scalars(sa.text("EXPLAIN SELECT event_type, count(*) FROM bi.incidents GROUP BY event_type")))
    assert "on incidents" in plan
    assert not any(f"on {table}" in plan for table in ("reports", "incident_reports", "articles", "incident_tolls", "assessments"))


def test_withdrawn_incidents_are_hidden_everywhere(story: Story) -> None:
    story.connection.execute(sa.text("UPDATE incidents SET withdrawn_at = now(), withdrawn_why = 'judged'"))
    story.counted()
    for view in ("incidents", "violations", "tolls", "tolls_by_side", "daily_violations", "disputes", "sources"):
        assert story.connection.scalar(sa.text(f"SELECT count(*) FROM bi.{view}")) == 0, view
    assert rows(story, "changes", "public_id") == [("TW-00000-00001",)]


def test_replaced_readings_are_hidden_everywhere(story: Story) -> None:
    for table in ("reports", "claims", "tallies"):
        story.connection.execute(sa.text(f"UPDATE {table} SET replaced_at = now()"))
    story.counted()
    for view in ("casualties", "claims", "accusations", "sources", "evidence", "tallies", "disputes"):
        assert story.connection.scalar(sa.text(f"SELECT count(*) FROM bi.{view}")) == 0, view


def test_superseded_articles_are_hidden(story: Story) -> None:
    for article in story.texts:
        extracted._supersede(story.connection, article)
    story.counted()
    for view in ("casualties", "claims", "accusations", "evidence", "tallies"):
        assert story.connection.scalar(sa.text(f"SELECT count(*) FROM bi.{view}")) == 0, view


def test_a_violation_is_an_incident_under_a_ceasefire_with_its_accused(story: Story) -> None:
    assert rows(story, "violations", "public_id, ceasefire, accused, grade, alleged_by, admitted_by") == [
        ("TW-00000-00001", "Karabakh, 9 November 2020", "Azerbaijan", "confirmed", "artsakh-mod", "azerbaijan-mod")]


def test_an_incident_under_two_ceasefires_is_counted_by_the_latest(story: Story) -> None:
    story.add("ceasefires", id="karabakh-1994", name="Karabakh, 12 May 1994", form="written", started_on=date(1994, 5, 12),
              countries="AZ", source="the protocol")  # fmt: skip
    story.add("assessments", incident_id=1, ceasefire_id="karabakh-1994", accused_id="azerbaijan", grade="confirmed", rule="admitted",
              principal=False)  # fmt: skip
    assert rows(story, "incidents", "ceasefire, ceasefires") == [
        ("Karabakh, 9 November 2020", "Karabakh, 12 May 1994; Karabakh, 9 November 2020")]
    assert rows(story, "violations", "ceasefire", "principal") == [("Karabakh, 9 November 2020",)]
    assert rows(story, "daily_violations", "ceasefire, incidents, principal") == [
        ("Karabakh, 12 May 1994", 1, 0), ("Karabakh, 9 November 2020", 1, 1)]


def test_figures_keep_their_claimant_and_words(story: Story) -> None:
    assert rows(story, "casualties", "low, high, claimant, claimant_party, role, quote, url") == [
        (2, 2, "Artsakh's Defence Ministry", "Artsakh", "current", "Two soldiers", "https://artsakh-mod.example/2"),
        (None, 20, "WIRE", None, "current", "up to 20", "https://wire.example/3")]


def test_tolls_add_up_without_counting_parts_twice(story: Story) -> None:
    assert rows(story, "tolls", "status, lowest, best, highest, adds") == [("military", 2, 2, 20, 2), ("unknown", 2, 2, 2, 0)]
    assert rows(story, "tolls_by_side", "party, status, incidents, killed, wounded, first_on") == [
        ("Artsakh", "military", 1, 2, None, DAY), ("Artsakh", "unknown", 1, 0, None, DAY)]


def test_claims_name_who_says_what_of_whom(story: Story) -> None:
    assert rows(story, "claims", "speaker, act, target_party, quote, incident_id", "claim_id = 1") == [
        ("Artsakh's Defence Ministry", "accuse", "Azerbaijan", "Azerbaijan struck our positions", 1)]
    assert rows(story, "claims", "speaker", "claim_id = 2") == [("Azerbaijan",)]


def test_accusations_say_how_they_are_answered(story: Story) -> None:
    columns = "accuser, accused, accusations, incidents, admitted, denied, returned, unanswered"
    assert rows(story, "accusations", columns) == [
        ("Artsakh", "Azerbaijan", 1, 1, 1, 0, 0, 0),
        ("Azerbaijan", "Artsakh", 1, 0, 0, 0, 0, 1)]
    story.connection.execute(sa.text("UPDATE claims SET answers_id = 3 WHERE id = 4"))
    story.counted()
    assert rows(story, "accusations", "accuser, denied, unanswered", "accuser = 'Azerbaijan'") == [("Azerbaijan", 1, 0)]
    story.connection.execute(sa.text("UPDATE claims SET report_id = 1 WHERE id = 3"))
    story.counted()
    assert rows(story, "accusations", "accuser, admitted, returned, incidents", "accuser = 'Artsakh'") == [("Artsakh", 1, 1, 1)]


def test_copies_accuse_once(story: Story) -> None:
    story.article(4, "wire", ARTSAKH, lineage_id=2)
    story.claim(5, 4, "Azerbaijan struck our positions", "accuse", speaker_party_id="artsakh", target_party_id="azerbaijan")
    story.counted()
    assert rows(story, "accusations", "accuser, accusations", "accuser = 'Artsakh'") == [("Artsakh", 1)]
    assert rows(story, "claims", "is_copy", "claim_id = 5") == [(True,)]


def test_days_count_incidents_by_ceasefire_and_accused(story: Story) -> None:
    story.incident(2, "TW-00000-00002")
    story.add("assessments", incident_id=2, ceasefire_id="karabakh-2020", accused_id="azerbaijan", grade="weak", rule="one_source",
              principal=True)
    story.incident(3, "TW-00000-00003", date_precision="month", started_on=date(2022, 8, 1), ended_on=date(2022, 8, 31))
    story.add("assessments", incident_id=3, ceasefire_id="karabakh-2020", accused_id="azerbaijan", grade="weak", rule="one_source",
              principal=True)
    assert rows(story, "daily_violations", "day, ceasefire_id, accused, incidents, confirmed, weak, contested, killed") == [
        (DAY, "karabakh-2020", "Azerbaijan", 2, 1, 1, 0, 2)]


def test_a_dispute_shows_both_versions_in_their_words(story: Story) -> None:
    assert rows(story, "disputes", "kind, party, harm, first_quote, first_outlet, second_quote, second_outlet") == [
        ("count", "Artsakh", "killed", "Two soldiers", "ARTSAKH-MOD", "up to 20", "WIRE")]


def test_sources_are_the_articles_behind_an_incident(story: Story) -> None:
    assert rows(story, "sources", "outlet, outlet_party, role, standing, why") == [
        ("ARTSAKH-MOD", "Artsakh", "telling", "alleged", "day, place, sides"),
        ("BAKU-MOD", "Azerbaijan", "telling", "admitted", "day, place, sides"),
        ("WIRE", None, "telling", "alleged", "day, place, sides")]


def test_every_value_has_its_words(story: Story) -> None:
    assert rows(story, "evidence", "evidence_id, field, value, quote, incident_id", "evidence_id !~ 'claim'") == [
        ("casualty-1", "killed", "artsakh military 2", "Two soldiers", 1),
        ("casualty-2", "killed", "artsakh military –20", "up to 20", 1),
        ("mention-1", "event_type", "drone_strike", "drones", 1),
        ("tally-1", "tally killed", "40 since January", "Since January 40 have died", None)]


def test_quotes_count_characters_not_bytes_or_utf16(story: Story) -> None:
    assert rows(story, "evidence", "value, quote", "evidence_id = 'claim-3'") == [
        ("azerbaijan → artsakh attack", "Armenian forces fired at our post")]


def test_tallies_stand_apart(story: Story) -> None:
    assert rows(story, "tallies", "harm, low, period, quote") == [("killed", 40, "since January", "Since January 40 have died")]


def test_changes_say_why(story: Story) -> None:
    assert rows(story, "changes", "public_id, field, from_value, to_value, because, url") == [
        ("TW-00000-00001", "standing", "alleged", "disputed", "report", "https://baku-mod.example/1")]


def test_what_waits_for_a_person_leaves_the_queue_when_judged(story: Story) -> None:
    assert rows(story, "review_queue", "kind, code, public_id, quote", "kind <> 'link'") == [
        ("dispute", "count", "TW-00000-00001", None), ("issue", "unknown_place", None, "our post")]
    story.add("mentions", report_id=1, field="place", value="our post near Lachin", rule="place", **story.span(1, "post near Lachin"))
    assert rows(story.counted(), "review_queue", "public_id, weight", "kind = 'issue'") == [("TW-00000-00001", 4)]
    story.add("judgements", kind="not_an_incident", subject="TW-00000-00001", why="a drill")
    story.connection.execute(sa.text("UPDATE issues SET closed_at = now()"))
    assert rows(story, "review_queue", "kind") == []


def test_the_queue_shows_near_misses_contradicting_places_and_unknown_sides(story: Story) -> None:
    story.incident(2, "TW-00000-00002", initiator_id=None, target_id=None)
    story.add("incident_tolls", id=3, incident_id=2, status="civilian", harm="killed", lowest=4, best=4, highest=4, rule="latest", latest=4,
              claimants=1, adds=4)  # fmt: skip
    story.report(4, 3, "up to 20 fell", incident=2, place_name="Shusha", place_precision="settlement")
    story.report(5, 1, "our post near Lachin", incident=2, place_name="Lachin", place_precision="settlement")
    story.add("near_misses", incident_id=1, other_id=2, report_id=1, other_report_id=4, score=5.0, why="same day +2.5; same area +2")
    columns = "weight, kind, code, public_id, what"
    assert rows(story.counted(), "review_queue", columns, "kind IN ('near_miss', 'value')") == [
        (8, "value", "unknown_sides", "TW-00000-00002", "drone_strike"),
        (12, "value", "contradicting_places", "TW-00000-00002", "Lachin / Shusha"),
        (14, "near_miss", "nearly_one", "TW-00000-00001", "5 points with TW-00000-00002 = same day +2.5; same area +2")]
    story.add("judgements", kind="not_an_incident", subject="TW-00000-00002", why="a drill")
    assert rows(story, "review_queue", "kind", "kind = 'value'") == []


@pytest.mark.parametrize(("state", "values"), [
    ("disabled", {"enabled": False, "disabled_why": "asked to"}),
    ("never polled", {}),
    ("failing", {"last_polled_at": NOW, "failures": 0.5}),
    ("silent", {"last_polled_at": NOW, "last_new_at": NOW - timedelta(days=15)}),
    ("ok", {"last_polled_at": NOW, "last_new_at": NOW - timedelta(days=1)}),
])
def test_feeds_tell_how_they_do(story: Story, state: str, values: dict[str, object]) -> None:
    feed = story.add("feeds", url="https://wire.example/feed", outlet_id="wire", **values)
    for outcome, new, age in (("ok", 3, 1), ("not_modified", 0, 2), ("timeout", 0, 3), ("ok", 9, 8)):
        story.add("polls", feed_id=feed, started_at=NOW - timedelta(days=age), seconds=1, outcome=outcome, bytes=1, entries_seen=new,
                  entries_new=new)
    assert rows(story, "feed_health", "outlet, state, polls, successes, entries_new") == [("WIRE", state, 3, 2, 3)]


def test_the_pipeline_tells_what_waits(story: Story) -> None:
    assert rows(story, "pipeline_status", "rank, stage, waiting, done, open_issues") == [
        (1, "poll", 0, 0, 0), (2, "fetch", 0, 3, 0), (3, "extract", 0, 0, 0), (4, "parse", 0, 3, 1), (5, "resolve", 3, 0, 0)]


# The views as such.

def test_every_view_and_column_is_explained(connection: Connection) -> None:
    query = sa.text("""SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'bi'::regnamespace
        AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)""")
    assert connection.execute(query).all() == []


def test_each_file_makes_the_view_of_its_name(connection: Connection) -> None:
    made = connection.scalars(sa.text("SELECT viewname FROM pg_views WHERE schemaname = 'bi'")).all()
    assert sorted(made) == sorted(path.stem.split("_", 1)[1] for path in VIEWS.glob("*.sql"))


def test_columns_have_types_that_bi_tools_show(connection: Connection) -> None:
    plain = {"text", "integer", "bigint", "double precision", "boolean", "date", "timestamp with time zone"}
    query = sa.text("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'bi'")
    assert [row for row in connection.execute(query) if row.data_type not in plain] == []
