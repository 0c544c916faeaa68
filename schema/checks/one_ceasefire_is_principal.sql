-- fail: an incident is to be counted under several ceasefires, or under none
SELECT 'incidents ' || i.id AS row, i.public_id AS url, string_agg(a.ceasefire_id, ' ') FILTER (WHERE a.principal) AS detail
FROM incidents i JOIN assessments a ON a.incident_id = i.id
WHERE i.withdrawn_at IS NULL
GROUP BY i.id
HAVING count(DISTINCT coalesce(a.ceasefire_id, '')) FILTER (WHERE a.principal) <> 1
