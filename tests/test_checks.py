"""The data checks: one small story passes them, and each finds what it is named for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from etl.store.checks import CHECKS, Finding, run_checks
from tests.story import Story, told


@pytest.fixture
def story(engine: Engine) -> Iterator[Story]:
    """The story, not committed."""
    yield from told(engine)


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
    "replaced_reports_are_let_go": "UPDATE reports SET replaced_at = now() WHERE id = 3",
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
