-- warn: the same issue is open twice
SELECT min('issues ' || s.id) AS row, min(a.url) AS url, concat_ws(' ', s.stage, s.code, left(s.detail, 80)) AS detail
FROM issues s LEFT JOIN articles a ON a.id = s.article_id
WHERE s.closed_at IS NULL
GROUP BY s.stage, s.code, s.detail, s.feed_id, s.page_id, s.article_id, s.incident_id, s.span_start
HAVING count(*) > 1
