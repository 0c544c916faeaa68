-- fail: an incident was merged into one that doesn't count either, and leads nowhere
WITH RECURSIVE path AS (
    SELECT id, merged_into AS next, 1 AS steps FROM incidents WHERE merged_into IS NOT NULL
    UNION ALL
    SELECT path.id, i.merged_into, steps + 1 FROM path JOIN incidents i ON i.id = path.next WHERE i.merged_into IS NOT NULL AND steps < 100
)
SELECT 'incidents ' || id AS row, NULL AS url, steps || ' merges' AS detail FROM path WHERE steps = 100
