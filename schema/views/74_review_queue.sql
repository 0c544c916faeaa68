CREATE VIEW bi.review_queue AS
WITH judged AS MATERIALIZED (
    SELECT subject AS public_id FROM judgements WHERE withdrawn_at IS NULL UNION SELECT other FROM judgements WHERE withdrawn_at IS NULL
), doubts AS (
    SELECT 'dispute-' || d.id AS item, 'dispute' AS kind, d.kind AS code, d.incident_id, d.second_report_id AS report_id,
           d.first_says || ' / ' || d.second_says AS what, CASE d.kind WHEN 'count' THEN 10 ELSE 20 END AS weight, false AS quoted
    FROM disputes d
    UNION ALL
    SELECT 'near_miss-' || n.id, 'near_miss', 'nearly_one', n.incident_id, n.report_id, concat_ws(' ', n.score, 'points with', o.public_id, '=', n.why), 12, true
    FROM near_misses n JOIN incidents o ON o.id = n.other_id AND o.withdrawn_at IS NULL
    UNION ALL
    SELECT 'places-' || l.incident_id, 'value', 'contradicting_places', l.incident_id, max(l.report_id), string_agg(DISTINCT r.place_name, ' / ' ORDER BY r.place_name), 8, true
    FROM incident_reports l JOIN reports r ON r.id = l.report_id
    WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND r.place_precision IN ('exact', 'settlement')
    GROUP BY l.incident_id HAVING count(DISTINCT coalesce(r.place_id, r.place_name)) > 1
    UNION ALL
    SELECT 'link-' || l.id, 'link', 'weak_link', l.incident_id, l.report_id, l.why, 5, true
    FROM incident_reports l
    WHERE l.unlinked_at IS NULL AND l.role = 'telling' AND l.score < 6.5
    UNION ALL
    SELECT 'sides-' || i.id, 'value', CASE WHEN i.target_id IS NULL THEN 'unknown_sides' ELSE 'unknown_doer' END, i.id,
           (SELECT min(l.report_id) FROM incident_reports l WHERE l.incident_id = i.id AND l.unlinked_at IS NULL), i.event_type, 4, true
    FROM incidents i
    WHERE i.initiator_id IS NULL AND i.event_type NOT IN ('clash', 'mine_or_ied')
      AND EXISTS (SELECT FROM incident_tolls t WHERE t.incident_id = i.id AND t.adds > 0)
      AND NOT EXISTS (SELECT FROM disputes d WHERE d.incident_id = i.id AND d.kind = 'responsibility')
), issue AS (
    SELECT s.*, coalesce(s.incident_id, l.incident_id) AS about FROM issues s
    LEFT JOIN LATERAL (
        SELECT m.incident_id FROM reports r JOIN incident_reports m ON m.report_id = r.id AND m.unlinked_at IS NULL
        WHERE r.article_id = s.article_id AND r.replaced_at IS NULL
          AND (s.span_start < r.span_end AND r.span_start < s.span_end
               OR EXISTS (SELECT FROM mentions w WHERE w.report_id = r.id AND s.span_start < w.span_end AND w.span_start < s.span_end))
        ORDER BY r.n LIMIT 1
    ) l ON true
    WHERE s.closed_at IS NULL
), waiting AS (
    SELECT d.item, d.kind, d.code, d.incident_id, i.public_id, i.updated_at AS since, d.what,
           CASE WHEN d.quoted THEN substr(a.text, r.span_start + 1, r.span_end - r.span_start) END AS quote, a.url, a.id AS article_id, d.weight
    FROM doubts d
    JOIN incidents i ON i.id = d.incident_id AND i.withdrawn_at IS NULL
    JOIN reports r ON r.id = d.report_id AND r.replaced_at IS NULL
    JOIN articles a ON a.id = r.article_id
    WHERE NOT EXISTS (SELECT FROM judged j WHERE j.public_id = i.public_id)
    UNION ALL
    SELECT 'issue-' || s.id, 'issue', s.code, s.about, i.public_id, s.opened_at, s.detail,
           substr(a.text, s.span_start + 1, s.span_end - s.span_start), coalesce(a.url, p.url, f.url), a.id,
           CASE s.stage WHEN 'resolve' THEN 100 WHEN 'parse' THEN 2 ELSE 1 END
    FROM issue s
    LEFT JOIN articles a ON a.id = s.article_id
    LEFT JOIN pages p ON p.id = s.page_id
    LEFT JOIN feeds f ON f.id = s.feed_id
    LEFT JOIN incidents i ON i.id = s.about
)
SELECT w.item, w.kind, w.code, w.incident_id, w.public_id, w.since, w.what, w.quote, w.url, w.article_id, w.weight + coalesce(toll.killed, 0) AS weight
FROM waiting w
LEFT JOIN LATERAL (
    SELECT sum(t.adds)::int AS killed FROM incident_tolls t WHERE t.incident_id = w.incident_id AND t.harm = 'killed'
) toll ON true
ORDER BY weight DESC, since, item;

COMMENT ON VIEW bi.review_queue IS 'What waits for a person, the weightiest first: disputes, incidents that are nearly held for one, links that barely hold, values that contradict each other or lack, all of which nobody has judged; and open issues';
COMMENT ON COLUMN bi.review_queue.item IS 'Kind and number of the row';
COMMENT ON COLUMN bi.review_queue.kind IS 'dispute, near_miss, value, link or issue';
COMMENT ON COLUMN bi.review_queue.code IS 'What the dispute is about; nearly_one; contradicting_places, unknown_sides or unknown_doer; weak_link for a report that ties with under 6.5 points; or what could not be done';
COMMENT ON COLUMN bi.review_queue.since IS 'Since when it waits: when the incident last changed, or the issue was met';
COMMENT ON COLUMN bi.review_queue.what IS 'The two versions, the other incident and the points, the places, the kind of incident, or the words, name or error the issue is about';
COMMENT ON COLUMN bi.review_queue.quote IS 'The words in the article; NULL for a dispute, whose words are in bi.disputes, and when the issue is about none';
COMMENT ON COLUMN bi.review_queue.url IS 'Address of the article, page or feed';
COMMENT ON COLUMN bi.review_queue.weight IS 'What it weighs: 100 for what the resolver could not do, 20 for who did it and whether it happened, 12 for a near miss, 10 for how many, 8 for contradicting places, 5 for a weak link, 4 for unknown sides, 1 or 2 for other issues; and 1 for each person killed in the incident';
