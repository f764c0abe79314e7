-- The pool: interest in a programme without a date. It says what it is for, is offered events that
-- fit it, and is asked again after a while.
--
-- Locks are taken in the order of 0010: event, its room, then interests. The keeper passes over
-- interests that somebody else has locked, and waits for nobody.

ALTER TABLE programme ADD COLUMN pool_months integer NOT NULL DEFAULT 12
    CONSTRAINT programme_keeps_its_pool_for_some_months CHECK (pool_months BETWEEN 2 AND 120);
COMMENT ON COLUMN programme.pool_months IS
    'How long an interest without a date stands before it is asked again.';

ALTER TABLE interest
    ADD COLUMN topics         text[] NOT NULL DEFAULT '{}',
    ADD COLUMN languages      text[] NOT NULL DEFAULT '{}',
    ADD COLUMN asked_again_at timestamptz,
    ADD COLUMN expires_at     timestamptz;
COMMENT ON COLUMN interest.topics IS 'What a training in the pool may be about; none means any.';
COMMENT ON COLUMN interest.languages IS
    'In which languages its person can follow a training; none means any. Mails: interest.language.';
COMMENT ON COLUMN interest.asked_again_at IS
    'When its person was asked whether it still stands; null when there is no answer to wait for.';
COMMENT ON COLUMN interest.expires_at IS 'When it lapses, in the pool, unless it is kept.';
COMMENT ON COLUMN interest.withdrawn_at IS
    'When it ended: withdrawn, or lapsed in the pool. Its status says which.';

-- Interests that came before stand as long as those that come now.
UPDATE interest SET expires_at = confirmed_at + interval '12 months'
WHERE programme_id IS NOT NULL AND confirmed_at IS NOT NULL;

-- Nobody has to think of it who confirms an interest.
CREATE FUNCTION set_pool_expiry() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT NEW.confirmed_at + make_interval(months => pool_months) INTO NEW.expires_at
    FROM programme WHERE id = NEW.programme_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER interest_in_the_pool_expires BEFORE INSERT OR UPDATE OF confirmed_at ON interest
    FOR EACH ROW WHEN (NEW.programme_id IS NOT NULL AND NEW.confirmed_at IS NOT NULL
                       AND NEW.expires_at IS NULL)
    EXECUTE FUNCTION set_pool_expiry();

ALTER TABLE interest
    ADD CONSTRAINT interest_has_wishes_only_in_the_pool CHECK (programme_id IS NOT NULL
        OR (topics = '{}' AND languages = '{}' AND num_nonnulls(asked_again_at, expires_at) = 0)),
    ADD CONSTRAINT interest_in_the_pool_expires_some_day CHECK (programme_id IS NULL
        OR (confirmed_at IS NULL) = (expires_at IS NULL)),
    ADD CONSTRAINT interest_is_asked_again_before_it_expires
        CHECK (asked_again_at < expires_at);

-- For the pool of a programme; the public intake does not write it.
CREATE INDEX interest_in_pool ON interest (programme_id)
    WHERE programme_id IS NOT NULL AND confirmed_at IS NOT NULL;
-- For those who are asked again, and those that lapse.
CREATE INDEX interest_expiring ON interest (expires_at)
    WHERE expires_at IS NOT NULL AND withdrawn_at IS NULL;

-- A row is a chance that was offered to somebody in the pool: to take part in an event.
CREATE TABLE pool_offer (
    id                uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id          uuid        NOT NULL REFERENCES event (id),
    interest_id       uuid        NOT NULL REFERENCES interest (id) ON DELETE CASCADE,
    actor             text        NOT NULL CHECK (actor <> ''),
    reason            text        CHECK (reason <> ''),
    offered_at        timestamptz NOT NULL,
    answer            text        CONSTRAINT pool_offer_answer_is_known
        CHECK (answer IN ('accepted', 'declined')),
    answered_at       timestamptz,
    taken_interest_id uuid        REFERENCES interest (id) ON DELETE SET NULL,
    CONSTRAINT pool_offer_is_made_once UNIQUE (event_id, interest_id),
    CONSTRAINT pool_offer_is_answered_at_a_time
        CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CONSTRAINT pool_offer_takes_something_only_when_accepted
        CHECK (taken_interest_id IS NULL OR coalesce(answer = 'accepted', false))
);
COMMENT ON COLUMN pool_offer.taken_interest_id IS
    'The interest in the event that came of it; null when they had a seat without one.';
-- For what was offered to an interest in the pool.
CREATE INDEX pool_offer_of_interest ON pool_offer (interest_id);
-- For the offer that an interest in an event came of.
CREATE INDEX pool_offer_taken ON pool_offer (taken_interest_id)
    WHERE taken_interest_id IS NOT NULL;

-- Whether somebody may express interest in an event at a time; the pool is offered it then.
CREATE FUNCTION event_takes_interest(e event, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce((e).published_at <= at, false)
    AND num_nonnulls((e).cancelled_at, (e).held_at) = 0
    AND (e).admission IN ('open', 'selection')
    AND coalesce((e).opens_at <= at, true) AND coalesce(at < (e).closes_at, true)
    AND at < event_over_at(e);

-- Every interest in the pool of an event's programme, and every reason why the event is not for
-- it: the one place of this rule. Without a reason it matches. Whether the event is open is
-- another question, and one of time: event_takes_interest.
CREATE VIEW pool_match AS
SELECT e.id AS event_id, i.id AS interest_id, r.reasons, r.reasons = '{}' AS is_match
FROM event e
JOIN interest i ON i.programme_id = e.programme_id AND i.confirmed_at IS NOT NULL
CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
    CASE WHEN i.withdrawn_at IS NOT NULL THEN
        CASE WHEN EXISTS (SELECT FROM interest_status s WHERE s.interest_id = i.id
                          AND s.superseded_at IS NULL AND s.status = 'lapsed')
             THEN 'lapsed' ELSE 'withdrawn' END END,
    CASE WHEN i.topics <> '{}' AND NOT coalesce((
        SELECT array_agg(t.topic) && i.topics FROM event_topic t WHERE t.event_id = e.id), true)
        THEN 'topics' END,
    CASE WHEN i.languages <> '{}' AND e.languages <> '{}' AND NOT i.languages && e.languages
        THEN 'languages' END,
    CASE WHEN NOT coalesce((SELECT bool_or(a.sector = i.sector) FROM event_audience a
                            WHERE a.event_id = e.id), true)
        THEN 'sector' END,
    CASE WHEN EXISTS (SELECT FROM interest k WHERE k.person_id = i.person_id
                      AND k.event_id = e.id)
           OR EXISTS (SELECT FROM person p
                      JOIN participation_fact f ON f.person_token = p.token
                          AND f.superseded_at IS NULL AND f.status <> 'merged'
                      JOIN participation n ON n.id = f.participation_id
                      WHERE p.id = i.person_id AND n.event_id = e.id)
        THEN 'known' END,
    CASE WHEN EXISTS (SELECT FROM interest k JOIN pool_offer o ON o.interest_id = k.id
                      WHERE k.person_id = i.person_id AND o.event_id = e.id)
        THEN 'offered' END
], NULL) AS reasons) AS r;

-- What has become of each interest in a pool, one word each. One that was withdrawn before it
-- led to anything is in no figure.
CREATE VIEW pool_standing AS
SELECT i.id AS interest_id, i.programme_id,
       CASE WHEN offers.taken THEN 'taken-up'
            WHEN i.withdrawn_at IS NOT NULL THEN
                CASE WHEN EXISTS (SELECT FROM interest_status s WHERE s.interest_id = i.id
                                  AND s.superseded_at IS NULL AND s.status = 'lapsed')
                     THEN 'lapsed' ELSE 'withdrawn' END
            WHEN offers.taken IS NOT NULL THEN 'offered'
            ELSE 'unmatched' END AS standing
FROM interest i
CROSS JOIN LATERAL (SELECT bool_or(coalesce(o.answer = 'accepted', false)) AS taken
                    FROM pool_offer o WHERE o.interest_id = i.id) AS offers
WHERE i.programme_id IS NOT NULL AND i.confirmed_at IS NOT NULL;

-- Promises a mail about an interest in the pool to its person, with the link of their own page.
CREATE FUNCTION promise_pool_mail(
    for_interest uuid, about text, extra jsonb, at timestamptz, domain text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- 256 bits out of 366 random ones.
    secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                           || uuid_send(gen_random_uuid()));
BEGIN
    INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
    SELECT sha256(secret), 'my', person_id, at, at + interval '30 days'
    FROM interest WHERE id = for_interest;
    INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
        written_at, next_attempt_at)
    SELECT '<' || gen_random_uuid() || '@' || domain || '>', person.email, about,
           coalesce(person.language, 'en'),
           jsonb_build_object('given_name', person.given_name, 'target', programme.title, 'token',
               rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=')) || extra,
           for_interest, at, at
    FROM interest i JOIN person ON person.id = i.person_id
    JOIN programme ON programme.id = i.programme_id WHERE i.id = for_interest;
END
$$;

-- Offers an event to one interest and tells its person; false when that was done before.
CREATE FUNCTION offer_chance(
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
            'languages', (SELECT coalesce(jsonb_agg(coalesce(l.name, tag) ORDER BY n), '[]')
                FROM unnest((gathering).languages) WITH ORDINALITY AS spoken (tag, n)
                LEFT JOIN language l USING (tag))), at, domain);
    RETURN true;
END
$$;

-- Offers an event that is open to those in the pool whom it suits, so many at most, those first
-- who have waited longest. Returns how many.
CREATE FUNCTION offer_to_pool(
    wanted uuid, rows_max integer, at timestamptz, domain text
) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    chosen uuid;
    offers integer := 0;
BEGIN
    -- Whoever cancels or closes it waits until these are told, or comes first.
    SELECT * INTO gathering FROM event WHERE id = wanted FOR SHARE;
    IF NOT FOUND OR NOT event_takes_interest(gathering, at) THEN RETURN 0; END IF;
    FOR chosen IN
        SELECT i.id FROM interest i
        JOIN pool_match m ON m.interest_id = i.id AND m.event_id = wanted
        WHERE m.is_match AND i.withdrawn_at IS NULL
        ORDER BY i.confirmed_at, i.id LIMIT rows_max FOR UPDATE OF i SKIP LOCKED
    LOOP
        -- Looked at again under the lock: a person may have been offered it a moment ago.
        PERFORM FROM pool_match
            WHERE event_id = wanted AND interest_id = chosen AND is_match;
        IF FOUND AND offer_chance(gathering, chosen, at, 'system', NULL, domain) THEN
            offers := offers + 1;
        END IF;
    END LOOP;
    RETURN offers;
END
$$;

-- Offers an event to chosen people in the pool, whatever they wished for. One row for each, in the
-- order given: `done`, or why not.
CREATE FUNCTION offer_by_hand(
    wanted uuid, chosen uuid[], at timestamptz, by_actor text, why text, domain text
) RETURNS TABLE (row_number integer, outcome text)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    against text[];
    offers integer := 0;
BEGIN
    SELECT * INTO gathering FROM event WHERE id = wanted FOR SHARE;
    PERFORM FROM interest WHERE id = ANY (chosen) ORDER BY id FOR UPDATE;
    FOR n IN 1 .. coalesce(array_length(chosen, 1), 0) LOOP
        row_number := n;
        SELECT reasons INTO against FROM pool_match
        WHERE event_id = wanted AND interest_id = chosen[n];
        outcome := CASE
            WHEN gathering.admission IN ('invitation', 'nomination') THEN 'by-invitation'
            WHEN NOT event_takes_interest(gathering, at) THEN 'event-closed'
            WHEN against IS NULL THEN 'unknown-interest'
            WHEN against && '{lapsed,withdrawn,known,offered}' THEN
                (SELECT reason FROM unnest(against) AS reason
                 WHERE reason IN ('lapsed', 'withdrawn', 'known', 'offered') LIMIT 1)
            END;
        IF outcome IS NULL THEN
            PERFORM offer_chance(gathering, chosen[n], at, by_actor, why, domain);
            outcome := 'done';
            offers := offers + 1;
        END IF;
        RETURN NEXT;
    END LOOP;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    SELECT 'event', wanted, 'offer-to-pool', by_actor, nullif(why, ''), at WHERE offers > 0;
END
$$;

-- Answers a chance by the person's own link. Yes makes a confirmed interest in the event, or takes
-- up the one there is; where admission is open it goes on to a seat at once. Saying yes twice is
-- saying it once, and after a no a yes is still welcome.
--
-- The outcome is the status of the interest in the event, or `declined`, or why not.
CREATE FUNCTION answer_chance(
    secret bytea, wanted uuid, accepts boolean, at timestamptz, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    owner person;
    offer pool_offer;
    gathering event;
    wish uuid;
BEGIN
    SELECT p.* INTO owner FROM access_token t JOIN interest i ON i.person_id = t.person_id
    JOIN pool_offer o ON o.interest_id = i.id AND o.id = wanted
    JOIN person p ON p.id = t.person_id
    WHERE t.hash = sha256(secret) AND t.purpose = 'my' AND t.expires_at > at;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    PERFORM lock_room(event_id) FROM pool_offer WHERE id = wanted;
    SELECT * INTO offer FROM pool_offer WHERE id = wanted FOR UPDATE;
    IF offer.answer = 'accepted' THEN
        RETURN coalesce((SELECT status FROM interest_now WHERE id = offer.taken_interest_id),
            'accepted');
    END IF;
    IF NOT accepts THEN
        UPDATE pool_offer SET answer = 'declined', answered_at = at
        WHERE id = wanted AND answer IS NULL;
        RETURN 'declined';
    END IF;
    SELECT * INTO gathering FROM event WHERE id = offer.event_id;
    IF NOT event_takes_interest(gathering, at) THEN RETURN 'event-closed'; END IF;
    SELECT id INTO wish FROM interest
    WHERE event_id = offer.event_id AND person_id = owner.id AND withdrawn_at IS NULL;
    IF NOT FOUND AND NOT EXISTS (SELECT FROM participation_now
            WHERE event_id = offer.event_id AND person_token = owner.token
              AND status = 'confirmed') THEN
        -- Somebody may have asked for it and not yet confirmed: this confirms it.
        INSERT INTO interest AS i (id, event_id, person_id, given_name, family_name, email,
            email_folded, organisation, sector, country, language, notice, received_at,
            confirmed_at)
        SELECT gen_random_uuid(), offer.event_id, owner.id, owner.given_name, owner.family_name,
               owner.email, owner.email_folded, owner.organisation, owner.sector, owner.country,
               owner.language, pooled.notice, at, at
        FROM interest pooled WHERE pooled.id = offer.interest_id
        ON CONFLICT (coalesce(event_id, programme_id), email_folded, name_folded)
            WHERE withdrawn_at IS NULL
        DO UPDATE SET confirmed_at = coalesce(i.confirmed_at, excluded.confirmed_at),
                      person_id = coalesce(i.person_id, excluded.person_id)
        RETURNING id INTO wish;
        INSERT INTO interest_status (interest_id, status, actor, occurred_at)
        SELECT wish, 'received', 'person', at
        WHERE NOT EXISTS (SELECT FROM interest_status WHERE interest_id = wish);
        IF gathering.admission = 'open' THEN
            PERFORM accept_interest(wish, at, 'person', NULL, NULL, domain);
        ELSE
            PERFORM promise_mail(offer.event_id, wish, owner.id, 'interest-confirmed', '{}', true,
                at, domain);
        END IF;
    END IF;
    UPDATE pool_offer SET answer = 'accepted', answered_at = at, taken_interest_id = wish
    WHERE id = wanted;
    RETURN coalesce((SELECT status FROM interest_now WHERE id = wish), 'accepted');
END
$$;

-- Asks the people in the pool whose interest expires within 30 days whether it still stands.
-- Whoever is asked has 30 days to answer, however late the asking is. Returns how many.
CREATE FUNCTION ask_pool_again(rows_max integer, at timestamptz, domain text) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    chosen uuid;
    until timestamptz;
    asked integer := 0;
BEGIN
    FOR chosen IN
        SELECT id FROM interest
        WHERE expires_at <= at + interval '30 days' AND asked_again_at IS NULL
          AND withdrawn_at IS NULL
        ORDER BY expires_at, id LIMIT rows_max FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE interest SET asked_again_at = at,
            expires_at = greatest(expires_at, at + interval '30 days')
        WHERE id = chosen RETURNING expires_at INTO until;
        PERFORM promise_pool_mail(chosen, 'pool-reask', jsonb_build_object(
            'until', to_char(until AT TIME ZONE 'UTC', 'FMDD FMMonth YYYY'),
            'months', (SELECT pool_months FROM programme JOIN interest
                       ON programme.id = programme_id WHERE interest.id = chosen)), at, domain);
        asked := asked + 1;
    END LOOP;
    RETURN asked;
END
$$;

-- Ends the interests in the pool that were asked about and not kept in time. Returns how many.
CREATE FUNCTION lapse_pool(rows_max integer, at timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    chosen uuid;
    lapses integer := 0;
BEGIN
    FOR chosen IN
        SELECT id FROM interest
        WHERE expires_at <= at AND asked_again_at IS NOT NULL AND withdrawn_at IS NULL
        ORDER BY expires_at, id LIMIT rows_max FOR UPDATE SKIP LOCKED
    LOOP
        PERFORM lapse_pool_interest(chosen, at);
        lapses := lapses + 1;
    END LOOP;
    RETURN lapses;
END
$$;

-- Ends one interest in the pool because its time is over; it may be expressed again.
CREATE FUNCTION lapse_pool_interest(wanted uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE interest SET withdrawn_at = greatest(at, received_at) WHERE id = wanted;
    PERFORM append_interest_status(wanted, 'lapsed', at, 'system', NULL, NULL);
END
$$;

-- Keeps an interest in the pool for another while, by the person's own link. Keeping it twice is
-- keeping it once. The outcome is `kept`, or `lapsed`, or `unknown`.
CREATE FUNCTION keep_pool_interest(secret bytea, wanted uuid, at timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest := own_interest(secret, wanted, at);
BEGIN
    IF wish.programme_id IS NULL THEN RETURN 'unknown'; END IF;
    SELECT * INTO wish FROM interest WHERE id = wanted FOR UPDATE;
    IF wish.withdrawn_at IS NOT NULL THEN RETURN 'lapsed'; END IF;
    IF wish.asked_again_at IS NULL THEN RETURN 'kept'; END IF;
    IF wish.expires_at <= at THEN
        -- Nobody had noticed yet.
        PERFORM lapse_pool_interest(wanted, at);
        RETURN 'lapsed';
    END IF;
    UPDATE interest SET asked_again_at = NULL, expires_at = wish.expires_at + make_interval(
        months => (SELECT pool_months FROM programme WHERE id = wish.programme_id))
    WHERE id = wanted;
    PERFORM append_interest_status(wanted, 'received', at, 'person', 'asked again and kept', NULL);
    RETURN 'kept';
END
$$;

GRANT SELECT, INSERT ON pool_offer TO registry_service;
GRANT UPDATE (answer, answered_at, taken_interest_id) ON pool_offer TO registry_service;
GRANT SELECT ON pool_match, pool_standing TO registry_service;
