-- What waits or did not arrive is sent again only while it is true.

-- As it was, and of a seat or of somebody who comes without an interest.
CREATE OR REPLACE FUNCTION event_of_mail(o outbox) RETURNS event
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT event FROM event WHERE event.id = coalesce(
        (SELECT event_id FROM pool_offer WHERE id = (o.parameters ->> 'offer')::uuid),
        (SELECT event_id FROM interest WHERE id = o.interest_id),
        (SELECT event_id FROM invitation WHERE id = (o.parameters ->> 'invitation')::uuid),
        (SELECT event_id FROM participation WHERE check_in_code = o.parameters ->> 'check_in_code'),
        (SELECT event_id FROM mailing WHERE id = o.mailing_id),
        substring(o.parameters ->> 'uid' FROM '^event-([0-9a-f-]{36})@')::uuid)
$$;

-- The person whom a mail is to; null of somebody who is on file as none.
CREATE FUNCTION reader_of_mail(o outbox) RETURNS person
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person FROM person WHERE id = coalesce(
        (SELECT person_id FROM interest WHERE id = o.interest_id),
        (SELECT p.id FROM person p WHERE p.email_folded = folded_address(o.recipient)
            AND p.given_name = o.parameters ->> 'given_name' ORDER BY p.created_at LIMIT 1))
$$;

-- Whether whoever reads a mail has a place in its event now, and with one the number of what their
-- calendar was told last; null of a mail to nobody on file.
CREATE FUNCTION place_of_reader(o outbox) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM participation_now n WHERE n.event_id = e.id
                             AND n.person_token = reader.token AND n.status = 'confirmed')
        THEN jsonb_build_object('has_place', true,
            'sequence', e.sequence + calendar_step(e.id, reader.token))
        ELSE '{"has_place": false}' END
    FROM event_of_mail(o) AS e, reader_of_mail(o) AS reader
    WHERE e.id IS NOT NULL AND reader.id IS NOT NULL
$$;

-- When and where a person was told last that an event is, by a mail that left or is about to: what
-- the last one says, or was told before the first of the mails of moves that did not leave. Null of
-- somebody who was told by none, and is taken to know what was published.
CREATE FUNCTION schedule_told(gathering uuid, reader person) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN state IN ('pending', 'sending', 'sent') THEN parameters -> 'schedule'
                ELSE parameters -> 'was' END
    FROM (
        SELECT o.* FROM interest JOIN outbox o ON o.interest_id = interest.id
        WHERE interest.person_id = reader.id
        UNION ALL
        SELECT o.* FROM outbox o
        WHERE o.interest_id IS NULL AND folded_address(o.recipient) = reader.email_folded
          AND o.parameters ->> 'given_name' = reader.given_name
    ) AS mail
    WHERE starts_with(parameters ->> 'uid', 'event-' || gathering || '@')
      AND (state IN ('pending', 'sending', 'sent') OR template = 'event-moved')
      -- These have it for calendars only, not in words.
      AND template NOT IN ('seat-freed', 'seat-passed-on', 'interest-withdrawn',
                           'nomination-ended')
    ORDER BY written_at DESC, id DESC LIMIT 1
$$;

-- Whether a mail server may have a mail, or some of it: an attempt sent bytes of it, or nobody knows
-- how the attempt ended. Such a mail is never written anew: its Message-ID stands for its bytes.
CREATE FUNCTION server_may_have(o outbox) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM outbox_attempt a WHERE a.outbox_id = o.id
        AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown')
             OR a.phase IN ('body', 'end-of-data')))
$$;

-- What a mail says as it would leave now: with the times and the place of its event, whether its
-- reader has a seat, and the number for calendars. As it was, where a later mail says so, and of a
-- mail that a server may have.
CREATE FUNCTION mail_as_of_now(o outbox) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    domain text := split_part(o.parameters ->> 'uid', '@', 2);
    gathering event;
    place uuid;
BEGIN
    IF NOT o.parameters ? 'schedule' OR server_may_have(o) THEN RETURN o.parameters; END IF;
    IF o.template IN ('seat-taken', 'seat-taken-over') THEN
        SELECT id INTO place FROM participation
        WHERE interest_id = o.interest_id OR check_in_code = o.parameters ->> 'check_in_code'
        ORDER BY check_in_code = o.parameters ->> 'check_in_code' DESC NULLS LAST LIMIT 1;
        RETURN o.parameters
            || coalesce(check_in_words(place) || seat_calendar(place, domain), '{}');
    ELSIF o.template = 'seat-offered' THEN
        gathering := event_of_mail(o);
        RETURN o.parameters || event_calendar(gathering, domain)
            || coalesce((SELECT jsonb_build_object('until',
                    instant_in_words(gathering.id, promised_until))
                FROM seat WHERE seat.interest_id = o.interest_id AND promised_until IS NOT NULL),
               '{}');
    ELSIF o.template = 'pool-match' THEN
        gathering := event_of_mail(o);
        RETURN o.parameters || event_calendar(gathering, domain)
            || jsonb_build_object('until', instant_in_words(gathering.id, gathering.closes_at));
    ELSIF o.template IN ('event-moved', 'event-cancelled', 'reminder') THEN
        RETURN o.parameters || coalesce(place_of_reader(o), '{}');
    END IF;
    RETURN o.parameters;
END
$$;

-- As it was, and of a link to confirm that ran out, of an event that is not when or where a mail
-- says, and of a move that tells of a seat what is not so. What a mail does not say at all, such as
-- the code of a country, cannot differ.
CREATE OR REPLACE FUNCTION obstacle_to_mail(o outbox, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    gathering event := event_of_mail(o);
    wish interest;
    standing text;
    promise timestamptz;
    reason text;
    says jsonb := mail_as_of_now(o);
BEGIN
    IF o.recipient = 'erased@invalid' THEN RETURN 'erased'; END IF;
    SELECT * INTO wish FROM interest WHERE id = o.interest_id;
    SELECT status INTO standing FROM interest_status
    WHERE interest_id = o.interest_id AND superseded_at IS NULL;
    IF wish.withdrawn_at IS NOT NULL AND o.template NOT IN ('interest-withdrawn', 'certificate',
        'seat-freed', 'seat-passed-on')
    THEN
        RETURN 'withdrew';
    END IF;
    IF o.template NOT IN ('interest-withdrawn', 'certificate', 'seat-freed', 'seat-passed-on',
        'event-cancelled', 'nomination-ended', 'pool-reask', 'trainer-invited', 'staff-set-up',
        'staff-signed-in')
    THEN
        IF gathering.cancelled_at IS NOT NULL THEN RETURN 'event-cancelled'; END IF;
        IF o.template NOT IN ('interest-declined', 'follow-up', 'feedback-request')
            AND event_over_at(gathering) <= at
        THEN
            RETURN 'event-over';
        END IF;
    END IF;
    IF o.template IN ('seat-taken', 'seat-taken-over', 'reminder') AND NOT EXISTS (
        SELECT FROM participation_now n JOIN participation p ON p.id = n.id
        WHERE n.status = 'confirmed' AND (n.interest_id = o.interest_id
            OR p.check_in_code = o.parameters ->> 'check_in_code'))
    THEN
        RETURN 'seat-gone';
    END IF;
    IF o.template IN ('seat-freed', 'seat-passed-on') AND EXISTS (
        SELECT FROM participation_now n
        WHERE n.interest_id = o.interest_id AND n.status = 'confirmed')
    THEN
        RETURN 'status-changed';
    END IF;
    reason := CASE o.template
        WHEN 'confirm-interest' THEN
            CASE WHEN wish.confirmed_at IS NOT NULL THEN 'confirmed-already'
                 WHEN EXISTS (SELECT FROM access_token
                              WHERE hash = link_of_mail(o) AND expires_at <= at) THEN 'link-over'
            END
        WHEN 'interest-shortlisted' THEN
            CASE WHEN standing <> 'shortlisted' THEN 'status-changed' END
        WHEN 'seat-awaited' THEN CASE WHEN standing <> 'waiting' THEN 'status-changed' END
        WHEN 'interest-declined' THEN CASE WHEN standing <> 'declined' THEN 'status-changed' END
        WHEN 'offer-lapsed' THEN CASE WHEN standing <> 'lapsed' THEN 'status-changed' END
        WHEN 'pool-match' THEN CASE
            WHEN EXISTS (SELECT FROM pool_offer WHERE id = (o.parameters ->> 'offer')::uuid
                         AND answered_at IS NOT NULL) THEN 'offer-answered'
            WHEN NOT event_takes_interest(gathering, at) THEN 'event-closed' END
        END;
    IF reason IS NOT NULL THEN RETURN reason; END IF;
    IF o.template = 'seat-offered' THEN
        SELECT promised_until INTO promise FROM seat WHERE interest_id = o.interest_id;
        IF standing = 'lapsed' OR promise <= at THEN RETURN 'offer-over'; END IF;
        IF standing <> 'offered' OR promise IS NULL THEN RETURN 'offer-answered'; END IF;
        IF says ->> 'until' IS DISTINCT FROM instant_in_words(gathering.id, promise)
            OR EXISTS (SELECT FROM outbox later
                       WHERE later.interest_id = o.interest_id AND later.id > o.id
                         AND later.template = o.template AND later.state <> 'cancelled')
        THEN
            RETURN 'superseded';
        END IF;
    ELSIF o.template IN ('event-moved', 'event-cancelled') THEN
        IF coalesce(o.parameters ->> 'event_sequence', o.parameters ->> 'sequence')::integer
            <> gathering.sequence THEN
            RETURN 'superseded';
        END IF;
        IF NOT EXISTS (SELECT FROM people_concerned(gathering.id) AS c
            JOIN person ON person.id = c.person_id
            WHERE person.id = wish.person_id
               OR person.email_folded = folded_address(o.recipient)) THEN RETURN 'not-concerned';
        END IF;
        IF o.template = 'event-moved' AND NOT says @> place_of_reader(o) THEN
            RETURN 'superseded';
        END IF;
    ELSIF o.template = 'invitation' THEN
        SELECT CASE
            WHEN invitation_state(i) <> 'sent' THEN 'invitation-' || invitation_state(i)
            WHEN obstacle_to_inviting(gathering, at) IS NOT NULL THEN 'event-closed'
            WHEN i.hash <> link_of_mail(o) THEN 'superseded' END
        INTO reason FROM invitation i WHERE i.id = (o.parameters ->> 'invitation')::uuid;
        IF reason IS NOT NULL THEN RETURN reason; END IF;
    ELSIF o.template = 'nomination-invitation' THEN
        IF mail_runs_out_at(o) <= at THEN RETURN 'deadline-over'; END IF;
        IF EXISTS (SELECT FROM nomination_link WHERE hash = link_of_mail(o)
                   AND revoked_at IS NOT NULL) THEN RETURN 'superseded'; END IF;
    END IF;
    -- Those that take a seat out of a calendar are true whenever the event is.
    IF o.template IN ('seat-offered', 'seat-taken', 'seat-taken-over', 'reminder', 'pool-match')
        AND gathering.id IS NOT NULL AND EXISTS (
            SELECT FROM jsonb_each(event_calendar(gathering, '') -> 'schedule') AS now
            WHERE says -> 'schedule' -> now.key <> now.value)
    THEN
        RETURN 'superseded';
    END IF;
    RETURN CASE WHEN is_on_hold(o.recipient) THEN 'on-hold' END;
END
$$;

-- Has a mail that was held or did not arrive tried again, while it is true. What is not any more is
-- taken back, with the link in it. Returns why, or null of a mail that is tried.
CREATE FUNCTION try_mail_again(o outbox, at timestamptz, by_actor text) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    -- What is due to an address on hold becomes held when it is claimed.
    why text := nullif(obstacle_to_mail(o, at), 'on-hold');
    stays boolean := server_may_have(o);
BEGIN
    IF why IS NOT NULL THEN
        PERFORM omit_mail(o, why, NULL, at, by_actor);
    ELSE
        -- What is written anew says that its personal link works as long as from now. The time to
        -- confirm does not begin anew. What a server may have stays the same to the byte.
        UPDATE access_token SET expires_at = greatest(expires_at, at + interval '30 days')
        WHERE hash = link_of_mail(o) AND purpose = 'my';
        UPDATE outbox SET state = 'pending', next_attempt_at = at, ended_at = NULL,
            parameters = mail_as_of_now(o), content = CASE WHEN stays THEN content END,
            written_at = CASE WHEN stays OR o.template = 'confirm-interest' THEN written_at
                              ELSE at END,
            last_reply = CASE WHEN o.state <> 'held' THEN last_reply END
        WHERE id = o.id;
    END IF;
    RETURN why;
END
$$;

-- A mail that was refused keeps what it says for a month, too, and its bytes where a server may have
-- them: was it refused after its last byte, or by the second of two servers, another copy may be
-- somewhere.
ALTER TABLE outbox DROP CONSTRAINT outbox_keeps_no_secret_when_settled;
ALTER TABLE outbox ADD CONSTRAINT outbox_keeps_no_secret_when_settled CHECK
    (ended_at IS NULL OR state IN ('failed', 'dead')
     OR (content IS NULL AND NOT parameters ? 'token'));
DROP INDEX outbox_dead;
-- For those that did not arrive, and for forgetting what they say.
CREATE INDEX outbox_lost ON outbox (ended_at) WHERE state IN ('failed', 'dead');

-- Whether a mail says what it said: linked are the kinds that are nothing without their link.
CREATE FUNCTION mail_is_whole(o outbox, linked text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT o.parameters <> '{}' AND (o.parameters ? 'token' OR o.template <> ALL (linked))
$$;

-- Has mails that did not arrive tried once more: those that are named, or all of a state. Of each
-- the outcome: `requeued`, `forgotten` when it says nothing any more, or why it was taken back.
CREATE FUNCTION requeue_mails(
    named bigint[], all_that_are text, linked text[], since timestamptz, at timestamptz,
    by_actor text, note text
) RETURNS TABLE (mail bigint, outcome text)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
    is_done boolean := false;
BEGIN
    FOR o IN SELECT * FROM outbox
        WHERE state IN ('failed', 'dead') AND (state = all_that_are OR id = ANY (named))
        ORDER BY id FOR UPDATE
    LOOP
        mail := o.id;
        outcome := 'forgotten';
        IF o.ended_at > since AND mail_is_whole(o, linked) THEN
            outcome := coalesce(try_mail_again(o, at, by_actor), 'requeued');
            is_done := true;
        END IF;
        RETURN NEXT;
    END LOOP;
    IF is_done THEN
        INSERT INTO audit (subject, action, actor, reason, occurred_at)
        VALUES ('outbox', 'requeue', by_actor, note, at);
        PERFORM pg_notify('outbox', '');
    END IF;
END
$$;

-- Sends what was held while an address was on hold. Of each mail the outcome: `sent`, or why it was
-- taken back; nothing while the address is on hold.
CREATE FUNCTION send_held_mails(which uuid, at timestamptz, by_actor text)
RETURNS TABLE (mail bigint, outcome text)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
    is_done boolean := false;
BEGIN
    FOR o IN SELECT outbox.* FROM address_hold h
        JOIN outbox ON state = 'held' AND folded_address(recipient) = address_folded
        WHERE h.id = which AND NOT is_on_hold(address) ORDER BY outbox.id FOR UPDATE OF outbox
    LOOP
        mail := o.id;
        outcome := coalesce(try_mail_again(o, at, by_actor), 'sent');
        is_done := true;
        RETURN NEXT;
    END LOOP;
    IF is_done THEN
        INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
        VALUES ('address_hold', which, 'resend', by_actor, at);
        PERFORM pg_notify('outbox', '');
    END IF;
END
$$;

-- As it was, but what leaves says of its event what is so now.
CREATE OR REPLACE FUNCTION release_mailing(which uuid, at timestamptz, by_actor text)
RETURNS TABLE (outcome text, released integer, held integer, omitted integer)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
    why text;
BEGIN
    PERFORM FROM mailing WHERE id = which FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    outcome := 'released'; released := 0; held := 0; omitted := 0;
    FOR o IN SELECT * FROM outbox WHERE mailing_id = which AND state = 'draft'
        ORDER BY id FOR UPDATE
    LOOP
        why := obstacle_to_mail(o, at);
        IF why IS NULL OR why = 'on-hold' THEN
            -- A link works as long as if it had been mailed at once.
            UPDATE access_token SET expires_at = expires_at + greatest(at - o.written_at, '0')
            WHERE hash = link_of_mail(o);
            UPDATE outbox SET state = CASE WHEN why IS NULL THEN 'pending' ELSE 'held' END,
                written_at = at, next_attempt_at = at, parameters = mail_as_of_now(o)
            WHERE id = o.id;
            released := released + (why IS NULL)::integer;
            held := held + (why IS NOT NULL)::integer;
        ELSE
            PERFORM omit_mail(o, why, NULL, at, by_actor);
            omitted := omitted + 1;
        END IF;
    END LOOP;
    IF released + held + omitted = 0 THEN
        outcome := 'ended-already'; RETURN NEXT; RETURN;
    END IF;
    UPDATE mailing m SET ended_at = at, ended_by = by_actor, outcome = 'released'
    WHERE m.id = which;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('mailing', which, 'release', by_actor, at);
    PERFORM pg_notify('outbox', '');
    RETURN NEXT;
END
$$;

-- As it was, but what leaves says of its event what is so now, and what was given up is judged as
-- the other message that it becomes.
CREATE OR REPLACE FUNCTION resend_mail(
    which bigint, mine text[], confirming text[], elsewhere text[], secret bytea,
    at timestamptz, by_actor text, why text, domain text
) RETURNS TABLE (outcome text, mail bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
    wish interest;
    reader person;
    until timestamptz;
    name uuid := gen_random_uuid();
BEGIN
    SELECT * INTO o FROM outbox WHERE id = which FOR UPDATE;
    IF NOT FOUND THEN outcome := 'unknown'; RETURN NEXT; RETURN; END IF;
    -- Another message is written, which no server has, with a link of its own.
    o.id := NULL;
    o.parameters := o.parameters - 'token';
    outcome := CASE
        WHEN o.recipient = 'erased@invalid' THEN 'erased'
        WHEN o.template = ANY (elsewhere) THEN 'has-own-resend'
        WHEN o.ended_at IS NULL OR EXISTS (SELECT FROM outbox later
            WHERE later.again_of = which AND later.ended_at IS NULL) THEN 'under-way'
        ELSE obstacle_to_mail(o, at) END;
    IF outcome IS NOT NULL THEN RETURN NEXT; RETURN; END IF;
    SELECT * INTO wish FROM interest WHERE id = o.interest_id;
    reader := reader_of_mail(o);
    IF o.template = ANY (confirming) THEN
        SELECT max(expires_at) INTO until FROM access_token
        WHERE interest_id = wish.id AND purpose = 'confirm';
        IF until IS NULL OR until <= at THEN
            outcome := 'link-over'; RETURN NEXT; RETURN;
        END IF;
        INSERT INTO access_token (hash, purpose, interest_id, created_at, expires_at)
        VALUES (sha256(secret), 'confirm', wish.id, at, until);
    ELSIF o.template = ANY (mine) THEN
        IF reader.id IS NULL THEN outcome := 'unknown-person'; RETURN NEXT; RETURN; END IF;
        INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
        VALUES (sha256(secret), 'my', reader.id, at, at + interval '30 days');
        IF o.template IN ('pool-match', 'pool-reask') THEN
            PERFORM make_leave_link(o.interest_id, secret, at);
        END IF;
    ELSE
        secret := NULL;
    END IF;
    INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
        written_at, next_attempt_at, again_of)
    VALUES ('<' || name || '@' || domain || '>', coalesce(reader.email, o.recipient), o.template,
        o.language, mail_as_of_now(o) || CASE WHEN secret IS NULL THEN '{}' ELSE jsonb_build_object(
            'token', rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=')) END,
        o.interest_id, at, at, which)
    RETURNING id INTO mail;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('outbox', name, 'resend', by_actor, why, at);
    outcome := 'sent';
    RETURN NEXT;
END
$$;
