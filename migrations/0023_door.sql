-- A sheet of hundreds of people opens at once, whatever the planner knows of them yet.

-- How a participation attended, with what was marked for its doubles before people were merged:
-- its own mark comes first, then the best of theirs. Its own marks and those of its doubles are
-- found apart, so that nobody is compared with everybody else of the event.
CREATE OR REPLACE VIEW attendance_counted AS
SELECT DISTINCT ON (mine.participation_id, a.session_id) mine.participation_id, mine.event_id,
       a.session_id, a.status, a.arrived_at
FROM (
    SELECT p.id AS participation_id, p.event_id, p.id AS marked_id, false AS is_double
    FROM participation_now p WHERE p.status = 'confirmed'
    UNION ALL
    SELECT p.id, p.event_id, other.id, true
    FROM participation_now p
    JOIN participation_now other ON other.event_id = p.event_id AND other.status = 'merged'
        AND other.person_token = p.person_token AND other.id <> p.id
    WHERE p.status = 'confirmed'
) AS mine
JOIN attendance_now a ON a.participation_id = mine.marked_id
ORDER BY mine.participation_id, a.session_id, mine.is_double,
         array_position(ARRAY['present', 'partly', 'excused', 'absent'], a.status), a.id;
