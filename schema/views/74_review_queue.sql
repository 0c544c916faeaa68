CREATE FUNCTION bi.dead(incident bigint) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(t.adds), 0)::int FROM incident_tolls t WHERE t.incident_id = incident AND t.harm = 'killed'
$$;

CREATE VIEW bi.review_queue AS
SELECT 'dispute-' || d.id AS item, 'dispute' AS kind, d.kind AS code, d.incident_id, i.public_id, i.created_at AS since,
       d.first_says || ' / ' || d.second_says AS what, NULL AS quote, a.url, a.id AS article_id,
       CASE d.kind WHEN 'count' THEN 10 ELSE 20 END + bi.dead(i.id) AS weight
FROM disputes d
JOIN incidents i ON i.id = d.incident_id AND i.withdrawn_at IS NULL
JOIN reports r ON r.id = d.second_report_id AND r.replaced_at IS NULL
JOIN articles a ON a.id = r.article_id
WHERE NOT EXISTS (SELECT FROM judgements j WHERE j.subject = i.public_id AND j.withdrawn_at IS NULL)
UNION ALL
SELECT 'issue-' || s.id, 'issue', s.code, coalesce(s.incident_id, l.incident_id), i.public_id, s.opened_at, s.detail,
       substr(a.text, s.span_start + 1, s.span_end - s.span_start), coalesce(a.url, p.url, f.url), a.id,
       CASE s.stage WHEN 'resolve' THEN 100 WHEN 'parse' THEN 2 ELSE 1 END + bi.dead(i.id)
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
WHERE s.closed_at IS NULL
UNION ALL
SELECT 'link-' || l.id, 'link', 'weak_link', l.incident_id, i.public_id, l.linked_at, l.why,
       substr(a.text, r.span_start + 1, r.span_end - r.span_start), a.url, a.id, 5 + bi.dead(i.id)
FROM incident_reports l
JOIN incidents i ON i.id = l.incident_id AND i.withdrawn_at IS NULL
JOIN reports r ON r.id = l.report_id
JOIN articles a ON a.id = r.article_id
WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND l.score < 6.5
  AND NOT EXISTS (SELECT FROM judgements j WHERE j.subject = i.public_id AND j.withdrawn_at IS NULL)
ORDER BY weight DESC, since, item;

COMMENT ON VIEW bi.review_queue IS 'What waits for a person, the weightiest first: disputes that nobody has judged, links that barely hold, open issues';
COMMENT ON COLUMN bi.review_queue.item IS 'Kind and number of the row';
COMMENT ON COLUMN bi.review_queue.kind IS 'dispute, link or issue';
COMMENT ON COLUMN bi.review_queue.code IS 'What the dispute is about, or what could not be done; weak_link for a report that ties with under 6.5 points';
COMMENT ON COLUMN bi.review_queue.since IS 'Since when it waits';
COMMENT ON COLUMN bi.review_queue.what IS 'The two versions, the words, name or error the issue is about, or the points of the link';
COMMENT ON COLUMN bi.review_queue.quote IS 'The words in the article; NULL when the issue is about none';
COMMENT ON COLUMN bi.review_queue.url IS 'Address of the article, page or feed';
COMMENT ON COLUMN bi.review_queue.weight IS 'What it weighs: 100 for what the resolver could not do, 20 for who did it and whether it happened, 10 for how many, 5 for a weak link, 1 or 2 for other issues; and 1 for each person killed in the incident';
