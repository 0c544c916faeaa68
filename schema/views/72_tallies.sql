CREATE VIEW bi.tallies AS
SELECT t.id AS tally_id, side.name AS party, t.harm, t.low, t.high, t.period, claimant.name AS claimant,
       substr(a.text, t.span_start + 1, t.span_end - t.span_start) AS quote,
       o.name AS outlet, a.published, a.url, t.rule, t.article_id, t.party_id, t.claimant_id, a.outlet_id
FROM tallies t
JOIN articles a ON a.id = t.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN parties side ON side.id = t.party_id
LEFT JOIN actors claimant ON claimant.id = t.claimant_id
WHERE t.replaced_at IS NULL;

COMMENT ON VIEW bi.tallies IS 'Sums over many events, such as violations since January, with their words; in no incident and no toll';
COMMENT ON COLUMN bi.tallies.tally_id IS 'Number of the tally';
COMMENT ON COLUMN bi.tallies.party IS 'Name of the side harmed, or that did the violations, shots, shells or explosions';
COMMENT ON COLUMN bi.tallies.claimant IS 'Name of the body that counts; NULL when unknown or the outlet itself';
