CREATE VIEW bi.tolls_by_side AS
SELECT t.party_id, harmed.name AS party, t.status, sum(t.incidents) FILTER (WHERE t.harm IS NULL)::bigint AS incidents,
       sum(t.people) FILTER (WHERE t.harm = 'killed' AND t.counted > 0)::bigint AS killed,
       sum(t.people) FILTER (WHERE t.harm = 'wounded' AND t.counted > 0)::bigint AS wounded,
       sum(t.people) FILTER (WHERE t.harm = 'captured' AND t.counted > 0)::bigint AS captured,
       sum(t.people) FILTER (WHERE t.harm = 'missing' AND t.counted > 0)::bigint AS missing,
       sum(t.people) FILTER (WHERE t.harm = 'killed_or_wounded' AND t.counted > 0)::bigint AS killed_or_wounded,
       min(t.started_on) AS first_on, max(t.ended_on) AS last_on
FROM daily_tolls t
LEFT JOIN parties harmed ON harmed.id = t.party_id
GROUP BY t.party_id, harmed.name, t.status;

COMMENT ON VIEW bi.tolls_by_side IS 'People harmed in all incidents, by side and status: the chosen figures added up. For a time or place, add up `adds` of bi.tolls';
COMMENT ON COLUMN bi.tolls_by_side.incidents IS 'Incidents for which somebody counts people of this side and status';
