-- fail: a report that counts no longer belongs to an incident still, and does not wait to be taken out
SELECT 'incident_reports ' || l.id AS row, a.url, 'report ' || r.id || ' in incident ' || l.incident_id AS detail
FROM incident_reports l
JOIN reports r ON r.id = l.report_id
JOIN articles a ON a.id = r.article_id
WHERE l.unlinked_at IS NULL AND r.replaced_at IS NOT NULL AND r.resolved_by IS NULL
  AND NOT EXISTS (SELECT FROM issues s JOIN articles b ON b.id = s.article_id
                  WHERE b.page_id = a.page_id AND s.stage = 'resolve' AND s.closed_at IS NULL)
