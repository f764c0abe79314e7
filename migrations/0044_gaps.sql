-- Events of trainers whom we trained (reach indirect) are in a period that is final too: they may
-- lack nothing either.

-- What a period lacks before it can be final, with who is in charge: the coordinators of the
-- event, else those of its programme, else those of everything.
--
-- A gap is `not-over`, `not-held` (nobody said that the event was held), `no-session` (though
-- people count in it), `open-sheet` (of a session) or `sector-not-in-use` (people count in a sector
-- that did not exist on the day). A country is never missing: nobody counts without one.
CREATE OR REPLACE FUNCTION report_gaps(first_day date, last_day date, at timestamptz)
RETURNS TABLE (event text, title text, gap text, session text, session_id uuid, people integer,
               in_charge text[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH due AS (
        SELECT e.*, e.ends_on < (at AT TIME ZONE e.time_zone)::date AS is_over FROM event e
        WHERE e.published_at IS NOT NULL AND e.cancelled_at IS NULL
          AND (first_day IS NULL OR e.starts_on >= first_day)
          AND (last_day IS NULL OR e.starts_on <= last_day)
    ), gaps AS (
        SELECT due.id, CASE WHEN NOT is_over THEN 'not-over' ELSE 'not-held' END AS gap,
               NULL AS session, NULL::uuid AS session_id, NULL::integer AS people
        FROM due WHERE held_at IS NULL
        UNION ALL
        SELECT due.id, 'no-session', NULL, NULL, NULL FROM due
        WHERE is_over AND NOT EXISTS (SELECT FROM session s WHERE s.event_id = due.id)
          -- Who comes to an event of a trainer may be counted without names and sessions.
          AND EXISTS (SELECT FROM counted_now c WHERE c.event_id = due.id
                        AND (due.reach = 'direct' OR c.role = 'participant'))
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
