-- fail: an incident's number of reports isn't the number of its links
SELECT 'incidents ' || i.id AS row, i.public_id AS url, i.reports || ' counted, ' || n.reports || ' linked' AS detail
FROM incidents i
CROSS JOIN LATERAL (SELECT count(*) AS reports FROM incident_reports l WHERE l.incident_id = i.id AND l.unlinked_at IS NULL) n
WHERE i.withdrawn_at IS NULL AND i.reports <> n.reports
