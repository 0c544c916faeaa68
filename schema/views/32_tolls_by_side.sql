CREATE VIEW bi.tolls_by_side AS
SELECT t.party_id, harmed.name AS party, t.status, count(*) AS incidents,
       sum(t.killed)::bigint AS killed, sum(t.wounded)::bigint AS wounded, sum(t.captured)::bigint AS captured, sum(t.missing)::bigint AS missing,
       sum(t.killed_or_wounded)::bigint AS killed_or_wounded, min(t.started_on) AS first_on, max(t.ended_on) AS last_on
FROM (
    SELECT t.party_id, t.status, i.started_on, i.ended_on,
           sum(t.adds) FILTER (WHERE t.harm = 'killed') AS killed,
           sum(t.adds) FILTER (WHERE t.harm = 'wounded') AS wounded,
           sum(t.adds) FILTER (WHERE t.harm = 'captured') AS captured,
           sum(t.adds) FILTER (WHERE t.harm = 'missing') AS missing,
           sum(t.adds) FILTER (WHERE t.harm = 'killed_or_wounded') AS killed_or_wounded
    FROM incident_tolls t
    JOIN incidents i ON i.id = t.incident_id
    WHERE i.withdrawn_at IS NULL
    GROUP BY i.id, t.party_id, t.status
) t
LEFT JOIN parties harmed ON harmed.id = t.party_id
GROUP BY t.party_id, harmed.name, t.status;

COMMENT ON VIEW bi.tolls_by_side IS 'People harmed in all incidents, by side and status: the chosen figures added up. For a time or place, add up `adds` of bi.tolls';
COMMENT ON COLUMN bi.tolls_by_side.incidents IS 'Incidents for which somebody counts people of this side and status';
