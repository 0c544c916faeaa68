"""What a person had better look at in the incidents, kept in the transaction that changes them.

So the review queue answers at once, however many incidents there are.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

# Each with what it weighs; an incident weighs the people killed in it besides. `found` is materialized, lest it be
# run once an incident where the tables have grown since they were last analysed.
KEEP = text("""
WITH mine AS (
    SELECT i.id, i.event_type, i.initiator_id, i.target_id,
           (SELECT coalesce(sum(t.adds), 0)::int FROM incident_tolls t WHERE t.incident_id = i.id AND t.harm = 'killed') AS killed
    FROM incidents i WHERE i.id = ANY(:ids) AND i.withdrawn_at IS NULL
), found AS MATERIALIZED (
    SELECT 'dispute-' || d.id AS item, 'dispute' AS kind, d.kind AS code, d.incident_id, d.second_report_id AS report_id,
           d.first_says || ' / ' || d.second_says AS what, CASE d.kind WHEN 'count' THEN 10 ELSE 20 END AS weight
    FROM disputes d WHERE d.incident_id = ANY(:ids)
    UNION ALL
    SELECT 'near_miss-' || n.id, 'near_miss', 'nearly_one', n.incident_id, n.report_id,
           concat_ws(' ', n.score, 'points with', o.public_id, '=', n.why), 12
    FROM near_misses n JOIN incidents o ON o.id = n.other_id AND o.withdrawn_at IS NULL WHERE n.incident_id = ANY(:ids)
    UNION ALL
    SELECT 'places-' || l.incident_id, 'value', 'contradicting_places', l.incident_id,
           (array_agg(l.report_id ORDER BY r.place_name DESC, a.published, a.url, r.n))[1],
           string_agg(DISTINCT r.place_name, ' / ' ORDER BY r.place_name), 8
    FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
    WHERE l.incident_id = ANY(:ids) AND l.unlinked_at IS NULL AND l.role = 'telling' AND r.place_precision IN ('exact', 'settlement')
    GROUP BY l.incident_id HAVING count(DISTINCT coalesce(r.place_id, r.place_name)) > 1
    UNION ALL
    SELECT 'link-' || l.id, 'link', 'weak_link', l.incident_id, l.report_id, l.why, 5
    FROM incident_reports l
    WHERE l.incident_id = ANY(:ids) AND l.unlinked_at IS NULL AND l.role = 'telling' AND l.score < 6.5
    UNION ALL
    SELECT 'sides-' || m.id, 'value', CASE WHEN m.target_id IS NULL THEN 'unknown_sides' ELSE 'unknown_doer' END, m.id, (
        SELECT l.report_id FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
        WHERE l.incident_id = m.id AND l.unlinked_at IS NULL ORDER BY a.published, a.url, r.n LIMIT 1
    ), m.event_type, 4
    FROM mine m
    WHERE m.initiator_id IS NULL AND m.event_type NOT IN ('clash', 'mine_or_ied')
      AND EXISTS (SELECT FROM incident_tolls t WHERE t.incident_id = m.id AND t.adds > 0)
      AND NOT EXISTS (SELECT FROM disputes d WHERE d.incident_id = m.id AND d.kind = 'responsibility')
), wanted AS (
    SELECT f.item, f.kind, f.code, f.incident_id, f.report_id, f.what, f.weight + m.killed AS weight
    FROM found f JOIN mine m ON m.id = f.incident_id
), gone AS (
    DELETE FROM doubts d WHERE d.incident_id = ANY(:ids) AND NOT EXISTS (SELECT FROM wanted w WHERE w.item = d.item)
)
INSERT INTO doubts AS d (item, kind, code, incident_id, report_id, what, weight)
SELECT item, kind, code, incident_id, report_id, what, weight FROM wanted
ON CONFLICT (item) DO UPDATE SET code = excluded.code, report_id = excluded.report_id, what = excluded.what, weight = excluded.weight
WHERE (d.code, d.report_id, d.what, d.weight) IS DISTINCT FROM (excluded.code, excluded.report_id, excluded.what, excluded.weight)
""")

# An issue belongs to the incident in whose telling its words stand.
TIE = text("""
WITH found AS (
    SELECT s.id, told.incident_id, (
        SELECT coalesce(sum(t.adds), 0)::int FROM incident_tolls t WHERE t.incident_id = told.incident_id AND t.harm = 'killed'
    ) AS killed
    FROM issues s LEFT JOIN LATERAL (
        SELECT l.incident_id FROM reports r JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
        WHERE r.article_id = s.article_id AND r.replaced_at IS NULL
          AND (s.span_start < r.span_end AND r.span_start < s.span_end
               OR EXISTS (SELECT FROM mentions w WHERE w.report_id = r.id AND s.span_start < w.span_end AND w.span_start < s.span_end))
        ORDER BY r.n LIMIT 1
    ) told ON true
    WHERE s.closed_at IS NULL AND s.article_id IN (
        SELECT r.article_id FROM incident_reports l JOIN reports r ON r.id = l.report_id
        WHERE l.incident_id = ANY(:ids) AND l.unlinked_at IS NULL AND r.replaced_at IS NULL)
    ORDER BY s.id FOR UPDATE OF s
)
UPDATE issues s SET incident_id = found.incident_id, killed = found.killed FROM found
WHERE s.id = found.id AND (s.incident_id, s.killed) IS DISTINCT FROM (found.incident_id, found.killed)
""")


def keep(connection: Connection, ids: Collection[int]) -> None:
    """These are the doubts about these incidents, and the open issues with their tellings."""
    if ids:
        for statement in (KEEP, TIE):
            connection.execute(statement, {"ids": sorted(ids)})
