-- fail: a figure behind a toll is of another incident or of another harm
SELECT 'toll_claims ' || g.casualty_id AS row, a.url, concat_ws(' ', k.harm, 'in incident', l.incident_id, '≠', t.harm, t.incident_id) AS detail
FROM toll_claims g
JOIN incident_tolls t ON t.id = g.toll_id
JOIN casualties k ON k.id = g.casualty_id
JOIN reports r ON r.id = k.report_id
JOIN articles a ON a.id = r.article_id
LEFT JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
WHERE k.harm <> t.harm OR l.incident_id IS DISTINCT FROM t.incident_id
