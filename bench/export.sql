-- A million participations of a hundred thousand people in a thousand events, each marked once.
BEGIN;
INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone, is_online,
    published_at)
SELECT 'bench-' || n, 'training', 'Training ' || n, '', 'open', '2020-01-01'::date + n,
       '2020-01-01'::date + n, 'Europe/Riga', true, '2019-01-01'
FROM generate_series(1, 1000) AS n;
INSERT INTO session (event_id, title, starts_at, ends_at)
SELECT id, 'Morning', starts_on + time '08:00', starts_on + time '11:00' FROM event
WHERE code LIKE 'bench-%';
INSERT INTO person (given_name, family_name, email, email_folded, sector, country, created_at)
SELECT 'Person', 'Number ' || n, 'p' || n || '@example.org', 'p' || n || '@example.org',
       (SELECT array_agg(code ORDER BY code) FROM sector)[n % 20 + 1],
       ('{LV,EE,LT,SE,FI,DK,NO,PL,DE,IS}'::text[])[n % 10 + 1], '2019-01-01'
FROM generate_series(1, 100000) AS n;
CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, e.id AS event_id, s.id AS session_id, p.token, p.country, p.sector
FROM (SELECT id, row_number() OVER () - 1 AS n FROM event WHERE code LIKE 'bench-%') e
JOIN session s ON s.event_id = e.id
JOIN (SELECT token, country, sector, row_number() OVER () - 1 AS n FROM person
      WHERE email LIKE 'p%@example.org') p ON p.n % 100 = e.n % 100;
INSERT INTO participation (id, event_id, created_at) SELECT id, event_id, '2019-06-01' FROM place;
INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
    actor, occurred_at, recorded_at)
SELECT id, token, 'confirmed', 'participant', country, sector, 'system', '2019-06-01', '2019-06-01'
FROM place;
INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
    recorded_at)
SELECT event_id, session_id, id, 'present', 'system', '2019-06-01', '2019-06-01' FROM place;
COMMIT;
