CREATE VIEW bi.tolls AS
SELECT t.id AS toll_id, i.id AS incident_id, i.public_id, i.started_on, i.country, harmed.name AS party, t.status, t.harm,
       t.lowest, t.best, t.highest, t.adds, t.rule, t.lowest_by, t.best_by, t.highest_by, t.vague, t.claimants,
       t.own_side_admits, t.monitor_first, t.majority, t.latest, t.party_id
FROM incident_tolls t
JOIN incidents i ON i.id = t.incident_id
LEFT JOIN parties harmed ON harmed.id = t.party_id
WHERE i.withdrawn_at IS NULL;

COMMENT ON VIEW bi.tolls IS 'People harmed in each incident, by side, status and harm: the lowest, the chosen and the highest figure. Add up `adds`, never `best`';
COMMENT ON COLUMN bi.tolls.toll_id IS 'Number of the toll';
