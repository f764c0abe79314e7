-- What goes with the mails of an event: reminders, what calendars are told, and a notice to staff.

-- A row says what the mails of an event do beyond what they always do.
CREATE TABLE event_mail_plan (
    event_id          uuid    PRIMARY KEY REFERENCES event (id),
    -- Where participants answer what was good and what was not; a site of somebody else.
    feedback_url      text    CONSTRAINT event_mail_plan_feedback_is_a_web_address
        CHECK (feedback_url ~ '^https://[!-~]+$' AND length(feedback_url) <= 500),
    tells_shortlisted boolean NOT NULL DEFAULT false
);

-- A row is a mail that leaves before an event, or after it, to everybody who takes part: so many
-- days before its first day or after its last, at a time on the clocks of the event. When that is,
-- is never written down, so that an event that moves takes them along.
CREATE TABLE event_reminder (
    id       uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id uuid        NOT NULL REFERENCES event (id),
    kind     text        NOT NULL CONSTRAINT event_reminder_kind_is_known
        CHECK (kind IN ('reminder', 'follow-up', 'feedback-request')),
    days     integer     NOT NULL,
    clock    time        NOT NULL,
    set_at   timestamptz NOT NULL,
    left_at  timestamptz,
    CONSTRAINT event_reminder_once UNIQUE (event_id, kind, days, clock),
    CONSTRAINT event_reminder_is_before_or_after
        CHECK (days BETWEEN CASE kind WHEN 'reminder' THEN 0 ELSE 1 END AND 365)
);
-- For the keeper.
CREATE INDEX event_reminder_to_leave ON event_reminder (event_id) WHERE left_at IS NULL;

-- A row is a mail of a reminder that was promised to somebody: never a second one.
CREATE TABLE reminder_mail (
    reminder_id      uuid NOT NULL REFERENCES event_reminder (id),
    participation_id uuid NOT NULL REFERENCES participation (id),
    CONSTRAINT reminder_mail_once PRIMARY KEY (reminder_id, participation_id)
);

INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('reminder_mail', 'reminder_id', 'person', 'kept',
        'that a mail was promised, not to whom: the participation says nobody any more'),
    ('reminder_mail', 'participation_id', 'person', 'kept',
        'that a mail was promised, not to whom: the participation says nobody any more');
INSERT INTO personal_column (relation, column_name, holds) VALUES
    ('event_mail_plan', 'event_id', 'nothing'), ('event_mail_plan', 'feedback_url', 'nothing'),
    ('event_reminder', 'id', 'nothing'), ('event_reminder', 'event_id', 'nothing'),
    ('event_reminder', 'kind', 'nothing'), ('event_reminder', 'clock', 'nothing');

GRANT SELECT, INSERT, UPDATE ON event_mail_plan TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON event_reminder TO registry_service;
GRANT SELECT, INSERT ON reminder_mail TO registry_service;

-- When a reminder is due; null of an event of which no day is known.
CREATE FUNCTION reminder_due_at(r event_reminder, e event) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN CASE WHEN e.date_precision = 'day' THEN (r.clock +
        CASE r.kind WHEN 'reminder' THEN e.starts_on - r.days ELSE e.ends_on + r.days END)
        AT TIME ZONE e.time_zone END;
END
$$;

-- Where a reminder stands; the one place of this rule. What was due more than six hours before it
-- was set, or before its event was published or moved, is missed: nobody gets it late. What was due
-- while no instance ran leaves when one runs, but nobody is reminded of what has begun.
CREATE FUNCTION reminder_state(r event_reminder, e event, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    due timestamptz := reminder_due_at(r, e);
    begins timestamptz := event_begins_at(e);
BEGIN
    RETURN CASE
        WHEN r.left_at IS NOT NULL THEN 'left'
        WHEN e.cancelled_at IS NOT NULL OR due IS NULL THEN 'off'
        WHEN r.kind = 'reminder' AND (e.held_at IS NOT NULL OR begins <= greatest(due, at))
            OR due + interval '6 hours' < greatest(r.set_at, e.published_at, e.moved_at)
            THEN 'missed'
        WHEN r.kind = 'feedback-request' AND NOT EXISTS (SELECT FROM event_mail_plan
            WHERE event_id = e.id AND feedback_url IS NOT NULL) THEN 'no-form'
        WHEN e.published_at IS NULL OR due > at THEN 'waiting'
        ELSE 'due' END;
END
$$;

-- Says what the mails of an event do. Reminders that have left stay; of the others there are those
-- that are wanted. The outcome is `set` or `unknown`.
CREATE FUNCTION plan_mails(
    for_event text, form text, tells boolean, wanted jsonb, at timestamptz, by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering uuid := (SELECT id FROM event WHERE code = for_event);
    form_before text;
BEGIN
    IF gathering IS NULL THEN RETURN 'unknown'; END IF;
    INSERT INTO event_mail_plan (event_id) VALUES (gathering) ON CONFLICT DO NOTHING;
    SELECT feedback_url INTO form_before FROM event_mail_plan WHERE event_id = gathering FOR UPDATE;
    UPDATE event_mail_plan SET feedback_url = form, tells_shortlisted = tells
    WHERE event_id = gathering;
    DELETE FROM event_reminder r WHERE r.event_id = gathering AND r.left_at IS NULL
        AND NOT EXISTS (SELECT FROM jsonb_to_recordset(wanted) AS w (kind text, days int, at time)
                        WHERE (w.kind, w.days, w.at) = (r.kind, r.days, r.clock));
    INSERT INTO event_reminder (event_id, kind, days, clock, set_at)
    SELECT gathering, w.kind, w.days, w.at, plan_mails.at
    FROM jsonb_to_recordset(wanted) AS w (kind text, days int, at time)
    ON CONFLICT DO NOTHING;
    IF form_before IS NULL THEN
        -- Without a form they could not leave: they are as if they were set now.
        UPDATE event_reminder SET set_at = plan_mails.at
        WHERE event_id = gathering AND kind = 'feedback-request' AND left_at IS NULL;
    END IF;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('event_mail_plan', gathering, 'set', by_actor, nullif(why, ''), plan_mails.at);
    RETURN 'set';
END
$$;

-- Promises the mails of a reminder that is due to who takes part now, or took part: those who were
-- there, or everybody where nobody was marked. Returns how many. Whoever else does so at the same
-- time waits for the row, finds that it has left and does nothing.
CREATE FUNCTION leave_reminder(which uuid, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    reminder event_reminder;
    is_marked boolean;
    told uuid;
    mails integer := 0;
BEGIN
    -- So that it does not move meanwhile.
    SELECT e.* INTO gathering FROM event e JOIN event_reminder r ON r.event_id = e.id
    WHERE r.id = which FOR SHARE OF e;
    IF NOT FOUND THEN RETURN 0; END IF;
    UPDATE event_reminder r SET left_at = at
    WHERE id = which AND left_at IS NULL AND reminder_state(r, gathering, at) = 'due'
    RETURNING * INTO reminder;
    IF NOT FOUND THEN RETURN 0; END IF;
    is_marked := EXISTS (SELECT FROM attendance_now WHERE event_id = gathering.id);
    FOR told IN
        INSERT INTO reminder_mail (reminder_id, participation_id)
        SELECT which, p.id FROM (
            SELECT DISTINCT ON (person.id) n.id FROM participation_now n
            JOIN person ON person.token = n.person_token
            WHERE n.event_id = gathering.id AND n.status = 'confirmed'
              AND (reminder.kind = 'reminder' OR NOT is_marked
                   OR EXISTS (SELECT FROM attendance_counted a WHERE a.participation_id = n.id
                              AND a.status IN ('present', 'partly')))
            ORDER BY person.id, n.occurred_at, n.id) AS p
        ON CONFLICT DO NOTHING RETURNING participation_id
    LOOP
        PERFORM promise_mail(gathering.id, n.interest_id, person.id, reminder.kind,
            CASE reminder.kind
                WHEN 'reminder' THEN check_in_words(n.id) || seat_calendar(n.id, domain)
                WHEN 'feedback-request' THEN (SELECT jsonb_build_object('feedback_url',
                    feedback_url) FROM event_mail_plan WHERE event_id = gathering.id)
                ELSE '{}' END,
            reminder.kind <> 'feedback-request', at, domain)
        FROM participation_now n JOIN person ON person.token = n.person_token
        WHERE n.id = told;
        mails := mails + 1;
    END LOOP;
    RETURN mails;
END
$$;

-- Calendars ----------------------------------------------------------------------------------

-- What a calendar is told of an event has a number that grows for each person (RFC 5545 §3.8.7.4):
-- that of the event, which counts its moves, and one that counts in the room of the event whose
-- seat was given or lost. Both only grow, so that of two messages to one person the later is
-- greater, whichever seats they had.
ALTER TABLE event_room ADD COLUMN calendar_steps integer NOT NULL DEFAULT 0;
ALTER TABLE participation ADD COLUMN calendar_step integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN participation.calendar_step IS
    'What event_room.calendar_steps was when its calendar was told last of its seat.';
GRANT UPDATE (calendar_step) ON participation TO registry_service;

-- Counts a message to the calendar of a participation whose seat is given or lost; the caller has
-- the room's lock.
CREATE FUNCTION count_calendar_step(of_participation uuid) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    WITH counted AS (
        UPDATE event_room SET calendar_steps = calendar_steps + 1 FROM participation p
        WHERE p.id = of_participation AND event_room.event_id = p.event_id
        RETURNING calendar_steps)
    UPDATE participation SET calendar_step = counted.calendar_steps FROM counted
    WHERE id = of_participation
$$;

-- The number of the last message to the calendar of a person with a place, before the event's own.
CREATE FUNCTION calendar_step(for_event uuid, token uuid) RETURNS integer
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(max(p.calendar_step), 0)
    FROM participation_now n JOIN participation p ON p.id = n.id
    WHERE n.event_id = for_event AND n.person_token = token
$$;

-- The event as the calendar of somebody with a place was told of it last.
CREATE FUNCTION seat_calendar(of_participation uuid, domain text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT event_calendar(e, domain) || jsonb_build_object('has_place', true,
                'sequence', e.sequence + greatest(p.calendar_step,
                    calendar_step(p.event_id, (SELECT person_token FROM participation_fact f
                        WHERE f.participation_id = p.id AND f.superseded_at IS NULL))))
            FROM participation p JOIN event e ON e.id = p.event_id
            WHERE p.id = of_participation);
END
$$;

-- The event for a mail that tells an interest that its seat is lost, before it is; nothing for one
-- that has none.
CREATE FUNCTION lost_seat_calendar(of_interest uuid, domain text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    had uuid := (SELECT id FROM participation_now
                 WHERE interest_id = of_interest AND status = 'confirmed');
BEGIN
    IF had IS NULL THEN RETURN '{}'; END IF;
    PERFORM count_calendar_step(had);
    RETURN seat_calendar(had, domain);
END
$$;

-- As it was, and the number that the calendar of each is told of their place, after which the
-- event's own comes. Who has none may have had one: the room has counted further.
DROP FUNCTION people_concerned(uuid);
CREATE FUNCTION people_concerned(event uuid)
RETURNS TABLE (person_id uuid, interest_id uuid, has_place boolean, calendar_step integer)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (person_id) person_id, interest_id, has_place, step
    FROM (
        SELECT person.id AS person_id, p.interest_id, true AS has_place,
               calendar_step(p.event_id, p.person_token) AS step
        FROM participation_now p JOIN person ON person.token = p.person_token
        WHERE p.event_id = event AND p.status = 'confirmed'
        UNION ALL
        SELECT interest.person_id, interest.id, false,
               coalesce((SELECT calendar_steps FROM event_room WHERE event_id = event), 0)
        FROM interest
        JOIN interest_status s ON s.interest_id = interest.id AND s.superseded_at IS NULL
        WHERE interest.event_id = event AND interest.confirmed_at IS NOT NULL
          AND interest.withdrawn_at IS NULL
          AND s.status NOT IN ('withdrawn', 'declined', 'lapsed')
    ) AS concerned
    ORDER BY person_id, has_place DESC, interest_id
$$;

-- As it was, but the calendar is among what the caller gives.
CREATE OR REPLACE FUNCTION promise_mail(
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

-- As it was, and the calendar is told with a number of its own.
CREATE OR REPLACE FUNCTION give_seat(
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
    instant := record_instant();
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = place AND superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    SELECT place, person.token, 'confirmed', 'participant', wish.country, wish.sector, workplace,
           taken.kept_for_member, by_actor, nullif(why, ''), at, instant
    FROM person WHERE person.id = wish.person_id;
    PERFORM count_calendar_step(place);
    PERFORM promise_mail(wish.event_id, to_interest, wish.person_id, 'seat-taken',
        check_in_words(place) || seat_calendar(place, domain), true, at, domain);
    RETURN taken.number;
END
$$;

-- As it was, but each of the two is told in words of their own, and their calendars too.
CREATE OR REPLACE FUNCTION substitute_seat(
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
    PERFORM count_calendar_step(before.id);
    PERFORM promise_mail(wanted, before.interest_id, person.id, 'seat-passed-on',
        seat_calendar(before.id, domain), true, at, domain)
    FROM person WHERE token = before.person_token;
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
    PERFORM count_calendar_step(place);
    PERFORM promise_mail(wanted, by_interest, newcomer.id, 'seat-taken-over',
        check_in_words(place) || seat_calendar(place, domain), true, at, domain);
    RETURN 'substituted';
EXCEPTION WHEN check_violation THEN
    -- All that was done here is undone.
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF broken = 'seat_quota_is_never_exceeded' THEN RETURN 'quota-full'; END IF;
    RAISE;
END
$$;

-- As it was, but who is shortlisted may be told, who gives a seat back is told, and calendars
-- lose what was lost.
CREATE OR REPLACE FUNCTION move_interest(
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
    -- Nobody is told who declines an offer of their own accord; who gives a seat back is.
    IF target = 'declined' AND (seen = 'accepted' OR by_actor <> 'person') THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id,
            CASE seen WHEN 'accepted' THEN 'seat-freed' ELSE 'interest-declined' END,
            lost_seat_calendar(wanted, domain), true, at, domain);
    ELSIF target = 'waiting' THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id, 'seat-awaited', '{}', true, at,
            domain);
    ELSIF target = 'withdrawn' THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id, 'interest-withdrawn',
            lost_seat_calendar(wanted, domain), false, at, domain);
    ELSIF target = 'shortlisted' AND seen = 'received' AND EXISTS (
            SELECT FROM event_mail_plan WHERE event_id = in_event AND tells_shortlisted) THEN
        PERFORM promise_mail(in_event, wanted, wish.person_id, 'interest-shortlisted', '{}', true,
            at, domain);
    END IF;
    PERFORM vacate_seat(wanted, 'withdrawn', at, by_actor, why);
    RETURN target;
END
$$;

-- As it was, and the calendar loses the seat.
CREATE OR REPLACE FUNCTION free_seat(
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
        PERFORM count_calendar_step(chosen.participation_id);
        PERFORM promise_mail(wanted, NULL, person.id, 'seat-freed',
            seat_calendar(p.id, domain), true, at, domain)
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

-- As it was, and the calendar loses the seat.
CREATE OR REPLACE FUNCTION withdraw_own_interest(
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
                        (SELECT title FROM programme WHERE id = wish.programme_id)))
               || lost_seat_calendar(wanted, domain),
           wish.id, at, at;
    IF wish.event_id IS NOT NULL THEN
        PERFORM vacate_seat(wanted, 'withdrawn', at, 'person', NULL);
        PERFORM offer_next(wish.event_id, at, domain);
    END IF;
    RETURN true;
END
$$;

-- As it was, and the calendar loses the seat.
CREATE OR REPLACE FUNCTION end_nomination(
    chosen nomination, new_status text, at timestamptz, by_actor text, why text, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    calendar jsonb := lost_seat_calendar(chosen.interest_id, domain);
BEGIN
    PERFORM set_nomination_status(chosen.id, new_status, at, by_actor, why);
    UPDATE nomination_link SET revoked_at = at
    WHERE nomination_id = chosen.id AND revoked_at IS NULL;
    IF chosen.interest_id IS NOT NULL THEN
        UPDATE interest SET withdrawn_at = greatest(at, received_at)
        WHERE id = chosen.interest_id AND withdrawn_at IS NULL;
        PERFORM append_interest_status(chosen.interest_id, 'withdrawn', at, by_actor, why, NULL);
        PERFORM vacate_seat(chosen.interest_id,
            CASE new_status WHEN 'substituted' THEN 'substituted' ELSE 'withdrawn' END, at,
            by_actor, why);
    END IF;
    INSERT INTO outbox (message_id, recipient, template, language, parameters, written_at,
        next_attempt_at)
    SELECT '<' || gen_random_uuid() || '@' || domain || '>', chosen.email, 'nomination-ended',
           coalesce(chosen.language, 'en'), jsonb_build_object('given_name', chosen.given_name,
               'target', event.title, 'member', member.name) || calendar, at, at
    FROM event, member WHERE event.id = chosen.event_id AND member.code = chosen.member;
END
$$;
