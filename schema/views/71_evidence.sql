CREATE VIEW bi.evidence AS
SELECT 'mention-' || m.id AS evidence_id, l.incident_id, i.public_id, m.field, m.value,
       substr(a.text, m.span_start + 1, m.span_end - m.span_start) AS quote, o.name AS outlet, a.published, a.url,
       m.rule, m.span_start, m.span_end, r.id AS report_id, a.id AS article_id, a.outlet_id
FROM mentions m
JOIN reports r ON r.id = m.report_id AND r.replaced_at IS NULL
JOIN articles a ON a.id = r.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id
UNION ALL
SELECT 'casualty-' || k.id, l.incident_id, i.public_id, k.harm, concat_ws(' ', coalesce(k.party_id, 'unknown side'), k.status,
                 CASE WHEN k.low = k.high THEN k.low::text WHEN coalesce(k.low, k.high) IS NULL THEN k.vague ELSE concat(k.low, '–', k.high) END),
       substr(a.text, k.span_start + 1, k.span_end - k.span_start), o.name, a.published, a.url,
       k.rule, k.span_start, k.span_end, r.id, a.id, a.outlet_id
FROM casualties k
JOIN reports r ON r.id = k.report_id AND r.replaced_at IS NULL
JOIN articles a ON a.id = r.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id
UNION ALL
SELECT 'claim-' || c.id, l.incident_id, i.public_id, c.act, concat_ws(' ', coalesce(c.speaker_id, c.speaker_party_id, 'unknown speaker'), '→ ' || c.target_party_id, c.about),
       substr(a.text, c.span_start + 1, c.span_end - c.span_start), o.name, a.published, a.url,
       c.rule, c.span_start, c.span_end, c.report_id, a.id, a.outlet_id
FROM claims c
JOIN articles a ON a.id = c.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN incident_reports l ON l.report_id = c.report_id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id
WHERE c.replaced_at IS NULL
UNION ALL
SELECT 'tally-' || t.id, NULL, NULL, 'tally ' || t.harm,
       concat_ws(' ', t.party_id, CASE WHEN t.low = t.high THEN t.low::text ELSE concat(t.low, '–', t.high) END, t.period),
       substr(a.text, t.span_start + 1, t.span_end - t.span_start), o.name, a.published, a.url,
       t.rule, t.span_start, t.span_end, NULL, a.id, a.outlet_id
FROM tallies t
JOIN articles a ON a.id = t.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE t.replaced_at IS NULL;

COMMENT ON VIEW bi.evidence IS 'Every value that was read, with the words it was read from and their address';
COMMENT ON COLUMN bi.evidence.evidence_id IS 'Kind and number of the row it comes from: mention, casualty, claim or tally';
COMMENT ON COLUMN bi.evidence.field IS 'Which value: a field of the report, a harm, a speech act, or tally with what it counts';
COMMENT ON COLUMN bi.evidence.value IS 'The value read: a code, a slug, a date; a figure with its side; a speech act with speaker, target and topic';
COMMENT ON COLUMN bi.evidence.rule IS 'Name of the rule that read it';
COMMENT ON COLUMN bi.evidence.span_start IS 'First character of the quote in articles.text, counted from 0';
COMMENT ON COLUMN bi.evidence.span_end IS 'Character after the last one of the quote in articles.text';
COMMENT ON COLUMN bi.evidence.report_id IS 'The report whose value it is; NULL for a claim or tally of none';
