-- A message is a mail that was promised in the statement that caused it. What it says is made
-- from template and parameters; Message-ID and Date are fixed here, so that every attempt of one
-- row sends the same mail.
CREATE TABLE outbox (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id      text        NOT NULL,
    recipient       text        NOT NULL CHECK (recipient LIKE '%_@_%'),
    template        text        NOT NULL CHECK (template <> ''),
    language        text        NOT NULL DEFAULT 'en',
    -- Secrets of links are here until the mail is sent, failed, dead or cancelled, then gone.
    parameters      jsonb       NOT NULL,
    -- The exact bytes of the first attempt, kept while its fate is open.
    content         bytea,
    interest_id     uuid        REFERENCES interest (id) ON DELETE CASCADE,
    -- The Date of the mail.
    written_at      timestamptz NOT NULL,
    state           text        NOT NULL DEFAULT 'pending' CONSTRAINT outbox_state_is_known CHECK
        (state IN ('pending', 'sending', 'sent', 'failed', 'dead', 'cancelled')),
    attempts        integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- When it is due; while it is being sent, the end of the lease.
    next_attempt_at timestamptz NOT NULL,
    lease_until     timestamptz,
    lease_holder    uuid,
    ended_at        timestamptz,
    -- The last reply or trouble, escaped, one line.
    last_reply      text        CHECK (octet_length(last_reply) <= 500),
    CONSTRAINT outbox_is_leased_while_sending CHECK
        ((state = 'sending') = (lease_until IS NOT NULL)
         AND (lease_until IS NULL) = (lease_holder IS NULL)),
    CONSTRAINT outbox_ends_when_it_is_settled CHECK
        ((state IN ('sent', 'failed', 'dead', 'cancelled')) = (ended_at IS NOT NULL)),
    CONSTRAINT outbox_keeps_no_secret_when_settled CHECK
        (ended_at IS NULL OR (NOT parameters ? 'token' AND content IS NULL))
);

CREATE UNIQUE INDEX outbox_message_id_once ON outbox (message_id);
-- For the claim: what is due, and leases that ran out.
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_of_interest ON outbox (interest_id) WHERE interest_id IS NOT NULL;

-- One attempt to send one message. An attempt without an outcome is running, or its worker died;
-- when its lease runs out it becomes `unknown`.
CREATE TABLE outbox_attempt (
    outbox_id  bigint      NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    number     integer     NOT NULL CHECK (number > 0),
    instance   uuid        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    outcome    text        CHECK (outcome IN
        ('sent', 'refused', 'deferred', 'unknown', 'session-failed', 'released')),
    phase      text,
    reply_code integer,
    reply      text        CHECK (octet_length(reply) <= 500),
    PRIMARY KEY (outbox_id, number),
    CONSTRAINT outbox_attempt_ends_with_an_outcome CHECK ((ended_at IS NULL) = (outcome IS NULL))
);

-- Wakes the delivery workers of every instance, once a statement.
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_wakes_workers AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();

GRANT SELECT, INSERT, UPDATE ON outbox, outbox_attempt TO registry_service;
GRANT DELETE ON outbox TO registry_service;
