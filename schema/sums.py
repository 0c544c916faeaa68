"""Sums and doubts that the resolver keeps beside the incidents, in the same transaction, so that views over all years answer at once."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table
from sqlalchemy import text as sql

from schema.base import code, day, ident, metadata, number, ref, stamp, text


def _accusations() -> list[Column[object]]:
    """Who accuses whom of what, by day of publication, and how it is answered; copies of one text count once."""
    return [
        ref("accuser_id", "parties.id", "The side that accuses; NULL when the speaker is of no known side", nullable=True, index=False),
        ref("accused_id", "parties.id", "The side accused; NULL when none is named", nullable=True, index=False),
        code("about", "topics", "What it is about"),
        day("published", "Day of publication; NULL when unknown"),
        number("accusations", "Times it is said, over all articles that are no copies"),
        number("incidents", "Incidents it is said of, each on the first day on which it is said of it"),
        number("admitted", "Accusations of which the accused side admits the incident"),
        number("denied", "Accusations that the accused side denies"),
        number("returned", "Accusations of which the accused side says that the accuser did it"),
        number("unanswered", "Accusations to which no answer of the accused side is known"),
    ]


incident_accusations = Table(
    "incident_accusations", metadata,
    ident("Number of the row"),
    ref("incident_id", "incidents.id", "The incident"),
    *_accusations(),
    comment="Who accuses whom of an incident, by day of publication; the claims themselves stand in claims",
)

daily_accusations = Table(
    "daily_accusations", metadata,
    ident("Number of the row"),
    *_accusations(),
    Index("uq_daily_accusations_once", "accuser_id", "accused_id", "about", "published", unique=True, postgresql_nulls_not_distinct=True),
    comment="incident_accusations added up over all incidents, and accusations of no single incident",
)

daily_tolls = Table(
    "daily_tolls", metadata,
    ident("Number of the row"),
    day("started_on", "First day of the incidents; NULL when unknown"),
    day("ended_on", "Last day of the incidents; NULL when unknown"),
    ref("party_id", "parties.id", "The side of the people harmed; NULL when not said", nullable=True, index=False),
    code("status", "statuses", "Military or civilian"),
    code("harm", "harms", "What was done to them; NULL for all harms: then `incidents` counts each incident once", nullable=True),
    number("incidents", "Incidents for which somebody counts such people"),
    number("counted", "Of them, those with a figure"),
    number("people", "`adds` of incident_tolls added up"),
    Index("uq_daily_tolls_once", "started_on", "ended_on", "party_id", "status", "harm", unique=True, postgresql_nulls_not_distinct=True),
    comment="incident_tolls added up over the incidents that count, by their days",
)

doubts = Table(
    "doubts", metadata,
    ident("Number of the row"),
    text("item", "Kind and number of the row it is about"),
    text("kind", "dispute, near_miss, value or link"),
    text("code", "What the dispute is about; nearly_one; contradicting_places, unknown_sides or unknown_doer; weak_link"),
    ref("incident_id", "incidents.id", "The incident"),
    ref("report_id", "reports.id", "The report whose words are to be looked at", index=False),
    text("what", "The two versions, the other incident and the points, the places, or the kind of incident"),
    number("weight", "What it weighs: by kind, and 1 for each person killed in the incident"),
    stamp("since", "When it arose"),
    Index("uq_doubts_item", "item", unique=True),
    Index("ix_doubts_weight", sql("weight DESC"), "since"),
    comment="What a person had better look at in the incidents that count; bi.review_queue shows those that nobody has judged",
)
