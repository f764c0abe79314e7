-- The rows that one interest leaves behind, written by one statement in one transaction: what a
-- service does that keeps each request to itself. pgbench knows no token, so the database draws it.
\set number random(1, 1000000000000000)
WITH target AS (
    SELECT id, title FROM event
    WHERE code = :event AND published_at <= now() AND cancelled_at IS NULL AND held_at IS NULL
      AND admission IN ('open', 'selection') AND (opens_at IS NULL OR opens_at <= now())
      AND (closes_at IS NULL OR now() < closes_at)
), asked AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, target.id AS target, target.title,
           'p.' || :round::text || '.' || :client_id::text || '.' || :number::text || '@example.org' AS email,
           sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS token
    FROM target
), budget AS (
    INSERT INTO intake_budget (address_hash, since, keys, is_fresh)
    SELECT sha256(convert_to(email, 'UTF8')), now(),
           ARRAY[hashtextextended(target::text || 'ieva ozola', 0)], true
    FROM asked
    ON CONFLICT (address_hash) DO UPDATE SET keys = excluded.keys
), inserted AS (
    INSERT INTO interest (id, event_id, given_name, family_name, email, email_folded,
        organisation, sector, country, language, motivation, notice, received_at)
    SELECT id, target, 'Ieva', 'Ozola', email, email, 'State Border Guard', 'border-guard', 'LV',
           'lv', 'I work with unaccompanied children at the border and would like to learn how to '
           || 'recognise signs of trafficking early.', '2026-11', now()
    FROM asked
    ON CONFLICT (coalesce(event_id, programme_id), email_folded, name_folded)
        WHERE withdrawn_at IS NULL DO NOTHING
    RETURNING id
), linked AS (
    INSERT INTO access_token (hash, purpose, interest_id, created_at, expires_at)
    SELECT sha256(token), 'confirm', id, now(), now() + interval '7 days' FROM asked
)
INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id, written_at,
    next_attempt_at)
SELECT '<' || gen_random_uuid() || '@example.org>', email, 'confirm-interest', 'lv',
       jsonb_build_object('given_name', 'Ieva', 'target', title, 'token',
           rtrim(translate(encode(token, 'base64'), '+/', '-_'), '='), 'unconfirmed_days', 7),
       id, now(), now()
FROM asked;
