CREATE VIEW bi.review_queue AS
SELECT 'dispute-' || d.id AS item, 'dispute' AS kind, d.kind AS code, d.incident_id, i.public_id, i.created_at AS since,
       d.first_says || ' / ' || d.second_says AS what, NULL AS quote, a.url, a.id AS article_id
FROM disputes d
JOIN incidents i ON i.id = d.incident_id AND i.withdrawn_at IS NULL
JOIN reports r ON r.id = d.second_report_id AND r.replaced_at IS NULL
JOIN articles a ON a.id = r.article_id
WHERE NOT EXISTS (SELECT FROM judgements j WHERE j.subject = i.public_id AND j.withdrawn_at IS NULL)
UNION ALL
SELECT 'issue-' || s.id, 'issue', s.code, coalesce(s.incident_id, l.incident_id), i.public_id, s.opened_at, s.detail,
       substr(a.text, s.span_start + 1, s.span_end - s.span_start), coalesce(a.url, p.url, f.url), a.id
FROM issues s
LEFT JOIN articles a ON a.id = s.article_id
LEFT JOIN pages p ON p.id = s.page_id
LEFT JOIN feeds f ON f.id = s.feed_id
LEFT JOIN LATERAL (
    SELECT m.incident_id FROM reports r JOIN incident_reports m ON m.report_id = r.id AND m.unlinked_at IS NULL
    WHERE r.article_id = s.article_id AND r.replaced_at IS NULL
      AND (s.span_start < r.span_end AND r.span_start < s.span_end
           OR EXISTS (SELECT FROM mentions w WHERE w.report_id = r.id AND s.span_start < w.span_end AND w.span_start < s.span_end))
    ORDER BY r.n LIMIT 1
) l ON true
LEFT JOIN incidents i ON i.id = coalesce(s.incident_id, l.incident_id)
WHERE s.closed_at IS NULL;

COMMENT ON VIEW bi.review_queue IS 'What waits for a person: disputes that nobody has judged, and open issues';
COMMENT ON COLUMN bi.review_queue.item IS 'Kind and number of the row: dispute or issue';
COMMENT ON COLUMN bi.review_queue.kind IS 'dispute or issue';
COMMENT ON COLUMN bi.review_queue.code IS 'What the dispute is about, or what could not be done';
COMMENT ON COLUMN bi.review_queue.since IS 'Since when it waits';
COMMENT ON COLUMN bi.review_queue.what IS 'The two versions, or the words, name or error the issue is about';
COMMENT ON COLUMN bi.review_queue.quote IS 'The words in the article; NULL when the issue is about none';
COMMENT ON COLUMN bi.review_queue.url IS 'Address of the article, page or feed';
