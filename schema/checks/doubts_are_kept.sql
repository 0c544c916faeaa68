-- fail: what waits for a person is not what the incidents leave open
WITH mine AS (
    SELECT i.*, (SELECT coalesce(sum(t.adds), 0) FROM incident_tolls t WHERE t.incident_id = i.id AND t.harm = 'killed') AS killed
    FROM incidents i WHERE i.withdrawn_at IS NULL
), found AS (
    SELECT 'dispute-' || d.id AS item, d.incident_id, CASE d.kind WHEN 'count' THEN 10 ELSE 20 END AS weight FROM disputes d
    UNION ALL
    SELECT 'near_miss-' || n.id, n.incident_id, 12 FROM near_misses n JOIN mine o ON o.id = n.other_id
    UNION ALL
    SELECT 'link-' || l.id, l.incident_id, 5 FROM incident_reports l WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND l.score < 6.5
    UNION ALL
    SELECT 'places-' || l.incident_id, l.incident_id, 8 FROM incident_reports l JOIN reports r ON r.id = l.report_id
    WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND r.place_precision IN ('exact', 'settlement')
    GROUP BY l.incident_id HAVING count(DISTINCT coalesce(r.place_id, r.place_name)) > 1
    UNION ALL
    SELECT 'sides-' || m.id, m.id, 4 FROM mine m
    WHERE m.initiator_id IS NULL AND m.event_type NOT IN ('clash', 'mine_or_ied')
      AND EXISTS (SELECT FROM incident_tolls t WHERE t.incident_id = m.id AND t.adds > 0)
      AND NOT EXISTS (SELECT FROM disputes d WHERE d.incident_id = m.id AND d.kind = 'responsibility')
)
SELECT 'doubts ' || coalesce(d.item, w.item) AS row, NULL AS url, concat_ws(' ', 'weighs', d.weight, 'not', w.weight) AS detail
FROM doubts d
FULL JOIN (SELECT f.item, f.weight + m.killed AS weight FROM found f JOIN mine m ON m.id = f.incident_id) w ON w.item = d.item
WHERE d.weight IS DISTINCT FROM w.weight
