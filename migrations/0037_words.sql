-- What mails need in order to be written in other words: codes beside the names of countries and
-- languages, and whether somebody has a seat; and what they say of an event and of the waiting list.
-- Mails that were promised before have none of it: their names stay as they are, and their readers
-- have seats.

-- As it was, and the code of the country.
CREATE OR REPLACE FUNCTION event_calendar(e event, domain text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('target', e.title, 'code', e.code,
        'uid', 'event-' || e.id || '@' || domain, 'sequence', e.sequence,
        'schedule', jsonb_build_object('starts_on', e.starts_on, 'ends_on', e.ends_on,
            'date_precision', e.date_precision, 'time_zone', e.time_zone, 'venue', e.venue,
            'city', e.city, 'is_online', e.is_online, 'country', e.country,
            'country_name', (SELECT name FROM country WHERE country.code = e.country),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', s.title,
                    'starts_at', instant_text(s.starts_at), 'ends_at', instant_text(s.ends_at))
                    ORDER BY s.starts_at, s.ends_at, s.id), '[]')
                FROM session s WHERE s.event_id = e.id)));
END
$$;

-- As it was, and the tags of the languages, in the order of their names.
CREATE OR REPLACE FUNCTION offer_chance(
    gathering event, for_interest uuid, at timestamptz, by_actor text, why text, domain text
) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    offer uuid;
BEGIN
    INSERT INTO pool_offer (event_id, interest_id, actor, reason, offered_at)
    VALUES ((gathering).id, for_interest, by_actor, nullif(why, ''), at)
    ON CONFLICT ON CONSTRAINT pool_offer_is_made_once DO NOTHING RETURNING id INTO offer;
    IF offer IS NULL THEN RETURN false; END IF;
    PERFORM promise_pool_mail(for_interest, 'pool-match',
        event_calendar(gathering, domain) || jsonb_build_object('offer', offer,
            'programme', (SELECT title FROM programme WHERE id = (gathering).programme_id),
            'until', instant_in_words((gathering).id, (gathering).closes_at),
            'language_tags', (gathering).languages,
            'languages', (SELECT coalesce(jsonb_agg(coalesce(l.name, tag) ORDER BY n), '[]')
                FROM unnest((gathering).languages) WITH ORDINALITY AS spoken (tag, n)
                LEFT JOIN language l USING (tag))), at, domain);
    RETURN true;
END
$$;

-- As it was, and the code of the country that a member is.
CREATE OR REPLACE FUNCTION invite_nominations(
    for_event text, members text[], wanted_seats integer[], seats_each integer,
    until timestamptz, at timestamptz, by_actor text, why text, domain text
) RETURNS TABLE (outcome text, asked text, seats integer, links integer)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    speaker focal_point;
BEGIN
    SELECT * INTO gathering FROM event WHERE code = for_event;
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM lock_room(gathering.id);
    SELECT * INTO gathering FROM event WHERE code = for_event;
    IF num_nonnulls(gathering.cancelled_at, gathering.held_at) > 0 THEN
        RETURN QUERY SELECT 'event-closed', NULL::text, NULL::integer, NULL::integer; RETURN;
    ELSIF until <= at
        OR until > (gathering.starts_on + 1)::timestamp AT TIME ZONE gathering.time_zone THEN
        RETURN QUERY SELECT 'bad-deadline', NULL::text, NULL::integer, NULL::integer; RETURN;
    END IF;
    IF seats_each IS NOT NULL THEN
        SELECT array_agg(m.member ORDER BY m.member), array_agg(seats_each)
        INTO members, wanted_seats FROM membership m
        WHERE m.valid @> gathering.starts_on AND m.seat = 'held';
    END IF;
    INSERT INTO nomination_round AS r (event_id, deadline, opened_at)
    VALUES (gathering.id, until, at) ON CONFLICT (event_id) DO UPDATE SET deadline = until;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('nomination_round', gathering.id, 'invite', by_actor, nullif(why, ''), at);
    FOR n IN 1 .. coalesce(array_length(members, 1), 0) LOOP
        PERFORM keep_seats(gathering.id, members[n], NULL, wanted_seats[n], at, by_actor, why,
            domain);
        links := 0;
        FOR speaker IN SELECT * FROM focal_point f WHERE f.member = members[n]
            AND f.valid @> (at AT TIME ZONE 'UTC')::date ORDER BY f.email_folded
        LOOP
            INSERT INTO outbox (message_id, recipient, template, language, parameters,
                written_at, next_attempt_at)
            VALUES ('<' || gen_random_uuid() || '@' || domain || '>', speaker.email,
                'nomination-invitation', coalesce(speaker.language, 'en'),
                jsonb_build_object('given_name', speaker.name, 'target', gathering.title,
                    'member', (SELECT name FROM member WHERE code = members[n]),
                    'member_country', (SELECT country FROM member WHERE code = members[n]),
                    'seats', wanted_seats[n], 'until', instant_in_words(gathering.id, until),
                    'token', make_nomination_link(gathering.id, members[n], speaker.id, NULL, at)),
                at, at);
            links := links + 1;
        END LOOP;
        outcome := 'invited'; asked := members[n]; seats := wanted_seats[n];
        RETURN NEXT;
    END LOOP;
END
$$;

-- As it was, and the code of the country that a member is.
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
               'target', event.title, 'member', member.name, 'member_country', member.country)
               || calendar, at, at
    FROM event, member WHERE event.id = chosen.event_id AND member.code = chosen.member;
END
$$;

-- As it was, and the code of the country that a member is.
CREATE OR REPLACE FUNCTION change_nomination(
    secret bytea, for_event text, for_member text, change text, target uuid, given text,
    family text, address text, address_folded text, employer text, of_sector text,
    of_country text, speaks text, at timestamptz, by_actor text, why text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    link nomination_link;
    round nomination_round;
    gathering event;
    state member;
    chosen nomination;
    other nomination;
    named_by text;
    made nomination;
    broken text;
BEGIN
    IF secret IS NOT NULL THEN
        SELECT * INTO link FROM nomination_link WHERE hash = sha256(secret)
            AND focal_point_id IS NOT NULL AND revoked_at IS NULL;
        IF NOT FOUND THEN RETURN 'unknown'; END IF;
        SELECT * INTO gathering FROM event WHERE id = link.event_id;
        for_member := link.member;
        by_actor := 'focal-point:' || link.focal_point_id;
        SELECT name INTO named_by FROM focal_point WHERE id = link.focal_point_id;
    ELSE
        SELECT * INTO gathering FROM event WHERE code = for_event;
        IF NOT FOUND THEN RETURN 'unknown'; END IF;
    END IF;
    PERFORM lock_room(gathering.id);
    SELECT * INTO gathering FROM event WHERE id = gathering.id;
    SELECT * INTO round FROM nomination_round WHERE event_id = gathering.id;
    IF NOT FOUND THEN RETURN 'no-round'; END IF;
    SELECT * INTO state FROM member WHERE code = for_member;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF num_nonnulls(gathering.cancelled_at, gathering.held_at) > 0 THEN RETURN 'event-closed';
    ELSIF secret IS NOT NULL AND round.deadline <= at THEN RETURN 'too-late';
    END IF;
    IF target IS NOT NULL THEN
        SELECT * INTO chosen FROM nomination
        WHERE id = target AND event_id = gathering.id AND member = for_member;
        IF NOT FOUND THEN RETURN 'unknown'; END IF;
        IF chosen.ended_at IS NOT NULL THEN RETURN 'nomination-over'; END IF;
    END IF;
    IF change IN ('up', 'down') THEN
        SELECT * INTO other FROM nomination WHERE event_id = gathering.id AND member = for_member
            AND ended_at IS NULL
            AND CASE change WHEN 'up' THEN rank < chosen.rank ELSE rank > chosen.rank END
        ORDER BY CASE change WHEN 'up' THEN -rank ELSE rank END LIMIT 1;
        IF NOT FOUND THEN RETURN 'done'; END IF;
        IF nominee_has_seat(chosen.interest_id) OR nominee_has_seat(other.interest_id) THEN
            RETURN 'has-a-seat';
        END IF;
        UPDATE nomination SET rank = CASE id WHEN chosen.id THEN other.rank ELSE chosen.rank END
        WHERE id IN (chosen.id, other.id);
    ELSIF change = 'withdraw' THEN
        PERFORM end_nomination(chosen, 'withdrawn', at, by_actor, why, domain);
    ELSE
        -- A link must not become a means of writing to anybody at all.
        IF (SELECT count(*) FROM nomination
            WHERE event_id = gathering.id AND member = for_member) >= 60 THEN
            RETURN 'too-many';
        END IF;
        IF change = 'substitute' THEN
            PERFORM end_nomination(chosen, 'substituted', at, by_actor, why, domain);
        END IF;
        INSERT INTO nomination (event_id, member, rank, given_name, family_name, email,
            email_folded, organisation, sector, country, language, status, replaces, created_at,
            answer_until)
        VALUES (gathering.id, for_member, coalesce(chosen.rank, (SELECT coalesce(max(rank), 0) + 1
                FROM nomination WHERE event_id = gathering.id AND member = for_member)),
            given, family, address, address_folded, employer, of_sector, of_country, speaks,
            'proposed', chosen.id, at,
            -- Whom the secretariat names late has a week, and never longer than until it begins.
            CASE WHEN round.deadline <= at THEN least(at + interval '7 days', greatest(
                gathering.starts_on::timestamp AT TIME ZONE gathering.time_zone,
                at + interval '1 hour')) END)
        RETURNING * INTO made;
        PERFORM set_nomination_status(made.id, 'proposed', at, by_actor, why);
        INSERT INTO outbox (message_id, recipient, template, language, parameters, written_at,
            next_attempt_at)
        VALUES ('<' || gen_random_uuid() || '@' || domain || '>', address, 'nomination-notice',
            coalesce(speaks, 'en'), jsonb_build_object('given_name', given,
                'target', gathering.title, 'member', state.name, 'member_country', state.country,
                'named_by', coalesce(named_by, 'the secretariat'),
                'until', instant_in_words(gathering.id,
                    coalesce(made.answer_until, round.deadline)),
                'token', make_nomination_link(gathering.id, for_member, NULL, made.id, at)),
            at, at);
    END IF;
    IF secret IS NULL THEN
        INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
        VALUES ('nomination', coalesce(made.id, chosen.id), change, by_actor, nullif(why, ''), at);
    END IF;
    PERFORM offer_next(gathering.id, at, domain);
    RETURN 'done';
EXCEPTION WHEN unique_violation THEN
    -- All that was done here is undone.
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF broken = 'nomination_once_per_address_and_name' THEN RETURN 'nominated-already'; END IF;
    RAISE;
END
$$;

-- As it was, and a reminder says whether its reader has a seat: trainers, speakers and others who
-- come in a role that takes none have none.
CREATE OR REPLACE FUNCTION leave_reminder(which uuid, at timestamptz, domain text) RETURNS integer
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
                    || jsonb_build_object('has_seat',
                        EXISTS (SELECT FROM seat WHERE participation_id = n.id))
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

-- As it was, and what is true of every mail of a kind, whoever promises it: an offer says when and
-- where the event is, as the mail of the seat does, and who waits is told the place in the list by
-- the one rule for it.
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
           jsonb_build_object('given_name', person.given_name, 'target', event.title)
               || CASE about
                  WHEN 'seat-offered' THEN event_calendar(event, domain)
                  WHEN 'seat-awaited' THEN
                      jsonb_build_object('position', waiting_place(for_interest))
                  ELSE '{}' END
               || extra,
           for_interest, at, at
    FROM person, event WHERE person.id = for_person AND event.id = for_event;
END
$$;
