SELECT f.country, f.sector, e.code, count(*)
FROM participation_fact f JOIN participation p ON p.id = f.participation_id
JOIN event e ON e.id = p.event_id
WHERE f.superseded_at IS NULL AND f.status = 'confirmed' AND f.role = 'participant'
  AND e.reach = 'direct'
\if :came
  AND EXISTS (SELECT FROM attendance a WHERE a.participation_id = p.id
      AND a.superseded_at IS NULL AND a.status IN ('present', 'partly'))
\endif
GROUP BY :groups (f.country, f.sector, e.code);
