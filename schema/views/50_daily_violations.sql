CREATE VIEW bi.daily_violations AS
SELECT i.started_on AS day, a.ceasefire_id, c.name AS ceasefire, a.accused_id, accused.name AS accused, count(*) AS incidents,
       count(*) FILTER (WHERE a.principal) AS principal,
       count(*) FILTER (WHERE a.grade = 'confirmed') AS confirmed,
       count(*) FILTER (WHERE a.grade = 'fair') AS fair,
       count(*) FILTER (WHERE a.grade = 'weak') AS weak,
       count(*) FILTER (WHERE a.grade = 'contested') AS contested,
       count(*) FILTER (WHERE a.grade = 'discounted') AS discounted,
       sum(toll.killed)::bigint AS killed, sum(toll.wounded)::bigint AS wounded
FROM assessments a
JOIN incidents i ON i.id = a.incident_id
LEFT JOIN ceasefires c ON c.id = a.ceasefire_id
LEFT JOIN parties accused ON accused.id = a.accused_id
LEFT JOIN LATERAL (
    SELECT sum(t.adds) FILTER (WHERE t.harm = 'killed') AS killed, sum(t.adds) FILTER (WHERE t.harm = 'wounded') AS wounded
    FROM incident_tolls t WHERE t.incident_id = i.id
) toll ON true
WHERE i.withdrawn_at IS NULL AND i.date_precision IN ('day', 'range')
GROUP BY i.started_on, a.ceasefire_id, c.name, a.accused_id, accused.name;

COMMENT ON VIEW bi.daily_violations IS 'Incidents a day by ceasefire and side accused. An incident of which two sides are accused, or under two ceasefires, stands in two rows; those whose day isn''t known are left out';
COMMENT ON COLUMN bi.daily_violations.day IS 'The day, local time; for an incident of several days the first';
COMMENT ON COLUMN bi.daily_violations.ceasefire IS 'Name of the ceasefire in force; NULL when none was';
COMMENT ON COLUMN bi.daily_violations.accused IS 'Name of the side accused; NULL when nobody is';
COMMENT ON COLUMN bi.daily_violations.incidents IS 'Incidents of that day';
COMMENT ON COLUMN bi.daily_violations.principal IS 'Of them, those to count under this ceasefire when ceasefires are added up: it is the latest of those in force';
COMMENT ON COLUMN bi.daily_violations.confirmed IS 'Of them, those whose doer or a monitor says so';
COMMENT ON COLUMN bi.daily_violations.fair IS 'Of them, those that two or more independent sources tell and nobody contradicts';
COMMENT ON COLUMN bi.daily_violations.weak IS 'Of them, those that one source tells and nobody contradicts';
COMMENT ON COLUMN bi.daily_violations.contested IS 'Of them, those that the accused denies or that the sides blame on each other';
COMMENT ON COLUMN bi.daily_violations.discounted IS 'Of them, those that a monitor contradicts or that were taken back';
