-- fail: a report still belongs to an incident that was withdrawn, other than by a person, who may take it back
SELECT 'incident_reports ' || l.id AS row, i.public_id AS url, 'report ' || l.report_id AS detail
FROM incident_reports l JOIN incidents i ON i.id = l.incident_id
WHERE l.unlinked_at IS NULL AND i.withdrawn_why IN ('merged', 'no_reports')
