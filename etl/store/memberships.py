"""Which report belongs to which incident, and has belonged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, func, select, text

from schema.tables import incident_reports, incidents, reports

# A new reading goes on with what an older one made of the same words; of a newer extraction's text, with the same kind on the same day.
OLDER = """
FROM reports new
JOIN articles a ON a.id = new.article_id
JOIN articles b ON b.page_id = a.page_id AND b.part = a.part
JOIN reports old ON old.article_id = b.id AND old.replaced_at IS NOT NULL AND CASE WHEN b.id = a.id
    THEN old.span_start < new.span_end AND new.span_start < old.span_end
    ELSE old.event_type = new.event_type AND old.started_on IS NOT DISTINCT FROM new.started_on END
JOIN incident_reports l ON l.report_id = old.id
WHERE new.id = ANY(:ids)
"""

INHERITED = text(f"""
SELECT DISTINCT ON (new.id) new.id, l.incident_id {OLDER}
ORDER BY new.id, l.unlinked_at DESC NULLS FIRST, old.event_type = new.event_type DESC, old.place_id IS NOT DISTINCT FROM new.place_id DESC,
         l.id DESC
""")

HISTORY = text(f"""
SELECT report_id, id, incident_id FROM incident_reports WHERE report_id = ANY(:ids)
UNION SELECT new.id, l.id, l.incident_id {OLDER}
ORDER BY 1, 2
""")

TOGETHER = text("""
SELECT other.report_id, other.incident_id FROM incident_reports link
JOIN incident_reports other ON other.incident_id = link.incident_id AND other.unlinked_at IS NULL
WHERE link.report_id = ANY(:reports) AND link.unlinked_at IS NULL
""")


def _pairs(rows: Iterable[Any]) -> dict[int, int]:
    return {report: incident for report, incident in rows}  # noqa: C416


def memberships(connection: Connection, reports: Collection[int]) -> dict[int, int]:
    """The incident of each of these reports that has one."""
    link = incident_reports.c
    query = select(link.report_id, link.incident_id).where(link.report_id == func.any(sorted(reports)), link.unlinked_at.is_(None))
    return _pairs(connection.execute(query)) if reports else {}


def members(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """The reports of these incidents that no newer reading has replaced, each with its incident."""
    link = incident_reports.c
    query = select(link.report_id, link.incident_id).join_from(incident_reports, reports).where(
        link.incident_id == func.any(sorted(ids)), link.unlinked_at.is_(None), reports.c.replaced_at.is_(None))
    return _pairs(connection.execute(query)) if ids else {}


def together(connection: Connection, reports: Collection[int]) -> dict[int, int]:
    """All reports of the incidents that these reports tell, each with its incident."""
    return _pairs(connection.execute(TOGETHER, {"reports": sorted(reports)})) if reports else {}


def inherited(connection: Connection, reports: Collection[int]) -> dict[int, int]:
    """For reports that were read anew: the incident of the older reading of the same words."""
    if not reports:
        return {}
    return _pairs(connection.execute(INHERITED, {"ids": sorted(reports)}))


def histories(connection: Connection, reports: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """All links that these reports have had, older readings of the same words included: number and incident, the oldest first."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for report, link, incident in connection.execute(HISTORY, {"ids": sorted(reports)}) if reports else ():
        found[report].append((link, incident))
    return found


def taken_ids(connection: Connection, public_ids: Collection[str]) -> set[str]:
    """Those of these public ids that are given already."""
    return set(connection.scalars(select(incidents.c.public_id).where(incidents.c.public_id == func.any(sorted(public_ids)))))
