CREATE VIEW bi.feed_health AS
SELECT f.id AS feed_id, o.name AS outlet, f.title, f.url, f.language,
       CASE WHEN NOT f.enabled THEN 'disabled' WHEN f.last_polled_at IS NULL THEN 'never polled' WHEN f.failures > 0 THEN 'failing'
            WHEN f.last_new_at IS NULL OR f.last_new_at < now() - INTERVAL '14 days' THEN 'silent' ELSE 'ok' END AS state,
       f.disabled_why, f.last_outcome, f.failures, f.last_polled_at, f.last_success_at, f.last_new_at, f.next_poll_at, f.interval_minutes,
       week.polls, week.successes, week.entries_new, f.moved_to, f.outlet_id
FROM feeds f
LEFT JOIN outlets o ON o.id = f.outlet_id
LEFT JOIN LATERAL (
    SELECT count(*) AS polls, count(*) FILTER (WHERE p.outcome IN ('ok', 'not_modified', 'unchanged')) AS successes,
           coalesce(sum(p.entries_new), 0) AS entries_new
    FROM polls p WHERE p.feed_id = f.id AND p.started_at > now() - INTERVAL '7 days'
) week ON true;

COMMENT ON VIEW bi.feed_health IS 'How each feed does';
COMMENT ON COLUMN bi.feed_health.feed_id IS 'Number of the feed';
COMMENT ON COLUMN bi.feed_health.title IS 'Title; the feed''s own when none was given';
COMMENT ON COLUMN bi.feed_health.url IS 'Address that is polled';
COMMENT ON COLUMN bi.feed_health.language IS 'Language, ISO 639-1; NULL when not said';
COMMENT ON COLUMN bi.feed_health.state IS 'ok, failing, silent (nothing new for 14 days), never polled or disabled';
COMMENT ON COLUMN bi.feed_health.polls IS 'Polls in the last 7 days';
COMMENT ON COLUMN bi.feed_health.successes IS 'Polls in the last 7 days that succeeded';
COMMENT ON COLUMN bi.feed_health.entries_new IS 'New entries in the last 7 days';
