-- fail: a toll that no casualty row stands behind
SELECT 'incident_tolls ' || t.id AS row, i.public_id AS url, concat_ws(' ', t.party_id, t.status, t.harm) AS detail
FROM incident_tolls t JOIN incidents i ON i.id = t.incident_id
WHERE NOT EXISTS (SELECT FROM toll_claims g WHERE g.toll_id = t.id)
