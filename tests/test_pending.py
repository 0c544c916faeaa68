"""What is pending: every row the current rules have not made, never done first, newest first."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, func, insert

from etl.store import readings
from schema.tables import articles, pages

MADE = {1: None, 2: "b", 3: None, 4: "m", 5: "z", 6: "b", 7: "z"}  # the current rules are "m"


def store(engine: Engine) -> None:
    with engine.begin() as connection:
        for key, rules in MADE.items():
            url = f"https://example.org/{key}"
            connection.execute(insert(pages).values(id=key, url=url, fetch_url=url, origin="import"))
            connection.execute(insert(articles).values(
                id=key, page_id=key, part=0, url=url, canonical_url=url, text="", kind="article", quality="good", text_sha256="0" * 64,
                fetched_at=func.now(), extracted_by="x", published=date(2020, 1, key), published_source="meta", parsed_by=rules,
                superseded_at=func.now() if key == 7 else None))


def test_the_never_read_come_first_and_the_newest_of_each_before_the_older(engine: Engine) -> None:
    store(engine)
    with engine.begin() as connection:
        assert [article.id for article in readings.take_pending(connection, "m", 10)] == ["3", "1", "6", "2", "5"]
        assert [article.id for article in readings.take_pending(connection, "m", 3)] == ["3", "1", "6"]


def test_two_workers_take_different_rows(engine: Engine) -> None:
    store(engine)
    with engine.begin() as one, engine.begin() as two:
        assert [article.id for article in readings.take_pending(one, "m", 3)] == ["3", "1", "6"]
        assert [article.id for article in readings.take_pending(two, "m", 3)] == ["2", "5"]
        assert readings.take_pending(two, "m", 0) == []
