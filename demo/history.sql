-- Demonstration data: six events of the past with those who came. Events and people are invented.
BEGIN;
SET LOCAL ROLE registry_owner;

INSERT INTO event (code, kind, title, summary, programme_id, admission, starts_on, ends_on,
    time_zone, venue, city, country, languages, published_at, held_at)
SELECT past.code, past.kind, past.title, past.summary, programme.id, 'selection', past.starts_on,
       past.starts_on + 1, 'Europe/Riga', past.venue, past.city, past.country, '{en}',
       past.starts_on - 90, past.starts_on + 2
FROM (
    SELECT *, date_trunc('week', current_date::timestamp - ago * interval '1 day')::date + 1
    FROM (VALUES
        ('protect-vilnius', 'training', 'PROTECT training in Vilnius',
         'Identification and referral of children on the move.', 'protect', 300, 'Old Town Hall',
         'Vilnius', 'LT'),
        ('audtrain-tallinn', 'training', 'AudTrain training in Tallinn',
         'System-based auditing of residential care.', 'audtrain', 250, 'Training centre',
         'Tallinn', 'EE'),
        ('barnahus-stockholm', 'study-visit', 'Exchange between Barnahus teams',
         'Teams showed each other how they hear children.', 'barnahus-network', 200, 'Barnahus',
         'Stockholm', 'SE'),
        ('guardianship-riga', 'expert-meeting', 'Guardians and the first month',
         'What a guardian does in the first month.', 'proguard', 140, 'House of Europe', 'Riga',
         'LV'),
        ('non-violent-childhoods-riga', 'consultation', 'Young people on upbringing',
         'Young people told experts what they think of upbringing.', 'non-violent-childhoods', 90,
         'National Library', 'Riga', 'LV'),
        ('protect-gdynia', 'training', 'PROTECT training in Gdynia',
         'Children who travel by ferry.', 'protect', 40, 'Maritime centre', 'Gdynia', 'PL')
    ) AS told (code, kind, title, summary, programme, ago, venue, city, country)
) AS past (code, kind, title, summary, programme, ago, venue, city, country, starts_on)
JOIN programme ON programme.code = past.programme;

INSERT INTO session (event_id, title, starts_at, ends_at)
SELECT id, on_day.title, (starts_on + day + time '09:30') AT TIME ZONE time_zone,
       (starts_on + day + time '16:00') AT TIME ZONE time_zone
FROM event, (VALUES (0, 'First day'), (1, 'Second day')) AS on_day (day, title)
WHERE code IN ('protect-vilnius', 'audtrain-tallinn', 'barnahus-stockholm', 'guardianship-riga',
               'non-violent-childhoods-riga', 'protect-gdynia');

INSERT INTO person (given_name, family_name, email, email_folded, sector, country, created_at)
SELECT given, family, lower(given || '.' || family) || '@example.org',
       lower(given || '.' || family) || '@example.org',
       (ARRAY['child-welfare', 'police', 'social-sector', 'child-welfare', 'prosecutor', 'police',
              'child-welfare', 'border-guard'])[n % 8 + 1],
       CASE WHEN n < 14 THEN 'LV' WHEN n < 24 THEN 'EE' WHEN n < 33 THEN 'SE' WHEN n < 40 THEN 'LT'
            WHEN n < 46 THEN 'PL' ELSE 'NO' END, now() - interval '310 days'
FROM (SELECT n, (ARRAY['Anna', 'Juris', 'Kadri', 'Mati', 'Greta', 'Lukas', 'Ewa', 'Piotr', 'Sara',
                       'Nils', 'Ieva', 'Tomas'])[n % 12 + 1] AS given,
             (ARRAY['Balode', 'Saar', 'Lund', 'Petrauskas', 'Nowak', 'Berzins', 'Kask', 'Holm',
                    'Vaitkus', 'Zielinska', 'Ozols', 'Dahl'])[(n + n / 12 * 2) % 12 + 1] AS family
      FROM generate_series(0, 48) AS n) AS invented;

-- Each came to one event or two; the last one trains. Nobody is in the room by these rows alone.
CREATE TEMPORARY TABLE place ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, event.id AS event_id, event.starts_on, who.*,
       row_number() OVER (ORDER BY event.starts_on, who.n) AS place
FROM (SELECT id, starts_on, row_number() OVER (ORDER BY starts_on) - 1 AS e
      FROM event WHERE city <> '' AND held_at > now() - interval '320 days') AS event
JOIN (SELECT token, country, sector, row_number() OVER (ORDER BY created_at, email) - 1 AS n
      FROM person WHERE email LIKE '%@example.org') AS who
    ON who.n % 6 = e OR who.n % 12 = e + 1 OR who.n = 48;
INSERT INTO participation (id, event_id, created_at)
SELECT id, event_id, starts_on - 30 FROM place;
INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
    actor, occurred_at, recorded_at)
SELECT id, token, 'confirmed', CASE WHEN n = 48 THEN 'trainer' ELSE 'participant' END, country,
       sector, 'system', starts_on - 30, moment.instant
FROM place, (SELECT record_instant() AS instant) AS moment;
INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
    recorded_at)
SELECT place.event_id, session.id, place.id,
       CASE WHEN place % 11 = 0 THEN 'absent' WHEN place % 7 = 0 THEN 'partly' ELSE 'present' END,
       'system', session.ends_at, moment.instant
FROM place JOIN session ON session.event_id = place.event_id,
     (SELECT record_instant() AS instant) AS moment;
INSERT INTO head_count (event_id, session_id, age_band, people, actor, occurred_at, recorded_at)
SELECT event.id, session.id, band, people, 'system', session.ends_at, moment.instant
FROM (VALUES ('12-to-14', 14), ('15-to-17', 23), ('18-to-24', 9)) AS young (band, people)
JOIN event ON event.code = 'non-violent-childhoods-riga'
JOIN session ON session.event_id = event.id AND session.title = 'First day',
     (SELECT record_instant() AS instant) AS moment;

COMMIT;
