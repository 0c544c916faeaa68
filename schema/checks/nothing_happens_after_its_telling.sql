-- warn: an article tells of a day after its own publication or fetch
SELECT 'reports ' || r.id AS row, a.url, r.started_on || ' told on ' || least(a.published, (a.fetched_at AT TIME ZONE 'UTC')::date) AS detail
FROM reports r JOIN articles a ON a.id = r.article_id
WHERE r.replaced_at IS NULL AND r.started_on > least(a.published, (a.fetched_at AT TIME ZONE 'UTC')::date) + 1
