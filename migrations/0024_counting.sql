-- Who counts, at any instant: the ledgers that were missing and the one counting function.
--
-- Participations, marks and head counts have been appended from the beginning. What an event was,
-- which sessions it had, who had a place in one and how long a grant ran could be edited without a
-- trace, and changed reports of the past. From here on they are remembered the same way: what
-- holds is compared with what was recorded at the end of each transaction that touched it.

-- A row is what an event was, as it was known from recorded_at until superseded_at.
CREATE TABLE event_fact (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      uuid        NOT NULL REFERENCES event (id),
    code          text        NOT NULL,
    kind          text        NOT NULL,
    reach         text        NOT NULL,
    programme     text,
    phase         text,
    grants        text[]      NOT NULL,
    starts_on     date        NOT NULL,
    time_zone     text        NOT NULL,
    is_countable  boolean     NOT NULL,
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT event_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
COMMENT ON COLUMN event_fact.is_countable IS 'Published and not cancelled.';
COMMENT ON COLUMN event_fact.grants IS 'Codes of the grants that carry it, in their order.';
CREATE UNIQUE INDEX event_fact_one_at_a_time ON event_fact (event_id) WHERE superseded_at IS NULL;
-- For what an event was at an instant.
CREATE INDEX event_fact_history ON event_fact (event_id, recorded_at);

-- A row is when a session was, as it was known. A session of a draft may be gone altogether.
CREATE TABLE session_fact (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id    uuid        NOT NULL,
    event_id      uuid        NOT NULL REFERENCES event (id),
    starts_at     timestamptz NOT NULL,
    has_places    boolean     NOT NULL,
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT session_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
COMMENT ON COLUMN session_fact.has_places IS
    'Whether it has places of its own: then it is the session of those alone who have one.';
CREATE UNIQUE INDEX session_fact_one_at_a_time
    ON session_fact (session_id) WHERE superseded_at IS NULL;
-- For the sessions of an event at an instant.
CREATE INDEX session_fact_of_event ON session_fact (event_id, recorded_at);

-- A row is who had a place in a session of those that have places of their own.
CREATE TABLE session_place_fact (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id       uuid        NOT NULL,
    event_id         uuid        NOT NULL REFERENCES event (id),
    participation_id uuid        NOT NULL REFERENCES participation (id),
    recorded_at      timestamptz NOT NULL,
    superseded_at    timestamptz,
    CONSTRAINT session_place_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
CREATE UNIQUE INDEX session_place_fact_one_at_a_time
    ON session_place_fact (session_id, participation_id) WHERE superseded_at IS NULL;
-- For the places of an event.
CREATE INDEX session_place_fact_of_event ON session_place_fact (event_id, recorded_at);

-- A row is the days of a grant, as they were known; they are a period of reports.
CREATE TABLE grant_fact (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    funding_grant_id uuid        NOT NULL REFERENCES funding_grant (id),
    code             text        NOT NULL,
    period           daterange,
    recorded_at      timestamptz NOT NULL,
    superseded_at    timestamptz,
    CONSTRAINT grant_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
CREATE UNIQUE INDEX grant_fact_one_at_a_time
    ON grant_fact (funding_grant_id) WHERE superseded_at IS NULL;

-- What would be recorded now: the columns of the ledgers in their order.
CREATE VIEW event_known AS
SELECT event.id AS event_id, event.code, event.kind, event.reach, programme.code AS programme,
       phase.code AS phase,
       ARRAY(SELECT g.code FROM event_grant JOIN funding_grant g ON g.id = funding_grant_id
             WHERE event_grant.event_id = event.id ORDER BY g.code COLLATE "C") AS grants,
       event.starts_on, event.time_zone,
       event.published_at IS NOT NULL AND event.cancelled_at IS NULL AS is_countable
FROM event
LEFT JOIN programme ON programme.id = event.programme_id
LEFT JOIN phase ON phase.id = event.phase_id;

CREATE VIEW session_known AS
SELECT session.id AS session_id, session.event_id, session.starts_at,
       EXISTS (SELECT FROM session_room r WHERE r.session_id = session.id) AS has_places
FROM session;

CREATE VIEW session_place_known AS
SELECT place.session_id, session.event_id, place.participation_id
FROM session_place place JOIN session ON session.id = place.session_id;

-- Records what changed about an event. Holds the clock from before it looks, so that of two
-- transactions the later one sees what the earlier one did.
CREATE FUNCTION remember_event(which uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
    changed bigint := 0;
    rows bigint;
BEGIN
    SELECT greatest(clock_timestamp(), latest + interval '1 microsecond') INTO instant
    FROM fact_clock FOR UPDATE;

    UPDATE event_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM event_known k WHERE k.event_id = which AND ROW(k.*) IS NOT DISTINCT FROM
            ROW(f.event_id, f.code, f.kind, f.reach, f.programme, f.phase, f.grants, f.starts_on,
                f.time_zone, f.is_countable));
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO event_fact (event_id, code, kind, reach, programme, phase, grants, starts_on,
        time_zone, is_countable, recorded_at)
    SELECT k.*, instant FROM event_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM event_fact f WHERE f.event_id = which AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    UPDATE session_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM session_known k WHERE k.session_id = f.session_id
            AND ROW(k.*) IS NOT DISTINCT FROM
                ROW(f.session_id, f.event_id, f.starts_at, f.has_places));
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO session_fact (session_id, event_id, starts_at, has_places, recorded_at)
    SELECT k.*, instant FROM session_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM session_fact f WHERE f.session_id = k.session_id AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    UPDATE session_place_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM session_place k WHERE k.session_id = f.session_id
            AND k.participation_id = f.participation_id);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO session_place_fact (session_id, event_id, participation_id, recorded_at)
    SELECT k.*, instant FROM session_place_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM session_place_fact f WHERE f.session_id = k.session_id
            AND f.participation_id = k.participation_id AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    IF changed > 0 THEN UPDATE fact_clock SET latest = instant; END IF;
END
$$;

CREATE FUNCTION remember_grant(which uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
BEGIN
    PERFORM FROM fact_clock FOR UPDATE;
    IF EXISTS (SELECT FROM grant_fact f JOIN funding_grant g ON g.id = f.funding_grant_id
               WHERE f.funding_grant_id = which AND f.superseded_at IS NULL
                 AND ROW(f.code, f.period) IS NOT DISTINCT FROM ROW(g.code, g.period)) THEN
        RETURN;
    END IF;
    instant := record_instant();
    UPDATE grant_fact SET superseded_at = instant
    WHERE funding_grant_id = which AND superseded_at IS NULL;
    INSERT INTO grant_fact (funding_grant_id, code, period, recorded_at)
    SELECT id, code, period, instant FROM funding_grant WHERE id = which;
END
$$;

-- Runs at the end of the transaction, when every other lock is held: the clock comes last.
CREATE FUNCTION remember_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed record;
BEGIN
    IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
    CASE TG_TABLE_NAME
    WHEN 'event' THEN PERFORM remember_event(changed.id);
    WHEN 'session', 'event_grant' THEN PERFORM remember_event(changed.event_id);
    WHEN 'session_room', 'session_place' THEN
        PERFORM remember_event(s.event_id) FROM session s WHERE s.id = changed.session_id;
    WHEN 'programme' THEN
        PERFORM remember_event(id) FROM event WHERE programme_id = changed.id ORDER BY id;
    WHEN 'phase' THEN
        PERFORM remember_event(id) FROM event WHERE phase_id = changed.id ORDER BY id;
    WHEN 'funding_grant' THEN
        PERFORM remember_grant(changed.id);
        PERFORM remember_event(event_id) FROM event_grant
        WHERE funding_grant_id = changed.id ORDER BY event_id;
    END CASE;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER event_is_remembered AFTER INSERT OR UPDATE ON event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER session_is_remembered AFTER INSERT OR UPDATE OR DELETE ON session
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER event_grant_is_remembered AFTER INSERT OR UPDATE OR DELETE ON event_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER session_room_is_remembered AFTER INSERT OR DELETE ON session_room
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER session_place_is_remembered
    AFTER INSERT OR UPDATE OR DELETE ON session_place
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER programme_code_is_remembered AFTER UPDATE OF code ON programme
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.code <> NEW.code)
    EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER phase_code_is_remembered AFTER UPDATE OF code ON phase
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.code <> NEW.code)
    EXECUTE FUNCTION remember_change();
CREATE CONSTRAINT TRIGGER funding_grant_is_remembered AFTER INSERT OR UPDATE ON funding_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_change();

-- What was there before the ledgers is taken as it is now, known since it was created.
INSERT INTO event_fact (event_id, code, kind, reach, programme, phase, grants, starts_on,
    time_zone, is_countable, recorded_at)
SELECT k.*, event.created_at FROM event_known k JOIN event ON event.id = k.event_id;
INSERT INTO session_fact (session_id, event_id, starts_at, has_places, recorded_at)
SELECT k.*, event.created_at FROM session_known k JOIN event ON event.id = k.event_id;
INSERT INTO session_place_fact (session_id, event_id, participation_id, recorded_at)
SELECT k.*, place.taken_at FROM session_place_known k
JOIN session_place place USING (session_id, participation_id);
INSERT INTO grant_fact (funding_grant_id, code, period, recorded_at)
SELECT id, code, period, '1970-01-01Z' FROM funding_grant;

-- Everybody who writes to the log takes the clock before the end of the chain, whatever order the
-- triggers of the transaction come in: two transactions never wait for each other.
CREATE OR REPLACE FUNCTION link_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head audit_head;
BEGIN
    PERFORM FROM fact_clock FOR UPDATE;
    SELECT * INTO head FROM audit_head FOR UPDATE;
    head.position := head.position + 1;
    head.hash := sha256(head.hash || audit_digest(NEW));
    INSERT INTO audit_link (position, audit_id, hash) VALUES (head.position, NEW.id, head.hash);
    UPDATE audit_head SET position = head.position, hash = head.hash;
    RETURN NULL;
END
$$;

-- For the participations of people who were merged.
CREATE INDEX participation_fact_merged ON participation_fact (participation_id)
    WHERE status = 'merged';
-- For what was known of a participation at an instant, and how it attended.
CREATE INDEX participation_fact_history ON participation_fact (participation_id, recorded_at);
CREATE INDEX attendance_history ON attendance (participation_id, recorded_at);
CREATE INDEX attendance_of_event ON attendance (event_id, recorded_at);
CREATE INDEX head_count_of_event ON head_count (event_id, recorded_at);

-- Whether a row was what was known at an instant.
CREATE FUNCTION held_at(as_of timestamptz, recorded_at timestamptz, superseded_at timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN recorded_at <= as_of AND coalesce(superseded_at > as_of, true);

-- The functions below are one SELECT each and set nothing, so that PostgreSQL plans them together
-- with the query that calls them. As of `infinity` they tell what is known now.

-- How participations attended sessions by their own marks.
CREATE FUNCTION own_marks_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, session_id uuid, status text,
               arrived_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT a.participation_id, a.event_id, a.session_id, a.status, a.arrived_at
    FROM attendance a
    WHERE a.status IS NOT NULL AND held_at(as_of, a.recorded_at, a.superseded_at)
$$;

-- Where they have no mark of their own, the best of those of their doubles, from before people were
-- merged.
CREATE FUNCTION marks_of_doubles_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, session_id uuid, status text,
               arrived_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT ON (heir.id, heir.event_id, a.session_id) heir.id, heir.event_id,
           a.session_id, a.status, a.arrived_at
    FROM participation_fact double
    JOIN participation gone ON gone.id = double.participation_id
    JOIN participation heir ON heir.event_id = gone.event_id
    JOIN participation_fact f ON f.participation_id = heir.id AND f.status = 'confirmed'
        AND f.person_token = double.person_token
    JOIN attendance a ON a.participation_id = gone.id AND a.status IS NOT NULL
    WHERE double.status = 'merged'
      AND held_at(as_of, double.recorded_at, double.superseded_at)
      AND held_at(as_of, f.recorded_at, f.superseded_at)
      AND held_at(as_of, a.recorded_at, a.superseded_at)
      AND NOT EXISTS (SELECT FROM attendance own
                      WHERE own.participation_id = heir.id AND own.session_id = a.session_id
                        AND own.status IS NOT NULL
                        AND held_at(as_of, own.recorded_at, own.superseded_at))
    ORDER BY heir.id, heir.event_id, a.session_id,
             array_position(ARRAY['present', 'partly', 'excused', 'absent'], a.status), a.id
$$;

-- How participations attended sessions.
CREATE FUNCTION marks_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, session_id uuid, status text,
               arrived_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM own_marks_at(as_of) UNION ALL SELECT * FROM marks_of_doubles_at(as_of)
$$;

-- How far each confirmed participation attended the sessions that are its own: those without
-- places of their own, those it has a place in, and those it was marked in. The one place of the
-- attendance rule.
CREATE FUNCTION attended_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, sessions integer, marked integer,
               present integer, partly integer, absent integer, excused integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.id, p.event_id, count(s.session_id)::integer, count(m.status)::integer,
           count(*) FILTER (WHERE m.status = 'present')::integer,
           count(*) FILTER (WHERE m.status = 'partly')::integer,
           count(*) FILTER (WHERE m.status = 'absent')::integer,
           count(*) FILTER (WHERE m.status = 'excused')::integer
    FROM participation_fact f
    JOIN participation p ON p.id = f.participation_id
    LEFT JOIN session_fact s
        ON s.event_id = p.event_id AND held_at(as_of, s.recorded_at, s.superseded_at)
    LEFT JOIN session_place_fact place
        ON s.has_places AND place.session_id = s.session_id AND place.participation_id = p.id
        AND held_at(as_of, place.recorded_at, place.superseded_at)
    LEFT JOIN marks_at(as_of) m ON m.participation_id = p.id AND m.session_id = s.session_id
        AND m.event_id = p.event_id
    WHERE f.status = 'confirmed' AND held_at(as_of, f.recorded_at, f.superseded_at)
      AND (s.session_id IS NULL OR NOT s.has_places OR place.participation_id IS NOT NULL
           OR m.status IS NOT NULL)
    GROUP BY p.id, p.event_id
$$;

-- The confirmed participations of events that were published and not cancelled, with what they
-- count as.
CREATE FUNCTION confirmed_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, person_token uuid, role text, country text,
               sector text, organisation_id uuid, member text, code text, kind text, reach text,
               programme text, phase text, grants text[], starts_on date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT f.participation_id, e.event_id, f.person_token, f.role, f.country, f.sector,
           f.organisation_id, f.member, e.code, e.kind, e.reach, e.programme, e.phase, e.grants,
           e.starts_on
    FROM participation_fact f
    JOIN participation p ON p.id = f.participation_id
    JOIN event_fact e ON e.event_id = p.event_id
    WHERE f.status = 'confirmed' AND held_at(as_of, f.recorded_at, f.superseded_at)
      AND e.is_countable AND held_at(as_of, e.recorded_at, e.superseded_at)
$$;

-- THE counting function: the participations that count as of an instant under a rule. Every number
-- of people that anybody is shown comes from here.
--
-- The attendance rule is `confirmed` (a place is enough), `came` (present or partly in at least one
-- session) or `completed` (attended at least a share of its sessions; a session attended partly
-- counts as a part). Where the rule is known, the other two branches cost nothing.
CREATE FUNCTION counted(as_of timestamptz, rule text, attended_percent integer,
                        partly_percent integer)
RETURNS TABLE (participation_id uuid, event_id uuid, person_token uuid, role text, country text,
               sector text, organisation_id uuid, member text, code text, kind text, reach text,
               programme text, phase text, grants text[], starts_on date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT c.* FROM confirmed_at(as_of) c WHERE rule = 'confirmed'
    UNION ALL
    SELECT c.* FROM confirmed_at(as_of) c WHERE rule = 'came' AND EXISTS (
        SELECT FROM own_marks_at(as_of) m
        WHERE m.participation_id = c.participation_id AND m.status IN ('present', 'partly'))
    UNION ALL
    SELECT c.* FROM confirmed_at(as_of) c WHERE rule = 'came' AND c.participation_id IN (
        SELECT m.participation_id FROM marks_of_doubles_at(as_of) m
        WHERE m.status IN ('present', 'partly'))
      AND NOT EXISTS (
        SELECT FROM own_marks_at(as_of) m
        WHERE m.participation_id = c.participation_id AND m.status IN ('present', 'partly'))
    UNION ALL
    SELECT c.* FROM confirmed_at(as_of) c WHERE rule = 'completed' AND c.participation_id IN (
        SELECT a.participation_id FROM attended_at(as_of) a
        WHERE a.sessions > 0
          AND a.present * 100 + a.partly * partly_percent >= attended_percent * a.sessions)
$$;

-- Who counts now because of a confirmed place: what lists, dashboards and capacity go by.
CREATE VIEW counted_now AS SELECT * FROM counted('infinity', 'confirmed', 80, 50);

-- The days, where the event is, on which a participation was in a session or in part of one.
CREATE FUNCTION days_at(as_of timestamptz)
RETURNS TABLE (participation_id uuid, event_id uuid, day date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT m.participation_id, m.event_id, (s.starts_at AT TIME ZONE e.time_zone)::date
    FROM marks_at(as_of) m
    JOIN session_fact s
        ON s.session_id = m.session_id AND held_at(as_of, s.recorded_at, s.superseded_at)
    JOIN event_fact e
        ON e.event_id = s.event_id AND held_at(as_of, e.recorded_at, e.superseded_at)
    WHERE m.status IN ('present', 'partly')
$$;

-- The people without names of an event, by band of ages: the most there were in one session, since
-- nobody knows who came to several. A lower bound of how many there were.
CREATE FUNCTION heads_at(as_of timestamptz)
RETURNS TABLE (event_id uuid, age_band text, people integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT h.event_id, h.age_band, max(h.people)
    FROM head_count h WHERE held_at(as_of, h.recorded_at, h.superseded_at)
    GROUP BY h.event_id, h.age_band
$$;

-- What was counted of the present in its own ways before, now from the same functions.
CREATE OR REPLACE VIEW attendance_counted AS
SELECT m.participation_id, m.event_id, m.session_id, m.status, m.arrived_at
FROM marks_at('infinity') m
JOIN participation_now p ON p.id = m.participation_id AND p.status = 'confirmed';

CREATE OR REPLACE VIEW attended AS
SELECT a.participation_id, a.event_id, p.person_token, p.role, a.sessions, a.marked, a.present,
       a.partly, a.absent, a.excused, percent.attended AS percent,
       coalesce(percent.attended >= coalesce(rule.attended_percent, 80), false) AS meets_rule
FROM attended_at('infinity') a
JOIN participation_now p ON p.id = a.participation_id
LEFT JOIN completion_rule rule ON rule.event_id = a.event_id
CROSS JOIN LATERAL (
    SELECT (a.present * 100 + a.partly * coalesce(rule.partly_percent, 50))::numeric
           / nullif(a.sessions, 0) AS attended
) AS percent;

CREATE OR REPLACE VIEW event_counts AS
SELECT event.id AS event_id, wish.interested, wish.pending, wish.offered, wish.waiting,
       place.confirmed, coalesce(room.seats, event.capacity) AS seats,
       coalesce(room.seats, event.capacity) - coalesce(room.taken, 0) AS seats_left
FROM event
LEFT JOIN event_room room ON room.event_id = event.id AND event.capacity IS NOT NULL
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status NOT IN ('withdrawn'))::integer AS interested,
           count(*) FILTER (WHERE status IN ('received', 'shortlisted'))::integer AS pending,
           count(*) FILTER (WHERE status = 'offered')::integer AS offered,
           count(*) FILTER (WHERE status = 'waiting')::integer AS waiting
    FROM interest_now WHERE interest_now.event_id = event.id AND withdrawn_at IS NULL
) AS wish
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS confirmed FROM counted_now c
    WHERE c.event_id = event.id AND c.role = 'participant'
) AS place;

CREATE OR REPLACE VIEW event_reached AS
SELECT e.id AS event_id, e.code, e.programme_id, e.reach, e.starts_on,
       (SELECT count(DISTINCT c.person_token)::integer FROM counted_now c
        WHERE c.event_id = e.id AND c.role = 'participant') AS named,
       CASE WHEN e.reach = 'indirect' THEN
           (SELECT coalesce(sum(people), 0)::integer FROM indirect_count c
            WHERE c.event_id = e.id AND c.superseded_at IS NULL) ELSE 0 END AS counted
FROM event e WHERE e.held_at IS NOT NULL AND e.cancelled_at IS NULL;

-- An instant from which the past does not change any more: whoever is recording facts is waited
-- for, and who records later gets a later instant. Without one it is that of the latest fact.
CREATE FUNCTION settled_instant(wanted timestamptz) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    settled timestamptz;
BEGIN
    SELECT latest INTO settled FROM fact_clock;
    IF wanted > settled THEN
        UPDATE fact_clock SET latest = greatest(latest, wanted);
    END IF;
    RETURN coalesce(wanted, greatest(settled, '1970-01-01Z'));
END
$$;

-- Counts what a recipe asks for, in every cell of up to three dimensions and in every total.
--
-- Dimensions are country, sector, programme, phase, kind, organisation, role, year, event, grant
-- and member; the text is written by nobody but this function. `keys` are the cell's, null where
-- the value is a total over that dimension (`totals` says so, from the first dimension on); a thing
-- without a programme, phase, organisation, grant or member has the key `-`.
CREATE FUNCTION report_cells(
    as_of timestamptz, unit text, rule text, attended_percent integer, partly_percent integer,
    roles text[], of_reach text, from_day date, until_day date, of_programme text, of_phase text,
    of_grant text, of_kinds text[], of_event text, dimensions text[]
) RETURNS TABLE (keys text[], totals boolean[], value bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET jit = off
SET work_mem = '128MB' AS $$
DECLARE
    named text[] := ARRAY(
        SELECT CASE dimension
            WHEN 'country' THEN 'c.country' WHEN 'sector' THEN 'c.sector'
            WHEN 'role' THEN 'c.role' WHEN 'kind' THEN 'c.kind' WHEN 'event' THEN 'c.code'
            WHEN 'programme' THEN 'coalesce(c.programme, ''-'')'
            WHEN 'phase' THEN 'coalesce(c.phase, ''-'')'
            WHEN 'organisation' THEN 'coalesce(c.organisation_id::text, ''-'')'
            WHEN 'member' THEN 'coalesce(c.member, ''-'')'
            WHEN 'year' THEN 'to_char(c.starts_on, ''YYYY'')'
            WHEN 'grant' THEN 'coalesce(paid.grant_code, ''-'')' END
        FROM unnest(dimensions) WITH ORDINALITY AS d (dimension, n) ORDER BY n);
    labels text[] := ARRAY(SELECT 'key_' || n FROM generate_series(1, cardinality(named)) AS n);
    by_grant boolean := 'grant' = ANY (dimensions);
    -- One for each participation, in one cell each: totals are sums of cells.
    adds_up boolean := unit IN ('participation', 'seat') AND NOT by_grant;
    facts text := concat_ws(' ', 'counted($1, $2, $3, $4) c',
        CASE WHEN by_grant THEN
            'LEFT JOIN LATERAL unnest(c.grants) AS paid (grant_code) ON true' END,
        CASE WHEN unit = 'person-day' THEN
            'JOIN days_at($1) on_day ON on_day.participation_id = c.participation_id' END,
        'WHERE c.role = ANY ($5) AND c.reach = $6',
        CASE WHEN from_day IS NOT NULL THEN 'AND c.starts_on >= $7' END,
        CASE WHEN until_day IS NOT NULL THEN 'AND c.starts_on <= $8' END,
        CASE WHEN of_programme IS NOT NULL THEN 'AND c.programme = $9' END,
        CASE WHEN of_phase IS NOT NULL THEN 'AND c.phase = $10' END,
        CASE WHEN of_grant IS NOT NULL THEN 'AND $11 = ANY (c.grants)' END,
        CASE WHEN of_kinds <> '{}' THEN 'AND c.kind = ANY ($12)' END,
        CASE WHEN of_event IS NOT NULL THEN 'AND c.code = $13' END);
BEGIN
    RETURN QUERY EXECUTE format(
        CASE WHEN adds_up THEN $query$
            SELECT ARRAY[%1$s]::text[], ARRAY[%2$s]::boolean[], coalesce(sum(n), 0)::bigint
            FROM (SELECT %3$s count(*) AS n FROM %4$s GROUP BY %5$s) AS cell GROUP BY %6$s
            $query$ ELSE $query$
            SELECT ARRAY[%1$s]::text[], ARRAY[%2$s]::boolean[], %7$s
            FROM (SELECT %3$s c.participation_id, c.person_token%8$s FROM %4$s) AS cell GROUP BY %6$s
            $query$ END,
        array_to_string(labels, ', '),
        (SELECT string_agg(format('grouping(%s) = 1', label), ', ' ORDER BY n)
         FROM unnest(labels) WITH ORDINALITY AS d (label, n)),
        (SELECT string_agg(format('%s AS %s,', name, label), ' ' ORDER BY n)
         FROM unnest(named, labels) WITH ORDINALITY AS d (name, label, n)),
        facts,
        CASE WHEN named = '{}' THEN '()' ELSE array_to_string(labels, ', ') END,
        CASE WHEN named = '{}' THEN '()' ELSE 'CUBE (' || array_to_string(labels, ', ') || ')' END,
        CASE unit WHEN 'person' THEN 'count(DISTINCT person_token)'
                  WHEN 'person-day' THEN 'count(DISTINCT (person_token, day))'
                  ELSE 'count(DISTINCT participation_id)' END,
        CASE WHEN unit = 'person-day' THEN ', on_day.day' ELSE '' END)
    USING as_of, rule, attended_percent, partly_percent, roles, of_reach, from_day, until_day,
        of_programme, of_phase, of_grant, of_kinds, of_event;
END
$$;

GRANT SELECT ON event_fact, session_fact, session_place_fact, grant_fact, counted_now
    TO registry_service;
