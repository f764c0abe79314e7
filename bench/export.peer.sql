SELECT c.code AS event, e.title AS event_title, c.kind, c.programme, c.phase, c.starts_on, c.participation_id AS participation, c.person_token AS person, c.role, p.given_name, p.family_name, p.email, o.name AS organisation, c.country, c.sector, c.member, coalesce(a.sessions, 0) AS sessions, coalesce(a.present, 0) AS present, coalesce(a.partly, 0) AS partly, c.organisation_id, c.reach, nullif(array_to_string(c.grants, ' '), '') AS grants, d.days
FROM counted('infinity', 'confirmed', 80, 50) c JOIN event e ON e.id = c.event_id
LEFT JOIN person p ON p.token = c.person_token
LEFT JOIN organisation_name o ON o.organisation_id = c.organisation_id AND o.valid @> c.starts_on
LEFT JOIN (SELECT participation_id, event_id, string_agg(day::text, ' ' ORDER BY day) AS days FROM days_at('infinity') GROUP BY participation_id, event_id) d ON d.participation_id = c.participation_id AND d.event_id = c.event_id
LEFT JOIN attended_at('infinity') a ON a.participation_id = c.participation_id
WHERE c.starts_on BETWEEN '2020-01-01' AND :'until'
ORDER BY c.starts_on, c.code, c.country, c.sector, c.participation_id
