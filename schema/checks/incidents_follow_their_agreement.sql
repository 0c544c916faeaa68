-- fail: an incident is held against a ceasefire that wasn't in force on its day
SELECT 'assessments ' || s.id AS row, i.public_id AS url, concat_ws(' ', i.started_on, s.ceasefire_id, c.started_on, c.ended_on) AS detail
FROM assessments s JOIN incidents i ON i.id = s.incident_id JOIN ceasefires c ON c.id = s.ceasefire_id
WHERE i.withdrawn_at IS NULL AND (i.ended_on < c.started_on OR i.started_on > c.ended_on)
