"""Parse over a database: once, twice, by two workers, killed in the middle, refused by the database, rehearsed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from etl.model import Article, Casualty, Occurred, Reading, Report
from etl.newsroom.content import pieces
from etl.stages import history, read
from etl.stages.collect import extract
from etl.store import readings, summary

WORKER = """
import sys
from etl.stages.read import parse
from schema import admin
print(parse(admin.engine(sys.argv[1]))["articles"])
"""


@pytest.fixture
def library(reference_engine: Engine) -> Engine:
    """A database with the newsroom's articles, unread."""
    lines = [json.dumps({"url": f"https://example.org/{key}", "title": piece.title, "text": piece.body,
                         "published": piece.published.date().isoformat()}) for key, piece in pieces().items() if piece.body][:24]
    history.import_jsonl(reference_engine, lines)
    extract(reference_engine)
    return reference_engine


def worker(engine: Engine) -> subprocess.Popen[str]:
    url = engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"TRUCE_BATCH": "2"}
    return subprocess.Popen([sys.executable, "-c", WORKER, url], stdout=subprocess.PIPE, text=True, env=environment)


def told(engine: Engine) -> list[Any]:
    """What all current readings say, without row numbers and times."""
    query = """
        SELECT a.url, r.n, r.event_type, r.started_on, r.place_name, r.initiator_id, r.target_id, r.standing, r.span_start, r.span_end,
               (SELECT count(*) FROM casualties c WHERE c.report_id = r.id), (SELECT count(*) FROM mentions m WHERE m.report_id = r.id)
        FROM reports r JOIN articles a ON a.id = r.article_id WHERE r.replaced_at IS NULL
        UNION ALL
        SELECT a.url, c.n, c.act, NULL, c.about, c.speaker_party_id, c.target_party_id, c.rule, c.span_start, c.span_end, 0, 0
        FROM claims c JOIN articles a ON a.id = c.article_id WHERE c.replaced_at IS NULL ORDER BY 1, 2, 3, 9"""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.text(query)) or 0)


def fingerprint(engine: Engine) -> str:
    with engine.connect() as connection:
        return summary.fingerprint(connection)


def test_twice_writes_nothing_the_second_time(library: Engine) -> None:
    assert read.parse(library)["articles"] >= 20
    assert count(library, "SELECT count(*) FROM reports") > 10
    before = fingerprint(library)
    assert not +read.parse(library)
    assert fingerprint(library) == before


def test_two_workers_never_take_the_same_article_and_a_killed_one_loses_nothing(library: Engine) -> None:
    total = count(library, "SELECT count(*) FROM articles")
    killed = worker(library)
    while count(library, "SELECT count(*) FROM articles WHERE parsed_by IS NOT NULL") < 3 and killed.poll() is None:
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = count(library, "SELECT count(*) FROM articles WHERE parsed_by IS NOT NULL")
    assert 3 <= done < total
    pair = [worker(library), worker(library)]
    counts = [int(process.communicate(timeout=120)[0]) for process in pair]
    assert sum(counts) == total - done
    interrupted = told(library)
    with library.begin() as connection:
        for table in ("mentions", "casualties", "claims", "tallies", "reports", "issues"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE articles SET parsed_by = NULL, reading_sha256 = NULL")
    read.parse(library)
    assert told(library) == interrupted


def test_new_rules_that_say_the_same_write_no_rows(library: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    read.parse(library)
    rows = count(library, "SELECT count(*) FROM reports")
    monkeypatch.setattr(read, "fingerprint", lambda verb: "f" * 16)
    assert read.rehearse(library) == []
    assert read.parse(library)["articles"] >= 20
    assert count(library, "SELECT count(*) FROM reports") == rows
    assert count(library, "SELECT count(*) FROM reports WHERE replaced_at IS NOT NULL") == 0


def test_new_rules_that_say_otherwise_replace_the_reading_and_can_be_rehearsed(library: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    read.parse(library)
    before, rows = told(library), count(library, "SELECT count(*) FROM reports WHERE standing <> 'denied'")
    monkeypatch.setattr(read, "fingerprint", lambda verb: "e" * 16)
    real = read.read_safely

    def denies(article: Article) -> Reading:
        reading = real(article)
        return replace(reading, reports=tuple(replace(report, standing="denied") for report in reading.reports))

    monkeypatch.setattr(read, "read_safely", denies)
    changes = read.rehearse(library)
    assert {sign for sign, *_ in changes} == {"+", "-"}
    assert told(library) == before
    read.parse(library)
    assert told(library) != before
    assert count(library, "SELECT count(*) FROM reports WHERE replaced_at IS NOT NULL") >= rows
    assert count(library, "SELECT count(*) FROM reports WHERE replaced_at IS NULL AND standing <> 'denied'") == 0


def test_a_reading_the_database_refuses_is_an_issue_and_the_batch_goes_on(library: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    first = count(library, "SELECT min(id) FROM articles")
    real = read.read_safely

    def unsound(article: Article) -> Reading:
        if int(article.id or 0) != first:
            return real(article)
        casualty = Casualty("killed", (0, 3), party="nobody-knows-it", low=1, high=1)
        report = Report(1, "shelling", Occurred(date(2022, 8, 3), date(2022, 8, 3), "day"), None, None, None, "alleged", ((0, 3),),
                        casualties=(casualty,))
        return Reading(article, True, (report,))

    monkeypatch.setattr(read, "read_safely", unsound)
    assert read.parse(library)["articles"] >= 20
    assert count(library, f"SELECT count(*) FROM issues WHERE code = 'reading_refused' AND article_id = {first}") == 1
    assert count(library, "SELECT count(*) FROM articles WHERE parsed_by IS NULL") == 0


def test_a_fault_of_the_reader_is_an_issue(library: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.stages import texts

    def fails(article: Article) -> Reading:
        raise ZeroDivisionError("a rule fell over")

    monkeypatch.setattr(texts, "read", fails)
    read.parse(library)
    assert count(library, "SELECT count(*) FROM issues WHERE code = 'reader_failed' AND detail LIKE '%a rule fell over'") >= 20


def test_spans_of_all_rows_cut_words_out_of_the_text(library: Engine) -> None:
    read.parse(library)
    for table, join in (("reports", "reports.article_id"), ("claims", "claims.article_id"), ("tallies", "tallies.article_id")):
        outside = count(library, f"SELECT count(*) FROM {table} JOIN articles ON articles.id = {join} WHERE span_end > length(text)")
        assert outside == 0, table


def test_whatever_differs_in_a_reading_is_another_reading() -> None:
    """An upgrade that reads years of birth, or by another rule, writes them."""
    read_as = [Reading(Article(""), False), Reading(Article(""), True)]
    for more in ({}, {"birth_years": (1990,)}, {"rule": "killed_verb"}):
        dead = Casualty("killed", (0, 1), None, "military", 1, 1, names=("Anar",), **more)  # type: ignore[arg-type]
        told = Report(1, "clash", Occurred(), None, None, None, "alleged", ((0, 1),), casualties=(dead,))
        read_as.append(Reading(Article(""), True, (told,)))
    assert len({readings.digest(reading) for reading in read_as}) == len(read_as)
