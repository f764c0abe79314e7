SELECT c.code AS event, e.title AS event_title, c.kind, c.programme, c.phase, c.starts_on, c.participation_id AS participation, c.person_token AS person, c.role, p.given_name, p.family_name, p.email, o.name AS organisation, c.country, c.sector, c.member, coalesce(a.sessions, 0) AS sessions, coalesce(a.present, 0) AS present, coalesce(a.partly, 0) AS partly
FROM counted('infinity', 'confirmed', 80, 50) c JOIN event e ON e.id = c.event_id
LEFT JOIN person p ON p.token = c.person_token
LEFT JOIN organisation_name o ON o.organisation_id = c.organisation_id AND o.valid @> c.starts_on
LEFT JOIN attended_at('infinity') a ON a.participation_id = c.participation_id
WHERE c.starts_on BETWEEN '2020-01-01' AND :'until'
ORDER BY c.starts_on, c.code, c.country, c.sector, c.participation_id
