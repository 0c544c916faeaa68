CREATE VIEW bi.tolls_by_side AS
SELECT t.party_id, harmed.name AS party, t.status, t.incidents, t.killed, t.wounded, t.captured, t.missing, t.killed_or_wounded,
       t.first_on, t.last_on
FROM (
    SELECT party_id, status, sum(incidents) FILTER (WHERE harm IS NULL)::bigint AS incidents,
           sum(people) FILTER (WHERE harm = 'killed' AND counted > 0)::bigint AS killed,
           sum(people) FILTER (WHERE harm = 'wounded' AND counted > 0)::bigint AS wounded,
           sum(people) FILTER (WHERE harm = 'captured' AND counted > 0)::bigint AS captured,
           sum(people) FILTER (WHERE harm = 'missing' AND counted > 0)::bigint AS missing,
           sum(people) FILTER (WHERE harm = 'killed_or_wounded' AND counted > 0)::bigint AS killed_or_wounded,
           min(started_on) AS first_on, max(ended_on) AS last_on
    FROM daily_tolls
    GROUP BY party_id, status
) t
LEFT JOIN parties harmed ON harmed.id = t.party_id;

COMMENT ON VIEW bi.tolls_by_side IS 'People harmed in all incidents, by side and status: the chosen figures added up. For a time or place, add up `adds` of bi.tolls';
COMMENT ON COLUMN bi.tolls_by_side.incidents IS 'Incidents for which somebody counts people of this side and status';
