"""The tables are guarded against insane rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from tests.rows import add_article, insert

REPORT = {"article_id": 1, "n": 1, "event_type": "shelling", "date_precision": "unknown", "standing": "alleged", "background": False,
          "span_start": 0, "span_end": 4, "made_by": "x"}


@pytest.fixture
def article(engine: Engine) -> Iterator[Connection]:
    """A connection to a database with one article, number 1."""
    with engine.connect() as connection:
        add_article(connection, 1, "Shots were fired.")
        yield connection


@pytest.mark.parametrize(("change", "constraint"), [
    ({"event_type": "quarrel"}, "fk_reports_event_type"),
    ({"span_start": 4}, "ck_reports_span"),
    ({"span_start": -1}, "ck_reports_span"),
    ({"n": 0}, "ck_reports_n"),
    ({"started_on": "2026-01-01"}, "ck_reports_days_known"),
    ({"date_precision": "day"}, "ck_reports_days_known"),
    ({"started_on": "2026-01-01", "ended_on": "2026-01-02", "date_precision": "day"}, "ck_reports_days_in_order"),
    ({"started_on": "2026-01-03", "ended_on": "2026-01-02", "date_precision": "range"}, "ck_reports_days_in_order"),
    ({"started_on": "0025-01-03", "ended_on": "0025-01-03", "date_precision": "day"}, "ck_reports_days_sane"),
    ({"started_on": "2999-01-03", "ended_on": "2999-01-03", "date_precision": "day"}, "ck_reports_days_sane"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 91, "lon": 0}, "ck_reports_position"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 39, "lon": 181}, "ck_reports_position"),
    ({"place_name": "Lachin", "place_precision": "settlement", "lat": 39}, "ck_reports_position"),
    ({"place_name": "Lachin"}, "ck_reports_place_named"),
    ({"country": "Azerbaijan"}, "ck_reports_country"),
    ({"initiator_id": "atlantis"}, "fk_reports_initiator_id"),
    ({"article_id": 2}, "fk_reports_article_id"),
])
def test_insane_reports_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "reports", **(REPORT | change))


def test_sane_reports_are_not(article: Connection) -> None:
    insert(article, "reports", **REPORT)
    insert(article, "reports", **(REPORT | {"n": 2, "started_on": "2026-01-01", "ended_on": "2026-01-03", "date_precision": "range",
                                            "place_name": "Lachin", "place_precision": "area", "lat": 39.6, "lon": 46.5, "country": "AZ"}))


def test_a_reading_is_stored_once(article: Connection) -> None:
    insert(article, "reports", **REPORT)
    with pytest.raises(sa.exc.IntegrityError, match="uq_reports_article_id_n"):
        insert(article, "reports", **REPORT)


@pytest.mark.parametrize(("change", "constraint"), [
    ({"low": 3, "high": 2}, "ck_casualties_amount"),
    ({"low": -1}, "ck_casualties_amount"),
    ({"low": None}, "ck_casualties_counted"),
    ({"harm": "shots_fired"}, "ck_casualties_harm_to_people"),
    ({"status": "robots"}, "fk_casualties_status"),
])
def test_insane_casualties_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    insert(article, "reports", id=1, **REPORT)
    row = {"report_id": 1, "status": "military", "harm": "killed", "low": 2, "span_start": 0, "span_end": 4, "rule": "x"}
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "casualties", **(row | change))


@pytest.mark.parametrize(("change", "constraint"), [
    ({"code": "Not A Code"}, "ck_issues_code"),
    ({"span_start": 1, "span_end": 3}, "ck_issues_span"),
    ({"article_id": 1, "page_id": 1}, "ck_issues_one_subject"),
    ({"stage": "guess"}, "fk_issues_stage"),
])
def test_insane_issues_are_refused(article: Connection, change: dict[str, object], constraint: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=constraint):
        insert(article, "issues", **({"stage": "parse", "code": "unknown_place", "detail": "x"} | change))
