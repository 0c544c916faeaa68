"""All tables, section by section; the order is that of the pipeline."""

from __future__ import annotations

from schema.base import metadata
from schema.codes import CODES
from schema.collected import articles, bodies, entries, feeds, hosts, pages, polls
from schema.readings import casualties, claims, issues, mentions, reports, tallies

__all__ = [
    "CODES", "articles", "bodies", "casualties", "claims", "entries", "feeds", "hosts", "issues", "mentions", "metadata",
    "pages", "polls", "reports", "tallies",
]
