CREATE VIEW bi.accusations AS
SELECT c.speaker_party_id AS accuser_id, accuser.name AS accuser, c.target_party_id AS accused_id, accused.name AS accused, c.about,
       count(*) AS accusations, count(DISTINCT l.incident_id) AS incidents,
       count(*) FILTER (WHERE answer.admitted) AS admitted,
       count(*) FILTER (WHERE answer.denied) AS denied,
       count(*) FILTER (WHERE answer.returned) AS returned,
       count(*) FILTER (WHERE NOT (answer.admitted OR answer.denied OR answer.returned)) AS unanswered,
       min(a.published) AS first_on, max(a.published) AS last_on
FROM claims c
JOIN articles a ON a.id = c.article_id AND a.superseded_at IS NULL AND a.lineage_id IS NULL
LEFT JOIN parties accuser ON accuser.id = c.speaker_party_id
LEFT JOIN parties accused ON accused.id = c.target_party_id
LEFT JOIN incident_reports l ON l.report_id = c.report_id AND l.unlinked_at IS NULL
LEFT JOIN LATERAL (
    SELECT coalesce(bool_or(said.act = 'admit'), false) AS admitted,
           coalesce(bool_or(said.act = 'deny'), false) AS denied,
           coalesce(bool_or(said.act = 'accuse' AND said.target_party_id = c.speaker_party_id), false) AS returned
    FROM (
        SELECT d.act, d.target_party_id FROM claims d
        WHERE d.answers_id = c.id AND d.replaced_at IS NULL AND d.speaker_party_id = c.target_party_id
        UNION ALL
        SELECT d.act, d.target_party_id FROM incident_reports m JOIN claims d ON d.report_id = m.report_id
        WHERE m.incident_id = l.incident_id AND m.unlinked_at IS NULL AND d.replaced_at IS NULL AND d.speaker_party_id = c.target_party_id
    ) said
) answer ON true
WHERE c.act = 'accuse' AND c.replaced_at IS NULL
GROUP BY c.speaker_party_id, accuser.name, c.target_party_id, accused.name, c.about;

COMMENT ON VIEW bi.accusations IS 'Who accuses whom of what, how often, and how the accused answers; copies of one text count once';
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
