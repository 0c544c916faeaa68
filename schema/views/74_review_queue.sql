CREATE VIEW bi.review_queue AS
SELECT w.item, w.kind, w.code, w.incident_id, i.public_id, w.since, w.what,
       CASE WHEN w.kind = 'issue' THEN substr(a.text, w.span_start + 1, w.span_end - w.span_start)
            WHEN w.kind <> 'dispute' THEN substr(a.text, r.span_start + 1, r.span_end - r.span_start) END AS quote,
       coalesce(a.url, p.url, f.url) AS url, a.id AS article_id, w.weight
FROM (
    SELECT d.item, d.kind, d.code, d.incident_id, d.since, d.what, d.weight, d.report_id, NULL::bigint AS article_id, NULL::bigint AS page_id,
           NULL::bigint AS feed_id, NULL::int AS span_start, NULL::int AS span_end, NULL::timestamptz AS closed_at
    FROM doubts d
    UNION ALL
    SELECT 'issue-' || s.id, 'issue', s.code, s.incident_id, s.opened_at, s.detail, s.weight, NULL, s.article_id, s.page_id,
           s.feed_id, s.span_start, s.span_end, s.closed_at
    FROM issues s
) w
LEFT JOIN incidents i ON i.id = w.incident_id
LEFT JOIN reports r ON r.id = w.report_id
LEFT JOIN articles a ON a.id = coalesce(w.article_id, r.article_id)
LEFT JOIN pages p ON p.id = w.page_id
LEFT JOIN feeds f ON f.id = w.feed_id
WHERE w.closed_at IS NULL AND r.replaced_at IS NULL
  AND (w.kind = 'issue' OR i.public_id NOT IN (
        SELECT unnest(ARRAY[j.subject, coalesce(j.other, j.subject)]) FROM judgements j WHERE j.withdrawn_at IS NULL))
ORDER BY w.weight DESC, w.since, w.item;

COMMENT ON VIEW bi.review_queue IS 'What waits for a person, the weightiest first: disputes, incidents that are nearly held for one, links that barely hold, values that contradict each other or lack, all of which nobody has judged; and open issues';
COMMENT ON COLUMN bi.review_queue.item IS 'Kind and number of the row';
COMMENT ON COLUMN bi.review_queue.kind IS 'dispute, near_miss, value, link or issue';
COMMENT ON COLUMN bi.review_queue.code IS 'What the dispute is about; nearly_one; contradicting_places, unknown_sides or unknown_doer; weak_link for a report that ties with under 6.5 points; or what could not be done';
COMMENT ON COLUMN bi.review_queue.since IS 'Since when it waits: when the doubt arose, or the issue was met';
COMMENT ON COLUMN bi.review_queue.what IS 'The two versions, the other incident and the points, the places, the kind of incident, or the words, name or error the issue is about';
COMMENT ON COLUMN bi.review_queue.quote IS 'The words in the article; NULL for a dispute, whose words are in bi.disputes, and when the issue is about none';
COMMENT ON COLUMN bi.review_queue.url IS 'Address of the article, page or feed';
COMMENT ON COLUMN bi.review_queue.weight IS 'What it weighs: 100 for what the resolver could not do, 20 for who did it and whether it happened, 12 for a near miss, 10 for how many, 8 for contradicting places, 5 for a weak link, 4 for unknown sides, 1 or 2 for other issues; and 1 for each person killed in the incident';
