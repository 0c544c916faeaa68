-- fail: a span reaches beyond the text of its article
WITH texts AS MATERIALIZED (SELECT id, url, length(text) AS length FROM articles),
spans AS (
    SELECT 'reports' AS kind, id, article_id, span_end FROM reports
    UNION ALL SELECT 'mentions', m.id, r.article_id, m.span_end FROM mentions m JOIN reports r ON r.id = m.report_id
    UNION ALL SELECT 'casualties', k.id, r.article_id, k.span_end FROM casualties k JOIN reports r ON r.id = k.report_id
    UNION ALL SELECT 'claims', id, article_id, span_end FROM claims
    UNION ALL SELECT 'tallies', id, article_id, span_end FROM tallies
    UNION ALL SELECT 'issues', id, article_id, span_end FROM issues WHERE span_end IS NOT NULL
)
SELECT concat(s.kind, ' ', s.id) AS row, t.url, concat(s.span_end, ' > ', t.length) AS detail
FROM spans s JOIN texts t ON t.id = s.article_id
WHERE s.span_end > t.length
