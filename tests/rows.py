"""Rows written by hand: an article of its own page."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from schema.tables import metadata


def add_article(connection: Connection, number: int, text: str, **values: object) -> None:
    """An article of its own page."""
    url, now = f"https://example.org/{number}", datetime(2026, 1, 2, tzinfo=UTC)
    insert(connection, "pages", id=number, url=url, fetch_url=url, origin="import")
    insert(connection, "articles", **{
        "id": number, "page_id": number, "part": 0, "url": url, "canonical_url": url, "text": text, "kind": "article", "quality": "good",
        "text_sha256": "0" * 64, "fetched_at": now, "extracted_by": "x", **values})


def insert(connection: Connection, table: str, **values: object) -> None:
    connection.execute(metadata.tables[table].insert().values(**values))
