-- Mails of many are drafts first: they leave when somebody has looked at them.

-- A row is what one act of a coordinator promises to people: its mails are drafts until it is
-- released or discarded. Who gets one is fixed when the act is done.
CREATE TABLE mailing (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL CONSTRAINT mailing_kind_is_known CHECK (kind IN
        ('event-moved', 'event-cancelled', 'moves', 'invitations', 'nominations', 'pool-offers')),
    event_id   uuid        NOT NULL REFERENCES event (id),
    written_at timestamptz NOT NULL,
    written_by text        NOT NULL,
    ended_at   timestamptz,
    ended_by   text,
    -- What became of it; null while it waits.
    outcome    text        CONSTRAINT mailing_outcome_is_known
        CHECK (outcome IN ('released', 'discarded')),
    CONSTRAINT mailing_ends_by_somebody
        CHECK (num_nonnulls(ended_at, ended_by, outcome) IN (0, 3))
);
-- For those of an event, and for those that wait.
CREATE INDEX mailing_of_event ON mailing (event_id, written_at);
CREATE INDEX mailing_waiting ON mailing (written_at) WHERE outcome IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON mailing TO registry_service;

-- A draft is neither sent nor settled: it keeps what it says until its mailing is released.
ALTER TABLE outbox DROP CONSTRAINT outbox_state_is_known;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_is_known CHECK
    (state IN ('draft', 'pending', 'sending', 'held', 'sent', 'failed', 'dead', 'cancelled'));
ALTER TABLE outbox ADD COLUMN mailing_id uuid REFERENCES mailing (id);
ALTER TABLE outbox ADD CONSTRAINT outbox_draft_is_of_a_mailing
    CHECK (state <> 'draft' OR mailing_id IS NOT NULL);
CREATE INDEX outbox_of_mailing ON outbox (mailing_id, id) WHERE mailing_id IS NOT NULL;
-- Why it was not sent after all, and who said so; the words of it are in last_reply.
ALTER TABLE outbox ADD COLUMN omitted_for text CHECK (omitted_for <> '');
ALTER TABLE outbox ADD COLUMN omitted_by text;
ALTER TABLE outbox ADD CONSTRAINT outbox_omitted_is_cancelled
    CHECK (omitted_for IS NULL OR (state = 'cancelled' AND omitted_by IS NOT NULL));
-- The mail that it says again.
ALTER TABLE outbox ADD COLUMN again_of bigint REFERENCES outbox (id) ON DELETE SET NULL;
CREATE INDEX outbox_again_of ON outbox (again_of) WHERE again_of IS NOT NULL;

-- Between begin_mailing and end_mailing whatever is promised is a draft, by whichever function: no
-- caller has to know of mailings, and none can forget.
ALTER TABLE outbox ALTER COLUMN mailing_id
    SET DEFAULT nullif(current_setting('registry.mailing', true), '')::uuid;
ALTER TABLE outbox ALTER COLUMN state SET DEFAULT
    CASE WHEN nullif(current_setting('registry.mailing', true), '') IS NULL
         THEN 'pending' ELSE 'draft' END;

INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('outbox', 'mailing_id', 'person', 'kept', 'which act promised a mail to nobody in particular'),
    ('outbox', 'omitted_for', 'person', 'kept', 'a word for why a mail was not sent'),
    ('outbox', 'omitted_by', 'staff', 'kept', 'the id of an account or a key, never a name'),
    ('mailing', 'written_by', 'staff', 'kept', 'the id of an account or a key, never a name'),
    ('mailing', 'ended_by', 'staff', 'kept', 'the id of an account or a key, never a name');
INSERT INTO personal_column (relation, column_name, holds)
SELECT 'mailing', unnest('{id,kind,event_id,outcome}'::text[]), 'nothing';

-- From here on to end_mailing the mails of this transaction are drafts of a mailing. Returns the
-- time that it is given, so that what has to come later can depend on it.
CREATE FUNCTION begin_mailing(
    new_id uuid, of_kind text, for_event uuid, at timestamptz, by_actor text
) RETURNS timestamptz LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF for_event IS NOT NULL THEN
        INSERT INTO mailing (id, kind, event_id, written_at, written_by)
        VALUES (new_id, of_kind, for_event, at, by_actor);
        PERFORM set_config('registry.mailing', new_id::text, true);
    END IF;
    RETURN at;
END
$$;

-- Decides what becomes of the drafts: they wait for `review` and leave by `send`; without a choice
-- they wait when more than one person gets a mail. Returns the number that it is given.
CREATE FUNCTION end_mailing(which uuid, choice text, at timestamptz, done bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    people bigint;
    leaves boolean;
BEGIN
    PERFORM set_config('registry.mailing', '', true);
    SELECT count(DISTINCT folded_address(recipient)) INTO people
    FROM outbox WHERE mailing_id = which;
    leaves := coalesce(choice = 'send', people <= 1);
    IF leaves THEN
        UPDATE outbox SET state = 'pending', mailing_id = CASE WHEN people > 1 THEN which END
        WHERE mailing_id = which;
    END IF;
    IF people = 0 OR leaves AND people = 1 THEN
        DELETE FROM mailing WHERE id = which;
    ELSIF leaves THEN
        UPDATE mailing SET ended_at = at, ended_by = written_by, outcome = 'released'
        WHERE id = which;
    END IF;
    RETURN done;
END
$$;

-- The event that a mail is about; null of one that is about none.
CREATE FUNCTION event_of_mail(o outbox) RETURNS event
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT event FROM event WHERE event.id = coalesce(
        (SELECT event_id FROM pool_offer WHERE id = (o.parameters ->> 'offer')::uuid),
        (SELECT event_id FROM interest WHERE id = o.interest_id),
        (SELECT event_id FROM invitation WHERE id = (o.parameters ->> 'invitation')::uuid),
        (SELECT event_id FROM mailing WHERE id = o.mailing_id))
$$;

-- The SHA-256 of the secret in a mail, as the tables of links keep it; null without one.
CREATE FUNCTION link_of_mail(o outbox) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT sha256(decode(translate(o.parameters ->> 'token', '-_', '+/')
        || repeat('=', (4 - length(o.parameters ->> 'token') % 4) % 4), 'base64'))
$$;

-- When what a mail asks for cannot be done any more; null where that has no end.
CREATE FUNCTION mail_runs_out_at(o outbox) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE o.template
        WHEN 'seat-offered' THEN
            (SELECT promised_until FROM seat WHERE interest_id = o.interest_id)
        WHEN 'invitation' THEN invitations_end(event_of_mail(o))
        WHEN 'nomination-invitation' THEN
            (SELECT deadline FROM nomination_round r WHERE r.event_id = (event_of_mail(o)).id)
        WHEN 'pool-match' THEN
            least((event_of_mail(o)).closes_at, event_over_at(event_of_mail(o)))
    END
$$;

-- Why a mail must not leave (again); null while what it says is true and somebody may be told. The
-- one place of this rule: for drafts that are released, and for mails that are sent again.
CREATE FUNCTION obstacle_to_mail(o outbox, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    gathering event := event_of_mail(o);
    wish interest;
    standing text;
    promise timestamptz;
    reason text;
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
            CASE WHEN wish.confirmed_at IS NOT NULL THEN 'confirmed-already' END
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
        IF o.parameters ->> 'until' IS DISTINCT FROM instant_in_words(gathering.id, promise) THEN
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
    RETURN CASE WHEN is_on_hold(o.recipient) THEN 'on-hold' END;
END
$$;

-- Takes a draft back, with the link in it: why is a word, note what somebody said of it.
CREATE FUNCTION omit_mail(
    o outbox, why text, note text, at timestamptz, by_actor text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM access_token WHERE hash = link_of_mail(o);
    UPDATE nomination_link SET revoked_at = at WHERE hash = link_of_mail(o) AND revoked_at IS NULL;
    UPDATE invitation SET revoked_at = at
    WHERE hash = link_of_mail(o) AND revoked_at IS NULL AND used_at IS NULL;
    -- A word fits into the octets of last_reply whatever its letters are.
    UPDATE outbox SET state = 'cancelled', ended_at = at, content = NULL, last_reply =
            left(note, 125), parameters = parameters - 'token', omitted_for = why,
        omitted_by = by_actor
    WHERE id = o.id;
END
$$;

-- Sends the drafts of a mailing that are still true. What is not any more is taken back and says
-- why; what is due to an address on hold is held. No row without such a mailing.
CREATE FUNCTION release_mailing(which uuid, at timestamptz, by_actor text)
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
                written_at = at, next_attempt_at = at
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

-- Takes all drafts of a mailing back; what was done stays done. Returns how many: none when it
-- ended already, -1 where there is no such mailing.
CREATE FUNCTION discard_mailing(which uuid, at timestamptz, by_actor text, note text)
RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
    omitted integer := 0;
BEGIN
    PERFORM FROM mailing WHERE id = which FOR UPDATE;
    IF NOT FOUND THEN RETURN -1; END IF;
    FOR o IN SELECT * FROM outbox WHERE mailing_id = which AND state = 'draft'
        ORDER BY id FOR UPDATE
    LOOP
        PERFORM omit_mail(o, 'discarded', note, at, by_actor);
        omitted := omitted + 1;
    END LOOP;
    IF omitted > 0 THEN
        UPDATE mailing SET ended_at = at, ended_by = by_actor, outcome = 'discarded'
        WHERE id = which;
        INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
        VALUES ('mailing', which, 'discard', by_actor, note, at);
    END IF;
    RETURN omitted;
END
$$;

-- Takes one draft back. The outcome is `omitted`, or why not.
CREATE FUNCTION omit_from_mailing(
    which uuid, mail bigint, at timestamptz, by_actor text, note text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    o outbox;
BEGIN
    PERFORM FROM mailing WHERE id = which FOR UPDATE;
    SELECT * INTO o FROM outbox WHERE id = mail AND mailing_id = which FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF o.state <> 'draft' THEN RETURN 'ended-already'; END IF;
    PERFORM omit_mail(o, 'taken-out', note, at, by_actor);
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('mailing', which, 'take-out', by_actor, note, at);
    IF NOT EXISTS (SELECT FROM outbox WHERE mailing_id = which AND state = 'draft') THEN
        UPDATE mailing SET ended_at = at, ended_by = by_actor, outcome = 'discarded'
        WHERE id = which;
    END IF;
    RETURN 'omitted';
END
$$;

-- As it was, and drafts too.
CREATE OR REPLACE FUNCTION cancel_invitation_mails(i invitation, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    UPDATE outbox SET state = 'cancelled', ended_at = at, parameters = parameters - 'token',
        content = NULL
    WHERE state IN ('draft', 'pending') AND template = 'invitation'
      AND parameters ->> 'invitation' = i.id::text
$$;

-- Promises a mail again as another message, with a link of its own where its kind has one: `mine`
-- names the kinds whose link is a person's, `confirming` those that confirm an interest. Only while
-- it is true. The outcome is `sent` with the number of the new mail, or why not.
CREATE FUNCTION resend_mail(
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
    outcome := CASE
        WHEN NOT FOUND THEN 'unknown'
        WHEN o.recipient = 'erased@invalid' THEN 'erased'
        WHEN o.template = ANY (elsewhere) THEN 'has-own-resend'
        WHEN o.ended_at IS NULL OR EXISTS (SELECT FROM outbox later
            WHERE later.again_of = which AND later.ended_at IS NULL) THEN 'under-way'
        ELSE obstacle_to_mail(o, at) END;
    IF outcome IS NOT NULL THEN RETURN NEXT; RETURN; END IF;
    SELECT * INTO wish FROM interest WHERE id = o.interest_id;
    SELECT * INTO reader FROM person WHERE id = wish.person_id
        OR wish.person_id IS NULL AND email_folded = folded_address(o.recipient)
           AND given_name = o.parameters ->> 'given_name'
    ORDER BY created_at LIMIT 1;
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
        o.language, o.parameters || CASE WHEN secret IS NULL THEN '{}' ELSE jsonb_build_object(
            'token', rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=')) END,
        o.interest_id, at, at, which)
    RETURNING id INTO mail;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('outbox', name, 'resend', by_actor, why, at);
    outcome := 'sent';
    RETURN NEXT;
END
$$;
