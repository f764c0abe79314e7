-- Invitations: where admission is by invitation, interest is expressed through a link of one's own.

-- A row invites an address to an event. Of the link that was mailed only the SHA-256 of its 256
-- random bits is kept; a link that is sent again replaces it. It works until the event closes.
CREATE TABLE invitation (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id     uuid        NOT NULL REFERENCES event (id),
    email        text        NOT NULL CHECK (email LIKE '%_@_%'),
    email_folded text        NOT NULL CHECK (email_folded <> ''),
    given_name   text        CHECK (given_name <> ''),
    family_name  text        CHECK (family_name <> ''),
    language     text,
    hash         bytea       NOT NULL,
    invited_at   timestamptz NOT NULL,
    sent_at      timestamptz NOT NULL,
    used_at      timestamptz,
    revoked_at   timestamptz,
    interest_id  uuid        REFERENCES interest (id) ON DELETE SET NULL,
    CONSTRAINT invitation_hash_is_unique UNIQUE (hash),
    CONSTRAINT invitation_hash_is_a_sha256 CHECK (octet_length(hash) = 32),
    CONSTRAINT invitation_is_sent_when_it_is_there CHECK (invited_at <= sent_at),
    CONSTRAINT invitation_with_an_interest_is_used
        CHECK (interest_id IS NULL OR used_at IS NOT NULL)
);
COMMENT ON COLUMN invitation.sent_at IS 'When the link that works now was promised.';
-- Inviting twice is inviting once.
CREATE UNIQUE INDEX invitation_once_per_event_and_address
    ON invitation (event_id, email_folded) WHERE revoked_at IS NULL;
-- For the list of an event, those that were revoked too.
CREATE INDEX invitation_of_event ON invitation (event_id, invited_at, id);
-- For erasing an interest.
CREATE INDEX invitation_of_interest ON invitation (interest_id) WHERE interest_id IS NOT NULL;

-- `sent`, `used` or `revoked`. Whoever withdraws what came of it may use it again.
CREATE FUNCTION invitation_state(i invitation) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN i.revoked_at IS NOT NULL THEN 'revoked'
        WHEN i.used_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM interest WHERE id = i.interest_id AND withdrawn_at IS NOT NULL) THEN 'used'
        ELSE 'sent' END
$$;

-- When the invitations of an event end: when it closes, at the latest when it is over.
CREATE FUNCTION invitations_end(e event) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT least(e.closes_at, event_over_at(e))
$$;

-- Why nobody can be invited to an event; null when somebody can.
CREATE FUNCTION obstacle_to_inviting(e event, at timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN e.admission <> 'invitation' THEN 'not-by-invitation'
        WHEN e.published_at IS NULL OR e.published_at > at OR e.cancelled_at IS NOT NULL
          OR e.held_at IS NOT NULL OR at >= invitations_end(e) THEN 'event-closed' END
$$;

-- Takes back the mails that still hold a link which does not work any more.
CREATE FUNCTION cancel_invitation_mails(i invitation, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    UPDATE outbox SET state = 'cancelled', ended_at = at, parameters = parameters - 'token',
        content = NULL
    WHERE state = 'pending' AND template = 'invitation'
      AND parameters ->> 'invitation' = i.id::text
$$;

-- Promises the mail that brings the link of an invitation.
CREATE FUNCTION mail_invitation(
    i invitation, e event, secret bytea, at timestamptz, domain text
) RETURNS void LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    INSERT INTO outbox (message_id, recipient, template, language, parameters, written_at,
        next_attempt_at)
    VALUES ('<' || gen_random_uuid() || '@' || domain || '>', i.email, 'invitation',
        coalesce(i.language, 'en'), jsonb_build_object('given_name', i.given_name,
            'target', e.title, 'invitation', i.id,
            'token', rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '='),
            'until', instant_in_words(e.id, invitations_end(e))), at, at)
$$;

-- Invites addresses to an event, each once, in the order of their folded form so that two who
-- invite the same people at once wait for each other in one direction only. No row when there is
-- no such event; one with a refusal when nobody can be invited.
CREATE FUNCTION invite_people(
    event_code text, addresses text[], addresses_folded text[], given_names text[],
    family_names text[], languages text[], secrets bytea[], at timestamptz, by_actor text,
    why text, domain text
) RETURNS TABLE (refusal text, invitation_id uuid, address text, is_new boolean)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    ticket invitation;
    n bigint;
BEGIN
    SELECT * INTO gathering FROM event WHERE code = event_code;
    IF NOT FOUND THEN RETURN; END IF;
    refusal := obstacle_to_inviting(gathering, at);
    IF refusal IS NOT NULL THEN RETURN NEXT; RETURN; END IF;
    FOR n IN SELECT o FROM unnest(addresses_folded) WITH ORDINALITY AS a (folded, o)
        ORDER BY folded COLLATE "C", o
    LOOP
        INSERT INTO invitation (event_id, email, email_folded, given_name, family_name, language,
            hash, invited_at, sent_at)
        VALUES (gathering.id, addresses[n], addresses_folded[n], given_names[n], family_names[n],
            languages[n], sha256(secrets[n]), at, at)
        ON CONFLICT (event_id, email_folded) WHERE revoked_at IS NULL DO NOTHING
        RETURNING * INTO ticket;
        is_new := FOUND;
        IF is_new THEN
            PERFORM mail_invitation(ticket, gathering, secrets[n], at, domain);
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            VALUES ('invitation', ticket.id, 'invite', by_actor, nullif(why, ''), at);
        ELSE
            SELECT * INTO ticket FROM invitation
            WHERE event_id = gathering.id AND email_folded = addresses_folded[n]
              AND revoked_at IS NULL;
        END IF;
        invitation_id := ticket.id;
        address := ticket.email;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Sends an invitation again with another link; the one before does not work any more. The outcome
-- is `sent`, or why not.
CREATE FUNCTION resend_invitation(
    event_code text, which uuid, secret bytea, at timestamptz, by_actor text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gathering event;
    ticket invitation;
    refusal text;
BEGIN
    SELECT * INTO gathering FROM event WHERE code = event_code;
    SELECT * INTO ticket FROM invitation WHERE id = which AND event_id = gathering.id FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    refusal := obstacle_to_inviting(gathering, at);
    IF refusal IS NOT NULL THEN RETURN refusal; END IF;
    IF invitation_state(ticket) <> 'sent' THEN RETURN invitation_state(ticket); END IF;
    PERFORM cancel_invitation_mails(ticket, at);
    UPDATE invitation SET hash = sha256(secret), sent_at = greatest(at, invited_at) WHERE id = which;
    PERFORM mail_invitation(ticket, gathering, secret, at, domain);
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('invitation', which, 'resend', by_actor, at);
    RETURN 'sent';
END
$$;

-- Takes an invitation back that nobody used. The outcome is `revoked`, however often it is asked
-- for, or why not.
CREATE FUNCTION revoke_invitation(
    event_code text, which uuid, at timestamptz, by_actor text, why text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    ticket invitation;
BEGIN
    SELECT i.* INTO ticket FROM invitation i JOIN event ON event.id = i.event_id
    WHERE i.id = which AND event.code = event_code FOR UPDATE OF i;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF invitation_state(ticket) <> 'sent' THEN RETURN invitation_state(ticket); END IF;
    UPDATE invitation SET revoked_at = at WHERE id = which;
    PERFORM cancel_invitation_mails(ticket, at);
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('invitation', which, 'revoke', by_actor, nullif(why, ''), at);
    RETURN 'revoked';
END
$$;

-- Expresses interest through an invitation, whose link proves the address: the interest counts at
-- once and goes on to a seat or to the waiting list. An interest that the same person has in the
-- event already is taken up. The outcome is `taken`, or why not.
CREATE FUNCTION use_invitation(
    secret bytea, given text, family text, employer text, of_sector text, of_country text,
    speaks text, wishes text, of_notice text, at timestamptz, own bytea, domain text, days integer
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    ticket invitation;
    gathering event;
    owner uuid;
    wish interest;
    standing text;
BEGIN
    -- The room before everything else, as everywhere.
    PERFORM lock_room(event_id) FROM invitation WHERE hash = sha256(secret);
    SELECT * INTO ticket FROM invitation WHERE hash = sha256(secret) FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF invitation_state(ticket) <> 'sent' THEN RETURN invitation_state(ticket); END IF;
    SELECT * INTO gathering FROM event WHERE id = ticket.event_id;
    IF obstacle_to_inviting(gathering, at) IS NOT NULL OR at < gathering.opens_at THEN
        RETURN 'event-closed';
    END IF;
    INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation, sector,
        country, language, created_at)
    VALUES (given, family, ticket.email, ticket.email_folded, employer, of_sector, of_country,
        speaks, at)
    ON CONFLICT (email_folded, name_folded) DO UPDATE SET
        organisation = coalesce(excluded.organisation, p.organisation),
        sector = excluded.sector, country = excluded.country,
        language = coalesce(excluded.language, p.language)
    RETURNING id INTO owner;
    INSERT INTO interest AS i (id, event_id, person_id, given_name, family_name, email,
        email_folded, organisation, sector, country, language, motivation, notice, received_at,
        confirmed_at)
    VALUES (gen_random_uuid(), ticket.event_id, owner, given, family, ticket.email,
        ticket.email_folded, employer, of_sector, of_country, speaks, wishes, of_notice, at, at)
    ON CONFLICT (coalesce(event_id, programme_id), email_folded, name_folded)
        WHERE withdrawn_at IS NULL
    DO UPDATE SET confirmed_at = coalesce(i.confirmed_at, at),
        person_id = coalesce(i.person_id, owner)
    RETURNING * INTO wish;
    UPDATE invitation SET used_at = at, interest_id = wish.id WHERE id = ticket.id;
    SELECT status INTO standing FROM interest_status
    WHERE interest_id = wish.id AND superseded_at IS NULL;
    IF standing IS NULL THEN
        PERFORM append_interest_status(wish.id, 'received', at, 'person', NULL, NULL);
    END IF;
    IF standing IS NULL OR standing NOT IN ('offered', 'accepted', 'waiting') THEN
        -- An invitation is an offer: of a seat while there is one, then of a place in the list.
        PERFORM append_interest_status(wish.id, 'offered', at, 'system', 'invited', NULL);
    END IF;
    PERFORM accept_interest(wish.id, at, 'person', NULL, NULL, domain);
    INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
    VALUES (sha256(own), 'my', wish.person_id, at, at + make_interval(days => days));
    RETURN 'taken';
END
$$;

GRANT SELECT, INSERT ON invitation TO registry_service;
GRANT UPDATE (hash, sent_at, used_at, revoked_at, interest_id) ON invitation TO registry_service;
