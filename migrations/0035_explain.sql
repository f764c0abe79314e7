-- Mails can be explained, and nobody is told that an offer ended of which they never heard.

-- For explaining: mails to somebody that belong to no interest, such as invitations.
CREATE INDEX outbox_of_address ON outbox (folded_address(recipient)) WHERE interest_id IS NULL;

-- Why a mail was not sent, or would not be if somebody released it now; null of any other.
CREATE FUNCTION why_not_sent(o outbox, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce(o.omitted_for, CASE
        WHEN o.state = 'draft' THEN obstacle_to_mail(o, at)
        WHEN o.state = 'held' THEN 'on-hold'
        WHEN o.recipient = 'erased@invalid' AND o.attempts = 0 THEN 'erased'
        WHEN o.state = 'cancelled' THEN 'superseded' END);
END
$$;

-- What the certificates of an event wait for, whoever completed it; null when they can be given.
CREATE FUNCTION certificates_wait_for(e event) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN NOT EXISTS (SELECT FROM session WHERE event_id = e.id) THEN 'no-sessions'
        WHEN EXISTS (SELECT FROM session s
                     LEFT JOIN attendance_seal seal ON seal.session_id = s.id
                     WHERE s.event_id = e.id AND seal.session_id IS NULL) THEN 'sheets-open' END
$$;

-- As it was, but the mail of an offer that is a draft yet is taken back, and whoever never heard of
-- the offer does not hear that it ended.
CREATE OR REPLACE FUNCTION lapse_offer(of_interest uuid, at timestamptz, domain text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    untold outbox;
    was_told boolean := true;
BEGIN
    PERFORM vacate_seat(of_interest, 'withdrawn', at, 'system', NULL);
    PERFORM append_interest_status(of_interest, 'lapsed', at, 'system', NULL, NULL);
    FOR untold IN SELECT * FROM outbox
        WHERE interest_id = of_interest AND template = 'seat-offered' AND state = 'draft'
        ORDER BY id FOR UPDATE
    LOOP
        PERFORM omit_mail(untold, 'offer-over', NULL, at, 'system');
        was_told := false;
    END LOOP;
    IF was_told THEN
        PERFORM promise_mail(event_id, id, person_id, 'offer-lapsed', '{}', true, at, domain)
        FROM interest WHERE id = of_interest;
    END IF;
END
$$;
