CREATE VIEW bi.casualties AS
SELECT k.id AS casualty_id, l.incident_id, i.public_id, r.started_on, harmed.name AS party, k.status, k.harm, k.low, k.high, k.vague, k.names, k.birth_years,
       coalesce(claimant.name, o.name) AS claimant, side.name AS claimant_party, g.role,
       substr(a.text, k.span_start + 1, k.span_end - k.span_start) AS quote,
       o.name AS outlet, a.published, a.url, k.rule,
       k.report_id, r.article_id, k.party_id, k.claimant_id, k.claimant_party_id, a.outlet_id
FROM casualties k
JOIN reports r ON r.id = k.report_id AND r.replaced_at IS NULL
LEFT JOIN incident_reports l ON l.report_id = r.id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id
JOIN articles a ON a.id = r.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN parties harmed ON harmed.id = k.party_id
LEFT JOIN actors claimant ON claimant.id = k.claimant_id
LEFT JOIN parties side ON side.id = k.claimant_party_id
LEFT JOIN toll_claims g ON g.casualty_id = k.id;

COMMENT ON VIEW bi.casualties IS 'Every figure of people harmed as one article gives it in the name of one claimant, with its words; what is concluded from them is in bi.tolls';
COMMENT ON COLUMN bi.casualties.claimant IS 'Name of the body that says so; the outlet when nobody else does';
COMMENT ON COLUMN bi.casualties.claimant_party IS 'Name of the side of the body that says so';
COMMENT ON COLUMN bi.casualties.role IS 'How the figure counts within the toll: current, superseded or copy; NULL when it is in none';
