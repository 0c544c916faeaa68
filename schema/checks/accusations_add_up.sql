-- fail: the sums of accusations by day and pair are not those of the claims
WITH counted AS (
    SELECT c.speaker_party_id AS accuser_id, c.target_party_id AS accused_id, c.about, a.published, count(*) AS accusations
    FROM claims c
    JOIN articles a ON a.id = c.article_id
    LEFT JOIN incident_reports l ON l.report_id = c.report_id AND l.unlinked_at IS NULL
    WHERE c.act = 'accuse' AND (c.counted OR (c.replaced_at IS NULL AND l.id IS NOT NULL AND a.superseded_at IS NULL AND a.lineage_id IS NULL))
    GROUP BY c.speaker_party_id, c.target_party_id, c.about, a.published
)
SELECT 'daily_accusations ' || concat_ws(' ', coalesce(s.published, n.published), coalesce(s.accuser_id, n.accuser_id)) AS row, NULL AS url,
       concat_ws(' ', '→', coalesce(s.accused_id, n.accused_id), coalesce(s.about, n.about), '·', coalesce(s.accusations, 0), 'accusations, not', coalesce(n.accusations, 0)) AS detail
FROM daily_accusations s
FULL JOIN counted n
  ON concat_ws('|', coalesce(n.accuser_id, '-'), coalesce(n.accused_id, '-'), n.about, coalesce(n.published::text, '-'))
   = concat_ws('|', coalesce(s.accuser_id, '-'), coalesce(s.accused_id, '-'), s.about, coalesce(s.published::text, '-'))
WHERE s.accusations IS DISTINCT FROM n.accusations
