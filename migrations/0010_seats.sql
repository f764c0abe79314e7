-- The law of seats: how they are made, kept, promised, taken and freed.
--
-- A function that changes seats locks the row of event_room first, so that all changes in one
-- event come one after the other, and each sees what the one before it did. Whoever changes the
-- number of seats locks the row of event before that: event.capacity is where the number comes
-- from, and fit_room makes the rows fit it. Statuses of interests in an event are changed under
-- the same lock. record_instant() is the last lock.

-- A row is a decision of coordinators about several interests at once, in their words.
CREATE TABLE selection_decision (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id   uuid        NOT NULL REFERENCES event (id),
    words      text        NOT NULL,
    actor      text        NOT NULL CHECK (actor <> ''),
    decided_at timestamptz NOT NULL,
    CONSTRAINT selection_decision_has_words CHECK (words <> '' AND length(words) <= 4000)
);
-- For the decisions of an event.
CREATE INDEX selection_decision_of_event ON selection_decision (event_id, decided_at);
ALTER TABLE interest_status ADD COLUMN decision_id uuid REFERENCES selection_decision (id);

-- A row is what a good selection of an event has: at least so many people of a country or sector,
-- or at most so many of one organisation, whichever it is. It is shown, never enforced: quotas are.
CREATE TABLE selection_target (
    event_id uuid    NOT NULL REFERENCES event (id),
    rule     text    NOT NULL CONSTRAINT selection_target_rule_is_known
        CHECK (rule IN ('country-min', 'sector-min', 'organisation-max')),
    value    text    NOT NULL DEFAULT '',
    people   integer NOT NULL,
    PRIMARY KEY (event_id, rule, value),
    CONSTRAINT selection_target_counts_people CHECK (people BETWEEN 1 AND 10000),
    CONSTRAINT selection_target_is_of_a_code CHECK ((rule = 'organisation-max') = (value = ''))
);

-- A row is a change of a room that is not a move of an interest: who made it, when and why.
CREATE TABLE room_change (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL REFERENCES event_room (event_id),
    change      text        NOT NULL,
    detail      jsonb       NOT NULL,
    actor       text        NOT NULL CHECK (actor <> ''),
    reason      text        CHECK (reason <> ''),
    occurred_at timestamptz NOT NULL,
    CONSTRAINT room_change_is_known
        CHECK (change IN ('seats', 'quotas', 'targets', 'kept', 'released', 'substituted'))
);
-- For the history of a room.
CREATE INDEX room_change_of_event ON room_change (event_id, id);

-- For the people of an event who may be chosen; the public intake does not write it.
CREATE INDEX interest_of_event ON interest (event_id)
    WHERE confirmed_at IS NOT NULL AND withdrawn_at IS NULL;
-- For finding an organisation by what somebody calls it.
CREATE INDEX organisation_name_folded ON organisation_name (lower(name));
CREATE INDEX organisation_short_name_folded ON organisation_name (lower(short_name));

-- The organisation that people mean who write this; null when it is not known.
CREATE FUNCTION organisation_called(words text) RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT organisation_id FROM organisation_name
    WHERE words IS NOT NULL AND (lower(name) = lower(words) OR lower(short_name) = lower(words))
    ORDER BY upper_inf(valid) DESC, upper(valid) DESC, organisation_id LIMIT 1
$$;

-- Interests in events that are confirmed, with the status in force and since when.
CREATE VIEW interest_now AS
SELECT i.id, i.event_id, i.person_id, i.country, i.sector, i.organisation, i.withdrawn_at,
       s.status, s.occurred_at AS since, s.id AS status_id
FROM interest i
JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
WHERE i.event_id IS NOT NULL AND i.confirmed_at IS NOT NULL;

-- Who waits for a seat, in the order in which free ones are offered: who has waited longest, and
-- of two who have waited equally long, whose waiting was written down first.
CREATE VIEW waiting_list AS
SELECT i.id, i.event_id, i.person_id, i.country, i.sector,
       CASE WHEN i.organisation IS NOT NULL
            THEN organisation_called(i.organisation) END AS organisation_id,
       s.occurred_at AS since, s.id AS status_id
FROM interest i
JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
WHERE i.event_id IS NOT NULL AND i.confirmed_at IS NOT NULL AND i.withdrawn_at IS NULL
  AND s.status = 'waiting';

-- Counting --------------------------------------------------------------------------------------

-- Keeps event_room and seat_quota equal to the rows of seat, whoever changes them; their CHECKs
-- then refuse what would oversell.
CREATE FUNCTION count_seat() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was  boolean := TG_OP <> 'INSERT'
                    AND num_nonnulls(OLD.promised_until, OLD.participation_id) > 0;
    isnt boolean := TG_OP = 'DELETE' OR num_nonnulls(NEW.promised_until, NEW.participation_id) = 0;
BEGIN
    IF TG_OP = 'UPDATE' AND was <> isnt
       AND (OLD.event_id, OLD.country, OLD.sector, OLD.organisation_id)
           IS NOT DISTINCT FROM (NEW.event_id, NEW.country, NEW.sector, NEW.organisation_id) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE event_room SET taken = taken - was::int, made = made - 1
        WHERE event_id = OLD.event_id;
        UPDATE seat_quota SET taken = taken - 1
        WHERE was AND event_id = OLD.event_id AND (dimension, value) IN
            (('country', OLD.country), ('sector', OLD.sector),
             ('organisation', OLD.organisation_id::text));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE event_room SET taken = taken + (NOT isnt)::int, made = made + 1
        WHERE event_id = NEW.event_id;
        UPDATE seat_quota SET taken = taken + 1
        WHERE NOT isnt AND event_id = NEW.event_id AND (dimension, value) IN
            (('country', NEW.country), ('sector', NEW.sector),
             ('organisation', NEW.organisation_id::text));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER seat_is_counted AFTER INSERT OR UPDATE OR DELETE ON seat
    FOR EACH ROW EXECUTE FUNCTION count_seat();

-- A quota starts from what is taken already.
CREATE FUNCTION count_quota() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM event_room WHERE event_id = NEW.event_id FOR UPDATE;
    NEW.taken := (
        SELECT count(*) FROM seat
        WHERE event_id = NEW.event_id AND num_nonnulls(promised_until, participation_id) > 0
          AND (NEW.dimension, NEW.value) IN
              (('country', country), ('sector', sector), ('organisation', organisation_id::text)));
    RETURN NEW;
END
$$;
CREATE TRIGGER seat_quota_is_counted
    BEFORE INSERT OR UPDATE OF event_id, dimension, value, seats_max ON seat_quota
    FOR EACH ROW EXECUTE FUNCTION count_quota();

-- Keeps session_room equal to the rows of session_place.
CREATE FUNCTION count_session_place() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE session_room SET taken = taken - 1 WHERE session_id = OLD.session_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE session_room SET taken = taken + 1 WHERE session_id = NEW.session_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER session_place_is_counted AFTER INSERT OR UPDATE OR DELETE ON session_place
    FOR EACH ROW EXECUTE FUNCTION count_session_place();

-- The room ---------------------------------------------------------------------------------------

-- Makes the rows of seat fit the number of an event: free ones that nobody keeps go from the top,
-- new ones get the lowest numbers that are missing. A number somebody has stays theirs.
CREATE FUNCTION fit_room(wanted uuid, wanted_seats integer) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room;
BEGIN
    SELECT * INTO room FROM event_room WHERE event_id = wanted FOR UPDATE;
    -- Without a number, seats are made when they are taken.
    IF wanted_seats IS NULL THEN RETURN; END IF;
    DELETE FROM seat WHERE id IN (
        SELECT id FROM seat
        WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
          AND kept_for_member IS NULL AND kept_for_organisation IS NULL
        ORDER BY number DESC LIMIT greatest(0, room.made - wanted_seats));
    SELECT * INTO room FROM event_room WHERE event_id = wanted;
    IF room.made > wanted_seats THEN
        RAISE EXCEPTION 'more seats are taken or kept'
            USING ERRCODE = 'check_violation', TABLE = 'event_room',
                  CONSTRAINT = 'event_room_is_never_oversold';
    END IF;
    UPDATE event_room SET seats = wanted_seats WHERE event_id = wanted AND seats <> wanted_seats;
    INSERT INTO seat (event_id, number)
    SELECT wanted, n FROM generate_series(1, room.made + wanted_seats) n
    WHERE NOT EXISTS (SELECT FROM seat WHERE event_id = wanted AND number = n)
    ORDER BY n LIMIT wanted_seats - room.made;
END
$$;

-- Locks the room of an event, which is made on demand; null when there is no such event.
CREATE FUNCTION lock_room(wanted uuid) RETURNS event_room
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room;
    seats_published integer;
BEGIN
    SELECT * INTO room FROM event_room WHERE event_id = wanted FOR UPDATE;
    IF FOUND THEN RETURN room; END IF;
    SELECT capacity INTO seats_published FROM event WHERE id = wanted FOR SHARE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO event_room (event_id) VALUES (wanted) ON CONFLICT DO NOTHING;
    PERFORM fit_room(wanted, seats_published);
    SELECT * INTO room FROM event_room WHERE event_id = wanted;
    RETURN room;
END
$$;

-- Whoever publishes another number changes the room with it, or is refused.
CREATE FUNCTION event_fits_room() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM fit_room(NEW.id, NEW.capacity) FROM event_room WHERE event_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER event_room_fits_its_capacity AFTER UPDATE OF capacity ON event
    FOR EACH ROW WHEN (OLD.capacity IS DISTINCT FROM NEW.capacity)
    EXECUTE FUNCTION event_fits_room();

-- The free seat somebody would get: one kept for their organisation, for their state, or any that
-- is kept for nobody; null when there is none.
CREATE FUNCTION seat_for(wanted uuid, of_country text, of_organisation uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT seat.id FROM seat LEFT JOIN member ON member.code = seat.kept_for_member
    WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
      AND (kept_for_organisation IS NULL OR kept_for_organisation = of_organisation)
      AND (kept_for_member IS NULL OR member.country = of_country)
    ORDER BY kept_for_organisation IS NULL, kept_for_member IS NULL, number LIMIT 1
$$;

-- The quotas that have no seat left for somebody, such as {country:LV}.
CREATE FUNCTION full_quotas(wanted uuid, of_country text, of_sector text, of_organisation uuid)
RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(dimension || ':' || value ORDER BY dimension, value), '{}')
    FROM seat_quota
    WHERE event_id = wanted AND taken >= seats_max AND (dimension, value) IN
        (('country', of_country), ('sector', of_sector), ('organisation', of_organisation::text))
$$;

-- What happens to an interest -------------------------------------------------------------------

CREATE FUNCTION append_interest_status(
    interest uuid, new_status text, at timestamptz, by_actor text, why text, decision uuid
) RETURNS void LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    UPDATE interest_status SET superseded_at = clock_timestamp()
    WHERE interest_id = interest AND superseded_at IS NULL;
    INSERT INTO interest_status (interest_id, status, actor, reason, occurred_at, decision_id)
    VALUES (interest, new_status, by_actor, nullif(why, ''), at, decision)
$$;

-- Appends what is true of a participation from now on; what is not given stays as it was.
CREATE FUNCTION append_participation_fact(
    participation uuid, new_status text, at timestamptz, by_actor text, why text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz := record_instant();
    old participation_fact;
BEGIN
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = participation AND superseded_at IS NULL
    RETURNING * INTO old;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    VALUES (participation, old.person_token, new_status, old.role, old.country, old.sector,
        old.organisation_id, old.member, by_actor, nullif(why, ''), at, instant);
END
$$;

-- Promises a mail about an event to a person, with the link of their own page where it needs one.
CREATE FUNCTION promise_mail(
    for_event uuid, for_interest uuid, for_person uuid, about text, extra jsonb, has_link boolean,
    at timestamptz, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- 256 bits out of 366 random ones.
    secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                           || uuid_send(gen_random_uuid()));
BEGIN
    IF for_person IS NULL THEN RETURN; END IF;
    IF has_link THEN
        INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
        VALUES (sha256(secret), 'my', for_person, at, at + interval '30 days');
        extra := extra || jsonb_build_object('token',
            rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '='));
    END IF;
    INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
        written_at, next_attempt_at)
    SELECT '<' || gen_random_uuid() || '@' || domain || '>', person.email, about,
           coalesce(person.language, 'en'),
           jsonb_build_object('given_name', person.given_name, 'target', event.title) || extra,
           for_interest, at, at
    FROM person, event WHERE person.id = for_person AND event.id = for_event;
END
$$;

-- An instant in words for a mail, in the time zone of the event.
CREATE FUNCTION instant_in_words(for_event uuid, instant timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT to_char(instant AT TIME ZONE time_zone, 'FMDD FMMonth YYYY, HH24:MI')
           || ' (' || time_zone || ')'
    FROM event WHERE id = for_event
$$;

-- Until when an offer stands that is made now: for some hours, at the longest until the event
-- begins, but always for one.
CREATE FUNCTION offer_end(for_event uuid, at timestamptz, hours integer) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT least(at + make_interval(hours => hours),
                 greatest(starts_on::timestamp AT TIME ZONE time_zone, at + interval '1 hour'))
    FROM event WHERE id = for_event
$$;

-- Promises a free seat to an interest and tells the person; the caller has the room's lock.
CREATE FUNCTION promise_seat(
    chosen uuid, for_interest uuid, until timestamptz, at timestamptz, by_actor text, why text,
    decision uuid, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest;
BEGIN
    SELECT * INTO wish FROM interest WHERE id = for_interest;
    UPDATE seat SET interest_id = for_interest, promised_until = until, country = wish.country,
        sector = wish.sector, organisation_id = organisation_called(wish.organisation)
    WHERE id = chosen;
    PERFORM append_interest_status(for_interest, 'offered', at, by_actor, why, decision);
    PERFORM promise_mail(wish.event_id, for_interest, wish.person_id, 'seat-offered',
        jsonb_build_object('until', instant_in_words(wish.event_id, until)), true, at, domain);
END
$$;

-- While seats are free and people wait for whom a seat and their quotas have room: promises one
-- to the first of them. Returns how many. Nothing is offered in an event that is over.
CREATE FUNCTION offer_next(wanted uuid, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room := lock_room(wanted);
    next record;
    offers integer := 0;
BEGIN
    PERFORM FROM event WHERE id = wanted AND cancelled_at IS NULL AND held_at IS NULL
        AND ends_on >= (at AT TIME ZONE time_zone)::date;
    IF NOT FOUND THEN RETURN 0; END IF;
    LOOP
        EXIT WHEN NOT EXISTS (SELECT FROM seat WHERE event_id = wanted
            AND participation_id IS NULL AND promised_until IS NULL);
        SELECT w.id, chosen.seat INTO next
        FROM waiting_list w,
             LATERAL (SELECT seat_for(wanted, w.country, w.organisation_id) AS seat) AS chosen
        WHERE w.event_id = wanted AND chosen.seat IS NOT NULL
          AND NOT EXISTS (SELECT FROM seat_quota q
              WHERE q.event_id = wanted AND q.taken >= q.seats_max AND (q.dimension, q.value) IN
                  (('country', w.country), ('sector', w.sector),
                   ('organisation', w.organisation_id::text)))
        ORDER BY w.since, w.status_id LIMIT 1;
        EXIT WHEN NOT FOUND;
        PERFORM promise_seat(next.seat, next.id, offer_end(wanted, at, room.offer_hours), at,
            'system', NULL, NULL, domain);
        offers := offers + 1;
    END LOOP;
    RETURN offers;
END
$$;

-- Takes back what an interest has or is promised, without offering it on: the participation stays
-- with a last fact, the seat is free, and so are places in sessions.
CREATE FUNCTION vacate_seat(
    of_interest uuid, new_fact text, at timestamptz, by_actor text, why text
) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    held uuid;
BEGIN
    SELECT participation_now.id INTO held FROM participation_now
    WHERE interest_id = of_interest AND status = 'confirmed';
    UPDATE seat SET interest_id = NULL, promised_until = NULL, participation_id = NULL,
        taken_at = NULL, country = NULL, sector = NULL, organisation_id = NULL
    WHERE interest_id = of_interest OR participation_id = held;
    IF held IS NULL THEN RETURN FOUND; END IF;
    DELETE FROM session_place WHERE participation_id = held;
    PERFORM append_participation_fact(held, new_fact, at, by_actor, why);
    RETURN true;
END
$$;

-- Gives a seat to an interest: makes its participation, or takes up the one it had before.
CREATE FUNCTION give_seat(
    chosen uuid, to_interest uuid, at timestamptz, by_actor text, why text, decision uuid,
    domain text
) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest;
    workplace uuid;
    taken seat;
    place uuid;
    instant timestamptz;
BEGIN
    SELECT * INTO wish FROM interest WHERE id = to_interest;
    workplace := organisation_called(wish.organisation);
    INSERT INTO participation (event_id, interest_id, created_at)
    VALUES (wish.event_id, to_interest, at)
    ON CONFLICT (interest_id) DO NOTHING RETURNING id INTO place;
    IF place IS NULL THEN
        SELECT id INTO place FROM participation WHERE interest_id = to_interest;
    END IF;
    UPDATE seat SET interest_id = NULL, promised_until = NULL, participation_id = place,
        taken_at = at, country = wish.country, sector = wish.sector, organisation_id = workplace
    WHERE id = chosen RETURNING * INTO taken;
    PERFORM append_interest_status(to_interest, 'accepted', at, by_actor, why, decision);
    PERFORM promise_mail(wish.event_id, to_interest, wish.person_id, 'seat-taken', '{}', true,
        at, domain);
    instant := record_instant();
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = place AND superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    SELECT place, person.token, 'confirmed', 'participant', wish.country, wish.sector, workplace,
           taken.kept_for_member, by_actor, nullif(why, ''), at, instant
    FROM person WHERE person.id = wish.person_id;
    RETURN taken.number;
END
$$;

-- The number of those who wait before an interest, and itself: 1 is the next.
CREATE FUNCTION waiting_place(of_interest uuid) RETURNS integer
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM waiting_list mine
    JOIN waiting_list w ON w.event_id = mine.event_id
        AND (w.since, w.status_id) <= (mine.since, mine.status_id)
    WHERE mine.id = of_interest HAVING count(*) > 0
$$;

-- Ends a promise whose time is over: the interest lapses, the person is told, the seat is free.
CREATE FUNCTION lapse_offer(of_interest uuid, at timestamptz, domain text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM vacate_seat(of_interest, 'withdrawn', at, 'system', NULL);
    PERFORM append_interest_status(of_interest, 'lapsed', at, 'system', NULL, NULL);
    PERFORM promise_mail(event_id, id, person_id, 'offer-lapsed', '{}', true, at, domain)
    FROM interest WHERE id = of_interest;
END
$$;

-- The one way to a seat. An interest that is offered, or confirmed by mail where admission is
-- open, gets the seat that is promised to it, else one kept for its organisation or state, else a
-- free one, each only if every quota allows; otherwise it waits. Asking again changes nothing.
--
-- The outcome is `accepted` with the number of the seat, `waiting` with the place in the list, or
-- the reason for a refusal.
CREATE FUNCTION accept_interest(
    wanted uuid, at timestamptz, by_actor text, why text, decision uuid, domain text,
    OUT outcome text, OUT seat_number integer, OUT place integer
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room;
    wish interest_now;
    gathering event;
    workplace uuid;
    chosen seat;
BEGIN
    room := lock_room((SELECT event_id FROM interest WHERE id = wanted));
    SELECT * INTO wish FROM interest_now WHERE id = wanted;
    IF NOT FOUND THEN outcome := 'unknown'; RETURN; END IF;
    SELECT * INTO gathering FROM event WHERE id = wish.event_id;
    IF wish.status = 'accepted' THEN
        outcome := 'accepted';
        SELECT s.number INTO seat_number FROM seat s
        JOIN participation p ON p.id = s.participation_id WHERE p.interest_id = wanted;
        RETURN;
    ELSIF wish.status = 'waiting' THEN
        outcome := 'waiting'; place := waiting_place(wanted); RETURN;
    ELSIF wish.withdrawn_at IS NOT NULL OR NOT (wish.status = 'offered'
            OR wish.status IN ('received', 'shortlisted') AND gathering.admission = 'open') THEN
        outcome := 'not-offered'; RETURN;
    ELSIF num_nonnulls(gathering.cancelled_at, gathering.held_at) > 0 THEN
        outcome := 'event-closed'; RETURN;
    ELSIF EXISTS (SELECT FROM participation_now p JOIN person ON person.token = p.person_token
            WHERE p.event_id = wish.event_id AND person.id = wish.person_id
              AND p.status = 'confirmed') THEN
        outcome := 'has-a-seat'; RETURN;
    END IF;
    SELECT * INTO chosen FROM seat WHERE interest_id = wanted;
    IF chosen.promised_until <= at THEN
        PERFORM lapse_offer(wanted, at, domain);
        PERFORM offer_next(wish.event_id, at, domain);
        outcome := 'offer-lapsed'; RETURN;
    END IF;
    workplace := organisation_called(wish.organisation);
    IF chosen.id IS NULL THEN
        -- Nobody comes before those who wait.
        PERFORM offer_next(wish.event_id, at, domain);
        IF full_quotas(wish.event_id, wish.country, wish.sector, workplace) = '{}' THEN
            SELECT * INTO chosen FROM seat
            WHERE id = seat_for(wish.event_id, wish.country, workplace);
            IF NOT FOUND AND gathering.capacity IS NULL THEN
                UPDATE event_room SET seats = seats + 1 WHERE event_id = wish.event_id;
                INSERT INTO seat (event_id, number)
                SELECT wish.event_id, coalesce(max(number), 0) + 1 FROM seat
                WHERE event_id = wish.event_id RETURNING * INTO chosen;
            END IF;
        END IF;
    ELSIF (chosen.country, chosen.sector, chosen.organisation_id)
            IS DISTINCT FROM (wish.country, wish.sector, workplace) THEN
        -- Who corrected their country since the offer must fit the quotas of the new one.
        UPDATE seat SET interest_id = NULL, promised_until = NULL, country = NULL, sector = NULL,
            organisation_id = NULL WHERE id = chosen.id;
        IF full_quotas(wish.event_id, wish.country, wish.sector, workplace) <> '{}' THEN
            chosen := NULL;
        END IF;
    END IF;
    IF chosen.id IS NULL THEN
        PERFORM append_interest_status(wanted, 'waiting', at, by_actor, why, decision);
        PERFORM promise_mail(wish.event_id, wanted, wish.person_id, 'seat-awaited', '{}', true,
            at, domain);
        PERFORM offer_next(wish.event_id, at, domain);
        outcome := 'waiting'; place := waiting_place(wanted); RETURN;
    END IF;
    seat_number := give_seat(chosen.id, wanted, at, by_actor, why, decision, domain);
    outcome := 'accepted';
END
$$;

-- Moves --------------------------------------------------------------------------------------

-- Moves one interest, whose status is still the one the mover saw; which moves there are is the
-- business of the caller. What it had or was promised is free afterwards, and not yet offered on.
--
-- The outcome is the new status, or the reason for a refusal.
CREATE FUNCTION move_interest(
    in_event uuid, wanted uuid, seen text, target text, until timestamptz, at timestamptz,
    by_actor text, why text, decision uuid, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room := lock_room(in_event);
    wish interest_now;
    workplace uuid;
    chosen uuid;
BEGIN
    SELECT * INTO wish FROM interest_now WHERE id = wanted AND event_id = in_event;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF wish.status <> seen THEN RETURN 'changed-meanwhile'; END IF;
    IF wish.status = target THEN RETURN target; END IF;
    IF target = 'accepted' THEN
        RETURN outcome FROM accept_interest(wanted, at, by_actor, why, decision, domain);
    ELSIF target = 'offered' THEN
        PERFORM FROM event WHERE id = in_event AND num_nonnulls(cancelled_at, held_at) = 0;
        IF NOT FOUND THEN RETURN 'event-closed'; END IF;
        workplace := organisation_called(wish.organisation);
        IF full_quotas(in_event, wish.country, wish.sector, workplace) <> '{}' THEN
            RETURN 'quota-full';
        END IF;
        chosen := seat_for(in_event, wish.country, workplace);
        IF chosen IS NULL THEN RETURN 'no-seat-free'; END IF;
        PERFORM promise_seat(chosen, wanted,
            coalesce(until, offer_end(in_event, at, room.offer_hours)), at, by_actor, why,
            decision, domain);
        RETURN target;
    END IF;
    IF target = 'withdrawn' THEN
        UPDATE interest SET withdrawn_at = greatest(at, received_at) WHERE id = wanted;
    END IF;
    PERFORM append_interest_status(wanted, target, at, by_actor, why, decision);
    IF target = 'declined' AND by_actor <> 'person' THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id,
            CASE seen WHEN 'accepted' THEN 'seat-freed' ELSE 'interest-declined' END, '{}', true,
            at, domain);
    ELSIF target = 'waiting' THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id, 'seat-awaited', '{}', true, at,
            domain);
    ELSIF target = 'withdrawn' THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id, 'interest-withdrawn', '{}', false,
            at, domain);
    END IF;
    PERFORM vacate_seat(wanted, 'withdrawn', at, by_actor, why);
    RETURN target;
END
$$;

-- Moves many interests of an event, each for itself, then offers on what became free. One row for
-- each, in the order given, with its outcome and the status it has then.
CREATE FUNCTION move_interests(
    in_event uuid, wanted uuid[], seen text[], targets text[], reasons text[],
    untils timestamptz[], words text, at timestamptz, by_actor text, domain text
) RETURNS TABLE (row_number integer, outcome text, status text, promised_until timestamptz)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    decision uuid;
    outcomes text[] := '{}';
BEGIN
    PERFORM lock_room(in_event);
    IF words <> '' THEN
        INSERT INTO selection_decision (event_id, words, actor, decided_at)
        VALUES (in_event, words, by_actor, at) RETURNING id INTO decision;
    END IF;
    FOR n IN 1 .. coalesce(array_length(wanted, 1), 0) LOOP
        outcomes := outcomes || move_interest(in_event, wanted[n], seen[n], targets[n], untils[n],
            at, by_actor, reasons[n], decision, domain);
    END LOOP;
    PERFORM offer_next(in_event, at, domain);
    RETURN QUERY SELECT n::integer, o, i.status, s.promised_until
        FROM unnest(outcomes) WITH ORDINALITY AS done (o, n)
        LEFT JOIN interest_now i ON i.id = wanted[n]
        LEFT JOIN seat s ON s.interest_id = wanted[n] ORDER BY n;
END
$$;

-- Lapses the promises of an event that ran out, and offers on what is free.
CREATE FUNCTION lapse_offers(in_event uuid, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    late uuid;
    lapses integer := 0;
BEGIN
    PERFORM lock_room(in_event);
    FOR late IN SELECT interest_id FROM seat
        WHERE event_id = in_event AND promised_until <= at ORDER BY promised_until, number
    LOOP
        PERFORM lapse_offer(late, at, domain);
        lapses := lapses + 1;
    END LOOP;
    PERFORM offer_next(in_event, at, domain);
    RETURN lapses;
END
$$;

-- What coordinators do to a room --------------------------------------------------------------

-- Sets the number of seats, which is published, and how long an offer stands.
CREATE FUNCTION set_seats(
    wanted uuid, wanted_seats integer, hours integer, at timestamptz, by_actor text, why text,
    domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM event WHERE id = wanted FOR NO KEY UPDATE;
    PERFORM lock_room(wanted);
    UPDATE event SET capacity = wanted_seats
    WHERE id = wanted AND capacity IS DISTINCT FROM wanted_seats;
    UPDATE event_room SET offer_hours = coalesce(hours, offer_hours) WHERE event_id = wanted;
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, 'seats', jsonb_build_object('seats', wanted_seats, 'offer_hours', hours),
        by_actor, nullif(why, ''), at);
    PERFORM offer_next(wanted, at, domain);
END
$$;

-- Replaces the quotas of an event; one below what is taken is refused by its CHECK.
CREATE FUNCTION set_quotas(
    wanted uuid, dimensions text[], quota_values text[], maxima integer[], at timestamptz,
    by_actor text, why text, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lock_room(wanted);
    DELETE FROM seat_quota WHERE event_id = wanted;
    INSERT INTO seat_quota (event_id, dimension, value, seats_max)
    SELECT wanted, d, v, m FROM unnest(dimensions, quota_values, maxima) AS q (d, v, m);
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, 'quotas', coalesce((SELECT jsonb_object_agg(d || ':' || v, m)
        FROM unnest(dimensions, quota_values, maxima) AS q (d, v, m)), '{}'), by_actor,
        nullif(why, ''), at);
    PERFORM offer_next(wanted, at, domain);
END
$$;

-- Replaces the targets of an event. They are shown and not enforced, so nobody is waited for.
CREATE FUNCTION set_targets(
    wanted uuid, rules text[], target_values text[], people_wanted integer[], at timestamptz,
    by_actor text, why text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lock_room(wanted);
    DELETE FROM selection_target WHERE event_id = wanted;
    INSERT INTO selection_target (event_id, rule, value, people)
    SELECT wanted, r, v, n FROM unnest(rules, target_values, people_wanted) AS t (r, v, n);
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, 'targets', coalesce((SELECT jsonb_object_agg(r || ':' || v, n)
        FROM unnest(rules, target_values, people_wanted) AS t (r, v, n)), '{}'), by_actor,
        nullif(why, ''), at);
END
$$;

-- Keeps as many seats in all for a member or an organisation, those they have taken included;
-- fewer than before releases free ones. The outcome is `kept`, or why not.
CREATE FUNCTION keep_seats(
    wanted uuid, for_member text, for_organisation uuid, wanted_seats integer, at timestamptz,
    by_actor text, why text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    kept integer;
    changed integer;
BEGIN
    PERFORM lock_room(wanted);
    SELECT count(*) INTO kept FROM seat WHERE event_id = wanted
        AND (kept_for_member = for_member OR kept_for_organisation = for_organisation);
    UPDATE seat SET kept_for_member = for_member, kept_for_organisation = for_organisation
    WHERE id IN (SELECT id FROM seat
        WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
          AND kept_for_member IS NULL AND kept_for_organisation IS NULL
        ORDER BY number LIMIT greatest(0, wanted_seats - kept));
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF kept + changed < wanted_seats THEN
        RAISE EXCEPTION 'not so many seats are free'
            USING ERRCODE = 'check_violation', TABLE = 'seat', CONSTRAINT = 'seat_is_free';
    END IF;
    UPDATE seat SET kept_for_member = NULL, kept_for_organisation = NULL
    WHERE id IN (SELECT id FROM seat
        WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
          AND (kept_for_member = for_member OR kept_for_organisation = for_organisation)
        ORDER BY number DESC LIMIT greatest(0, kept - wanted_seats));
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF kept - changed > wanted_seats THEN
        RAISE EXCEPTION 'more of the kept seats are taken'
            USING ERRCODE = 'check_violation', TABLE = 'seat', CONSTRAINT = 'seat_is_taken';
    END IF;
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, CASE WHEN wanted_seats >= kept THEN 'kept' ELSE 'released' END,
        jsonb_build_object('member', for_member, 'organisation', for_organisation,
            'seats', wanted_seats), by_actor, nullif(why, ''), at);
    PERFORM offer_next(wanted, at, domain);
    RETURN 'kept';
END
$$;

-- Frees one seat by its number, whoever has it or is promised it; a free one that is kept is
-- released. The outcome is `freed`, or why not.
CREATE FUNCTION free_seat(
    wanted uuid, seat_number integer, at timestamptz, by_actor text, why text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    chosen seat;
    of_interest interest_now;
BEGIN
    PERFORM lock_room(wanted);
    SELECT * INTO chosen FROM seat WHERE event_id = wanted AND number = seat_number;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    SELECT * INTO of_interest FROM interest_now WHERE id = coalesce(chosen.interest_id,
        (SELECT interest_id FROM participation WHERE id = chosen.participation_id));
    IF FOUND THEN
        PERFORM move_interest(wanted, of_interest.id, of_interest.status, 'declined', NULL, at,
            by_actor, why, NULL, domain);
    ELSIF chosen.participation_id IS NOT NULL THEN
        UPDATE seat SET participation_id = NULL, taken_at = NULL, country = NULL, sector = NULL,
            organisation_id = NULL WHERE id = chosen.id;
        DELETE FROM session_place WHERE participation_id = chosen.participation_id;
        PERFORM promise_mail(wanted, NULL, person.id, 'seat-freed', '{}', true, at, domain)
        FROM participation_now p JOIN person ON person.token = p.person_token
        WHERE p.id = chosen.participation_id;
        PERFORM append_participation_fact(chosen.participation_id, 'withdrawn', at, by_actor, why);
    ELSE
        UPDATE seat SET kept_for_member = NULL, kept_for_organisation = NULL
        WHERE id = chosen.id;
        INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
        VALUES (wanted, 'released', jsonb_build_object('seat', seat_number), by_actor,
            nullif(why, ''), at);
    END IF;
    PERFORM offer_next(wanted, at, domain);
    RETURN 'freed';
END
$$;

-- Puts another person on a seat, which keeps its number, its session places and whom it is kept
-- for: somebody interested in the event, or somebody whose particulars are given. The outcome is
-- `substituted`, or why not.
CREATE FUNCTION substitute_seat(
    wanted uuid, seat_number integer, by_interest uuid, given text, family text, address text,
    address_folded text, employer text, of_sector text, of_country text, speaks text,
    at timestamptz, by_actor text, why text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    chosen seat;
    before participation_now;
    wish interest_now;
    newcomer person;
    workplace uuid;
    place uuid;
    instant timestamptz;
    broken text;
BEGIN
    PERFORM lock_room(wanted);
    SELECT * INTO chosen FROM seat WHERE event_id = wanted AND number = seat_number;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF chosen.participation_id IS NULL THEN RETURN 'seat-is-free'; END IF;
    SELECT * INTO before FROM participation_now WHERE id = chosen.participation_id;
    IF by_interest IS NOT NULL THEN
        SELECT * INTO wish FROM interest_now
        WHERE id = by_interest AND event_id = wanted AND withdrawn_at IS NULL;
        IF NOT FOUND THEN RETURN 'unknown-interest'; END IF;
        SELECT * INTO newcomer FROM person WHERE id = wish.person_id;
        of_country := wish.country; of_sector := wish.sector; employer := wish.organisation;
    ELSE
        SELECT * INTO newcomer FROM person WHERE email_folded = address_folded AND name_folded =
            lower(normalize(given || ' ' || family, NFKC) COLLATE "und-x-icu");
    END IF;
    PERFORM FROM participation_now WHERE event_id = wanted AND person_token = newcomer.token
        AND status = 'confirmed';
    IF FOUND THEN RETURN 'has-a-seat'; END IF;
    workplace := organisation_called(employer);
    IF by_interest IS NULL THEN
        INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation,
            sector, country, language, created_at)
        VALUES (given, family, address, address_folded, employer, of_sector, of_country, speaks,
            at)
        ON CONFLICT (email_folded, name_folded) DO UPDATE SET
            organisation = coalesce(excluded.organisation, p.organisation),
            sector = excluded.sector, country = excluded.country,
            language = coalesce(excluded.language, p.language)
        RETURNING * INTO newcomer;
    ELSE
        UPDATE seat SET interest_id = NULL, promised_until = NULL, country = NULL, sector = NULL,
            organisation_id = NULL WHERE interest_id = by_interest;
        PERFORM append_interest_status(by_interest, 'accepted', at, by_actor, why, NULL);
    END IF;
    INSERT INTO participation (event_id, interest_id, created_at) VALUES (wanted, by_interest, at)
    ON CONFLICT (interest_id) DO NOTHING RETURNING id INTO place;
    IF place IS NULL THEN
        SELECT id INTO place FROM participation WHERE interest_id = by_interest;
    END IF;
    UPDATE seat SET participation_id = place, taken_at = at, country = of_country,
        sector = of_sector, organisation_id = workplace WHERE id = chosen.id;
    UPDATE session_place SET participation_id = place WHERE participation_id = before.id;
    IF before.interest_id IS NOT NULL THEN
        UPDATE interest SET withdrawn_at = greatest(at, received_at)
        WHERE id = before.interest_id AND withdrawn_at IS NULL;
        PERFORM append_interest_status(before.interest_id, 'withdrawn', at, by_actor,
            why, NULL);
    END IF;
    PERFORM promise_mail(wanted, before.interest_id, person.id, 'seat-freed', '{}', true, at,
        domain) FROM person WHERE token = before.person_token;
    PERFORM promise_mail(wanted, by_interest, newcomer.id, 'seat-taken', '{}', true, at, domain);
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, 'substituted', jsonb_build_object('seat', seat_number, 'before', before.id,
        'after', place), by_actor, nullif(why, ''), at);
    PERFORM offer_next(wanted, at, domain);
    PERFORM append_participation_fact(before.id, 'substituted', at, by_actor, why);
    instant := record_instant();
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = place AND superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    VALUES (place, newcomer.token, 'confirmed', before.role, of_country, of_sector, workplace,
        chosen.kept_for_member, by_actor, nullif(why, ''), at, instant);
    RETURN 'substituted';
EXCEPTION WHEN check_violation THEN
    -- All that was done here is undone.
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF broken = 'seat_quota_is_never_exceeded' THEN RETURN 'quota-full'; END IF;
    RAISE;
END
$$;

-- Sessions -------------------------------------------------------------------------------------

-- Sets how many places a session has; without a row it has as many as the event has seats.
CREATE FUNCTION set_session_seats(wanted uuid, wanted_seats integer) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO session_room (session_id, seats) SELECT id, wanted_seats FROM session
    WHERE id = wanted ON CONFLICT (session_id) DO UPDATE SET seats = excluded.seats;
    RETURN CASE WHEN FOUND THEN 'set' ELSE 'unknown' END;
END
$$;

-- Takes a place in a session for somebody who has a seat in its event. The outcome is `taken`, or
-- why not; taking it twice takes it once.
CREATE FUNCTION take_session_place(wanted uuid, for_participation uuid, at timestamptz)
RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room session_room;
BEGIN
    -- A seat that is being freed at this moment takes its places with it.
    PERFORM FROM event_room WHERE event_id = (SELECT event_id FROM session WHERE id = wanted)
        FOR SHARE;
    SELECT * INTO room FROM session_room WHERE session_id = wanted FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    PERFORM FROM participation_now p JOIN session ON session.event_id = p.event_id
        WHERE p.id = for_participation AND session.id = wanted AND p.status = 'confirmed';
    IF NOT FOUND THEN RETURN 'no-seat'; END IF;
    PERFORM FROM session_place
        WHERE session_id = wanted AND participation_id = for_participation;
    IF FOUND THEN RETURN 'taken'; END IF;
    IF room.taken >= room.seats THEN RETURN 'full'; END IF;
    INSERT INTO session_place (session_id, participation_id, taken_at)
    VALUES (wanted, for_participation, at);
    RETURN 'taken';
END
$$;

CREATE FUNCTION release_session_place(wanted uuid, of_participation uuid) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM session_room WHERE session_id = wanted FOR UPDATE;
    DELETE FROM session_place
    WHERE session_id = wanted AND participation_id = of_participation;
    RETURN CASE WHEN FOUND THEN 'released' ELSE 'unknown' END;
END
$$;

-- What a person does by their own links ---------------------------------------------------------

-- Confirms an interest by the link that was mailed, once, makes or finds the person and opens
-- their own page. Where admission is open, the interest goes on to a seat at once. No row when
-- there is no such link.
CREATE FUNCTION confirm_interest(
    secret bytea, at timestamptz, own bytea, mailed bytea, domain text, days integer
) RETURNS TABLE (is_done boolean, is_expired boolean)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    link access_token;
    wish interest;
    owner uuid;
    title text;
    admission text;
    has_answer boolean := false;
BEGIN
    -- The room before everything else, as everywhere.
    PERFORM lock_room(event.id) FROM access_token t JOIN interest i ON i.id = t.interest_id
    JOIN event ON event.id = i.event_id
    WHERE t.hash = sha256(secret) AND t.purpose = 'confirm' AND t.used_at IS NULL
      AND t.expires_at > at AND event.admission = 'open';
    UPDATE access_token SET used_at = at
    WHERE hash = sha256(secret) AND purpose = 'confirm' AND used_at IS NULL AND expires_at > at
    RETURNING * INTO link;
    IF NOT FOUND THEN
        RETURN QUERY SELECT false, used_at IS NULL AND expires_at <= at FROM access_token
            WHERE hash = sha256(secret) AND purpose = 'confirm';
        RETURN;
    END IF;
    SELECT * INTO wish FROM interest WHERE id = link.interest_id FOR UPDATE;
    owner := wish.person_id;
    SELECT coalesce(event.title, programme.title), event.admission INTO title, admission
    FROM interest i LEFT JOIN event ON event.id = i.event_id
    LEFT JOIN programme ON programme.id = i.programme_id WHERE i.id = wish.id;
    IF owner IS NULL THEN
        INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation,
            sector, country, language, created_at)
        VALUES (wish.given_name, wish.family_name, wish.email, wish.email_folded,
            wish.organisation, wish.sector, wish.country, wish.language, at)
        ON CONFLICT (email_folded, name_folded) DO UPDATE SET
            organisation = coalesce(excluded.organisation, p.organisation),
            sector = excluded.sector, country = excluded.country,
            language = coalesce(excluded.language, p.language)
        RETURNING id INTO owner;
        UPDATE interest SET confirmed_at = at, person_id = owner WHERE id = wish.id;
        INSERT INTO interest_status (interest_id, status, actor, occurred_at)
        VALUES (wish.id, 'received', 'person', at);
        IF admission = 'open' THEN
            SELECT outcome IN ('accepted', 'waiting') INTO has_answer
            FROM accept_interest(wish.id, at, 'person', NULL, NULL, domain);
        END IF;
    END IF;
    INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
    VALUES (sha256(own), 'my', owner, at, at + make_interval(days => days));
    IF NOT has_answer THEN
        INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
        VALUES (sha256(mailed), 'my', owner, at, at + make_interval(days => days));
        INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
            written_at, next_attempt_at)
        VALUES ('<' || gen_random_uuid() || '@' || domain || '>', wish.email,
            'interest-confirmed', coalesce(wish.language, 'en'),
            jsonb_build_object('given_name', wish.given_name, 'target', title, 'token',
                rtrim(translate(encode(mailed, 'base64'), '+/', '-_'), '=')),
            wish.id, at, at);
    END IF;
    RETURN QUERY SELECT true, false;
END
$$;

-- The interest a personal link may act on; null when it is somebody else's.
CREATE FUNCTION own_interest(secret bytea, wanted uuid, at timestamptz) RETURNS interest
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT i FROM access_token t JOIN interest i ON i.person_id = t.person_id AND i.id = wanted
    WHERE t.hash = sha256(secret) AND t.purpose = 'my' AND t.expires_at > at
$$;

-- Withdraws an interest of the person a link belongs to, and frees the seat it has or is promised.
-- Withdrawing twice is withdrawing once. False when the interest is not theirs.
--
-- Never before it came: the clocks of two instances may differ by a little.
CREATE FUNCTION withdraw_own_interest(
    secret bytea, wanted uuid, at timestamptz, domain text
) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest := own_interest(secret, wanted, at);
BEGIN
    IF wish.id IS NULL THEN RETURN false; END IF;
    IF wish.event_id IS NOT NULL THEN PERFORM lock_room(wish.event_id); END IF;
    UPDATE interest SET withdrawn_at = greatest(at, received_at)
    WHERE id = wanted AND withdrawn_at IS NULL;
    IF NOT FOUND THEN RETURN true; END IF;
    PERFORM append_interest_status(wanted, 'withdrawn', at, 'person', NULL, NULL);
    INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
        written_at, next_attempt_at)
    SELECT '<' || gen_random_uuid() || '@' || domain || '>', wish.email, 'interest-withdrawn',
           coalesce(wish.language, 'en'),
           jsonb_build_object('given_name', wish.given_name, 'target',
               coalesce((SELECT title FROM event WHERE id = wish.event_id),
                        (SELECT title FROM programme WHERE id = wish.programme_id))),
           wish.id, at, at;
    IF wish.event_id IS NOT NULL THEN
        PERFORM vacate_seat(wanted, 'withdrawn', at, 'person', NULL);
        PERFORM offer_next(wish.event_id, at, domain);
    END IF;
    RETURN true;
END
$$;

-- Accepts or declines what is offered to the person a link belongs to; who has a seat declines it
-- the same way. The outcome is as of accept_interest, or `declined`, or `unknown`.
CREATE FUNCTION answer_own_offer(
    secret bytea, wanted uuid, accepts boolean, at timestamptz, domain text,
    OUT outcome text, OUT seat_number integer, OUT place integer
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest := own_interest(secret, wanted, at);
    standing text;
BEGIN
    IF wish.event_id IS NULL THEN outcome := 'unknown'; RETURN; END IF;
    PERFORM lock_room(wish.event_id);
    IF accepts THEN
        SELECT a.outcome, a.seat_number, a.place INTO outcome, seat_number, place
        FROM accept_interest(wanted, at, 'person', NULL, NULL, domain) a;
        RETURN;
    END IF;
    SELECT status INTO standing FROM interest_now WHERE id = wanted;
    IF standing = 'declined' THEN outcome := 'declined'; RETURN; END IF;
    IF standing IS NULL OR standing NOT IN ('offered', 'accepted') THEN
        outcome := 'not-offered'; RETURN;
    END IF;
    outcome := move_interest(wish.event_id, wanted, standing, 'declined', NULL, at, 'person', NULL,
        NULL, domain);
    PERFORM offer_next(wish.event_id, at, domain);
END
$$;

GRANT SELECT, INSERT ON selection_decision, room_change TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON selection_target TO registry_service;
GRANT SELECT ON interest_now, waiting_list TO registry_service;
