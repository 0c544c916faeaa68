-- warn: more than a thousand people harmed in one incident: a sum over many, misread?
SELECT 'incident_tolls ' || t.id AS row, i.public_id AS url, concat_ws(' ', t.best, t.status, t.harm, t.party_id) AS detail
FROM incident_tolls t JOIN incidents i ON i.id = t.incident_id
WHERE i.withdrawn_at IS NULL AND t.best > 1000
