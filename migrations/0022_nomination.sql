-- State seats: who speaks for a member, whom members nominate for an event, and who chairs.
--
-- Nominations of an event change under the lock of its room, like everything about its seats.
-- A seat that is kept for a member in an event with a round is for its nominees only.

-- A row is somebody who speaks for a member in a period and gets its links. Personal data.
CREATE TABLE focal_point (
    id           uuid      PRIMARY KEY DEFAULT gen_random_uuid(),
    member       text      NOT NULL REFERENCES member (code),
    name         text      NOT NULL,
    email        text      NOT NULL,
    email_folded text      NOT NULL CHECK (email_folded <> ''),
    language     text,
    valid        daterange NOT NULL,
    CONSTRAINT focal_point_has_a_name CHECK (name <> ''),
    CONSTRAINT focal_point_has_an_address CHECK (email LIKE '%_@_%'),
    CONSTRAINT focal_point_has_days CHECK (NOT isempty(valid)),
    CONSTRAINT focal_point_is_one_at_a_time
        EXCLUDE USING gist (member WITH =, email_folded WITH =, valid WITH &&)
);

-- A row is an event for which members are asked to nominate, and until when.
CREATE TABLE nomination_round (
    event_id  uuid        PRIMARY KEY REFERENCES event_room (event_id),
    deadline  timestamptz NOT NULL,
    opened_at timestamptz NOT NULL
);

-- A row is a person whom a member nominated for an event. Names and address are a copy for asking
-- them; they are erased 30 days after the nomination, or the event, is over.
CREATE TABLE nomination (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id     uuid        NOT NULL REFERENCES nomination_round (event_id),
    member       text        NOT NULL REFERENCES member (code),
    rank         integer     NOT NULL CHECK (rank > 0),
    given_name   text        CHECK (given_name <> ''),
    family_name  text        CHECK (family_name <> ''),
    name_folded  text        GENERATED ALWAYS AS
        (lower(normalize(given_name || ' ' || family_name, NFKC) COLLATE "und-x-icu")) STORED,
    email        text        CHECK (email LIKE '%_@_%'),
    email_folded text,
    organisation text,
    sector       text        NOT NULL REFERENCES sector (code),
    country      text        NOT NULL REFERENCES country (code),
    language     text,
    status       text        NOT NULL CONSTRAINT nomination_status_is_one_of_six CHECK (status IN
        ('proposed', 'confirmed', 'declined', 'withdrawn', 'substituted', 'lapsed')),
    interest_id  uuid        REFERENCES interest (id) ON DELETE SET NULL,
    replaces     uuid        REFERENCES nomination (id),
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    erased_at    timestamptz,
    CONSTRAINT nomination_ends_when_it_is_over
        CHECK ((status IN ('proposed', 'confirmed')) = (ended_at IS NULL)),
    CONSTRAINT nomination_has_a_person_until_erased CHECK (CASE WHEN erased_at IS NULL
        THEN num_nulls(given_name, family_name, email, email_folded) = 0
        ELSE num_nonnulls(given_name, family_name, email, email_folded, organisation,
                          language) = 0 END),
    -- At the end of a change, because ranks are swapped.
    CONSTRAINT nomination_has_a_rank_of_its_own
        EXCLUDE USING btree (event_id WITH =, member WITH =, rank WITH =)
        WHERE (status IN ('proposed', 'confirmed')) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE nomination ADD COLUMN answer_until timestamptz;
COMMENT ON COLUMN nomination.answer_until IS
    'Until when the nominee may answer whom the secretariat named after the deadline; else null.';
COMMENT ON COLUMN nomination.replaces IS 'The nomination that it was substituted for.';
-- Nobody is nominated twice for one event at a time.
CREATE UNIQUE INDEX nomination_once_per_address_and_name
    ON nomination (event_id, email_folded, name_folded)
    WHERE status IN ('proposed', 'confirmed');
-- For following an interest that was withdrawn.
CREATE INDEX nomination_of_interest ON nomination (interest_id) WHERE interest_id IS NOT NULL;

-- One row is one status a nomination had; never edited, only superseded by the next row.
CREATE TABLE nomination_status (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nomination_id uuid        NOT NULL REFERENCES nomination (id),
    status        text        NOT NULL,
    actor         text        NOT NULL CHECK (actor <> ''),
    reason        text        CHECK (reason <> ''),
    occurred_at   timestamptz NOT NULL,
    superseded_at timestamptz
);
CREATE UNIQUE INDEX nomination_status_one_at_a_time
    ON nomination_status (nomination_id) WHERE superseded_at IS NULL;

-- A link that was mailed to a focal point, or to a nominee: only the SHA-256 of its secret.
-- What it may still do is decided by the deadline of its event.
CREATE TABLE nomination_link (
    hash           bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    event_id       uuid        NOT NULL REFERENCES nomination_round (event_id),
    member         text        NOT NULL REFERENCES member (code),
    focal_point_id uuid        REFERENCES focal_point (id),
    nomination_id  uuid        REFERENCES nomination (id),
    created_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    CONSTRAINT nomination_link_is_of_one CHECK (num_nonnulls(focal_point_id, nomination_id) = 1)
);
-- For revoking the links of a member.
CREATE INDEX nomination_link_of_event ON nomination_link (event_id, member)
    WHERE revoked_at IS NULL;

-- A row is a chair that is not the one of the presidency, with the reason; the latest holds.
CREATE TABLE event_chair (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL REFERENCES event (id),
    member      text        REFERENCES member (code),
    reason      text        NOT NULL CHECK (reason <> ''),
    actor       text        NOT NULL CHECK (actor <> ''),
    occurred_at timestamptz NOT NULL
);
COMMENT ON COLUMN event_chair.member IS 'Null where the chair went back to the presidency.';
-- For the chair of an event.
CREATE INDEX event_chair_of_event ON event_chair (event_id, id);
CREATE TRIGGER event_chair_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_chair
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();

-- Who chairs each meeting of the Expert Group: the last override, else the presidency of the day.
CREATE VIEW chair_of_event AS
SELECT event.id AS event_id, chair.member, member.name,
       told.member IS NOT NULL AS is_overridden, told.reason
FROM event
LEFT JOIN LATERAL (SELECT member, CASE WHEN member IS NOT NULL THEN reason END AS reason
    FROM event_chair WHERE event_id = event.id ORDER BY id DESC LIMIT 1) AS told ON true
LEFT JOIN presidency ON presidency.valid @> event.starts_on
CROSS JOIN LATERAL (SELECT coalesce(told.member, presidency.member) AS member) AS chair
JOIN member ON member.code = chair.member
WHERE event.kind = 'expert-group-meeting';

-- From a day on, somebody holds a seat of a member, or nobody does: what held before ends there,
-- and what is known of later days stays.
CREATE FUNCTION set_roster_entry(
    of_member text, of_role text, of_rank integer, from_day date, holder text, place text,
    source text, at timestamptz, by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    entry uuid;
BEGIN
    PERFORM FROM member WHERE code = of_member FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    UPDATE roster_entry SET holder_name = holder, institution = place, source_place = source
    WHERE member = of_member AND role = of_role AND rank = of_rank AND lower(valid) = from_day
    RETURNING id INTO entry;
    IF entry IS NULL THEN
        UPDATE roster_entry SET valid = daterange(lower(valid), from_day)
        WHERE member = of_member AND role = of_role AND rank = of_rank AND valid @> from_day;
        INSERT INTO roster_entry (member, role, rank, holder_name, institution, valid,
            source_place)
        SELECT of_member, of_role, of_rank, holder, place, daterange(from_day, min(lower(valid))),
               source
        FROM roster_entry WHERE member = of_member AND role = of_role AND rank = of_rank
            AND lower(valid) > from_day
        RETURNING id INTO entry;
    END IF;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('roster_entry', entry, CASE WHEN holder IS NULL THEN 'vacate' ELSE 'fill' END,
        by_actor, nullif(why, ''), at);
    RETURN 'saved';
END
$$;

-- From a day on, an address speaks for a member; an open one of the same address is corrected.
CREATE FUNCTION save_focal_point(
    of_member text, called text, address text, address_folded text, speaks text, from_day date,
    until_day date, at timestamptz, by_actor text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    saved uuid;
BEGIN
    PERFORM FROM member WHERE code = of_member FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    UPDATE focal_point SET name = called, email = address, language = speaks,
        valid = daterange(least(lower(valid), from_day), until_day, '[]')
    WHERE member = of_member AND email_folded = address_folded
      AND (valid @> from_day OR lower(valid) = from_day)
    RETURNING id INTO saved;
    IF saved IS NULL THEN
        INSERT INTO focal_point (member, name, email, email_folded, language, valid)
        VALUES (of_member, called, address, address_folded, speaks,
            daterange(from_day, until_day, '[]'))
        RETURNING id INTO saved;
    END IF;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('focal_point', saved, 'save', by_actor, at);
    RETURN 'saved';
END
$$;

-- Makes a link and returns its secret as it is mailed.
CREATE FUNCTION make_nomination_link(
    for_event uuid, for_member text, for_focal_point uuid, for_nomination uuid, at timestamptz
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- 256 bits out of 366 random ones.
    secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                           || uuid_send(gen_random_uuid()));
BEGIN
    UPDATE nomination_link SET revoked_at = at
    WHERE event_id = for_event AND member = for_member AND revoked_at IS NULL
      AND (focal_point_id = for_focal_point OR nomination_id = for_nomination);
    INSERT INTO nomination_link (hash, event_id, member, focal_point_id, nomination_id, created_at)
    VALUES (sha256(secret), for_event, for_member, for_focal_point, for_nomination, at);
    RETURN rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=');
END
$$;

CREATE FUNCTION set_nomination_status(
    of_nomination uuid, new_status text, at timestamptz, by_actor text, why text
) RETURNS void LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    UPDATE nomination SET status = new_status,
        ended_at = CASE WHEN new_status NOT IN ('proposed', 'confirmed') THEN at END
    WHERE id = of_nomination;
    UPDATE nomination_status SET superseded_at = clock_timestamp()
    WHERE nomination_id = of_nomination AND superseded_at IS NULL;
    INSERT INTO nomination_status (nomination_id, status, actor, reason, occurred_at)
    VALUES (of_nomination, new_status, by_actor, nullif(why, ''), at)
$$;

-- Whether a nominee has a seat now.
CREATE FUNCTION nominee_has_seat(of_interest uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM seat JOIN participation p ON p.id = seat.participation_id
                   WHERE p.interest_id = of_interest)
$$;

-- Lets nominations follow what became of their interests, then gives the free seats of each member
-- to its nominees: those of the first ranks are kept for them, and who of them has confirmed sits
-- down. The caller has the room's lock.
CREATE FUNCTION seat_nominees(wanted uuid, at timestamptz, domain text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone record;
    next record;
BEGIN
    FOR gone IN SELECT n.id, s.status FROM nomination n
        JOIN interest_status s ON s.interest_id = n.interest_id AND s.superseded_at IS NULL
        WHERE n.event_id = wanted AND n.status = 'confirmed'
          AND s.status IN ('declined', 'withdrawn', 'lapsed')
    LOOP
        PERFORM set_nomination_status(gone.id,
            CASE gone.status WHEN 'declined' THEN 'declined' ELSE 'withdrawn' END, at, 'system',
            NULL);
    END LOOP;
    FOR next IN
        WITH free AS (
            SELECT kept_for_member AS member, id,
                   row_number() OVER (PARTITION BY kept_for_member ORDER BY number) AS place
            FROM seat WHERE event_id = wanted AND kept_for_member IS NOT NULL
              AND participation_id IS NULL AND promised_until IS NULL
        ), awaiting AS (
            SELECT n.member, n.status, n.interest_id, n.country, n.sector, n.organisation,
                   row_number() OVER (PARTITION BY n.member ORDER BY n.rank) AS place
            FROM nomination n
            WHERE n.event_id = wanted AND n.status IN ('proposed', 'confirmed')
              AND NOT nominee_has_seat(n.interest_id)
        )
        SELECT free.id, a.interest_id, i.country, i.sector, i.organisation
        FROM awaiting a JOIN free ON free.member = a.member AND free.place = a.place
        JOIN interest i ON i.id = a.interest_id
        WHERE a.status = 'confirmed'
        ORDER BY a.member, a.place
    LOOP
        CONTINUE WHEN full_quotas(wanted, next.country, next.sector,
            organisation_called(next.organisation)) <> '{}';
        PERFORM give_seat(next.id, next.interest_id, at, 'system', NULL, NULL, domain);
    END LOOP;
END
$$;

-- As it was, but a seat of a member is for its nominees where members nominate.
CREATE OR REPLACE FUNCTION seat_for(wanted uuid, of_country text, of_organisation uuid)
RETURNS uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT seat.id FROM seat LEFT JOIN member ON member.code = seat.kept_for_member
    WHERE event_id = wanted AND participation_id IS NULL AND promised_until IS NULL
      AND (kept_for_organisation IS NULL OR kept_for_organisation = of_organisation)
      AND (kept_for_member IS NULL OR member.country = of_country
           AND NOT EXISTS (SELECT FROM nomination_round r WHERE r.event_id = wanted))
    ORDER BY kept_for_organisation IS NULL, kept_for_member IS NULL, number LIMIT 1
$$;

-- As it was, and nominees come first: whatever frees a seat ends here.
CREATE OR REPLACE FUNCTION offer_next(wanted uuid, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    room event_room := lock_room(wanted);
    next record;
    offers integer := 0;
BEGIN
    PERFORM FROM event WHERE id = wanted AND cancelled_at IS NULL AND held_at IS NULL
        AND ends_on >= (at AT TIME ZONE time_zone)::date;
    IF NOT FOUND THEN RETURN 0; END IF;
    IF EXISTS (SELECT FROM nomination_round WHERE event_id = wanted) THEN
        PERFORM seat_nominees(wanted, at, domain);
    END IF;
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

-- Asks members for nominations until a deadline: keeps seats for them and mails each focal point
-- of the day its link. Without members it asks all whose seat is held on the day of the event.
-- Asking again sends new links, and the old ones end. No row when there is no such event.
CREATE FUNCTION invite_nominations(
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

-- Sets another deadline. The outcome is `set`, or why not.
CREATE FUNCTION set_nomination_deadline(
    for_event text, until timestamptz, at timestamptz, by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
BEGIN
    SELECT * INTO gathering FROM event WHERE code = for_event;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    PERFORM lock_room(gathering.id);
    IF until <= at
        OR until > (gathering.starts_on + 1)::timestamp AT TIME ZONE gathering.time_zone THEN
        RETURN 'bad-deadline';
    END IF;
    UPDATE nomination_round SET deadline = until WHERE event_id = gathering.id;
    IF NOT FOUND THEN RETURN 'no-round'; END IF;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('nomination_round', gathering.id, 'deadline', by_actor, nullif(why, ''), at);
    RETURN 'set';
END
$$;

-- Ends the links of a member's focal points.
CREATE FUNCTION revoke_nomination_links(
    for_event text, of_member text, at timestamptz, by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering uuid := (SELECT id FROM event WHERE code = for_event);
BEGIN
    UPDATE nomination_link SET revoked_at = at WHERE event_id = gathering AND member = of_member
        AND focal_point_id IS NOT NULL AND revoked_at IS NULL;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('nomination_round', gathering, 'revoke', by_actor, nullif(why, ''), at);
    RETURN 'revoked';
END
$$;

-- Ends a nomination: its person is told, and what they had is free for who comes next.
CREATE FUNCTION end_nomination(
    chosen nomination, new_status text, at timestamptz, by_actor text, why text, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
               'target', event.title, 'member', member.name), at, at
    FROM event, member WHERE event.id = chosen.event_id AND member.code = chosen.member;
END
$$;

-- What a focal point does by its link, or a coordinator for it (without a secret, and after the
-- deadline too): `nominate`, `substitute`, `withdraw`, `up` or `down`. The outcome is `done`, or
-- why not. A person who is nominated is told at once (GDPR art. 14) and asked to confirm.
CREATE FUNCTION change_nomination(
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
                'target', gathering.title, 'member', state.name,
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

-- A nominee confirms, with their own data as they corrected it, or declines. The outcome is
-- `seated`, `alternate`, `declined`, or why not.
CREATE FUNCTION answer_nomination(
    secret bytea, accepts boolean, given text, family text, employer text, of_sector text,
    of_country text, speaks text, of_notice text, at timestamptz, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    link nomination_link;
    chosen nomination;
    gathering event;
    owner uuid;
    wish interest;
BEGIN
    SELECT * INTO link FROM nomination_link
    WHERE hash = sha256(secret) AND nomination_id IS NOT NULL;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    PERFORM lock_room(link.event_id);
    SELECT * INTO chosen FROM nomination WHERE id = link.nomination_id;
    SELECT * INTO gathering FROM event WHERE id = link.event_id;
    IF chosen.ended_at IS NOT NULL THEN RETURN 'nomination-over';
    ELSIF chosen.status = 'confirmed' THEN RETURN 'answered-already';
    ELSIF num_nonnulls(gathering.cancelled_at, gathering.held_at) > 0 THEN RETURN 'event-closed';
    ELSIF NOT accepts THEN
        PERFORM set_nomination_status(chosen.id, 'declined', at, 'person', NULL);
        PERFORM offer_next(link.event_id, at, domain);
        RETURN 'declined';
    ELSIF at >= (SELECT greatest(deadline, chosen.answer_until) FROM nomination_round
                 WHERE event_id = link.event_id) THEN
        RETURN 'too-late';
    END IF;
    INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation, sector,
        country, language, created_at)
    VALUES (given, family, chosen.email, chosen.email_folded, employer, of_sector, of_country,
        speaks, at)
    ON CONFLICT (email_folded, name_folded) DO UPDATE SET
        organisation = coalesce(excluded.organisation, p.organisation),
        sector = excluded.sector, country = excluded.country,
        language = coalesce(excluded.language, p.language)
    RETURNING id INTO owner;
    INSERT INTO interest AS i (id, event_id, person_id, given_name, family_name, email,
        email_folded, organisation, sector, country, language, notice, received_at, confirmed_at)
    VALUES (gen_random_uuid(), link.event_id, owner, given, family, chosen.email,
        chosen.email_folded, employer, of_sector, of_country, speaks, of_notice, at, at)
    ON CONFLICT (coalesce(event_id, programme_id), email_folded, name_folded)
        WHERE withdrawn_at IS NULL
        DO UPDATE SET confirmed_at = coalesce(i.confirmed_at, at),
            person_id = coalesce(i.person_id, owner)
    RETURNING * INTO wish;
    UPDATE nomination SET interest_id = wish.id, given_name = given, family_name = family,
        organisation = employer, sector = of_sector, country = of_country, language = speaks
    WHERE id = chosen.id;
    PERFORM set_nomination_status(chosen.id, 'confirmed', at, 'person', NULL);
    IF NOT nominee_has_seat(wish.id) THEN
        PERFORM append_interest_status(wish.id, 'shortlisted', at, 'person', NULL, NULL);
        PERFORM offer_next(link.event_id, at, domain);
    END IF;
    IF nominee_has_seat(wish.id) THEN RETURN 'seated'; END IF;
    PERFORM promise_mail(link.event_id, wish.id, wish.person_id, 'nominee-ranked', '{}', true, at,
        domain);
    RETURN 'alternate';
EXCEPTION WHEN unique_violation THEN
    -- The corrected name is that of another nominee.
    RETURN 'nominated-already';
END
$$;

-- After the deadline, who has not confirmed is nominated no more. Returns how many.
CREATE FUNCTION lapse_nominations(in_event uuid, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    late uuid;
    lapses integer := 0;
BEGIN
    PERFORM lock_room(in_event);
    FOR late IN SELECT n.id FROM nomination n JOIN nomination_round r ON r.event_id = n.event_id
        WHERE n.event_id = in_event AND n.status = 'proposed'
          AND greatest(r.deadline, n.answer_until) <= at ORDER BY n.id
    LOOP
        PERFORM set_nomination_status(late, 'lapsed', at, 'system', NULL);
        lapses := lapses + 1;
    END LOOP;
    PERFORM offer_next(in_event, at, domain);
    UPDATE nomination n SET given_name = NULL, family_name = NULL, email = NULL,
        email_folded = NULL, organisation = NULL, language = NULL, erased_at = at
    FROM event WHERE event.id = n.event_id AND n.event_id = in_event AND n.erased_at IS NULL
      AND (n.ended_at <= at - interval '30 days'
           OR event.ends_on < (at - interval '30 days')::date);
    RETURN lapses;
END
$$;

GRANT SELECT, INSERT, UPDATE ON focal_point, nomination_round, nomination, nomination_link
    TO registry_service;
GRANT SELECT, INSERT ON nomination_status, event_chair TO registry_service;
GRANT UPDATE (superseded_at) ON nomination_status TO registry_service;
GRANT SELECT ON chair_of_event TO registry_service;
-- For closing the row of a member while its roster changes.
GRANT UPDATE (name) ON member TO registry_service;
