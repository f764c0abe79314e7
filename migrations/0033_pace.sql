-- How fast mails leave, how somebody leaves a series of mails, and mails that were given up.

-- How far the mails to one domain have got, or all mails where the domain is empty. Both times are
-- the only thing that is known of it: no mail is counted.
CREATE TABLE mail_pace (
    domain       text        PRIMARY KEY,
    -- When the next mail would leave, were every mail as far from the one before as the rate asks.
    next_at      timestamptz NOT NULL,
    -- When the last of the mails that were put off is due.
    queued_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_pace TO registry_service;
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('mail_pace', 'domain', 'nothing', NULL, NULL);

-- What lies between two mails at so many a minute.
CREATE FUNCTION mail_gap(per_minute integer) RETURNS interval
LANGUAGE sql IMMUTABLE RETURN interval '1 minute' / nullif(per_minute, 0);

-- How many may leave at once: as many as three seconds bring.
CREATE FUNCTION mail_burst(per_minute integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN greatest(1, per_minute / 20);

-- From when on one more mail may leave (the generic cell rate algorithm, ITU-T I.371 annex A).
CREATE FUNCTION mail_may_leave(next_at timestamptz, per_minute integer) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN next_at - (mail_burst(per_minute) - 1) * mail_gap(per_minute);

-- How many may leave at once at a time.
CREATE FUNCTION mail_room(next_at timestamptz, per_minute integer, at timestamptz) RETURNS integer
LANGUAGE sql STABLE
RETURN CASE WHEN per_minute = 0 THEN 1000000 ELSE greatest(0, floor(
    mail_burst(per_minute) - extract(epoch FROM greatest(next_at - at, interval '0'))
        * per_minute / 60.0)::integer) END;

-- The mails that may be claimed, locked: those that are due by a time, so many at most. Those to a
-- domain that has had its share are put off, one after the other, so that others get past them; it
-- is no attempt. Rates are mails a minute, 0 for any number; `domains` have `rates` of their own.
CREATE FUNCTION due_mails(
    at timestamptz, due_by timestamptz, mails_max integer, per_minute integer,
    per_domain integer, domains text[], rates integer[]
) RETURNS TABLE (id bigint, due_at timestamptz, is_held boolean)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    total integer := mails_max;
    found integer;
BEGIN
    IF per_minute = 0 AND per_domain = 0 AND domains = '{}' THEN
        RETURN QUERY SELECT o.id, o.next_attempt_at, is_on_hold(o.recipient) FROM outbox o
            WHERE o.state IN ('pending', 'sending') AND o.next_attempt_at <= due_by
            ORDER BY o.next_attempt_at, o.id LIMIT mails_max FOR UPDATE SKIP LOCKED;
        RETURN;
    END IF;
    -- One claim at a time: what this one grants, the next one has to know.
    INSERT INTO mail_pace VALUES ('', at, at) ON CONFLICT DO NOTHING;
    SELECT least(mails_max, mail_room(p.next_at, per_minute, at)) INTO total
    FROM mail_pace p WHERE p.domain = '' FOR UPDATE;
    IF total = 0 THEN RETURN; END IF;
    DELETE FROM mail_pace p WHERE p.domain <> ''
        AND greatest(p.next_at, p.queued_until) < at - interval '1 hour';
    -- Until something was found behind what had to be put off; not for ever.
    FOR turn IN 1 .. 50 LOOP
        RETURN QUERY WITH due AS MATERIALIZED (
            SELECT o.id, o.next_attempt_at, is_on_hold(o.recipient) AS is_held,
                   lower(substring(o.recipient FROM '[^@]*$')) AS domain
            FROM outbox o
            WHERE o.state IN ('pending', 'sending') AND o.next_attempt_at <= due_by
            ORDER BY o.next_attempt_at, o.id LIMIT 10 * mails_max FOR UPDATE SKIP LOCKED
        ), share AS (
            SELECT d.domain, mail_gap(rate) AS gap, mail_burst(rate) AS burst,
                   greatest(p.next_at, at) AS next_at, greatest(p.queued_until, at) AS queued_until,
                   mail_room(coalesce(p.next_at, at), rate, at) AS room
            FROM (SELECT DISTINCT due.domain FROM due WHERE NOT due.is_held) AS d
            CROSS JOIN LATERAL (SELECT coalesce((
                SELECT r FROM unnest(domains, rates) AS own (name, r) WHERE name = d.domain),
                per_domain) AS rate) AS own
            LEFT JOIN mail_pace p ON p.domain = d.domain
            WHERE rate > 0
        ), ranked AS (
            SELECT due.*, gap, burst, next_at, queued_until, room,
                   count(*) FILTER (WHERE NOT due.is_held) OVER (
                       PARTITION BY due.domain ORDER BY due.next_attempt_at, due.id) AS place
            FROM due LEFT JOIN share ON share.domain = due.domain
        ), chosen AS (
            SELECT r.* FROM ranked r WHERE r.is_held OR r.room IS NULL OR r.place <= r.room
            ORDER BY r.next_attempt_at, r.id LIMIT total
        ), put_off AS (
            UPDATE outbox o
            SET next_attempt_at = greatest(r.queued_until, r.next_at + (r.room - r.burst) * r.gap)
                + (r.place - r.room) * r.gap
            FROM ranked r WHERE o.id = r.id AND NOT r.is_held AND r.place > r.room
            RETURNING r.domain, o.next_attempt_at AS until
        ), noted AS (
            INSERT INTO mail_pace AS p (domain, next_at, queued_until)
            SELECT s.domain, s.next_at + s.gap * (
                       SELECT count(*) FROM chosen c WHERE c.domain = s.domain AND NOT c.is_held),
                   greatest(s.queued_until, (SELECT max(until) FROM put_off
                                             WHERE put_off.domain = s.domain))
            FROM share s
            ON CONFLICT (domain) DO UPDATE
                SET next_at = excluded.next_at, queued_until = excluded.queued_until
        ), noted_in_total AS (
            UPDATE mail_pace p SET next_at = greatest(p.next_at, at) + mail_gap(per_minute) * (
                SELECT count(*) FROM chosen c WHERE NOT c.is_held)
            WHERE p.domain = '' AND per_minute > 0
        )
        SELECT c.id, c.next_attempt_at, c.is_held FROM chosen c;
        GET DIAGNOSTICS found = ROW_COUNT;
        EXIT WHEN found > 0 OR NOT EXISTS (SELECT FROM outbox o
            WHERE o.state IN ('pending', 'sending') AND o.next_attempt_at <= due_by);
    END LOOP;
END
$$;

-- Mails of a series can be left by a link of their own, which does nothing else.
ALTER TABLE access_token DROP CONSTRAINT access_token_purpose_check;
ALTER TABLE access_token ADD CONSTRAINT access_token_purpose_is_known
    CHECK (purpose IN ('confirm', 'my', 'leave-pool'));
ALTER TABLE access_token DROP CONSTRAINT access_token_confirms_an_interest;
ALTER TABLE access_token ADD CONSTRAINT access_token_is_for_an_interest
    CHECK ((purpose IN ('confirm', 'leave-pool')) = (interest_id IS NOT NULL));

-- Makes the link to leave the pool that goes with a mail: its secret follows from the one of the own
-- page in the same mail, which does not follow from it.
CREATE FUNCTION make_leave_link(for_interest uuid, secret bytea, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    INSERT INTO access_token (hash, purpose, interest_id, created_at, expires_at)
    VALUES (sha256(sha256('leave-pool'::bytea || secret)), 'leave-pool', for_interest, at,
        at + interval '1 year')
$$;

-- As before, and the mail can be answered by leaving the pool.
CREATE OR REPLACE FUNCTION promise_pool_mail(
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
    PERFORM make_leave_link(for_interest, secret, at);
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

-- Ends the interest in the pool that a link to leave belongs to, as its person would; leaving twice
-- is leaving once. No mail says so: who leaves wants none. False when there is no such link.
CREATE FUNCTION leave_pool(secret bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish uuid;
BEGIN
    SELECT interest_id INTO wish FROM access_token
    WHERE hash = sha256(secret) AND purpose = 'leave-pool' AND expires_at > at;
    IF wish IS NULL THEN RETURN false; END IF;
    UPDATE interest SET withdrawn_at = greatest(at, received_at)
    WHERE id = wish AND withdrawn_at IS NULL;
    IF FOUND THEN
        PERFORM append_interest_status(wish, 'withdrawn', at, 'person', NULL, NULL);
    END IF;
    RETURN true;
END
$$;

-- A mail that was given up keeps what it says for a month, so that somebody can have it tried
-- again; every other mail that is settled forgets its secret at once.
ALTER TABLE outbox DROP CONSTRAINT outbox_keeps_no_secret_when_settled;
ALTER TABLE outbox ADD CONSTRAINT outbox_keeps_no_secret_when_settled CHECK
    (ended_at IS NULL OR state = 'dead' OR (NOT parameters ? 'token' AND content IS NULL));
-- For those that were given up, and for forgetting what they say.
CREATE INDEX outbox_dead ON outbox (ended_at) WHERE state = 'dead';

-- For the claim, in its whole order: mails of one statement are due at the same instant, and were
-- sorted anew by every claim.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state IN ('pending', 'sending');
