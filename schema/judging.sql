-- A judgement names incidents or tellings; what is kept is where their words stand in the texts. Wrong ones are refused with a reason,
-- whoever inserts them, by `truce judge` or by SQL.

-- The report that stands at a place of a text: of several, the one that shares most of its words. Where a newer extraction has replaced
-- the article, the words are looked for in the new text.
CREATE FUNCTION bi.report_at(article bigint, first int, after int) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    here articles;
    found bigint;
BEGIN
    SELECT a.* INTO here FROM articles a WHERE a.id = article;
    IF here.superseded_at IS NOT NULL THEN
        SELECT a.id, strpos(a.text, substr(here.text, first + 1, after - first)) - 1 INTO article, found FROM articles a
        WHERE a.page_id = here.page_id AND a.part = here.part AND a.superseded_at IS NULL;
        IF found IS NULL OR found < 0 THEN
            RETURN NULL;
        END IF;
        after := found + after - first;
        first := found;
    END IF;
    SELECT r.id INTO found FROM reports r
    WHERE r.article_id = article AND r.replaced_at IS NULL AND r.span_start < after AND first < r.span_end
    ORDER BY least(r.span_end, after) - greatest(r.span_start, first) DESC, r.id LIMIT 1;
    RETURN found;
END $$;

CREATE FUNCTION bi.telling_of(named text) RETURNS reports LANGUAGE plpgsql STABLE AS $$
DECLARE
    found reports;
    held incidents;
BEGIN
    IF named ~ '^report:[0-9]+$' THEN
        SELECT * INTO found FROM reports r WHERE r.id = substr(named, 8)::bigint AND r.replaced_at IS NULL;
        IF found.id IS NULL THEN
            RAISE EXCEPTION 'no report % counts: it does not exist, or has been read anew', substr(named, 8);
        END IF;
        RETURN found;
    END IF;
    SELECT * INTO held FROM incidents i WHERE i.public_id = named;
    WHILE held.merged_into IS NOT NULL LOOP
        SELECT * INTO held FROM incidents i WHERE i.id = held.merged_into;
    END LOOP;
    SELECT r.* INTO found FROM incident_reports l JOIN reports r ON r.id = l.report_id JOIN articles a ON a.id = r.article_id
    WHERE l.incident_id = held.id AND l.unlinked_at IS NULL
    ORDER BY l.role = 'telling' DESC, a.published, a.url, r.span_start LIMIT 1;
    IF found.id IS NULL THEN
        RAISE EXCEPTION 'no incident % counts: name one by its public id, or one telling as report:NUMBER', named;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION bi.incident_at(article bigint, first int, after int) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT l.incident_id FROM incident_reports l WHERE l.report_id = bi.report_at(article, first, after) AND l.unlinked_at IS NULL
$$;

CREATE FUNCTION bi.refuse_form(j judgements) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
    fields text[] := ARRAY['event_type', 'started_on', 'ended_on', 'place', 'initiator', 'target'];
BEGIN
    IF NOT EXISTS (SELECT FROM judgement_kinds k WHERE k.code = j.kind) THEN
        RAISE EXCEPTION '% is no kind of judgement; they are %', coalesce(j.kind, 'nothing'),
            (SELECT string_agg(k.code, ', ' ORDER BY k.rank) FROM judgement_kinds k);
    ELSIF coalesce(trim(j.why), '') = '' THEN
        RAISE EXCEPTION 'a judgement needs a reason, in why';
    ELSIF (j.kind IN ('same', 'different')) <> (j.other IS NOT NULL) THEN
        RAISE EXCEPTION 'same and different name a second incident in other; the rest none';
    ELSIF j.kind = 'set' AND j.field IS NULL OR NOT j.field = ANY(fields) THEN
        RAISE EXCEPTION '% is no field to set; they are %', coalesce(j.field, 'nothing'), array_to_string(fields, ', ');
    ELSIF j.kind <> 'set' AND coalesce(j.field, j.value) IS NOT NULL THEN
        RAISE EXCEPTION 'field and value go with set only';
    END IF;
END $$;

CREATE FUNCTION bi.refuse_value(field text, value text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF field = 'event_type' AND NOT EXISTS (SELECT FROM event_types t WHERE t.code = value) THEN
        RAISE EXCEPTION '% is no event type; they are %', coalesce(value, 'nothing'),
            (SELECT string_agg(t.code, ', ' ORDER BY t.rank) FROM event_types t);
    ELSIF field = 'place' AND value IS NOT NULL AND NOT EXISTS (SELECT FROM places p WHERE p.id = value) THEN
        RAISE EXCEPTION '% is no place; look for its id in the table places', value;
    ELSIF field IN ('initiator', 'target') AND value IS NOT NULL AND NOT EXISTS (SELECT FROM parties p WHERE p.id = value) THEN
        RAISE EXCEPTION '% is no party; look for its id in the table parties', value;
    ELSIF field IN ('started_on', 'ended_on') AND value !~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN
        RAISE EXCEPTION '% is no day; days look like 2022-08-03', value;
    END IF;
    IF field IN ('started_on', 'ended_on') AND value IS NOT NULL AND value::date NOT BETWEEN '1900-01-01' AND current_date + 1 THEN
        RAISE EXCEPTION '% lies before 1900 or in the future', value;
    END IF;
END $$;

CREATE FUNCTION bi.said(j judgements) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(' ', j.kind, j.subject, j.other, j.field || '=' || coalesce(j.value, 'unknown'))
$$;

CREATE FUNCTION bi.anchor_judgement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one reports;
    two reports;
    here bigint;
    there bigint;
    against judgements;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
            NEW.applied_at := NULL;
        END IF;
        RETURN NEW;
    END IF;
    PERFORM bi.refuse_form(NEW);
    PERFORM bi.refuse_value(NEW.field, NEW.value) WHERE NEW.kind = 'set';
    IF NEW.article_id IS NULL THEN
        one := bi.telling_of(NEW.subject);
        NEW.article_id := one.article_id; NEW.span_start := one.span_start; NEW.span_end := one.span_end;
    END IF;
    IF NEW.other IS NOT NULL AND NEW.other_article_id IS NULL THEN
        two := bi.telling_of(NEW.other);
        NEW.other_article_id := two.article_id; NEW.other_start := two.span_start; NEW.other_end := two.span_end;
    END IF;
    IF (NEW.article_id, NEW.span_start, NEW.span_end) = (NEW.other_article_id, NEW.other_start, NEW.other_end) THEN
        RAISE EXCEPTION '% and % are one incident already; to part them name two of its tellings, as report:NUMBER', NEW.subject, NEW.other;
    END IF;
    here := bi.incident_at(NEW.article_id, NEW.span_start, NEW.span_end);
    there := bi.incident_at(NEW.other_article_id, NEW.other_start, NEW.other_end);
    SELECT j.* INTO against FROM judgements j
    CROSS JOIN LATERAL (SELECT bi.incident_at(j.article_id, j.span_start, j.span_end) AS mine,
                               bi.incident_at(j.other_article_id, j.other_start, j.other_end) AS yours) at
    WHERE j.withdrawn_at IS NULL AND CASE NEW.kind
        WHEN 'set' THEN j.kind = 'set' AND j.field = NEW.field AND j.value IS DISTINCT FROM NEW.value AND at.mine = here
        WHEN 'same' THEN j.kind = 'different' AND (at.mine, at.yours) IN ((here, there), (there, here))
        WHEN 'different' THEN j.kind = 'same'
            AND ((j.article_id, j.span_start, j.other_article_id, j.other_start)
                     IN ((NEW.article_id, NEW.span_start, NEW.other_article_id, NEW.other_start),
                         (NEW.other_article_id, NEW.other_start, NEW.article_id, NEW.span_start))
                 OR (here <> there AND (at.mine, at.yours) IN ((here, there), (there, here))))
        ELSE false END
    ORDER BY j.id LIMIT 1;
    IF against.id IS NOT NULL THEN
        RAISE EXCEPTION '"%" contradicts judgement %: "%" by % on % (%)', bi.said(NEW), against.id, bi.said(against), against.made_by,
            against.made_at::date, against.why;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER anchor_judgement BEFORE INSERT OR UPDATE ON public.judgements FOR EACH ROW EXECUTE FUNCTION bi.anchor_judgement();
