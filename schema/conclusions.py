"""What is concluded from all reports: incidents, their tolls, how they stand to the ceasefires, disputes, judgements, changes.

An incident keeps its number and its public id for life. Nothing here is deleted when it changes hands: a link that ended is
stamped `unlinked_at`, an incident that ended `withdrawn_at`, and each change of a value is a row of `changes`.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy import text as sql

from schema.base import code, flag, ident, located, metadata, moment, number, occurred, ref, stamp, text
from schema.codes import lookup

grades = lookup("grades", "How far an accusation is to be believed; the rules stand in docs/codebook.md", {
    "confirmed": "Its doer says so, or a monitor does",
    "fair": "Two or more independent sources say so, nobody contradicts",
    "weak": "One source says so, nobody contradicts",
    "contested": "The accused denies it, or the sides blame each other",
    "discounted": "A monitor contradicts it, or who said so took it back",
})

toll_rules = lookup("toll_rules", "Rules that choose one figure among several claimants' figures", {
    "own_side_admits": "What the side harmed says of its own people",
    "monitor_first": "What a monitor of the ceasefire or another neutral body says",
    "majority": "What more than half of the independent claimants say",
    "latest": "The newest word",
    "lowest": "The lowest figure",
})

dispute_kinds = lookup("dispute_kinds", "What two contradicting tellings disagree about", {
    "responsibility": "Who did it",
    "count": "How many people were harmed",
    "occurrence": "Whether it happened at all",
})

judgement_kinds = lookup("judgement_kinds", "What a person may say about incidents", {
    "same": "These two are one incident",
    "different": "These two are two incidents",
    "not_an_incident": "This is no incident",
    "set": "This value is so",
})

link_roles = lookup("link_roles", "How a report counts within its incident", {
    "telling": "A telling that counts as a source",
    "copy": "A copy or near-copy of another outlet's telling; no source of its own",
    "superseded": "An older version: the same outlet has told it anew",
})

toll_roles = lookup("toll_roles", "How one claimant's figure counts within a toll", {
    "current": "The claimant's newest word",
    "superseded": "The same claimant has given a newer figure since",
    "copy": "The same word of the same claimant, in another article",
})

reasons = lookup("reasons", "Why a value of an incident changed", {
    "report": "A report was added, read anew or taken away",
    "rule": "The rules of concluding changed",
    "judgement": "A person said so, or took it back",
})

signatures = Table(
    "signatures", metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True, autoincrement=False, comment="The article"),
    Column("signature", sa.LargeBinary, nullable=False, comment="MinHash of its shingles: 64 numbers of 4 bytes"),
    Column("facts", sa.LargeBinary, nullable=False, comment="Its names and numbers, a hash of 4 bytes each"),
    comment="Fingerprints of texts, by which near-copies are found; for the resolver only",
)

signature_bands = Table(
    "signature_bands", metadata,
    Column("band", sa.BigInteger, primary_key=True, autoincrement=False,
           comment="Hash of days and a part of the signature, or of an address"),
    Column("article_id", ForeignKey("articles.id"), primary_key=True, autoincrement=False, index=True, comment="The article"),
    comment="Where the resolver looks for near-copies: articles that share a band are compared; for the resolver only",
)

report_blocks = Table(
    "report_blocks", metadata,
    Column("block", sa.BigInteger, primary_key=True, autoincrement=False, comment="Hash of a side, a day and a cell of the map"),
    Column("report_id", ForeignKey("reports.id"), primary_key=True, autoincrement=False, index=True, comment="The report"),
    comment="Where the resolver looks for tellings of the same incident; for the resolver only",
)

incidents = Table(
    "incidents", metadata,
    ident("Number of the incident"),
    text("public_id", "Permanent id to cite, such as TW-7K3QF-2M9XA; never reused"),
    code("event_type", "event_types", "Kind of incident, as most sources have it"),
    *occurred(),
    *located(),
    ref("initiator_id", "parties.id",
        "The side said to have done it; NULL when unknown or when the sides blame each other", nullable=True),
    ref("target_id", "parties.id",
        "The side it was done to; NULL when unknown or when the sides blame each other", nullable=True),
    text("weapons", "Weapons named, as codes parted by '; '; NULL when none is", nullable=True),
    code("standing", "standings", "How it stands over all its reports, by who says so"),
    number("reports", "Reports that tell it, copies included"),
    number("sources", "Independent sources: copies of one text and articles of one outlet count once"),
    text("judged", "Fields whose value a person has set, parted by '; '; NULL when none is", nullable=True),
    ref("merged_into", "incidents.id",
        "The incident it turned out to be a part of; NULL while it stands for itself", nullable=True),
    stamp("created_at", "When it was first concluded"),
    stamp("updated_at", "When a value of it last changed"),
    moment("withdrawn_at", "When it ceased to be an incident of its own; NULL while it counts"),
    text("withdrawn_why", "no_reports, merged or judged; NULL while it counts", nullable=True),
    CheckConstraint("public_id ~ '^TW-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$'", name="public_id"),
    CheckConstraint("reports >= 0 AND sources >= 0 AND sources <= reports", name="sources"),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why IS NULL)"
                    " AND (merged_into IS NOT NULL) = (coalesce(withdrawn_why, '') = 'merged')"
                    " AND withdrawn_why IN ('no_reports', 'merged', 'judged')", name="withdrawn"),
    CheckConstraint("merged_into <> id", name="merged_into_another"),
    Index("uq_incidents_public_id", "public_id", unique=True),
    Index("ix_incidents_started_on", "started_on"),
    comment="What happened, once, however many articles tell it; rows with withdrawn_at no longer count",
)

incident_reports = Table(
    "incident_reports", metadata,
    ident("Number of the link"),
    ref("incident_id", "incidents.id", "The incident"),
    ref("report_id", "reports.id", "The report that tells it"),
    code("role", "link_roles", "How the report counts"),
    Column("score", sa.Double, nullable=True,
           comment="Points for the strongest tie to another report of it; NULL when it is the only one"),
    text("why", "The features behind the score, readable; or the judgement that ties it"),
    stamp("linked_at", "When it was linked"),
    moment("unlinked_at", "When it ceased to belong to the incident; NULL while it does"),
    CheckConstraint("unlinked_at >= linked_at", name="unlinked"),
    Index("uq_incident_reports_current", "report_id", unique=True, postgresql_where=sql("unlinked_at IS NULL")),
    comment="Which reports tell which incident, and why they are held to",
)

incident_tolls = Table(
    "incident_tolls", metadata,
    ident("Number of the toll"),
    ref("incident_id", "incidents.id", "The incident"),
    ref("party_id", "parties.id", "The side of the people harmed; NULL when not said", nullable=True),
    code("status", "statuses", "Military or civilian"),
    code("harm", "harms", "What was done to them"),
    number("lowest", "Lowest current figure of any claimant; NULL when nobody gives one", nullable=True),
    number("best", "The figure the rule chooses; NULL when nobody gives one", nullable=True),
    number("highest", "Highest current figure of any claimant; NULL when nobody gives one", nullable=True),
    code("rule", "toll_rules", "The rule that chose `best`; NULL when there is no figure", nullable=True),
    number("own_side_admits", "Figure by the rule own_side_admits; NULL when the rule is silent", nullable=True),
    number("monitor_first", "Figure by the rule monitor_first; NULL when the rule is silent", nullable=True),
    number("majority", "Figure by the rule majority; NULL when the rule is silent", nullable=True),
    number("latest", "Figure by the rule latest", nullable=True),
    text("lowest_by", "Who gives the lowest figure, parted by '; '", nullable=True),
    text("best_by", "Who gives the best figure, parted by '; '", nullable=True),
    text("highest_by", "Who gives the highest figure, parted by '; '", nullable=True),
    text("vague", "Words without a number, such as \"dozens\", parted by '; '", nullable=True),
    number("claimants", "Independent claimants whose newest word is counted here"),
    number("adds", "What to add up over an incident's rows: `best` less what other rows count already; NULL without a figure",
           nullable=True),
    CheckConstraint("lowest >= 0 AND lowest <= highest AND best BETWEEN lowest AND highest", name="figures"),
    CheckConstraint("(best IS NULL) = (rule IS NULL)", name="ruled"),
    CheckConstraint("adds BETWEEN 0 AND best", name="adds"),
    Index("uq_incident_tolls_once", "incident_id", "party_id", "status", "harm", unique=True, postgresql_nulls_not_distinct=True),
    comment="People harmed in an incident, by side, status and harm: lowest, best and highest figure and who gives them. "
            "A zero is a claim; a missing row says nothing. Sum `adds`, never `best`: a total and its parts are both kept",
)

toll_claims = Table(
    "toll_claims", metadata,
    Column("casualty_id", ForeignKey("casualties.id"), primary_key=True, autoincrement=False,
           comment="The claimant's figure, with its words"),
    ref("toll_id", "incident_tolls.id", "The toll it goes into"),
    code("role", "toll_roles", "How it counts"),
    comment="The figures behind each toll",
)

assessments = Table(
    "assessments", metadata,
    ident("Number of the assessment"),
    ref("incident_id", "incidents.id", "The incident"),
    ref("ceasefire_id", "ceasefires.id",
        "The ceasefire in force there, that day, between those sides; NULL when none was", nullable=True),
    ref("accused_id", "parties.id", "The side accused; NULL when nobody is", nullable=True),
    text("alleged_by", "Who accuses it, parted by '; ': bodies, sides, or outlets in their own voice", nullable=True),
    text("observed_by", "Monitors and other neutral bodies that say so, parted by '; '", nullable=True),
    text("denied_by", "Who denies it, parted by '; '", nullable=True),
    text("admitted_by", "Who of the accused side admits it, parted by '; '", nullable=True),
    code("grade", "grades", "How far to believe the accusation"),
    text("rule", "The rule that gave the grade, as named in docs/codebook.md"),
    flag("principal", "True under the one ceasefire to count the incident by, of several the latest; true too where none was in force"),
    Index("uq_assessments_once", "incident_id", "ceasefire_id", "accused_id", unique=True, postgresql_nulls_not_distinct=True),
    comment="How an incident stands to the ceasefires in force, one row for each side accused",
)

near_misses = Table(
    "near_misses", metadata,
    ident("Number of the pair"),
    ref("incident_id", "incidents.id", "The one incident, that whose nearest report was told first", index=False),
    ref("other_id", "incidents.id", "The other incident"),
    ref("report_id", "reports.id", "Of its reports the one nearest to the other incident", index=False),
    ref("other_report_id", "reports.id", "Of the other's reports the one nearest to it", index=False),
    Column("score", sa.Double, nullable=False, comment="Points of the two reports"),
    text("why", "The features behind the score, readable"),
    CheckConstraint("incident_id <> other_id", name="two"),
    Index("uq_near_misses_once", "incident_id", "other_id", unique=True),
    comment="Incidents that are nearly held for one: their nearest reports tie, or lack half a point, and nobody has judged them",
)

disputes = Table(
    "disputes", metadata,
    ident("Number of the dispute"),
    ref("incident_id", "incidents.id", "The incident"),
    code("kind", "dispute_kinds", "What it is about"),
    ref("party_id", "parties.id", "Dispute over a count: the side of the people harmed", nullable=True, index=False),
    code("status", "statuses", "Dispute over a count: military or civilian", nullable=True),
    code("harm", "harms", "Dispute over a count: what was done to them", nullable=True),
    ref("first_report_id", "reports.id", "The report that tells the first version"),
    ref("first_claim_id", "claims.id", "The claim that says it, where there is one", nullable=True),
    ref("first_casualty_id", "casualties.id", "The figure it gives, in a dispute over a count", nullable=True),
    ref("second_report_id", "reports.id", "The report that tells the second version"),
    ref("second_claim_id", "claims.id", "The claim that says it, where there is one", nullable=True),
    ref("second_casualty_id", "casualties.id", "The figure it gives, in a dispute over a count", nullable=True),
    text("first_says", "The first version in short: who says what"),
    text("second_says", "The second version in short: who says what"),
    CheckConstraint("(kind = 'count') = (first_casualty_id IS NOT NULL AND second_casualty_id IS NOT NULL)", name="count_of"),
    comment="Two versions of one incident that cannot both hold",
)

judgements = Table(
    "judgements", metadata,
    ident("Number of the judgement"),
    code("kind", "judgement_kinds", "What is said"),
    text("subject", "The incident it is about, by public id; or one telling, as report:NUMBER"),
    text("other", "The second incident or telling, for same and different", nullable=True),
    text("field", "The field to set: event_type, started_on, ended_on, place, initiator or target", nullable=True),
    text("value", "The value to set; NULL sets it to unknown", nullable=True),
    text("why", "The reason, for whoever reads it in five years"),
    Column("made_by", sa.Text, nullable=False, server_default=sql("session_user"), comment="Who says so"),
    stamp("made_at", "When it was said"),
    moment("withdrawn_at", "When it was taken back; NULL while it holds"),
    ref("article_id", "articles.id",
        "Anchor: the article of a telling of the subject; found from `subject` when left out", nullable=True),
    number("span_start", "Anchor: first character of that telling's words", nullable=True),
    number("span_end", "Anchor: character after the last of them", nullable=True),
    ref("other_article_id", "articles.id", "Anchor of the second, likewise", nullable=True),
    number("other_start", "Anchor of the second: first character", nullable=True),
    number("other_end", "Anchor of the second: character after the last", nullable=True),
    moment("applied_at", "When the resolver last took it (or its withdrawal) into account; NULL while it waits"),
    CheckConstraint("(kind IN ('same', 'different')) = (other IS NOT NULL)", name="other"),
    CheckConstraint("(kind = 'set') = (field IS NOT NULL) AND (kind = 'set' OR value IS NULL)", name="value"),
    CheckConstraint("field IN ('event_type', 'started_on', 'ended_on', 'place', 'initiator', 'target')", name="field"),
    CheckConstraint("length(trim(why)) > 0", name="why"),
    CheckConstraint("span_start >= 0 AND span_start < span_end AND other_start >= 0 AND other_start < other_end", name="anchors"),
    CheckConstraint("num_nonnulls(article_id, span_start, span_end) IN (0, 3)"
                    " AND num_nonnulls(other_article_id, other_start, other_end) IN (0, 3)", name="anchored"),
    Index("ix_judgements_waiting", "id", postgresql_where=sql("applied_at IS NULL")),
    comment="What persons have decided; anchored on places in texts, so that it outlives every new reading",
)

changes = Table(
    "changes", metadata,
    ident("Number of the change"),
    ref("incident_id", "incidents.id", "The incident"),
    stamp("changed_at", "When"),
    text("field", "The field, or the toll as toll:party:status:harm:figure, or the assessment as grade:ceasefire:accused"),
    text("from_value", "Its value before; NULL when it had none", nullable=True),
    text("to_value", "Its value after; NULL when it has none", nullable=True),
    code("because", "reasons", "Why it changed"),
    ref("report_id", "reports.id", "The report because of which, where it is one", nullable=True),
    ref("judgement_id", "judgements.id", "The judgement because of which, where it is one", nullable=True),
    text("made_by", "Fingerprint of the rules that concluded it"),
    CheckConstraint("from_value IS DISTINCT FROM to_value", name="differs"),
    CheckConstraint("judgement_id IS NULL OR because = 'judgement'", name="because"),
    Index("ix_changes_changed_at", "changed_at"),
    comment="Every change of an incident after its first conclusion",
)
