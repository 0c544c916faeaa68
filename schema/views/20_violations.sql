CREATE VIEW bi.violations AS
SELECT a.id AS violation_id, i.id AS incident_id, i.public_id, i.started_on, i.date_precision, i.event_type,
       i.place_name AS place, i.country, i.lat, i.lon,
       c.name AS ceasefire, a.principal, accused.name AS accused, a.grade, a.alleged_by, a.observed_by, a.admitted_by, a.denied_by, a.rule,
       a.ceasefire_id, a.accused_id
FROM assessments a
JOIN incidents i ON i.id = a.incident_id
LEFT JOIN ceasefires c ON c.id = a.ceasefire_id
LEFT JOIN parties accused ON accused.id = a.accused_id
WHERE i.withdrawn_at IS NULL;

COMMENT ON VIEW bi.violations IS 'How each incident stands to the ceasefires in force, one row for each ceasefire and side accused. To count an incident once over all ceasefires, keep those with `principal`';
COMMENT ON COLUMN bi.violations.violation_id IS 'Number of the row';
COMMENT ON COLUMN bi.violations.accused IS 'Name of the side accused; NULL when nobody is';
COMMENT ON COLUMN bi.violations.ceasefire IS 'Name of the ceasefire in force there, that day, between those sides; NULL when none was';
