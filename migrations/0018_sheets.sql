-- The law of attendance sheets: marks that nobody overwrites unseen, head counts, closing a sheet,
-- walk-ins, and certificates.

-- What a participation is checked in by: typed, or read from the picture in the mail. 50 bits, so
-- that nobody guesses one at the door; it opens nothing but the sheet to who may mark in it.
CREATE FUNCTION new_check_in_code() RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ23', 1 + get_byte(bytes, n) % 32, 1), '')
    FROM (SELECT decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
              || decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS bytes) AS random,
         unnest(ARRAY[0, 1, 2, 3, 4, 5, 16, 17, 18, 19]) AS n
$$;
ALTER TABLE participation ADD COLUMN check_in_code text NOT NULL DEFAULT new_check_in_code();
ALTER TABLE participation
    ADD CONSTRAINT participation_check_in_code_is_unique UNIQUE (check_in_code),
    ADD CONSTRAINT participation_check_in_code_is_typed CHECK (check_in_code ~ '^[2-9A-Z]{10}$');

-- Marks many at once. Each is of a session and a participation, with the version that was seen: 0
-- where there was none. One instant, one lock: who marks at the same time comes after.
--
-- An outcome is `marked`, `unchanged`, `changed-meanwhile`, `needs-reason` (the sheet is closed),
-- `repeated`, `unknown-session` or `unknown-participation`; with it comes what holds now.
CREATE FUNCTION mark_attendance(
    in_event uuid, sessions uuid[], participations uuid[], statuses text[], arrivals timestamptz[],
    seen bigint[], at timestamptz, by_actor text, why text
) RETURNS TABLE (n integer, outcome text, version bigint, status text, arrived_at timestamptz,
                 actor text, recorded_at timestamptz)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    instant timestamptz := record_instant();
    outcomes text[];
BEGIN
    SELECT array_agg(CASE
            WHEN s.id IS NULL THEN 'unknown-session'
            WHEN p.id IS NULL THEN 'unknown-participation'
            WHEN m.turn > 1 THEN 'repeated'
            WHEN a.status IS NOT DISTINCT FROM m.status
                 AND a.arrived_at IS NOT DISTINCT FROM m.arrival THEN 'unchanged'
            WHEN coalesce(a.id, 0) <> m.seen THEN 'changed-meanwhile'
            WHEN seal.session_id IS NOT NULL AND nullif(why, '') IS NULL THEN 'needs-reason'
            ELSE 'marked' END ORDER BY m.n)
    INTO outcomes
    FROM (SELECT *, row_number() OVER (PARTITION BY session, participation ORDER BY n) AS turn
          FROM unnest(sessions, participations, statuses, arrivals, seen) WITH ORDINALITY
              AS m (session, participation, status, arrival, seen, n)) AS m
    LEFT JOIN session s ON s.id = m.session AND s.event_id = in_event
    LEFT JOIN participation_now p ON p.id = m.participation AND p.event_id = in_event
        AND p.status = 'confirmed'
    LEFT JOIN attendance a ON a.session_id = m.session AND a.participation_id = m.participation
        AND a.superseded_at IS NULL
    LEFT JOIN attendance_seal seal ON seal.session_id = m.session;

    UPDATE attendance a SET superseded_at = instant
    FROM unnest(sessions, participations, outcomes) AS m (session, participation, outcome)
    WHERE m.outcome = 'marked' AND a.session_id = m.session
      AND a.participation_id = m.participation AND a.superseded_at IS NULL;
    INSERT INTO attendance (event_id, session_id, participation_id, status, arrived_at, actor,
        reason, occurred_at, recorded_at)
    SELECT in_event, m.session, m.participation, m.status, m.arrival, by_actor, nullif(why, ''),
           at, instant
    FROM unnest(sessions, participations, statuses, arrivals, outcomes)
        AS m (session, participation, status, arrival, outcome)
    WHERE m.outcome = 'marked';

    RETURN QUERY
    SELECT m.n::integer, m.outcome, coalesce(a.id, 0), a.status, a.arrived_at, a.actor,
           a.recorded_at
    FROM unnest(sessions, participations, outcomes) WITH ORDINALITY
        AS m (session, participation, outcome, n)
    LEFT JOIN attendance a ON a.session_id = m.session AND a.participation_id = m.participation
        AND a.superseded_at IS NULL
    ORDER BY m.n;
END
$$;

-- Counts people whose names are not taken; the outcomes are those of marks.
CREATE FUNCTION count_heads(
    in_event uuid, in_session uuid, band text, heads integer, seen bigint, at timestamptz,
    by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz := record_instant();
    old head_count;
BEGIN
    PERFORM FROM session WHERE id = in_session AND event_id = in_event;
    IF NOT FOUND THEN RETURN 'unknown-session'; END IF;
    PERFORM FROM age_band WHERE code = band AND valid @> at::date;
    IF NOT FOUND THEN RETURN 'unknown-band'; END IF;
    SELECT * INTO old FROM head_count
    WHERE session_id = in_session AND age_band = band AND superseded_at IS NULL;
    IF old.people IS NOT DISTINCT FROM heads THEN RETURN 'unchanged'; END IF;
    IF coalesce(old.id, 0) <> seen THEN RETURN 'changed-meanwhile'; END IF;
    PERFORM FROM attendance_seal WHERE session_id = in_session;
    IF FOUND AND nullif(why, '') IS NULL THEN RETURN 'needs-reason'; END IF;
    UPDATE head_count SET superseded_at = instant WHERE id = old.id;
    INSERT INTO head_count (event_id, session_id, age_band, people, actor, reason, occurred_at,
        recorded_at)
    VALUES (in_event, in_session, band, heads, by_actor, nullif(why, ''), at, instant);
    RETURN 'marked';
END
$$;

-- What a sheet said at an instant, as bytes: one line for each mark and head count, in the order
-- of their ids. Anybody can compute it again with a list of the rows and sha256.
CREATE FUNCTION sheet_digest(of_session uuid, as_of timestamptz) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    SELECT sha256(convert_to(coalesce(string_agg(line, E'\n' ORDER BY kind, id), ''), 'UTF8'))
    FROM (
        SELECT 1 AS kind, id, concat_ws(' ', 'mark', id, participation_id, coalesce(status, '-'),
                   coalesce(extract(epoch FROM arrived_at)::text, '-')) AS line
        FROM attendance WHERE session_id = of_session AND recorded_at <= as_of
          AND (superseded_at IS NULL OR superseded_at > as_of)
        UNION ALL
        SELECT 2, id, concat_ws(' ', 'heads', id, age_band, people)
        FROM head_count WHERE session_id = of_session AND recorded_at <= as_of
          AND (superseded_at IS NULL OR superseded_at > as_of)
    ) AS lines
$$;

-- Closes the sheet of a session. Everybody in it has a mark, or is marked absent with this.
--
-- The outcome is `sealed`, `sealed-already`, `not-begun`, `unmarked` or `unknown-session`.
CREATE FUNCTION seal_sheet(
    in_event uuid, in_session uuid, rest_is_absent boolean, at timestamptz, by_actor text,
    OUT outcome text, OUT unmarked integer
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz := record_instant();
    begins timestamptz;
BEGIN
    SELECT starts_at INTO begins FROM session WHERE id = in_session AND event_id = in_event;
    IF NOT FOUND THEN outcome := 'unknown-session'; RETURN; END IF;
    PERFORM FROM attendance_seal WHERE session_id = in_session;
    IF FOUND THEN outcome := 'sealed-already'; RETURN; END IF;
    IF begins > at THEN outcome := 'not-begun'; RETURN; END IF;
    SELECT count(*) INTO unmarked FROM expected_in(in_session) AS e (id)
    WHERE NOT EXISTS (SELECT FROM attendance_now a
                      WHERE a.session_id = in_session AND a.participation_id = e.id);
    IF unmarked > 0 AND NOT rest_is_absent THEN outcome := 'unmarked'; RETURN; END IF;
    UPDATE attendance SET superseded_at = instant
    WHERE session_id = in_session AND superseded_at IS NULL AND status IS NULL;
    INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
        recorded_at)
    SELECT in_event, in_session, e.id, 'absent', by_actor, at, instant
    FROM expected_in(in_session) AS e (id)
    WHERE NOT EXISTS (SELECT FROM attendance_now a
                      WHERE a.session_id = in_session AND a.participation_id = e.id);
    INSERT INTO attendance_seal (session_id, event_id, marks, digest, sealed_by, sealed_at)
    SELECT in_session, in_event, count(*), sheet_digest(in_session, instant), by_actor, instant
    FROM attendance_now WHERE session_id = in_session;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('session', in_session, 'seal-sheet', by_actor, at);
    outcome := 'sealed';
END
$$;

-- Who is expected in a session: every confirmed participation, and where the session has places of
-- its own, those who have one.
CREATE FUNCTION expected_in(of_session uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT p.id FROM session s JOIN participation_now p ON p.event_id = s.event_id
    WHERE s.id = of_session AND p.status = 'confirmed'
      AND (NOT EXISTS (SELECT FROM session_room WHERE session_id = of_session)
           OR EXISTS (SELECT FROM session_place own
                      WHERE own.session_id = of_session AND own.participation_id = p.id))
$$;

-- How a participation attended, with what was marked for its doubles before people were merged:
-- its own mark comes first, then the best of theirs. Its own marks and those of its doubles are
-- found apart, so that nobody is compared with everybody else of the event.
CREATE VIEW attendance_counted AS
SELECT DISTINCT ON (mine.participation_id, a.session_id) mine.participation_id, mine.event_id,
       a.session_id, a.status, a.arrived_at
FROM (
    SELECT p.id AS participation_id, p.event_id, p.id AS marked_id, false AS is_double
    FROM participation_now p WHERE p.status = 'confirmed'
    UNION ALL
    SELECT p.id, p.event_id, other.id, true
    FROM participation_now p
    JOIN participation_now other ON other.event_id = p.event_id AND other.status = 'merged'
        AND other.person_token = p.person_token AND other.id <> p.id
    WHERE p.status = 'confirmed'
) AS mine
JOIN attendance_now a ON a.participation_id = mine.marked_id
ORDER BY mine.participation_id, a.session_id, mine.is_double,
         array_position(ARRAY['present', 'partly', 'excused', 'absent'], a.status), a.id;

-- How far each confirmed participation attended the sessions that are its own: those without
-- places of their own, and those it has a place in. The one place of the attendance rule; who has
-- no session at all has met none.
CREATE VIEW attended AS
SELECT p.id AS participation_id, p.event_id, p.person_token, p.role, sum.sessions, sum.marked,
       sum.present, sum.partly, sum.absent, sum.excused, percent.attended AS percent,
       coalesce(percent.attended >= coalesce(rule.attended_percent, 80), false) AS meets_rule
FROM participation_now p
LEFT JOIN completion_rule rule ON rule.event_id = p.event_id
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS sessions,
           count(a.status)::integer AS marked,
           count(*) FILTER (WHERE a.status = 'present')::integer AS present,
           count(*) FILTER (WHERE a.status = 'partly')::integer AS partly,
           count(*) FILTER (WHERE a.status = 'absent')::integer AS absent,
           count(*) FILTER (WHERE a.status = 'excused')::integer AS excused
    FROM session s
    LEFT JOIN attendance_counted a ON a.session_id = s.id AND a.participation_id = p.id
    WHERE s.event_id = p.event_id
      AND (a.status IS NOT NULL
           OR NOT EXISTS (SELECT FROM session_room WHERE session_room.session_id = s.id)
           OR EXISTS (SELECT FROM session_place own
                      WHERE own.session_id = s.id AND own.participation_id = p.id))
) AS sum
CROSS JOIN LATERAL (
    SELECT (sum.present * 100 + sum.partly * coalesce(rule.partly_percent, 50))::numeric
           / nullif(sum.sessions, 0) AS attended
) AS percent
WHERE p.status = 'confirmed';

-- Somebody who came without a seat gets one, if there is one: the same law as for everybody.
--
-- The outcome is `accepted` with the participation, `has-a-seat` with the one there is, or
-- `event-full` or `unknown`.
CREATE FUNCTION take_walk_in(
    in_event uuid, given text, family text, address text, address_folded text, employer text,
    of_sector text, of_country text, speaks text, notice_version text, at timestamptz,
    by_actor text, domain text, OUT outcome text, OUT place uuid
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    newcomer person;
    wish uuid;
    workplace uuid := organisation_called(employer);
    chosen uuid;
BEGIN
    PERFORM lock_room(in_event);
    PERFORM FROM event WHERE id = in_event AND published_at IS NOT NULL AND cancelled_at IS NULL;
    IF NOT FOUND THEN outcome := 'unknown'; RETURN; END IF;
    INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation, sector,
        country, language, created_at)
    VALUES (given, family, address, address_folded, employer, of_sector, of_country, speaks, at)
    ON CONFLICT (email_folded, name_folded) DO UPDATE SET
        organisation = coalesce(excluded.organisation, p.organisation),
        sector = excluded.sector, country = excluded.country,
        language = coalesce(excluded.language, p.language)
    RETURNING * INTO newcomer;
    IF newcomer.merged_into IS NOT NULL THEN
        SELECT * INTO newcomer FROM person WHERE id = newcomer.merged_into;
    END IF;
    SELECT id INTO place FROM participation_now
    WHERE event_id = in_event AND person_token = newcomer.token AND status = 'confirmed';
    IF FOUND THEN outcome := 'has-a-seat'; RETURN; END IF;
    -- The interest they had, if they had one, else one of now.
    SELECT id INTO wish FROM interest
    WHERE event_id = in_event AND email_folded = address_folded
      AND name_folded = newcomer.name_folded AND withdrawn_at IS NULL FOR UPDATE;
    SELECT id INTO chosen FROM seat WHERE interest_id = wish;
    IF chosen IS NULL AND full_quotas(in_event, of_country, of_sector, workplace) = '{}' THEN
        chosen := seat_for(in_event, of_country, workplace);
        IF chosen IS NULL AND (SELECT capacity FROM event WHERE id = in_event) IS NULL THEN
            UPDATE event_room SET seats = seats + 1 WHERE event_id = in_event;
            INSERT INTO seat (event_id, number)
            SELECT in_event, coalesce(max(number), 0) + 1 FROM seat WHERE event_id = in_event
            RETURNING id INTO chosen;
        END IF;
    END IF;
    IF chosen IS NULL THEN RAISE SQLSTATE 'RG001'; END IF;
    IF wish IS NULL THEN
        INSERT INTO interest (id, event_id, person_id, given_name, family_name, email,
            email_folded, organisation, sector, country, language, notice, received_at,
            confirmed_at)
        VALUES (gen_random_uuid(), in_event, newcomer.id, given, family, address, address_folded,
            employer, of_sector, of_country, speaks, notice_version, at, at)
        RETURNING id INTO wish;
    ELSE
        UPDATE interest SET confirmed_at = coalesce(confirmed_at, at), person_id = newcomer.id,
            country = of_country, sector = of_sector, organisation = employer
        WHERE id = wish;
    END IF;
    PERFORM give_seat(chosen, wish, at, by_actor, 'came without a seat', NULL, domain);
    SELECT id INTO place FROM participation WHERE interest_id = wish;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('participation', place, 'walk-in', by_actor, at);
    outcome := 'accepted';
EXCEPTION WHEN SQLSTATE 'RG001' THEN
    -- All that was written here is undone: nobody is kept for whom there is no seat.
    outcome := 'event-full'; place := NULL;
END
$$;

-- A row says that somebody met the attendance rule of an event. The name is personal data: it goes
-- when the person is erased, and the certificate is no longer valid then.
CREATE TABLE certificate (
    id               uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    code             text        NOT NULL DEFAULT new_check_in_code() || new_check_in_code(),
    participation_id uuid        NOT NULL REFERENCES participation (id),
    name             text,
    issued_at        timestamptz NOT NULL,
    issued_by        text        NOT NULL CHECK (issued_by <> ''),
    revoked_at       timestamptz,
    revoked_by       text        CHECK (revoked_by <> ''),
    revoked_reason   text        CHECK (revoked_reason <> ''),
    CONSTRAINT certificate_code_is_unique UNIQUE (code),
    CONSTRAINT certificate_code_is_typed CHECK (code ~ '^[2-9A-Z]{20}$'),
    CONSTRAINT certificate_names_somebody CHECK (name <> ''),
    CONSTRAINT certificate_is_revoked_for_a_reason
        CHECK (num_nonnulls(revoked_at, revoked_by, revoked_reason) IN (0, 3))
);
COMMENT ON COLUMN certificate.name IS 'Null after the person was erased.';
CREATE UNIQUE INDEX certificate_once
    ON certificate (participation_id) WHERE revoked_at IS NULL;

GRANT SELECT ON attendance_counted, attended TO registry_service;
GRANT SELECT, INSERT, UPDATE ON certificate TO registry_service;
