CREATE VIEW bi.accusations AS
SELECT d.accuser_id, accuser.name AS accuser, d.accused_id, accused.name AS accused, d.about,
       d.accusations, d.incidents, d.admitted, d.denied, d.returned, d.unanswered, d.first_on, d.last_on
FROM (
    SELECT accuser_id, accused_id, about, sum(accusations)::bigint AS accusations, sum(incidents)::bigint AS incidents,
           sum(admitted)::bigint AS admitted, sum(denied)::bigint AS denied, sum(returned)::bigint AS returned,
           sum(unanswered)::bigint AS unanswered, min(published) AS first_on, max(published) AS last_on
    FROM daily_accusations
    GROUP BY accuser_id, accused_id, about
) d
LEFT JOIN parties accuser ON accuser.id = d.accuser_id
LEFT JOIN parties accused ON accused.id = d.accused_id;

COMMENT ON VIEW bi.accusations IS 'Who accuses whom of what, how often, and how the accused answers; copies of one text count once. What has been read since the last `truce resolve` is not yet in it';
COMMENT ON COLUMN bi.accusations.accuser_id IS 'The side that accuses; NULL when the speaker is of no known side';
COMMENT ON COLUMN bi.accusations.accuser IS 'Name of the side that accuses; NULL when the speaker is of no known side';
COMMENT ON COLUMN bi.accusations.accused_id IS 'The side accused; NULL when none is named';
COMMENT ON COLUMN bi.accusations.accused IS 'Name of the side accused; NULL when none is named';
COMMENT ON COLUMN bi.accusations.accusations IS 'Times it is said, over all articles that are no copies';
COMMENT ON COLUMN bi.accusations.incidents IS 'Incidents it is said of; an accusation of no single incident is in none';
COMMENT ON COLUMN bi.accusations.admitted IS 'Accusations of which the accused side admits the incident';
COMMENT ON COLUMN bi.accusations.denied IS 'Accusations that the accused side denies';
COMMENT ON COLUMN bi.accusations.returned IS 'Accusations of which the accused side says that the accuser did it';
COMMENT ON COLUMN bi.accusations.unanswered IS 'Accusations to which no answer of the accused side is known';
COMMENT ON COLUMN bi.accusations.first_on IS 'Day of publication of the first';
COMMENT ON COLUMN bi.accusations.last_on IS 'Day of publication of the last';
