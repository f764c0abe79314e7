-- Keys that all instances share and nobody has to configure, such as the one that signs forms.
CREATE TABLE service_key (
    name       text        PRIMARY KEY CHECK (name ~ '^[a-z-]+$'),
    key        bytea       NOT NULL CHECK (octet_length(key) = 32),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Three random UUIDs have more than 256 bits that nobody can guess.
INSERT INTO service_key (name, key)
SELECT 'form', sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea))
FROM generate_series(1, 3);

GRANT SELECT ON service_key TO registry_service;
