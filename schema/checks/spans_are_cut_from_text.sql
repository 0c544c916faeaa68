-- fail: a span reaches beyond the text of its article
SELECT 'reports ' || r.id AS row, a.url, r.span_end || ' > ' || length(a.text) AS detail
FROM reports r JOIN articles a ON a.id = r.article_id WHERE r.span_end > length(a.text)
UNION ALL
SELECT 'mentions ' || m.id, a.url, m.span_end || ' > ' || length(a.text)
FROM mentions m JOIN reports r ON r.id = m.report_id JOIN articles a ON a.id = r.article_id WHERE m.span_end > length(a.text)
UNION ALL
SELECT 'casualties ' || k.id, a.url, k.span_end || ' > ' || length(a.text)
FROM casualties k JOIN reports r ON r.id = k.report_id JOIN articles a ON a.id = r.article_id WHERE k.span_end > length(a.text)
UNION ALL
SELECT 'claims ' || c.id, a.url, c.span_end || ' > ' || length(a.text)
FROM claims c JOIN articles a ON a.id = c.article_id WHERE c.span_end > length(a.text)
UNION ALL
SELECT 'tallies ' || t.id, a.url, t.span_end || ' > ' || length(a.text)
FROM tallies t JOIN articles a ON a.id = t.article_id WHERE t.span_end > length(a.text)
UNION ALL
SELECT 'issues ' || s.id, a.url, s.span_end || ' > ' || length(a.text)
FROM issues s JOIN articles a ON a.id = s.article_id WHERE s.span_end > length(a.text)
