CREATE VIEW bi.sources AS
SELECT r.id AS report_id, l.incident_id, i.public_id, o.name AS outlet, aligned.name AS outlet_party, a.title, a.published, a.language, a.url,
       l.role, r.standing, r.event_type, r.started_on, r.place_name AS place, l.score, l.why,
       substr(a.text, r.span_start + 1, r.span_end - r.span_start) AS quote,
       a.id AS article_id, a.outlet_id, a.lineage_id AS copy_of
FROM incident_reports l
JOIN incidents i ON i.id = l.incident_id AND i.withdrawn_at IS NULL
JOIN reports r ON r.id = l.report_id AND r.replaced_at IS NULL
JOIN articles a ON a.id = r.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN parties aligned ON aligned.id = o.party_id
WHERE l.unlinked_at IS NULL;

COMMENT ON VIEW bi.sources IS 'The articles behind each incident: who tells it, in which words, and why they are held to tell the same';
COMMENT ON COLUMN bi.sources.copy_of IS 'The article it copies or nearly copies; NULL for an original';
COMMENT ON COLUMN bi.sources.started_on IS 'First day on which it happened, as this article has it; NULL when it doesn''t say';
COMMENT ON COLUMN bi.sources.event_type IS 'Kind of incident, as this article has it';
COMMENT ON COLUMN bi.sources.role IS 'How the article counts: telling, copy or superseded';
COMMENT ON COLUMN bi.sources.place IS 'The place''s name, as this article has it';
