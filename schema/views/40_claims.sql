CREATE VIEW bi.claims AS
SELECT c.id AS claim_id, l.incident_id, i.public_id, a.published, coalesce(speaker.name, speaker_party.name) AS speaker,
       speaker_party.name AS speaker_party, c.act, target_party.name AS target_party, c.about,
       c.answers_id, answered.act AS answers_act, via.name AS via,
       substr(a.text, c.span_start + 1, c.span_end - c.span_start) AS quote,
       o.name AS outlet, a.url, a.lineage_id IS NOT NULL AS is_copy, c.rule,
       c.article_id, c.report_id, c.speaker_id, c.speaker_party_id, c.target_party_id, c.via_id, a.outlet_id
FROM claims c
LEFT JOIN incident_reports l ON l.report_id = c.report_id AND l.unlinked_at IS NULL
LEFT JOIN incidents i ON i.id = l.incident_id
JOIN articles a ON a.id = c.article_id AND a.superseded_at IS NULL
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN actors speaker ON speaker.id = c.speaker_id
LEFT JOIN parties speaker_party ON speaker_party.id = c.speaker_party_id
LEFT JOIN parties target_party ON target_party.id = c.target_party_id
LEFT JOIN actors via ON via.id = c.via_id
LEFT JOIN claims answered ON answered.id = c.answers_id
WHERE c.replaced_at IS NULL;

COMMENT ON VIEW bi.claims IS 'Speech acts: who accuses, denies, admits, condemns or calls for what, of whom, in which words';
COMMENT ON COLUMN bi.claims.speaker IS 'Name of the body that speaks; of its side when only that is known';
COMMENT ON COLUMN bi.claims.answers_act IS 'What the claim it answers did, such as accuse';
COMMENT ON COLUMN bi.claims.via IS 'Name of the body that passed it on';
