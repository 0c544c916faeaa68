CREATE VIEW bi.changes AS
SELECT c.id AS change_id, c.incident_id, i.public_id, c.changed_at, c.field, c.from_value, c.to_value, c.because, a.url, j.why AS judgement,
       j.made_by AS judged_by, c.report_id, c.judgement_id
FROM changes c
JOIN incidents i ON i.id = c.incident_id
LEFT JOIN reports r ON r.id = c.report_id
LEFT JOIN articles a ON a.id = r.article_id
LEFT JOIN judgements j ON j.id = c.judgement_id;

COMMENT ON VIEW bi.changes IS 'The revision log: every change of an incident after its first conclusion, and why; those withdrawn or merged too';
COMMENT ON COLUMN bi.changes.change_id IS 'Number of the change';
COMMENT ON COLUMN bi.changes.url IS 'Address of the article because of which, where it is one';
COMMENT ON COLUMN bi.changes.judgement IS 'The reason that the person who judged gives';
COMMENT ON COLUMN bi.changes.judged_by IS 'The person who judged';
