CREATE VIEW bi.pipeline_status AS
SELECT s.code AS stage, s.rank, n.waiting, n.done, n.last_done_at, i.open_issues
FROM stages s
JOIN (
    SELECT 'poll' AS stage, (SELECT count(*) FROM feeds WHERE enabled AND next_poll_at <= now()) AS waiting,
           (SELECT count(*) FROM polls) AS done, (SELECT max(started_at) FROM polls) AS last_done_at
    UNION ALL
    SELECT 'fetch', (SELECT count(*) FROM pages WHERE next_try_at IS NOT NULL AND fetched_at IS NULL) + (SELECT count(*) FROM entries WHERE page_id IS NULL),
           (SELECT count(*) FROM pages WHERE fetched_at IS NOT NULL), (SELECT max(fetched_at) FROM pages)
    UNION ALL
    SELECT 'extract', (SELECT count(*) FROM pages WHERE body_id IS NOT NULL AND extracted_by IS NULL),
           (SELECT count(*) FROM pages WHERE extracted_by IS NOT NULL), (SELECT max(extracted_at) FROM pages)
    UNION ALL
    SELECT 'parse', (SELECT count(*) FROM articles WHERE superseded_at IS NULL AND parsed_by IS NULL),
           (SELECT count(*) FROM articles WHERE superseded_at IS NULL AND parsed_by IS NOT NULL), (SELECT max(parsed_at) FROM articles)
    UNION ALL
    SELECT 'resolve', (SELECT count(*) FROM reports WHERE replaced_at IS NULL AND resolved_by IS NULL),
           (SELECT count(*) FROM reports WHERE replaced_at IS NULL AND resolved_by IS NOT NULL), (SELECT max(updated_at) FROM incidents)
) n ON n.stage = s.code
LEFT JOIN LATERAL (SELECT count(*) AS open_issues FROM issues WHERE issues.stage = s.code AND issues.closed_at IS NULL) i ON true;

COMMENT ON VIEW bi.pipeline_status IS 'How far the pipeline has come. What newer rules have still to do again is not in it: `truce status` tells';
COMMENT ON COLUMN bi.pipeline_status.stage IS 'The step of the pipeline';
COMMENT ON COLUMN bi.pipeline_status.waiting IS 'Rows that it has never done: feeds due, pages, articles, reports';
COMMENT ON COLUMN bi.pipeline_status.done IS 'Rows that it has done: polls, pages, articles, reports';
COMMENT ON COLUMN bi.pipeline_status.last_done_at IS 'When it last did one';
COMMENT ON COLUMN bi.pipeline_status.open_issues IS 'What it could not do and nobody has settled';
