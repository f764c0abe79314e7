-- Seats: spellings of organisations, calendars in mails, places in sessions, merges, fixed codes.

-- The organisation that people mean who write this, by its names first and then by spellings that
-- are never shown; null when it is not known.
CREATE OR REPLACE FUNCTION organisation_called(words text) RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT organisation_id FROM (
        SELECT organisation_id, true AS is_name, upper_inf(valid) AS is_now, upper(valid) AS until
        FROM organisation_name
        WHERE lower(name) = lower(words) OR lower(short_name) = lower(words)
        UNION ALL
        SELECT organisation_id, false, true, NULL FROM organisation_alias
        WHERE lower(alias) = lower(words)
    ) AS known
    WHERE words IS NOT NULL
    ORDER BY is_name DESC, is_now DESC, until DESC, organisation_id LIMIT 1
$$;

-- The organisation a coordinator means: by its id, its code, a name or a spelling.
CREATE FUNCTION organisation_meant(words text) RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(
        (SELECT id FROM organisation WHERE id::text = lower(words)),
        (SELECT id FROM organisation WHERE code = words), organisation_called(words))
$$;

-- Promises a mail about an event to a person, with the link of their own page where it needs one.
-- Who has a seat gets the event for their calendar, as the mails of later changes know it.
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
               || CASE about WHEN 'seat-taken' THEN event_calendar(event, domain)
                                                    || '{"has_place": true}' ELSE '{}' END
               || extra,
           for_interest, at, at
    FROM person, event WHERE person.id = for_person AND event.id = for_event;
END
$$;

-- Merges two persons, and offers the seats that this frees to those who wait for them.
CREATE FUNCTION merge_people_and_offer(
    keep uuid, absorb uuid, by_actor text, why text, at timestamptz, domain text,
    OUT merge uuid, OUT refusal text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT m.merge, m.refusal INTO merge, refusal
    FROM merge_people(keep, absorb, by_actor, why, at) m;
    IF merge IS NULL THEN RETURN; END IF;
    -- The merge has the locks of these rooms already.
    PERFORM offer_next(freed.event_id, at, domain) FROM (
        SELECT DISTINCT (after ->> 'event_id')::uuid AS event_id FROM person_merge_change
        WHERE merge_id = merge AND relation = 'seat'
          AND after ->> 'participation_id' IS NULL AND after ->> 'promised_until' IS NULL
        ORDER BY event_id
    ) AS freed;
END
$$;

-- Links and mails use the code of an event, so it never changes. Whoever changed it would lock the
-- row of event against those who refer to it, and then wait for the room of one who does.
CREATE FUNCTION refuse_new_code() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the code of an event never changes'
        USING ERRCODE = 'check_violation', TABLE = 'event',
              CONSTRAINT = 'event_code_never_changes';
END
$$;
CREATE TRIGGER event_code_never_changes BEFORE UPDATE OF code ON event
    FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION refuse_new_code();
