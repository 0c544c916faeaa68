-- warn: an article tells as news what happened more than a year before it
SELECT 'reports ' || r.id AS row, a.url, r.ended_on || ' told on ' || a.published AS detail
FROM reports r JOIN articles a ON a.id = r.article_id
WHERE r.replaced_at IS NULL AND NOT r.background AND r.ended_on < a.published - 366
