"""All tables, section by section; the order is that of the pipeline."""

from __future__ import annotations

from schema.base import metadata
from schema.codes import CODES
from schema.readings import casualties, claims, issues, mentions, reports, tallies

__all__ = ["CODES", "casualties", "claims", "issues", "mentions", "metadata", "reports", "tallies"]
