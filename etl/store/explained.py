"""One incident with all that led to it, for whoever asks why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

Row = Mapping[str, Any]

PARTS = {
    "links": """
        SELECT l.report_id, l.role, l.score, l.why, l.linked_at, r.event_type, r.started_on, r.ended_on, r.place_name, r.initiator_id,
               r.target_id, r.standing, substr(a.text, r.span_start + 1, r.span_end - r.span_start) AS quote, a.url, a.title, a.published,
               coalesce(o.name, a.outlet_id) AS outlet, a.lineage_id
        FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
        LEFT JOIN outlets o ON o.id = a.outlet_id
        WHERE l.incident_id = :id AND l.unlinked_at IS NULL ORDER BY a.published, a.url, r.span_start""",
    "tolls": "SELECT * FROM incident_tolls WHERE incident_id = :id ORDER BY party_id NULLS LAST, harm, status",
    "figures": """
        SELECT t.id AS toll_id, f.role, c.party_id, c.status, c.harm, c.low, c.high, c.vague,
               coalesce(c.claimant_id, c.claimant_party_id, a.outlet_id) AS claimant,
               substr(a.text, c.span_start + 1, c.span_end - c.span_start) AS quote, a.url, a.published
        FROM incident_tolls t JOIN toll_claims f ON f.toll_id = t.id JOIN casualties c ON c.id = f.casualty_id
        JOIN reports r ON r.id = c.report_id JOIN articles a ON a.id = r.article_id
        WHERE t.incident_id = :id ORDER BY t.id, a.published, c.id""",
    "assessments": """
        SELECT s.*, c.name AS ceasefire FROM assessments s LEFT JOIN ceasefires c ON c.id = s.ceasefire_id
        WHERE s.incident_id = :id ORDER BY s.accused_id, s.ceasefire_id""",
    "disputes": """
        SELECT d.*, substr(a.text, x.first + 1, x.after - x.first) AS first_quote, a.url AS first_url,
               substr(b.text, y.first + 1, y.after - y.first) AS second_quote, b.url AS second_url
        FROM disputes d
        JOIN reports r ON r.id = d.first_report_id JOIN articles a ON a.id = r.article_id
        JOIN reports s ON s.id = d.second_report_id JOIN articles b ON b.id = s.article_id
        LEFT JOIN claims fc ON fc.id = d.first_claim_id LEFT JOIN casualties ff ON ff.id = d.first_casualty_id
        LEFT JOIN claims sc ON sc.id = d.second_claim_id LEFT JOIN casualties sf ON sf.id = d.second_casualty_id
        CROSS JOIN LATERAL (SELECT coalesce(fc.span_start, ff.span_start, r.span_start) AS first,
                                   coalesce(fc.span_end, ff.span_end, r.span_end) AS after) x
        CROSS JOIN LATERAL (SELECT coalesce(sc.span_start, sf.span_start, s.span_start) AS first,
                                   coalesce(sc.span_end, sf.span_end, s.span_end) AS after) y
        WHERE d.incident_id = :id ORDER BY d.id""",
    "judgements": """
        SELECT DISTINCT j.* FROM judgements j JOIN incident_reports l ON l.incident_id = :id AND l.unlinked_at IS NULL
        JOIN reports r ON r.id = l.report_id
         AND ((r.article_id = j.article_id AND r.span_start < j.span_end AND j.span_start < r.span_end)
           OR (r.article_id = j.other_article_id AND r.span_start < j.other_end AND j.other_start < r.span_end))
        ORDER BY j.id""",
    "changes": """
        SELECT *, concat_ws(' ', because, coalesce(judgement_id, report_id)) AS cause FROM changes WHERE incident_id = :id ORDER BY id""",
}


@dataclass(frozen=True)
class Explanation:
    """An incident's row, and rows by kind, each with the columns of its table and the words behind it as `quote`."""

    incident: Row
    merged_into: str | None  # public id
    links: list[Row]
    tolls: list[Row]
    figures: list[Row]
    assessments: list[Row]
    disputes: list[Row]
    judgements: list[Row]
    changes: list[Row]


def explanation(connection: Connection, public_id: str) -> Explanation | None:
    """All of one incident; None when there is no such id."""
    find = "SELECT i.*, m.public_id AS merged FROM incidents i LEFT JOIN incidents m ON m.id = i.merged_into WHERE i.public_id = :name"
    query = text(find)
    incident = connection.execute(query, {"name": public_id}).mappings().one_or_none()
    if incident is None:
        return None
    parts: dict[str, list[Row]] = {
        name: [dict(row) for row in connection.execute(text(sql), {"id": incident["id"]}).mappings()] for name, sql in PARTS.items()
    }
    return Explanation(dict(incident), incident["merged"], **parts)
