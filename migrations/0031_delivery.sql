-- Addresses on hold, and mails that came back.

-- A mail that is due to an address on hold is `held`: it is not sent, keeps what it says, and waits
-- until somebody sends it after the hold is over.
ALTER TABLE outbox DROP CONSTRAINT outbox_state_is_known;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_is_known CHECK
    (state IN ('pending', 'sending', 'held', 'sent', 'failed', 'dead', 'cancelled'));

-- What the last report of a mail server said of a mail (RFC 3463), and when it was read.
ALTER TABLE outbox ADD COLUMN bounce_status text CONSTRAINT outbox_bounce_status_is_one
    CHECK (bounce_status ~ '^[45]\.[0-9]{1,3}\.[0-9]{1,3}$');
ALTER TABLE outbox ADD COLUMN bounced_at timestamptz;
ALTER TABLE outbox ADD CONSTRAINT outbox_bounces_at_some_time
    CHECK ((bounce_status IS NULL) = (bounced_at IS NULL));
-- For sending what was held, and for counting it.
CREATE INDEX outbox_held ON outbox (folded_address(recipient)) WHERE state = 'held';

-- A row is a time in which nothing is sent to an address; it goes on while nobody released it.
CREATE TABLE address_hold (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    address        text        NOT NULL CHECK (address LIKE '%_@_%'),
    address_folded text        NOT NULL GENERATED ALWAYS AS (folded_address(address)) STORED,
    cause          text        NOT NULL CONSTRAINT address_hold_cause_is_known
        CHECK (cause IN ('bounce', 'complaint', 'by-hand')),
    -- Of a bounce: what its report said (RFC 3463), and which mail came back.
    status_code    text        CONSTRAINT address_hold_status_code_is_one
        CHECK (status_code ~ '^5\.[0-9]{1,3}\.[0-9]{1,3}$'),
    outbox_id      bigint      REFERENCES outbox (id) ON DELETE SET NULL,
    held_at        timestamptz NOT NULL,
    held_by        text        NOT NULL,
    released_at    timestamptz,
    released_by    text,
    CONSTRAINT address_hold_of_a_bounce_says_its_status
        CHECK ((cause = 'bounce') = (status_code IS NOT NULL)),
    CONSTRAINT address_hold_is_released_by_somebody
        CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE UNIQUE INDEX address_hold_once ON address_hold (address_folded) WHERE released_at IS NULL;
CREATE INDEX address_hold_of_mail ON address_hold (outbox_id) WHERE outbox_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON address_hold TO registry_service;

-- Whether nothing is sent to an address now.
CREATE FUNCTION is_on_hold(recipient text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM address_hold
                   WHERE address_folded = folded_address(recipient) AND released_at IS NULL)
$$;

INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('outbox', 'bounce_status', 'person', 'kept', 'a number that says how a mail came back'),
    ('address_hold', 'id', 'person', 'deleted', NULL),
    ('address_hold', 'address', 'person', 'deleted', NULL),
    ('address_hold', 'address_folded', 'person', 'deleted', NULL),
    ('address_hold', 'cause', 'person', 'deleted', NULL),
    ('address_hold', 'status_code', 'person', 'deleted', NULL),
    ('address_hold', 'held_by', 'staff', 'deleted', NULL),
    ('address_hold', 'released_by', 'staff', 'deleted', NULL);

-- As before, and holds of addresses that nobody else has go with the mails to them.
CREATE OR REPLACE FUNCTION erase_mails(t person_traces, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    mails bigint[];
    unsent bigint;
    done bigint;
    changes jsonb;
BEGIN
    SELECT coalesce(array_agg(id), '{}'), count(*) FILTER (WHERE ended_at IS NULL)
    INTO mails, unsent FROM (
        SELECT id, ended_at FROM outbox
        WHERE interest_id = ANY (t.interests)
           OR folded_address(recipient) = ANY (t.own_addresses)
           OR folded_address(recipient) = ANY (t.addresses) AND interest_id IS NULL
              AND parameters ->> 'given_name' = ANY (t.given_names)
        ORDER BY id FOR UPDATE
    ) AS theirs;
    UPDATE outbox SET recipient = 'erased@invalid', language = 'en', parameters = '{}',
        content = NULL, interest_id = NULL, last_reply = NULL, lease_until = NULL,
        lease_holder = NULL, ended_at = coalesce(ended_at, at),
        state = CASE WHEN ended_at IS NULL THEN 'cancelled' ELSE state END
    WHERE id = ANY (mails);
    changes := erasure_line('outbox', 'cancelled', unsent)
        || erasure_line('outbox', 'emptied', cardinality(mails) - unsent);
    UPDATE outbox_attempt SET reply = NULL, outcome = coalesce(outcome, 'unknown'),
        ended_at = coalesce(ended_at, greatest(at, started_at))
    WHERE outbox_id = ANY (mails);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('outbox_attempt', 'emptied', done);
    DELETE FROM address_hold WHERE address_folded = ANY (t.own_addresses);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN changes || erasure_line('address_hold', 'deleted', done);
END
$$;
