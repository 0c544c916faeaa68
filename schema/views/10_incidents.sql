CREATE VIEW bi.incidents AS
SELECT i.id AS incident_id, i.public_id, i.event_type, i.started_on, i.ended_on, i.date_precision,
       extract(year FROM i.started_on)::int AS year,
       i.place_name AS place, i.country, i.lat, i.lon, i.place_precision, i.place_id,
       initiator.name AS initiator, target.name AS target, i.weapons, i.standing,
       held.ceasefire, held.ceasefires, held.grade,
       toll.killed, toll.killed_low, toll.killed_high, toll.civilians_killed, toll.wounded, toll.captured, toll.missing, toll.killed_or_wounded,
       i.reports, i.sources, substr(article.text, telling.span_start + 1, telling.span_end - telling.span_start) AS quote, article.url,
       i.initiator_id, i.target_id, i.judged, i.created_at, i.updated_at
FROM incidents i
LEFT JOIN parties initiator ON initiator.id = i.initiator_id
LEFT JOIN parties target ON target.id = i.target_id
LEFT JOIN LATERAL (
    SELECT sum(t.adds) FILTER (WHERE t.harm = 'killed')::int AS killed,
           sum(greatest(t.lowest - t.best + t.adds, 0)) FILTER (WHERE t.harm = 'killed')::int AS killed_low,
           sum(t.highest - t.best + t.adds) FILTER (WHERE t.harm = 'killed')::int AS killed_high,
           sum(t.adds) FILTER (WHERE t.harm = 'killed' AND t.status = 'civilian')::int AS civilians_killed,
           sum(t.adds) FILTER (WHERE t.harm = 'wounded')::int AS wounded,
           sum(t.adds) FILTER (WHERE t.harm = 'captured')::int AS captured,
           sum(t.adds) FILTER (WHERE t.harm = 'missing')::int AS missing,
           sum(t.adds) FILTER (WHERE t.harm = 'killed_or_wounded')::int AS killed_or_wounded
    FROM incident_tolls t WHERE t.incident_id = i.id
) toll ON true
LEFT JOIN LATERAL (
    SELECT min(c.name) FILTER (WHERE a.principal) AS ceasefire, string_agg(DISTINCT c.name, '; ' ORDER BY c.name) AS ceasefires,
           (array_agg(a.grade ORDER BY g.rank))[1] AS grade
    FROM assessments a JOIN grades g ON g.code = a.grade LEFT JOIN ceasefires c ON c.id = a.ceasefire_id
    WHERE a.incident_id = i.id
) held ON true
LEFT JOIN LATERAL (
    SELECT (array_agg(r.id ORDER BY l.role = 'telling' DESC, a.published, a.url, r.span_start))[1] AS report_id
    FROM incident_reports l
    JOIN reports r ON r.id = l.report_id AND r.replaced_at IS NULL
    JOIN articles a ON a.id = r.article_id
    WHERE l.incident_id = i.id AND l.unlinked_at IS NULL
) first ON true
LEFT JOIN reports telling ON telling.id = first.report_id
LEFT JOIN articles article ON article.id = telling.article_id
WHERE i.withdrawn_at IS NULL;

COMMENT ON VIEW bi.incidents IS 'What happened, one row an incident however many articles tell it; those withdrawn or merged are left out';
COMMENT ON COLUMN bi.incidents.initiator IS 'Name of the side said to have done it; NULL when unknown or when the sides blame each other';
COMMENT ON COLUMN bi.incidents.target IS 'Name of the side it was done to; NULL when unknown or when the sides blame each other';
COMMENT ON COLUMN bi.incidents.ceasefire IS 'Name of the ceasefire to count it by, of several in force the latest; NULL when none was';
COMMENT ON COLUMN bi.incidents.ceasefires IS 'Names of the ceasefires in force there, that day, between those sides, parted by ''; ''; NULL when none was';
COMMENT ON COLUMN bi.incidents.grade IS 'The best grade any accusation of it has; by side and ceasefire in bi.violations';
COMMENT ON COLUMN bi.incidents.quote IS 'The words of its first telling; those of all are in bi.sources, those of each value in bi.evidence';
COMMENT ON COLUMN bi.incidents.url IS 'Address of the article with those words';
COMMENT ON COLUMN bi.incidents.killed_low IS 'People killed: the lowest figures added up, parts of a total counted once; NULL when nobody gives one';
COMMENT ON COLUMN bi.incidents.killed_high IS 'People killed: the highest figures added up, parts of a total counted once; NULL when nobody gives one';
COMMENT ON COLUMN bi.incidents.civilians_killed IS 'Civilians killed, of all sides: the chosen figures added up; NULL when nobody gives one';
