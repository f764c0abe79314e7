-- Why figures changed, what a period still lacks, and reports that are kept.

-- What was recorded after one instant and up to another, with why it changes figures: one cause
-- for each transaction. Figures counted at the last instant of each run of the same cause tell,
-- one after the other, exactly what each cause changed.
CREATE FUNCTION change_runs(since timestamptz, until timestamptz)
RETURNS TABLE (upto timestamptz, cause text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH recorded AS (
        SELECT f.recorded_at AS instant, CASE
                WHEN old.status IS NULL THEN 'new-participation'
                WHEN 'merged' IN (f.status, old.status) OR f.person_token <> old.person_token
                    THEN 'merge'
                WHEN f.status = old.status THEN 're-classification'
                WHEN f.status = 'confirmed' THEN 'new-participation'
                ELSE 'withdrawal' END AS cause
        FROM participation_fact f
        LEFT JOIN participation_fact old
            ON old.participation_id = f.participation_id AND old.superseded_at = f.recorded_at
        WHERE f.recorded_at > since AND f.recorded_at <= until
        UNION ALL
        SELECT a.recorded_at, CASE
                WHEN old.id IS NULL AND (seal.sealed_at IS NULL OR seal.sealed_at >= a.recorded_at)
                    THEN 'late-attendance'
                ELSE 'correction' END
        FROM attendance a
        LEFT JOIN attendance old
            ON old.participation_id = a.participation_id AND old.session_id = a.session_id
            AND old.superseded_at = a.recorded_at AND old.status IS NOT NULL
        LEFT JOIN attendance_seal seal ON seal.session_id = a.session_id
        WHERE a.recorded_at > since AND a.recorded_at <= until
        UNION ALL
        SELECT e.recorded_at, CASE
                WHEN e.is_countable AND old.is_countable IS NOT TRUE THEN 'new-event'
                WHEN old.is_countable AND NOT e.is_countable THEN 'cancelled-event'
                ELSE 're-classification' END
        FROM event_fact e
        LEFT JOIN event_fact old
            ON old.event_id = e.event_id AND old.superseded_at = e.recorded_at
        WHERE e.recorded_at > since AND e.recorded_at <= until
        UNION ALL
        SELECT instant, 're-classification' FROM (
            SELECT recorded_at FROM session_fact UNION ALL SELECT superseded_at FROM session_fact
            UNION ALL SELECT recorded_at FROM session_place_fact
            UNION ALL SELECT superseded_at FROM session_place_fact
            UNION ALL SELECT recorded_at FROM grant_fact
        ) AS other (instant)
        WHERE instant > since AND instant <= until
    ), one_each AS (
        SELECT instant, (array_agg(cause ORDER BY array_position(
            ARRAY['merge', 'new-event', 'cancelled-event', 'new-participation', 'withdrawal',
                  're-classification', 'late-attendance', 'correction'], cause)))[1] AS cause
        FROM recorded GROUP BY instant
    ), runs AS (
        SELECT instant, cause, lead(cause) OVER (ORDER BY instant) AS next FROM one_each
    )
    SELECT instant, cause FROM runs WHERE next IS DISTINCT FROM cause ORDER BY instant
$$;

-- What a period lacks before it can be final, with who is in charge: the coordinators of the
-- event, else those of its programme, else those of everything.
--
-- A gap is `not-over`, `not-held` (nobody marked the event as held), `no-session` (though people
-- count in it), `open-sheet` (of a session) or `sector-not-in-use` (somebody counts in a sector that did not exist then).
CREATE FUNCTION report_gaps(first_day date, last_day date, at timestamptz)
RETURNS TABLE (event text, title text, gap text, session text, session_id uuid, people integer,
               in_charge text[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH due AS (
        SELECT e.*, e.ends_on < (at AT TIME ZONE e.time_zone)::date AS is_over FROM event e
        WHERE e.published_at IS NOT NULL AND e.cancelled_at IS NULL AND e.reach = 'direct'
          AND (first_day IS NULL OR e.starts_on >= first_day)
          AND (last_day IS NULL OR e.starts_on <= last_day)
    ), gaps AS (
        SELECT due.id, CASE WHEN NOT is_over THEN 'not-over' ELSE 'not-held' END AS gap,
               NULL AS session, NULL::uuid AS session_id, NULL::integer AS people
        FROM due WHERE held_at IS NULL
        UNION ALL
        SELECT due.id, 'no-session', NULL, NULL, NULL FROM due
        WHERE is_over AND NOT EXISTS (SELECT FROM session s WHERE s.event_id = due.id)
          AND EXISTS (SELECT FROM counted_now c WHERE c.event_id = due.id)
        UNION ALL
        SELECT due.id, 'open-sheet', s.title, s.id, NULL
        FROM due JOIN session s ON s.event_id = due.id
        WHERE is_over AND NOT EXISTS (SELECT FROM attendance_seal x WHERE x.session_id = s.id)
        UNION ALL
        SELECT due.id, 'sector-not-in-use', NULL, NULL, count(*)::integer
        FROM due JOIN counted_now c ON c.event_id = due.id JOIN sector ON sector.code = c.sector
        WHERE NOT sector.valid @> due.starts_on GROUP BY due.id
    )
    SELECT due.code, due.title, gaps.gap, gaps.session, gaps.session_id, gaps.people, charge.names
    FROM gaps JOIN due USING (id)
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(staff.name ORDER BY staff.name), '{}') AS names
        FROM staff JOIN staff_role r ON r.staff_id = staff.id AND r.role = 'coordinator'
            AND r.ended_at IS NULL
        WHERE staff.disabled_at IS NULL AND CASE
            WHEN EXISTS (SELECT FROM staff_role x WHERE x.role = 'coordinator'
                         AND x.ended_at IS NULL AND x.event_id = due.id)
                THEN r.event_id = due.id
            WHEN EXISTS (SELECT FROM staff_role x WHERE x.role = 'coordinator'
                         AND x.ended_at IS NULL AND x.programme_id = due.programme_id)
                THEN r.programme_id = due.programme_id
            ELSE num_nonnulls(r.event_id, r.programme_id) = 0 END
    ) AS charge
    ORDER BY due.starts_on, due.code, gaps.gap, gaps.session, gaps.session_id
$$;

-- A row is a period whose figures are final: reports of exactly these days that ask for no instant
-- are as of this one.
CREATE TABLE final_period (
    id        uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    period    text        NOT NULL CHECK (period <> ''),
    first_day date        NOT NULL,
    last_day  date        NOT NULL,
    as_of     timestamptz NOT NULL,
    made_by   text        NOT NULL CHECK (made_by <> ''),
    made_at   timestamptz NOT NULL,
    CONSTRAINT final_period_has_days CHECK (first_day <= last_day),
    CONSTRAINT final_period_is_made_once UNIQUE (first_day, last_day)
);
COMMENT ON COLUMN final_period.period IS 'As it is written in a recipe.';

-- A row is a report that is kept, byte by byte, so that it can be shown that it is still the same.
CREATE TABLE kept_report (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    title           text        NOT NULL CHECK (title <> ''),
    final_period_id uuid        REFERENCES final_period (id),
    query           text        NOT NULL,
    body            bytea       NOT NULL,
    digest          bytea       NOT NULL,
    as_of           timestamptz NOT NULL,
    kept_by         text        NOT NULL CHECK (kept_by <> ''),
    kept_at         timestamptz NOT NULL,
    CONSTRAINT kept_report_is_what_its_digest_says CHECK (digest = sha256(body))
);
COMMENT ON COLUMN kept_report.query IS 'The recipe as a request writes it, with its instant.';
COMMENT ON COLUMN kept_report.body IS 'The canonical form.';
-- For the reports of a period.
CREATE INDEX kept_report_of_period ON kept_report (final_period_id);

-- Makes a period final, when it lacks nothing. The outcome is `final`, `final-already`, `not-over`
-- or `incomplete`.
CREATE FUNCTION finalise_period(
    named text, first date, last date, by_actor text, at timestamptz,
    OUT outcome text, OUT made uuid
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
BEGIN
    -- Whoever records facts meanwhile is waited for, and waits for the end of this.
    SELECT greatest(latest, '1970-01-01Z') INTO instant FROM fact_clock FOR UPDATE;
    outcome := CASE
        WHEN last >= at::date THEN 'not-over'
        WHEN EXISTS (SELECT FROM final_period WHERE (first_day, last_day) = (first, last))
            THEN 'final-already'
        WHEN EXISTS (SELECT FROM report_gaps(first, last, at)) THEN 'incomplete'
        ELSE 'final' END;
    IF outcome <> 'final' THEN RETURN; END IF;
    INSERT INTO final_period (period, first_day, last_day, as_of, made_by, made_at)
    VALUES (named, first, last, instant, by_actor, at) RETURNING id INTO made;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('final_period', made, 'finalise', by_actor, at);
END
$$;

GRANT SELECT, INSERT ON final_period, kept_report TO registry_service;
