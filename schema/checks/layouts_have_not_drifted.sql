-- warn: an outlet whose pages used to give articles gives hardly any of late: a new layout?
SELECT 'outlets ' || p.outlet_id AS row, NULL AS url, count(*) FILTER (WHERE a.quality = 'good') || ' of ' || count(*) || ' pages good in 7 days' AS detail
FROM pages p LEFT JOIN articles a ON a.page_id = p.id AND a.superseded_at IS NULL
WHERE p.fetched_at > now() - INTERVAL '7 days' AND p.extracted_by IS NOT NULL AND p.outlet_id IS NOT NULL
GROUP BY p.outlet_id
HAVING count(*) >= 10 AND count(*) FILTER (WHERE a.quality = 'good') < 0.2 * count(*)
   AND (SELECT count(*) FROM articles b WHERE b.outlet_id = p.outlet_id AND b.quality = 'good'
        AND b.fetched_at <= now() - INTERVAL '7 days') >= 10
