-- fail: a figure behind a toll is of another incident, side, status or harm
SELECT 'toll_claims ' || g.casualty_id AS row, a.url, concat_ws(' ', k.party_id, k.status, k.harm, '≠', t.party_id, t.status, t.harm) AS detail
FROM toll_claims g
JOIN incident_tolls t ON t.id = g.toll_id
JOIN casualties k ON k.id = g.casualty_id
JOIN reports r ON r.id = k.report_id
JOIN articles a ON a.id = r.article_id
WHERE k.harm <> t.harm
   OR NOT EXISTS (SELECT FROM incident_reports l WHERE l.report_id = r.id AND l.incident_id = t.incident_id AND l.unlinked_at IS NULL)
