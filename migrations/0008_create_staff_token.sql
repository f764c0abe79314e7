-- A row is a key with which a program of the secretariat, or a person at a terminal, uses the
-- coordinators' API. Only the SHA-256 of its 256 random bits is kept.
CREATE TABLE staff_token (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    label      text        NOT NULL,
    hash       bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT staff_token_hash_is_unique UNIQUE (hash),
    CONSTRAINT staff_token_hash_is_a_sha256 CHECK (octet_length(hash) = 32),
    CONSTRAINT staff_token_says_what_it_is_for CHECK (label <> '' AND length(label) <= 100),
    CONSTRAINT staff_token_expires_after_it_was_made CHECK (created_at < expires_at)
);
COMMENT ON COLUMN staff_token.label IS 'What it is for, such as "selection script"; no secret.';

GRANT SELECT, INSERT ON staff_token TO registry_service;
GRANT UPDATE (revoked_at) ON staff_token TO registry_service;
