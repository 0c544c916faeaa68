-- fail: an incident counts although no current report tells it
SELECT 'incidents ' || i.id AS row, i.public_id AS url, i.reports || ' reports counted' AS detail
FROM incidents i
WHERE i.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT FROM incident_reports l WHERE l.incident_id = i.id AND l.unlinked_at IS NULL)
