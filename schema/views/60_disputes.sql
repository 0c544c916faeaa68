CREATE VIEW bi.disputes AS
SELECT d.id AS dispute_id, d.incident_id, i.public_id, i.started_on, i.place_name AS place, d.kind, harmed.name AS party, d.status, d.harm,
       d.first_says, substr(a1.text, s1.span_start + 1, s1.span_end - s1.span_start) AS first_quote, o1.name AS first_outlet, a1.url AS first_url,
       d.second_says, substr(a2.text, s2.span_start + 1, s2.span_end - s2.span_start) AS second_quote, o2.name AS second_outlet, a2.url AS second_url,
       d.party_id, d.first_report_id, d.second_report_id
FROM disputes d
JOIN incidents i ON i.id = d.incident_id AND i.withdrawn_at IS NULL
JOIN reports r1 ON r1.id = d.first_report_id AND r1.replaced_at IS NULL
JOIN reports r2 ON r2.id = d.second_report_id AND r2.replaced_at IS NULL
JOIN articles a1 ON a1.id = r1.article_id
JOIN articles a2 ON a2.id = r2.article_id
LEFT JOIN outlets o1 ON o1.id = a1.outlet_id
LEFT JOIN outlets o2 ON o2.id = a2.outlet_id
LEFT JOIN claims c1 ON c1.id = d.first_claim_id
LEFT JOIN claims c2 ON c2.id = d.second_claim_id
LEFT JOIN casualties k1 ON k1.id = d.first_casualty_id
LEFT JOIN casualties k2 ON k2.id = d.second_casualty_id
LEFT JOIN parties harmed ON harmed.id = d.party_id
CROSS JOIN LATERAL (SELECT coalesce(k1.span_start, c1.span_start, r1.span_start), coalesce(k1.span_end, c1.span_end, r1.span_end)) s1 (span_start, span_end)
CROSS JOIN LATERAL (SELECT coalesce(k2.span_start, c2.span_start, r2.span_start), coalesce(k2.span_end, c2.span_end, r2.span_end)) s2 (span_start, span_end);

COMMENT ON VIEW bi.disputes IS 'Two versions of one incident that cannot both hold, each with its words: over who did it, over how many, over whether it happened';
COMMENT ON COLUMN bi.disputes.dispute_id IS 'Number of the dispute';
COMMENT ON COLUMN bi.disputes.party IS 'Dispute over a count: name of the side of the people harmed';
COMMENT ON COLUMN bi.disputes.first_quote IS 'The words of the first version';
COMMENT ON COLUMN bi.disputes.first_outlet IS 'Outlet that prints the first version';
COMMENT ON COLUMN bi.disputes.first_url IS 'Address of the article with the first version';
COMMENT ON COLUMN bi.disputes.second_quote IS 'The words of the second version';
COMMENT ON COLUMN bi.disputes.second_outlet IS 'Outlet that prints the second version';
COMMENT ON COLUMN bi.disputes.second_url IS 'Address of the article with the second version';
