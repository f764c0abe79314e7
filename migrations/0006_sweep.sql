-- What the sweep of old rows needs, and when an event is over.

-- Whether a link that confirms the interest still works. Volatile, so it looks after the caller
-- has locked the interest: a link that was made between its snapshot and the lock is seen.
CREATE FUNCTION interest_has_open_link(interest uuid, at timestamptz) RETURNS boolean
LANGUAGE sql VOLATILE
RETURN EXISTS (
    SELECT FROM access_token t
    WHERE t.interest_id = interest AND t.used_at IS NULL AND t.expires_at > at
);

-- FOR UPDATE SKIP LOCKED needs the right to update some column.
GRANT UPDATE (created_at) ON idempotency_key TO registry_service;

-- A zone that PostgreSQL does not know is refused here, so that no reader stumbles over it.
ALTER TABLE event ADD CONSTRAINT event_time_zone_is_known
    CHECK (timestamp '2000-01-01' AT TIME ZONE time_zone IS NOT NULL);

-- When an event is over: at the end of its last session or of its last day in its zone, whichever
-- comes first. The one place of this rule: the catalogue and the intake both ask here.
CREATE FUNCTION event_over_at(e event) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN least(
    (SELECT max(session.ends_at) FROM session WHERE session.event_id = (e).id),
    ((e).ends_on + 1)::timestamp AT TIME ZONE (e).time_zone
);
