-- fail: a claim is tied to a report or an answer of another article
SELECT 'claims ' || c.id AS row, a.url, c.act AS detail
FROM claims c
JOIN articles a ON a.id = c.article_id
LEFT JOIN reports r ON r.id = c.report_id
LEFT JOIN claims b ON b.id = c.answers_id
WHERE r.article_id <> c.article_id OR b.article_id <> c.article_id
