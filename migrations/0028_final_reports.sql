-- Why figures changed, what a period still lacks, and reports that are kept.

-- What was recorded after one instant and up to another about the events of some days, of one
-- programme or one code, with why it changes figures: one cause for each instant. Figures counted
-- at the last instant of each run of the same cause tell, one after the other, what each changed.
--
-- Whatever is recorded about an event that did not count at the first instant is `new-event`, and
-- so is how people attended one that had not begun.
CREATE FUNCTION change_runs(
    since timestamptz, until timestamptz, from_day date, until_day date, of_programme text,
    of_event text
) RETURNS TABLE (upto timestamptz, cause text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH recorded AS (
        SELECT f.recorded_at AS instant, p.event_id, CASE
                WHEN old.status IS NULL THEN 'new-participation'
                WHEN 'merged' IN (f.status, old.status) OR f.person_token <> old.person_token
                    THEN 'merge'
                WHEN f.status = old.status THEN 're-classification'
                WHEN f.status = 'confirmed' THEN 'new-participation'
                ELSE 'withdrawal' END AS cause
        FROM participation_fact f
        JOIN participation p ON p.id = f.participation_id
        LEFT JOIN participation_fact old
            ON old.participation_id = f.participation_id AND old.superseded_at = f.recorded_at
        WHERE f.recorded_at > since AND f.recorded_at <= until
        UNION ALL
        SELECT a.recorded_at, a.event_id, CASE
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
        SELECT h.recorded_at, h.event_id, CASE
                WHEN old.id IS NULL AND (seal.sealed_at IS NULL OR seal.sealed_at >= h.recorded_at)
                    THEN 'late-attendance'
                ELSE 'correction' END
        FROM head_count h
        LEFT JOIN head_count old
            ON old.session_id = h.session_id AND old.age_band = h.age_band
            AND old.superseded_at = h.recorded_at
        LEFT JOIN attendance_seal seal ON seal.session_id = h.session_id
        WHERE h.recorded_at > since AND h.recorded_at <= until
        UNION ALL
        SELECT e.recorded_at, e.event_id, CASE
                WHEN e.is_countable AND old.is_countable IS NOT TRUE THEN 'new-event'
                WHEN old.is_countable AND NOT e.is_countable THEN 'cancelled-event'
                ELSE 're-classification' END
        FROM event_fact e
        LEFT JOIN event_fact old
            ON old.event_id = e.event_id AND old.superseded_at = e.recorded_at
        WHERE e.recorded_at > since AND e.recorded_at <= until
        UNION ALL
        -- Places follow what became of the participation, at the end of its transaction.
        SELECT moved.instant, place.event_id, CASE
                WHEN EXISTS (SELECT FROM participation_fact f
                             WHERE f.participation_id = place.participation_id
                               AND f.status = 'merged'
                               AND held_at(moved.instant, f.recorded_at, f.superseded_at))
                    THEN 'merge'
                WHEN moved.instant = place.recorded_at THEN 'new-participation'
                ELSE 'withdrawal' END
        FROM session_place_fact place
        CROSS JOIN LATERAL (VALUES (place.recorded_at), (place.superseded_at)) AS moved (instant)
        WHERE moved.instant > since AND moved.instant <= until
        UNION ALL
        SELECT moved.instant, s.event_id, 're-classification' FROM session_fact s
        CROSS JOIN LATERAL (VALUES (s.recorded_at), (s.superseded_at)) AS moved (instant)
        WHERE moved.instant > since AND moved.instant <= until
        UNION ALL
        SELECT recorded_at, NULL, 're-classification' FROM grant_fact
        WHERE recorded_at > since AND recorded_at <= until
    ), concerned AS (
        SELECT DISTINCT event_id FROM event_fact
        WHERE recorded_at <= until AND (superseded_at IS NULL OR superseded_at > since)
          AND (from_day IS NULL OR starts_on >= from_day)
          AND (until_day IS NULL OR starts_on <= until_day)
          AND (of_programme IS NULL OR programme = of_programme)
          AND (of_event IS NULL OR code = of_event)
    ), told AS (
        SELECT instant, CASE
                WHEN cause = 'merge' OR event_id IS NULL OR EXISTS (
                    SELECT FROM event_fact e
                    WHERE e.event_id = recorded.event_id AND e.is_countable
                      AND held_at(since, e.recorded_at, e.superseded_at)
                      AND (cause NOT IN ('late-attendance', 'correction')
                           OR e.starts_on <= (since AT TIME ZONE e.time_zone)::date))
                    THEN cause
                ELSE 'new-event' END AS cause
        FROM recorded
        WHERE event_id IS NULL OR event_id IN (SELECT c.event_id FROM concerned c)
    ), one_each AS (
        SELECT instant, (array_agg(cause ORDER BY array_position(
            ARRAY['merge', 'new-event', 'cancelled-event', 'new-participation', 'withdrawal',
                  're-classification', 'late-attendance', 'correction'], cause)))[1] AS cause
        FROM told GROUP BY instant
    ), runs AS (
        SELECT instant, cause, lead(cause) OVER (ORDER BY instant) AS next FROM one_each
    )
    SELECT instant, cause FROM runs WHERE next IS DISTINCT FROM cause ORDER BY instant
$$;

-- What a period lacks before it can be final, with who is in charge: the coordinators of the
-- event, else those of its programme, else those of everything.
--
-- A gap is `not-over`, `not-held` (nobody said that the event was held), `no-session` (though
-- people count in it), `open-sheet` (of a session) or `sector-not-in-use` (people count in a sector
-- that did not exist on the day). A country is never missing: nobody counts without one.
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
    body            bytea       NOT NULL,
    digest          bytea       NOT NULL,
    as_of           timestamptz NOT NULL,
    kept_by         text        NOT NULL CHECK (kept_by <> ''),
    kept_at         timestamptz NOT NULL,
    CONSTRAINT kept_report_is_what_its_digest_says CHECK (digest = sha256(body))
);
COMMENT ON COLUMN kept_report.body IS 'The canonical form: it says how to count it again.';
CREATE UNIQUE INDEX kept_report_once_per_period ON kept_report (final_period_id, title);

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
        WHEN last >= (at AT TIME ZONE 'UTC')::date THEN 'not-over'
        WHEN EXISTS (SELECT FROM final_period f
                     WHERE f.first_day = first AND f.last_day = last)
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

INSERT INTO personal_column (relation, column_name, holds)
SELECT relation, unnest(string_to_array(columns, ' ')), 'nothing'
FROM (VALUES
    ('final_period', 'id period first_day last_day'),
    ('kept_report', 'id title final_period_id body digest')
) AS known (relation, columns);
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason)
SELECT relation, column_name, 'staff', 'kept', 'the id of an account or a key, never a name'
FROM (VALUES ('final_period', 'made_by'), ('kept_report', 'kept_by'))
    AS known (relation, column_name);
