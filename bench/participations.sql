-- Participations :first to :last (a thousand in each event) of up to 100,000 people, each marked in
-- two sessions. Without triggers and foreign keys, so that a million takes minutes.
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone, is_online,
    published_at, held_at, created_at)
SELECT 'bench-' || n, 'training', 'Training ' || n, '', 'open', '2020-01-01'::date + n::integer,
       '2020-01-01'::date + n::integer, 'Europe/Riga', true, '2019-01-01', '2023-01-01',
       '2019-01-01'
FROM generate_series((:first - 1) / 1000 + 1, :last / 1000) AS n;
INSERT INTO session (event_id, title, starts_at, ends_at)
SELECT event.id, half.title, starts_on + begins, starts_on + begins + interval '2 hours'
FROM generate_series((:first - 1) / 1000 + 1, :last / 1000) AS n
JOIN event ON event.code = 'bench-' || n,
     (VALUES ('Morning', time '08:00'), ('Noon', '12:00')) AS half (title, begins);
-- What triggers write where nobody is in a hurry.
INSERT INTO event_fact (event_id, code, kind, reach, programme, phase, grants, starts_on,
    time_zone, is_countable, ends_on, recorded_at)
SELECT k.*, '2019-01-01' FROM event_known k
WHERE NOT EXISTS (SELECT FROM event_fact f WHERE f.event_id = k.event_id);
INSERT INTO session_fact (session_id, event_id, starts_at, has_places, recorded_at)
SELECT k.*, '2019-01-01' FROM session_known k
WHERE NOT EXISTS (SELECT FROM session_fact f WHERE f.session_id = k.session_id);

CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, n, event.id AS event_id, '2019-06-01'::timestamptz AS at,
       ('{DK,EE,FI,DE,IS,LV,LT,NO,PL,SE,UA}'::text[])[n % 11 + 1] AS country,
       (SELECT array_agg(code ORDER BY code) FROM sector)[n / 11 % 8 + 1] AS sector,
       ('00000000-0000-4000-9000-' || lpad(to_hex(n % 100000), 12, '0'))::uuid AS person
FROM generate_series(:first, :last) AS n JOIN event ON event.code = 'bench-' || (n - 1) / 1000 + 1;
INSERT INTO person (token, given_name, family_name, email, email_folded, sector, country,
    created_at)
SELECT person, 'Person', 'Number ' || n, 'p' || n || '@example.org', 'p' || n || '@example.org',
       sector, country, at
FROM place WHERE n <= 100000;
INSERT INTO participation (id, event_id, created_at) SELECT id, event_id, at FROM place;
INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
    actor, occurred_at, recorded_at)
SELECT id, person, 'confirmed', CASE WHEN n % 20 = 0 THEN 'trainer' ELSE 'participant' END,
       country, sector, 'system', at, at
FROM place;
INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
    recorded_at)
SELECT place.event_id, session.id, place.id,
       ('{present,present,partly,absent}'::text[])[
           (place.n + extract(hour FROM session.starts_at)::integer / 4) / 3 % 4 + 1],
       'system', at, at
FROM place JOIN session ON session.event_id = place.event_id;
COMMIT;
