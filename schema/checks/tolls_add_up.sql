-- fail: the sums by day and side are not those of the incidents
SELECT 'daily_tolls ' || concat_ws(' ', coalesce(s.started_on, n.started_on), coalesce(s.party_id, n.party_id)) AS row, NULL AS url,
       concat_ws(' ', coalesce(s.status, n.status), coalesce(s.harm, n.harm), '·', s.people, 'people in', s.incidents, 'incidents, not', n.people, 'in', n.incidents) AS detail
FROM daily_tolls s
FULL JOIN (
    SELECT i.started_on, i.ended_on, t.party_id, t.status, t.harm, count(DISTINCT i.id) AS incidents,
           CASE WHEN grouping(t.harm) = 0 THEN count(t.adds) ELSE 0 END AS counted,
           CASE WHEN grouping(t.harm) = 0 THEN coalesce(sum(t.adds), 0) ELSE 0 END AS people
    FROM incidents i JOIN incident_tolls t ON t.incident_id = i.id
    WHERE i.withdrawn_at IS NULL
    GROUP BY GROUPING SETS ((i.started_on, i.ended_on, t.party_id, t.status, t.harm), (i.started_on, i.ended_on, t.party_id, t.status))
) n ON concat_ws('|', coalesce(n.started_on::text, '-'), coalesce(n.ended_on::text, '-'), coalesce(n.party_id, '-'), n.status, coalesce(n.harm, '-'))
     = concat_ws('|', coalesce(s.started_on::text, '-'), coalesce(s.ended_on::text, '-'), coalesce(s.party_id, '-'), s.status, coalesce(s.harm, '-'))
WHERE (s.incidents, s.counted, s.people) IS DISTINCT FROM (n.incidents, n.counted, n.people)
