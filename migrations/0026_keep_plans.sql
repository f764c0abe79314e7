-- Quick decisions about many: what is called once for each of them keeps its plan.
--
-- Functions in the language sql are planned anew at every call (as of PostgreSQL 15), which took a
-- third of the time for which a draft of two hundred moves keeps the room; those in plpgsql are
-- planned once a connection. They say what they said.

CREATE OR REPLACE FUNCTION organisation_called(words text) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF words IS NULL THEN RETURN NULL; END IF;
    RETURN (SELECT organisation_id FROM (
            SELECT organisation_id, true AS is_name, upper_inf(valid) AS is_now,
                   upper(valid) AS until
            FROM organisation_name
            WHERE lower(name) = lower(words) OR lower(short_name) = lower(words)
            UNION ALL
            SELECT organisation_id, false, true, NULL FROM organisation_alias
            WHERE lower(alias) = lower(words)
        ) AS known
        ORDER BY is_name DESC, is_now DESC, until DESC, organisation_id LIMIT 1);
END
$$;

CREATE OR REPLACE FUNCTION seat_for(wanted uuid, of_country text, of_organisation uuid)
RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT seat.id FROM seat LEFT JOIN member ON member.code = seat.kept_for_member
        WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
          AND (kept_for_organisation IS NULL OR kept_for_organisation = of_organisation)
          AND (kept_for_member IS NULL OR member.country = of_country
               AND NOT EXISTS (SELECT FROM nomination_round r WHERE r.event_id = wanted))
        ORDER BY kept_for_organisation IS NULL, kept_for_member IS NULL, number LIMIT 1);
END
$$;

CREATE OR REPLACE FUNCTION full_quotas(
    wanted uuid, of_country text, of_sector text, of_organisation uuid
) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(dimension || ':' || value ORDER BY dimension, value), '{}')
        FROM seat_quota
        WHERE event_id = wanted AND taken >= seats_max AND (dimension, value) IN
            (('country', of_country), ('sector', of_sector),
             ('organisation', of_organisation::text)));
END
$$;

CREATE OR REPLACE FUNCTION append_interest_status(
    interest uuid, new_status text, at timestamptz, by_actor text, why text, decision uuid
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE interest_status SET superseded_at = clock_timestamp()
    WHERE interest_id = interest AND superseded_at IS NULL;
    INSERT INTO interest_status (interest_id, status, actor, reason, occurred_at, decision_id)
    VALUES (interest, new_status, by_actor, nullif(why, ''), at, decision);
END
$$;

CREATE OR REPLACE FUNCTION instant_in_words(for_event uuid, instant timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT to_char(instant AT TIME ZONE time_zone, 'FMDD FMMonth YYYY, HH24:MI')
                   || ' (' || time_zone || ')'
            FROM event WHERE id = for_event);
END
$$;

CREATE OR REPLACE FUNCTION offer_end(for_event uuid, at timestamptz, hours integer)
RETURNS timestamptz LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT least(at + make_interval(hours => hours),
                         greatest(starts_on::timestamp AT TIME ZONE time_zone,
                                  at + interval '1 hour'))
            FROM event WHERE id = for_event);
END
$$;

CREATE OR REPLACE FUNCTION event_calendar(e event, domain text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('target', e.title, 'code', e.code,
        'uid', 'event-' || e.id || '@' || domain, 'sequence', e.sequence,
        'schedule', jsonb_build_object('starts_on', e.starts_on, 'ends_on', e.ends_on,
            'date_precision', e.date_precision, 'time_zone', e.time_zone, 'venue', e.venue,
            'city', e.city, 'is_online', e.is_online,
            'country_name', (SELECT name FROM country WHERE country.code = e.country),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', s.title,
                    'starts_at', instant_text(s.starts_at), 'ends_at', instant_text(s.ends_at))
                    ORDER BY s.starts_at, s.ends_at, s.id), '[]')
                FROM session s WHERE s.event_id = e.id)));
END
$$;

CREATE OR REPLACE FUNCTION new_check_in_code() RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(
            substr('23456789ABCDEFGHJKMNPQRSTVWXYZ23', 1 + get_byte(bytes, n) % 32, 1), '')
        FROM (SELECT decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
                  || decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS bytes) AS random,
             unnest(ARRAY[0, 1, 2, 3, 4, 5, 16, 17, 18, 19]) AS n);
END
$$;
