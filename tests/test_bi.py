"""The analysts' views and the data checks, on one small story written by hand: Lachin, 3 August 2022, as three outlets tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from etl.resolve.accusations import accusations
from etl.store import doubts, extracted, sums, tellings
from etl.store.checks import CHECKS, Finding, run_checks
from schema.analysts import VIEWS
from schema.tables import metadata

NOW = datetime.now(UTC)
DAY = date(2022, 8, 3)

MINISTRY = "🕊 Baku. Armenian forces fired at our post near Lachin. Anar Kazimov was killed. Our reply destroyed positions."
ARTSAKH = "Azerbaijan struck our positions with drones. Two soldiers were killed. We did not open fire."
WIRE = "Two soldiers were killed in a drone strike near Lachin, Artsakh says; up to 20 fell, say others. Since January 40 have died."


class Story:
    """Rows by their words: a span is where the words stand in the article's text."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.texts: dict[int, str] = {}

    def add(self, table: str, **values: object) -> int:
        made = self.connection.execute(metadata.tables[table].insert().values(**values))
        key = made.inserted_primary_key
        return int(key[0]) if key is not None and isinstance(key[0], int) else 0

    def article(self, number: int, outlet: str, text: str, **values: object) -> None:
        url, sha = f"https://{outlet}.example/{number}", sha256(text.encode()).hexdigest()
        moment = datetime(2022, 8, 4, tzinfo=UTC)
        self.add("pages", id=number, url=url, fetch_url=url, origin="feed", outlet_id=outlet, outcome="ok", fetched_at=moment, sha256=sha)
        self.add("articles", **{
            "id": number, "page_id": number, "part": 0, "outlet_id": outlet, "url": url, "canonical_url": url, "title": text[:20],
            "text": text, "published": date(2022, 8, 4), "published_source": "meta", "language": "en", "kind": "article",
            "quality": "good", "text_sha256": sha, "fetched_at": moment, "extracted_by": "x", "parsed_by": "x", **values})
        self.texts[number] = text

    def span(self, article: int, words: str) -> dict[str, int]:
        start = self.texts[article].index(words)
        return {"span_start": start, "span_end": start + len(words)}

    def report(self, number: int, article: int, words: str, incident: int | None = 1, **values: object) -> None:
        self.add("reports", **{
            "id": number, "article_id": article, "n": number, "event_type": "drone_strike", "started_on": DAY, "ended_on": DAY,
            "date_precision": "day", "standing": "alleged", "background": False, "made_by": "x", **self.span(article, words), **values})
        if incident is not None:
            self.add("incident_reports", incident_id=incident, report_id=number, role="telling", why="day, place, sides")

    def casualty(self, number: int, report: int, article: int, words: str, **values: object) -> None:
        self.add("casualties", **{
            "id": number, "report_id": report, "status": "military", "harm": "killed", "rule": "killed_verb", "party_id": "artsakh",
            **self.span(article, words), **values})

    def claim(self, number: int, article: int, words: str, act: str, **values: object) -> None:
        self.add("claims", **{
            "id": number, "article_id": article, "n": number, "act": act, "about": "attack", "rule": "said", "made_by": "x",
            **self.span(article, words), **values})

    def incident(self, number: int, public: str, **values: object) -> None:
        self.add("incidents", **{
            "id": number, "public_id": public, "event_type": "drone_strike", "started_on": DAY, "ended_on": DAY, "date_precision": "day",
            "place_name": "Lachin corridor", "country": "AZ", "lat": 39.6, "lon": 46.5, "place_precision": "area",
            "initiator_id": "azerbaijan", "target_id": "artsakh", "standing": "disputed", "reports": 3, "sources": 3, **values})


    def counted(self) -> Story:
        """With the sums and doubts as the resolver keeps them."""
        ids = list(self.connection.scalars(sa.select(metadata.tables["incidents"].c.id)))
        self.connection.exec_driver_sql("UPDATE claims SET counted = NULL; DELETE FROM incident_accusations; DELETE FROM daily_accusations;"
                                        "DELETE FROM daily_tolls")
        sums.keep_tolls(self.connection, sums.Sums(), sums.tolls(self.connection, ids))
        links = self.connection.execute(sa.text("SELECT incident_id, report_id FROM incident_reports WHERE unlinked_at IS NULL")).all()
        loaded = {key: tellings.load(self.connection, [link.report_id for link in links if link.incident_id == key]) for key in ids}
        members = {key: tellings.heard(self.connection, told).values() for key, told in loaded.items()}
        sums.keep_accusations(self.connection, {(key, *pair): counts for key, told in members.items()
                                                for pair, counts in accusations(told, True).items()}, ids)  # fmt: skip
        sums.count_loose(self.connection, [claim for claim, *_ in sums.uncounted(self.connection, 100)])
        doubts.keep(self.connection, ids)
        return self


@pytest.fixture
def story(engine: Engine) -> Iterator[Story]:
    """The story, not committed."""
    with engine.connect() as connection:
        made = Story(connection)
        tell_reference(made)
        tell_articles(made)
        tell_conclusions(made)
        yield made.counted()


def tell_reference(story: Story) -> None:
    for party in ("azerbaijan", "artsakh", "armenia"):
        story.add("parties", id=party, name=party.capitalize(), kind="state")
        story.add("actors", id=f"{party}-mod", party_id=party, name=f"{party.capitalize()}'s Defence Ministry", kind="ministry")
    for outlet, party in (("baku-mod", "azerbaijan"), ("artsakh-mod", "artsakh"), ("wire", None)):
        story.add("outlets", id=outlet, name=outlet.upper(), language="en", kind="agency", party_id=party, homepage=f"https://{outlet}.example")
    story.add("ceasefires", id="karabakh-2020", name="Karabakh, 9 November 2020", form="written", started_on=date(2020, 11, 10),
              countries="AZ", source="the trilateral statement")


def tell_articles(story: Story) -> None:
    story.incident(1, "TW-00000-00001")
    story.article(1, "baku-mod", MINISTRY)
    story.article(2, "artsakh-mod", ARTSAKH)
    story.article(3, "wire", WIRE)
    story.report(1, 1, "Our reply destroyed positions", standing="admitted", initiator_id="azerbaijan")
    story.report(2, 2, "Azerbaijan struck our positions with drones", initiator_id="azerbaijan", target_id="artsakh")
    story.report(3, 3, "a drone strike near Lachin", place_name="Lachin", place_precision="settlement")
    story.add("mentions", report_id=2, field="event_type", value="drone_strike", rule="weapon", **story.span(2, "drones"))
    story.casualty(1, 2, 2, "Two soldiers", low=2, high=2, claimant_id="artsakh-mod", claimant_party_id="artsakh")
    story.casualty(2, 3, 3, "up to 20", high=20)
    story.claim(1, 2, "Azerbaijan struck our positions", "accuse", speaker_id="artsakh-mod", speaker_party_id="artsakh",
                target_party_id="azerbaijan", report_id=2)
    story.claim(2, 1, "Our reply destroyed positions", "admit", speaker_party_id="azerbaijan", report_id=1)
    story.claim(3, 1, "Armenian forces fired at our post", "accuse", speaker_party_id="azerbaijan", target_party_id="artsakh")
    story.claim(4, 2, "We did not open fire", "deny", speaker_party_id="artsakh", target_party_id="azerbaijan")
    story.add("tallies", article_id=3, harm="killed", low=40, high=40, period="since January", rule="sum", made_by="x",
              **story.span(3, "Since January 40 have died"))
    story.add("issues", stage="parse", code="unknown_place", detail="our post", article_id=1, **story.span(1, "our post"))


def tell_conclusions(story: Story) -> None:
    story.add("incident_tolls", id=1, incident_id=1, party_id="artsakh", status="military", harm="killed", lowest=2, best=2, highest=20,
              rule="own_side_admits", own_side_admits=2, latest=20, claimants=2, adds=2)
    story.add("incident_tolls", id=2, incident_id=1, party_id="artsakh", status="unknown", harm="killed", lowest=2, best=2, highest=2,
              rule="latest", latest=2, claimants=1, adds=0)
    story.add("toll_claims", casualty_id=1, toll_id=1, role="current")
    story.add("toll_claims", casualty_id=2, toll_id=1, role="current")
    story.add("assessments", incident_id=1, ceasefire_id="karabakh-2020", accused_id="azerbaijan", alleged_by="artsakh-mod",
              admitted_by="azerbaijan-mod", grade="confirmed", rule="admitted", principal=True)
    story.add("disputes", incident_id=1, kind="count", party_id="artsakh", status="military", harm="killed", first_report_id=2,
              first_casualty_id=1, second_report_id=3, second_casualty_id=2, first_says="artsakh-mod: 2", second_says="wire: up to 20")
    story.add("changes", incident_id=1, field="standing", from_value="alleged", to_value="disputed", because="report", report_id=1,
              made_by="x")


def rows(story: Story, view: str, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    query = sa.text(f"SELECT {columns} FROM bi.{view} WHERE {where} ORDER BY {columns}")
    return [tuple(row) for row in story.connection.execute(query)]


def test_an_incident_is_one_row_with_its_toll_and_ceasefire(story: Story) -> None:
    assert rows(story, "incidents", "public_id, started_on, year, place, initiator, target, ceasefires, grade") == [
        ("TW-00000-00001", DAY, 2022, "Lachin corridor", "Azerbaijan", "Artsakh", "Karabakh, 9 November 2020", "confirmed")]
    assert rows(story, "incidents", "killed, killed_low, killed_high, civilians_killed, wounded") == [(2, 2, 20, None, None)]


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


# The checks.

def found(story: Story) -> dict[str, list[Finding]]:
    result: dict[str, list[Finding]] = {}
    for finding in run_checks(story.connection):
        result.setdefault(finding.check, []).append(finding)
    return result


def test_the_story_passes_but_for_a_toll_nobody_counts(story: Story) -> None:
    assert set(found(story)) == {"tolls_have_casualties"}
    story.connection.execute(sa.text("DELETE FROM incident_tolls WHERE id = 2"))
    assert found(story.counted()) == {}


SPOILED = {
    "spans_are_cut_from_text": "UPDATE mentions SET span_end = 9999",
    "text_is_unchanged": "UPDATE articles SET text = text || '!' WHERE id = 1",
    "incidents_have_reports": "UPDATE incident_reports SET unlinked_at = now(), linked_at = now()",
    "reports_are_counted": "UPDATE incidents SET reports = 4",
    "withdrawn_incidents_are_empty": "UPDATE incidents SET withdrawn_at = now(), withdrawn_why = 'no_reports'",
    "tolls_have_casualties": "DELETE FROM toll_claims",
    "tolls_match_casualties": "UPDATE casualties SET harm = 'wounded'",
    "tolls_add_up": "UPDATE daily_tolls SET people = people + 1 WHERE harm IS NOT NULL",
    "doubts_are_kept": "DELETE FROM doubts",
    "accusations_add_up": "DELETE FROM daily_accusations WHERE accuser_id = 'artsakh'",
    "one_ceasefire_is_principal": "UPDATE assessments SET principal = false",
    "answers_are_of_one_article": "UPDATE claims SET report_id = 2 WHERE id = 2",
    "incidents_follow_their_agreement": "UPDATE ceasefires SET ended_on = '2021-01-01'",
    "nothing_happens_after_its_telling": "UPDATE reports SET started_on = '2022-08-09', ended_on = '2022-08-09'",
    "old_reports_are_background": "UPDATE reports SET started_on = '2020-08-09', ended_on = '2020-08-09'",
    "tolls_are_plausible": "UPDATE incident_tolls SET best = 5000, highest = 5000",
    "issues_are_opened_once": "INSERT INTO issues (stage, code, detail, article_id, span_start, span_end)"
                              " SELECT stage, code, detail, article_id, span_start, span_end FROM issues",
    "feeds_are_not_silent": "INSERT INTO feeds (url, added_at, last_polled_at)"
                            " VALUES ('https://a.example', now() - interval '20 d', now())",
    "feeds_succeed": "INSERT INTO feeds (url, added_at) VALUES ('https://a.example', now() - interval '4 d')",
    "merges_end": "INSERT INTO incidents (id, public_id, event_type, date_precision, standing, reports, sources, merged_into, withdrawn_at,"
                  " withdrawn_why) VALUES (8, 'TW-00000-00008', 'clash', 'unknown', 'alleged', 0, 0, 9, now(), 'merged'),"
                  " (9, 'TW-00000-00009', 'clash', 'unknown', 'alleged', 0, 0, 8, now(), 'merged')",
    "layouts_have_not_drifted": """
        INSERT INTO pages (id, url, fetch_url, origin, outlet_id, outcome, sha256, fetched_at, extracted_by)
        SELECT n, 'https://w.example/' || n, 'https://w.example/' || n, 'feed', 'wire', 'ok', repeat('0', 64),
               now() - CASE WHEN n < 120 THEN interval '9 d' ELSE interval '1 d' END, 'x' FROM generate_series(101, 140) n;
        INSERT INTO articles (id, page_id, part, outlet_id, url, canonical_url, text, kind, quality, text_sha256, fetched_at, extracted_by)
        SELECT id, id, 0, 'wire', url, url, '', 'article', CASE WHEN id < 120 THEN 'good' ELSE 'empty' END,
               encode(sha256(''), 'hex'), fetched_at, 'x' FROM pages WHERE id > 100""",
}


@pytest.mark.parametrize("check", sorted(path.stem for path in CHECKS.glob("*.sql")))
def test_each_check_finds_what_it_names(story: Story, check: str) -> None:
    story.connection.execute(sa.text("DELETE FROM incident_tolls WHERE id = 2"))
    story.connection.exec_driver_sql(SPOILED[check], execution_options={"no_parameters": True})
    findings = found(story)
    assert check in findings, findings
    assert str(findings[check][0]).startswith(f"{findings[check][0].level} {check}: ")


def test_a_check_without_its_level_is_an_error(story: Story, tmp_path: Path) -> None:
    (tmp_path / "odd.sql").write_text("-- maybe: odd\nSELECT 1")
    with pytest.raises(ValueError, match=r"odd\.sql:1: must begin with"):
        run_checks(story.connection, tmp_path)


def test_many_findings_are_counted_not_listed(story: Story, tmp_path: Path) -> None:
    (tmp_path / "many.sql").write_text("-- warn: many\nSELECT 'row ' || n AS row, NULL AS url, 'x' AS detail FROM generate_series(1, 50) n")
    findings = run_checks(story.connection, tmp_path)
    assert len(findings) == 21
    assert str(findings[-1]) == "warn many: many · and 30 rows more"
