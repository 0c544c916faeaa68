"""The metadata all tables hang on, and the columns that several sections share. Every table and column has a comment.

Comments are written for the analyst: they become docs/dictionary.md and the tooltips of BI tools. Reference rows have text slugs
as keys, pipeline rows numbers; foreign keys have one column each; codes are text with a lookup table (schema/codes.py).
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData
from sqlalchemy.schema import SchemaItem

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


def ident(comment: str) -> Column[int]:
    """A pipeline row's key: a number that Postgres gives."""
    return Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True, comment=comment)


def slug(comment: str) -> list[SchemaItem]:
    """A reference row's key: lower-case words parted by hyphens."""
    return [
        Column("id", sa.Text, primary_key=True, comment=comment),
        CheckConstraint("id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="id_slug"),
    ]


def text(name: str, comment: str, nullable: bool = False) -> Column[str]:
    return Column(name, sa.Text, nullable=nullable, comment=comment)


def number(name: str, comment: str, nullable: bool = False) -> Column[int]:
    return Column(name, sa.Integer, nullable=nullable, comment=comment)


def day(name: str, comment: str) -> Column[Any]:
    """A date that may be unknown."""
    return Column(name, sa.Date, nullable=True, comment=comment)


def moment(name: str, comment: str) -> Column[Any]:
    """A point in time that may not have come yet."""
    return Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment)


def stamp(name: str, comment: str) -> Column[Any]:
    """When the row was written: now, unless said."""
    return Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now(), comment=comment)


def flag(name: str, comment: str, default: bool | None = None) -> Column[bool]:
    server_default = None if default is None else sa.text(str(default).lower())
    return Column(name, sa.Boolean, nullable=False, server_default=server_default, comment=comment)


def ref(name: str, target: str, comment: str, nullable: bool = False, index: bool = True) -> Column[Any]:
    """A foreign key to `table.column`, of that column's type, indexed."""
    return Column(name, ForeignKey(target), nullable=nullable, index=index, comment=comment)


def code(name: str, table: str, comment: str, nullable: bool = False) -> Column[str]:
    """A code of a lookup table. Without an index: few codes, many rows."""
    return Column(name, sa.Text, ForeignKey(f"{table}.code"), nullable=nullable, comment=comment)


def span() -> list[SchemaItem]:
    """The words of the article that are the evidence: text[span_start:span_end] in characters, counted from 0."""
    return [
        number("span_start", "First character of the evidence in articles.text, counted from 0"),
        number("span_end", "Character after the last one of the evidence in articles.text"),
        CheckConstraint("0 <= span_start AND span_start < span_end", name="span"),
    ]


def amount() -> list[SchemaItem]:
    """How many: "at least three" is 3 and NULL, "up to 20" NULL and 20, "no casualties" 0 and 0."""
    return [
        number("low", "At least so many; NULL when no lower bound is said", nullable=True),
        number("high", "At most so many; NULL when no upper bound is said", nullable=True),
        CheckConstraint("low >= 0 AND high >= 0 AND low <= high", name="amount"),
    ]


def occurred() -> list[SchemaItem]:
    """When, in whole days of local time; unknown has no dates. Wants a column `created_at` beside it."""
    return [
        day("started_on", "First day on which it happened, local time; NULL when unknown"),
        day("ended_on", "Last day on which it happened, local time; NULL when unknown"),
        code("date_precision", "date_precisions", "How exactly the days are known"),
        CheckConstraint("(started_on IS NULL) = (ended_on IS NULL) AND (started_on IS NULL) = (date_precision = 'unknown')",
                        name="days_known"),
        CheckConstraint("started_on <= ended_on AND (date_precision <> 'day' OR started_on = ended_on)", name="days_in_order"),
        CheckConstraint("started_on >= DATE '1900-01-01' AND started_on <= (created_at AT TIME ZONE 'UTC')::date + 2",
                        name="days_sane"),
    ]


def position() -> list[SchemaItem]:
    """Latitude and longitude, both or neither."""
    return [
        Column("lat", sa.Double, nullable=True, comment="Latitude in degrees north, WGS 84"),
        Column("lon", sa.Double, nullable=True, comment="Longitude in degrees east, WGS 84"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL) AND lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
    ]


def located() -> list[SchemaItem]:
    """Where: a place of the gazetteer, or only the name the article gives, or nothing."""
    return [
        ref("place_id", "places.id", "The place in the gazetteer; NULL when it isn't known there", nullable=True),
        text("place_name", "The place's name; NULL when no place is said", nullable=True),
        text("country", "Country of the place, ISO 3166-1 alpha-2", nullable=True),
        *position(),
        code("place_precision", "place_precisions", "How exactly the place is known; NULL when no place is said", nullable=True),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        CheckConstraint("(place_name IS NULL) = (place_precision IS NULL) AND (place_id IS NULL OR place_name IS NOT NULL)",
                        name="place_named"),
    ]
