"""What articles say: reports with their casualties and mentions, claims, tallies; and what could not be done, issues.

A reading is replaced as a whole when the rules change: the old rows stay, stamped `replaced_at`.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from schema.base import amount, code, flag, ident, located, metadata, moment, number, occurred, ref, span, stamp, text

REPLACED = "When newer rules read the article anew and this row ceased to count; NULL while it counts"
RULE = "Name of the rule that read it"
TALLIED = "('violations', 'shots_fired', 'shells_fired', 'explosions')"

reports = Table(
    "reports", metadata,
    ident("Number of the report"),
    ref("article_id", "articles.id", "The article that tells it"),
    number("n", "Number of the report within the reading of its article, from 1"),
    code("event_type", "event_types", "Kind of incident"),
    *occurred(),
    *located(),
    ref("initiator_id", "parties.id", "The side said to have done it; NULL when nobody is said to", nullable=True),
    ref("initiator_actor_id", "actors.id", "The body said to have done it, where one is named", nullable=True, index=False),
    ref("target_id", "parties.id", "The side it was done to; NULL when not said", nullable=True),
    ref("target_actor_id", "actors.id", "The body it was done to, where one is named", nullable=True, index=False),
    text("weapons", "Weapons named, as codes parted by '; '; NULL when none is", nullable=True),
    code("standing", "standings", "How the report stands within its article, by who says so"),
    flag("background", "True for an earlier event recalled with its day and its doer"),
    *span(),
    text("made_by", "Fingerprint of the rules and words that read it"),
    stamp("created_at", "When it was read"),
    moment("replaced_at", REPLACED),
    text("resolved_by", "Fingerprint of the rules that last concluded from it; NULL before", nullable=True),
    CheckConstraint("n >= 1", name="n"),
    CheckConstraint("replaced_at >= created_at", name="replaced"),
    Index("uq_reports_article_id_n", "article_id", "n", unique=True, postgresql_where=sql("replaced_at IS NULL")),
    Index("ix_reports_started_on", "started_on"),
    Index("ix_reports_resolved_by", "resolved_by", "started_on", postgresql_where=sql("replaced_at IS NULL")),
    Index("ix_reports_retired", "id", postgresql_where=sql("replaced_at IS NOT NULL AND resolved_by IS NOT NULL")),
    comment="One article's telling of one incident: a use of force or a breach of a ceasefire, at some place, at some time",
)

casualties = Table(
    "casualties", metadata,
    ident("Number of the casualty row"),
    ref("report_id", "reports.id", "The report it belongs to"),
    ref("party_id", "parties.id", "The side of the people harmed; NULL when not said", nullable=True),
    code("status", "statuses", "Military or civilian"),
    code("harm", "harms", "What was done to them"),
    *amount(),
    text("vague", "The words of a count without a number, such as \"dozens\"; NULL when a number is given", nullable=True),
    text("names", "Names of the people, parted by '; '; NULL when none is given", nullable=True),
    text("birth_years", "Their years of birth in the order of the names, parted by '; ', empty where one is not given; NULL when none is",
         nullable=True),
    ref("claimant_id", "actors.id", "The body that says so; NULL when it is the outlet itself or unknown", nullable=True),
    ref("claimant_party_id", "parties.id", "The side of the body that says so", nullable=True, index=False),
    *span(),
    text("rule", RULE),
    CheckConstraint(f"harm NOT IN {TALLIED}", name="harm_to_people"),
    CheckConstraint("num_nonnulls(low, high, vague) >= 1", name="counted"),
    comment="People harmed in one report, by side, status and kind of harm, as one claimant counts them; a claim too",
)

claims = Table(
    "claims", metadata,
    ident("Number of the claim"),
    ref("article_id", "articles.id", "The article that tells it"),
    number("n", "Number of the claim within the reading of its article, from 1"),
    code("act", "acts", "What the speaker does with these words"),
    ref("speaker_id", "actors.id", "The body that speaks; NULL when only its side is known", nullable=True),
    ref("speaker_party_id", "parties.id", "The side that speaks", nullable=True),
    ref("target_party_id", "parties.id", "The side it is said of or to; NULL when none or several", nullable=True),
    code("about", "topics", "What it is about"),
    ref("report_id", "reports.id", "The report it is about, when it is about one", nullable=True),
    ref("answers_id", "claims.id", "The claim it answers, such as the accusation a denial denies", nullable=True),
    ref("via_id", "actors.id", "The body that passed it on", nullable=True, index=False),
    *span(),
    text("rule", RULE),
    text("made_by", "Fingerprint of the rules and words that read it"),
    stamp("created_at", "When it was read"),
    moment("replaced_at", REPLACED),
    Column("counted", sa.Boolean, nullable=True,
           comment="Whether a claim of no single incident is an accusation in daily_accusations; NULL before the resolver has seen it"),
    CheckConstraint("n >= 1", name="n"),
    CheckConstraint("answers_id <> id", name="answers_another"),
    CheckConstraint("replaced_at >= created_at", name="replaced"),
    Index("uq_claims_article_id_n", "article_id", "n", unique=True, postgresql_where=sql("replaced_at IS NULL")),
    Index("ix_claims_uncounted", "id", postgresql_where=sql(
        "report_id IS NULL AND (counted IS NULL OR (counted AND replaced_at IS NOT NULL))")),
    comment="Speech acts: who accuses, denies, admits, condemns or calls for what, of whom",
)

tallies = Table(
    "tallies", metadata,
    ident("Number of the tally"),
    ref("article_id", "articles.id", "The article that tells it"),
    ref("party_id", "parties.id", "The side harmed, or that did the violations, shots, shells or explosions", nullable=True),
    code("harm", "harms", "What is counted"),
    *amount(),
    text("period", "The time it covers, in the article's words; NULL when not said", nullable=True),
    ref("claimant_id", "actors.id", "The body that counts; NULL when unknown or the outlet itself", nullable=True, index=False),
    *span(),
    text("rule", RULE),
    text("made_by", "Fingerprint of the rules and words that read it"),
    stamp("created_at", "When it was read"),
    moment("replaced_at", REPLACED),
    CheckConstraint("num_nonnulls(low, high) >= 1", name="counted"),
    CheckConstraint("replaced_at >= created_at", name="replaced"),
    comment="Sums over many events, such as violations since January; kept out of every report and toll",
)

mentions = Table(
    "mentions", metadata,
    ident("Number of the mention"),
    ref("report_id", "reports.id", "The report whose value it is"),
    text("field", "Which value: event_type, date, place, initiator, target, weapon, standing; told for more words that tell it"),
    text("value", "The value as stored: a code, a slug, a date"),
    *span(),
    text("rule", RULE),
    UniqueConstraint("report_id", "field", "span_start", "span_end", "value", name="uq_mentions_once"),
    comment="The words each value of a report was read from, and the rule that read them",
)

issues = Table(
    "issues", metadata,
    ident("Number of the issue"),
    code("stage", "stages", "The step of the pipeline that could not do it"),
    text("code", "What kind of thing could not be done, such as unknown_place"),
    text("detail", "The words, name or error it is about"),
    ref("feed_id", "feeds.id", "The feed it is about", nullable=True),
    ref("page_id", "pages.id", "The page it is about", nullable=True),
    ref("article_id", "articles.id", "The article it is about", nullable=True),
    ref("incident_id", "incidents.id", "The incident it is about, or in whose telling it was met", nullable=True),
    number("span_start", "First character of the words in articles.text, counted from 0; NULL without words", nullable=True),
    number("span_end", "Character after the last one of the words in articles.text", nullable=True),
    stamp("opened_at", "When it was met"),
    moment("closed_at", "When it was settled, by newer rules or by a person; NULL while it is open"),
    Column("killed", sa.Integer, nullable=False, server_default="0", comment="People killed in that incident"),
    Column("weight", sa.Integer, sa.Computed("killed + CASE stage WHEN 'resolve' THEN 100 WHEN 'parse' THEN 2 ELSE 1 END", persisted=True),
           nullable=False, comment="What it weighs in the review queue"),
    CheckConstraint("code ~ '^[a-z0-9]+(_[a-z0-9]+)*$'", name="code"),
    CheckConstraint("num_nonnulls(feed_id, page_id, coalesce(article_id, incident_id)) <= 1", name="one_subject"),
    CheckConstraint("(span_start IS NULL) = (span_end IS NULL) AND 0 <= span_start AND span_start < span_end"
                    " AND (span_start IS NULL OR article_id IS NOT NULL)", name="span"),
    CheckConstraint("closed_at >= opened_at", name="closed"),
    Index("ix_issues_open", "stage", "code", postgresql_where=sql("closed_at IS NULL")),
    Index("ix_issues_weight", sql("weight DESC"), "opened_at", postgresql_where=sql("closed_at IS NULL")),
    comment="What the pipeline could not do: the analyst's queue",
)
