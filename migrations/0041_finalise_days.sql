-- The days of a grant that is named may have changed since they were read: they are looked at again
-- when nothing can be recorded any more.

-- Makes a period final, when it lacks nothing. The outcome is `final`, `final-already`, `not-over`,
-- `incomplete`, or `moved` where the days are no more those of the grant.
CREATE OR REPLACE FUNCTION finalise_period(
    named text, first date, last date, by_actor text, at timestamptz,
    OUT outcome text, OUT made uuid
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
BEGIN
    -- Whoever records facts meanwhile is waited for, and waits for the end of this.
    SELECT greatest(latest, '1970-01-01Z') INTO instant FROM fact_clock FOR UPDATE;
    outcome := CASE
        WHEN named LIKE 'grant:%' AND NOT EXISTS (
            SELECT FROM grant_fact f
            WHERE 'grant:' || f.code = named AND f.period = daterange(first, last, '[]')
              AND held_at(instant, f.recorded_at, f.superseded_at))
            THEN 'moved'
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
