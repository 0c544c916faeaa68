-- warn: a feed that is polled has not succeeded for 3 days
SELECT 'feeds ' || f.id AS row, f.url, coalesce(f.last_outcome, 'never polled') AS detail
FROM feeds f
WHERE f.enabled AND coalesce(f.last_success_at, f.added_at) < now() - INTERVAL '3 days'
