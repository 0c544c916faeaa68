CREATE VIEW bi.evidence AS
SELECT e.evidence_id, l.incident_id, i.public_id, e.field, e.value,
       substr(a.text, e.span_start + 1, e.span_end - e.span_start) AS quote,
       o.name AS outlet, a.published, a.url, e.rule, e.span_start, e.span_end, e.report_id, a.id AS article_id, a.outlet_id
FROM (
    SELECT 'mention-' || m.id AS evidence_id, r.article_id, r.id AS report_id, m.field, m.value, m.span_start, m.span_end, m.rule
    FROM mentions m JOIN reports r ON r.id = m.report_id WHERE r.replaced_at IS NULL
    UNION ALL
    SELECT 'casualty-' || k.id, r.article_id, r.id, k.harm,
           concat_ws(' ', coalesce(k.party_id, 'unknown side'), k.status,
                     CASE WHEN k.low = k.high THEN k.low::text WHEN k.low IS NOT NULL OR k.high IS NOT NULL THEN concat(k.low, '–', k.high) ELSE k.vague END),
           k.span_start, k.span_end, k.rule
    FROM casualties k JOIN reports r ON r.id = k.report_id WHERE r.replaced_at IS NULL
    UNION ALL
    SELECT 'claim-' || c.id, c.article_id, c.report_id, c.act,
           concat_ws(' ', coalesce(c.speaker_id, c.speaker_party_id, 'unknown speaker'), '→ ' || c.target_party_id, c.about), c.span_start, c.span_end, c.rule
    FROM claims c WHERE c.replaced_at IS NULL
    UNION ALL
    SELECT 'tally-' || t.id, t.article_id, NULL, 'tally ' || t.harm,
           concat_ws(' ', t.party_id, CASE WHEN t.low = t.high THEN t.low::text ELSE concat(t.low, '–', t.high) END, t.period), t.span_start, t.span_end, t.rule
    FROM tallies t WHERE t.replaced_at IS NULL
) e
JOIN articles a ON a.id = e.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN incident_reports l ON l.report_id = e.report_id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id;

COMMENT ON VIEW bi.evidence IS 'Every value that was read, with the words it was read from and their address';
COMMENT ON COLUMN bi.evidence.evidence_id IS 'Kind and number of the row it comes from: mention, casualty, claim or tally';
COMMENT ON COLUMN bi.evidence.field IS 'Which value: a field of the report, a harm, a speech act, or tally with what it counts';
COMMENT ON COLUMN bi.evidence.value IS 'The value read: a code, a slug, a date; a figure with its side; a speech act with speaker, target and topic';
COMMENT ON COLUMN bi.evidence.rule IS 'Name of the rule that read it';
COMMENT ON COLUMN bi.evidence.span_start IS 'First character of the quote in articles.text, counted from 0';
COMMENT ON COLUMN bi.evidence.span_end IS 'Character after the last one of the quote in articles.text';
COMMENT ON COLUMN bi.evidence.report_id IS 'The report whose value it is; NULL for a claim or tally of none';
