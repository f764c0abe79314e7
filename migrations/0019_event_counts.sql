-- The numbers of an event that every screen of coordinators shows, in one place.

-- How many are interested, wait for a decision, are offered a seat, wait for one, and have one.
-- Who was only written down and never confirmed by mail does not count.
CREATE VIEW event_counts AS
SELECT event.id AS event_id, wish.interested, wish.pending, wish.offered, wish.waiting,
       place.confirmed, coalesce(room.seats, event.capacity) AS seats,
       coalesce(room.seats, event.capacity) - coalesce(room.taken, 0) AS seats_left
FROM event
LEFT JOIN event_room room ON room.event_id = event.id AND event.capacity IS NOT NULL
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status NOT IN ('withdrawn'))::integer AS interested,
           count(*) FILTER (WHERE status IN ('received', 'shortlisted'))::integer AS pending,
           count(*) FILTER (WHERE status = 'offered')::integer AS offered,
           count(*) FILTER (WHERE status = 'waiting')::integer AS waiting
    FROM interest_now WHERE interest_now.event_id = event.id AND withdrawn_at IS NULL
) AS wish
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS confirmed FROM participation_now p
    WHERE p.event_id = event.id AND p.status = 'confirmed' AND p.role = 'participant'
) AS place;
COMMENT ON COLUMN event_counts.seats IS 'Null where there is no limit.';

GRANT SELECT ON event_counts TO registry_service;
