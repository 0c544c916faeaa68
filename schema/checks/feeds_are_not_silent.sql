-- warn: a feed that is polled has brought nothing new for 14 days
SELECT 'feeds ' || f.id AS row, f.url, 'nothing new since ' || coalesce(f.last_new_at, f.added_at)::date AS detail
FROM feeds f
WHERE f.enabled AND f.last_polled_at IS NOT NULL AND coalesce(f.last_new_at, f.added_at) < now() - INTERVAL '14 days'
