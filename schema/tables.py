"""All tables, section by section; the order is that of the pipeline."""

from __future__ import annotations

from schema.base import metadata
from schema.codes import CODES
from schema.collected import articles, bodies, boilerplate, entries, feeds, hosts, page_versions, pages, polls
from schema.conclusions import (
    assessments,
    changes,
    disputes,
    incident_reports,
    incident_tolls,
    incidents,
    judgements,
    near_misses,
    report_blocks,
    signature_bands,
    signatures,
    toll_claims,
)
from schema.readings import casualties, claims, issues, mentions, reports, tallies
from schema.reference import (
    actor_aliases,
    actors,
    ceasefire_areas,
    ceasefire_parties,
    ceasefires,
    outlets,
    parties,
    place_names,
    places,
)
from schema.sums import daily_accusations, daily_tolls, doubts, incident_accusations

__all__ = [
    "CODES",
    "actor_aliases",
    "actors",
    "articles",
    "assessments",
    "bodies", "boilerplate",
    "casualties",
    "ceasefire_areas",
    "ceasefire_parties",
    "ceasefires",
    "changes",
    "claims",
    "daily_accusations",
    "daily_tolls",
    "disputes",
    "doubts",
    "entries",
    "feeds",
    "hosts",
    "incident_accusations",
    "incident_reports",
    "incident_tolls",
    "incidents",
    "issues",
    "judgements",
    "mentions",
    "metadata",
    "near_misses",
    "outlets",
    "page_versions",
    "pages",
    "parties",
    "place_names",
    "places",
    "polls",
    "report_blocks",
    "reports",
    "signature_bands",
    "signatures",
    "tallies",
    "toll_claims",
]
