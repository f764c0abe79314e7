-- A person is the erasable identity behind an address: names and contact, never history.
-- A person is not an address: colleagues share one, so a person is an address and a folded name.
CREATE TABLE person (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    given_name   text        NOT NULL CHECK (given_name <> ''),
    family_name  text        NOT NULL CHECK (family_name <> ''),
    name_folded  text        NOT NULL GENERATED ALWAYS AS
        (lower(normalize(given_name || ' ' || family_name, NFKC) COLLATE "und-x-icu")) STORED,
    email        text        NOT NULL CHECK (email LIKE '%_@_%'),
    email_folded text        NOT NULL CHECK (email_folded <> ''),
    organisation text,
    sector       text        NOT NULL REFERENCES sector (code),
    country      text        NOT NULL REFERENCES country (code),
    language     text,
    created_at   timestamptz NOT NULL
);

CREATE UNIQUE INDEX person_once_per_address_and_name ON person (email_folded, name_folded);

-- An interest is an expression of interest in an event, or in a programme without a date.
-- Until it is confirmed it belongs to nobody and is deleted after some days; once confirmed it
-- belongs to a person and says what was true then.
CREATE TABLE interest (
    id           uuid        PRIMARY KEY,
    event_id     uuid        REFERENCES event (id),
    programme_id uuid        REFERENCES programme (id),
    person_id    uuid        REFERENCES person (id),
    given_name   text        NOT NULL CHECK (given_name <> ''),
    family_name  text        NOT NULL CHECK (family_name <> ''),
    name_folded  text        NOT NULL GENERATED ALWAYS AS
        (lower(normalize(given_name || ' ' || family_name, NFKC) COLLATE "und-x-icu")) STORED,
    email        text        NOT NULL CHECK (email LIKE '%_@_%'),
    email_folded text        NOT NULL CHECK (email_folded <> ''),
    organisation text,
    sector       text        NOT NULL REFERENCES sector (code),
    country      text        NOT NULL REFERENCES country (code),
    language     text,
    motivation   text,
    notice       text        NOT NULL CHECK (notice <> ''),
    received_at  timestamptz NOT NULL,
    confirmed_at timestamptz,
    withdrawn_at timestamptz,
    CONSTRAINT interest_has_one_target CHECK (num_nonnulls(event_id, programme_id) = 1),
    CONSTRAINT interest_has_a_person_when_confirmed
        CHECK ((confirmed_at IS NULL) = (person_id IS NULL)),
    CONSTRAINT interest_is_withdrawn_after_it_came CHECK (withdrawn_at >= received_at)
);

-- The law of one active interest; a withdrawn one may be repeated.
CREATE UNIQUE INDEX interest_once_per_target_address_and_name
    ON interest (coalesce(event_id, programme_id), email_folded, name_folded)
    WHERE withdrawn_at IS NULL;
-- For the sweep of interests that nobody confirmed.
CREATE INDEX interest_unconfirmed ON interest (received_at) WHERE confirmed_at IS NULL;
-- For /my, and for erasing a person.
CREATE INDEX interest_of_person ON interest (person_id) WHERE person_id IS NOT NULL;

-- One row is one status an interest had; never edited, only superseded by the next row.
CREATE TABLE interest_status (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interest_id   uuid        NOT NULL REFERENCES interest (id) ON DELETE CASCADE,
    status        text        NOT NULL CONSTRAINT interest_status_is_known CHECK (status IN
        ('received', 'shortlisted', 'offered', 'accepted', 'declined', 'withdrawn', 'lapsed',
         'waiting')),
    actor         text        NOT NULL CHECK (actor <> ''),
    reason        text,
    occurred_at   timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    superseded_at timestamptz
);

CREATE UNIQUE INDEX interest_status_one_at_a_time
    ON interest_status (interest_id) WHERE superseded_at IS NULL;

-- A link that was mailed: only the SHA-256 of its 256 random bits is kept.
-- `confirm` links work once and belong to an interest; `my` links belong to a person.
CREATE TABLE access_token (
    hash        bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    purpose     text        NOT NULL CHECK (purpose IN ('confirm', 'my')),
    interest_id uuid        REFERENCES interest (id) ON DELETE CASCADE,
    person_id   uuid        REFERENCES person (id) ON DELETE CASCADE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    CONSTRAINT access_token_confirms_an_interest
        CHECK ((purpose = 'confirm') = (interest_id IS NOT NULL)),
    CONSTRAINT access_token_opens_a_person
        CHECK ((purpose = 'my') = (person_id IS NOT NULL)),
    CONSTRAINT access_token_expires_after_it_was_made CHECK (created_at < expires_at)
);

-- For deleting with the interest or the person they belong to.
CREATE INDEX access_token_of_interest ON access_token (interest_id) WHERE interest_id IS NOT NULL;
CREATE INDEX access_token_of_person ON access_token (person_id) WHERE person_id IS NOT NULL;

-- How many different interests an address was asked to confirm lately, shared by all instances,
-- so that nobody can be mail-bombed through us. Kept by the hash of the address, known or not.
-- Unlogged: after a crash the limit starts anew, and nothing else is lost.
CREATE UNLOGGED TABLE intake_budget (
    address_hash bytea       PRIMARY KEY,
    since        timestamptz NOT NULL,
    -- Hashes of target and name, one for each mail that was promised since then.
    keys         bigint[]    NOT NULL,
    -- Whether the latest request brought a new key: only then a mail is promised.
    is_fresh     boolean     NOT NULL
);

-- What was asked under an Idempotency-Key, so that a repeated request is answered, not repeated.
CREATE TABLE idempotency_key (
    key_hash     bytea       PRIMARY KEY,
    request_hash bytea       NOT NULL,
    created_at   timestamptz NOT NULL
);

-- For forgetting keys after a day.
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON person, interest, access_token, intake_budget TO registry_service;
GRANT SELECT, INSERT, DELETE ON idempotency_key TO registry_service;
GRANT SELECT, INSERT ON interest_status TO registry_service;
GRANT UPDATE (superseded_at) ON interest_status TO registry_service;
