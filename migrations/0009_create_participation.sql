-- Participations, what is counted about them, and the seats they hold.

-- What stays of a person when the person is erased: a random number that says nothing.
ALTER TABLE person ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE person ADD CONSTRAINT person_token_is_unique UNIQUE (token);

-- A row is a person in an event. Everything that is counted about it is in participation_fact;
-- who it was is known only while a person has the token of its latest fact.
CREATE TABLE participation (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id    uuid        NOT NULL REFERENCES event (id),
    interest_id uuid        REFERENCES interest (id) ON DELETE SET NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT participation_belongs_to_its_event UNIQUE (id, event_id),
    CONSTRAINT participation_comes_of_one_interest UNIQUE (interest_id)
);
-- For the people of an event.
CREATE INDEX participation_of_event ON participation (event_id);

-- The instant of the latest countable fact. Whoever appends one updates this row first, and so
-- waits until the appending before it is committed: recorded times increase in commit order, and
-- a report as of an instant is one filter. Never written by the public intake.
CREATE TABLE fact_clock (
    is_only boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
    latest  timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO fact_clock DEFAULT VALUES;

-- The instant at which the calling transaction records facts; the same for all of them.
CREATE FUNCTION record_instant() RETURNS timestamptz
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    UPDATE fact_clock SET latest = greatest(clock_timestamp(), latest + interval '1 microsecond')
    RETURNING latest
$$;

-- A row is what was true of a participation from occurred_at on, as it was known from recorded_at
-- until superseded_at. Rows are appended; nothing but superseded_at is ever written again.
CREATE TABLE participation_fact (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participation_id uuid        NOT NULL REFERENCES participation (id),
    person_token     uuid        NOT NULL,
    status           text        NOT NULL CONSTRAINT participation_fact_status_is_known
        CHECK (status IN ('confirmed', 'withdrawn', 'substituted', 'merged')),
    role             text        NOT NULL CONSTRAINT participation_fact_role_is_known
        CHECK (role IN ('participant', 'trainer', 'speaker', 'chair', 'organiser', 'observer',
                        'interpreter')),
    country          text        NOT NULL REFERENCES country (code),
    sector           text        NOT NULL REFERENCES sector (code),
    organisation_id  uuid        REFERENCES organisation (id),
    -- The member whose seat it is, where seats belong to states.
    member           text        REFERENCES member (code),
    actor            text        NOT NULL CHECK (actor <> ''),
    reason           text        CHECK (reason <> ''),
    occurred_at      timestamptz NOT NULL,
    recorded_at      timestamptz NOT NULL,
    superseded_at    timestamptz,
    CONSTRAINT participation_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
CREATE UNIQUE INDEX participation_fact_one_at_a_time
    ON participation_fact (participation_id) WHERE superseded_at IS NULL;
-- For the participations of a person.
CREATE INDEX participation_fact_of_person ON participation_fact (person_token);

-- The facts that hold now, one for each participation.
CREATE VIEW participation_now AS
SELECT p.id, p.event_id, p.interest_id, f.person_token, f.status, f.role, f.country, f.sector,
       f.organisation_id, f.member, f.occurred_at, f.recorded_at
FROM participation p
JOIN participation_fact f ON f.participation_id = p.id AND f.superseded_at IS NULL;

-- A row is the room of an event: whoever changes its seats, quotas or waiting list locks this row
-- first. Not the row of event, whose changes wake every instance.
CREATE TABLE event_room (
    event_id    uuid    PRIMARY KEY REFERENCES event (id),
    taken       integer NOT NULL DEFAULT 0,
    made        integer NOT NULL DEFAULT 0,
    seats       integer NOT NULL DEFAULT 0,
    offer_hours integer NOT NULL DEFAULT 72,
    CONSTRAINT event_room_is_never_oversold CHECK (taken BETWEEN 0 AND seats),
    CONSTRAINT event_room_has_no_seat_beyond_its_number CHECK (made BETWEEN taken AND seats),
    CONSTRAINT event_room_offer_lasts CHECK (offer_hours BETWEEN 1 AND 2160)
);
COMMENT ON COLUMN event_room.taken IS
    'Seats that somebody has or that are promised to somebody; counted by a trigger of seat.';
COMMENT ON COLUMN event_room.made IS 'Rows of seat; counted by a trigger of seat.';

-- A row is one place in an event. It may be kept for a state or an organisation before a person is
-- named. It is free, promised to an interest by an offer until a time, or had by a participation.
CREATE TABLE seat (
    id               uuid    PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id         uuid    NOT NULL REFERENCES event_room (event_id),
    number           integer NOT NULL,
    kept_for_member  text    REFERENCES member (code),
    kept_for_organisation uuid REFERENCES organisation (id),
    interest_id      uuid    REFERENCES interest (id) ON DELETE SET NULL,
    promised_until   timestamptz,
    participation_id uuid,
    taken_at         timestamptz,
    -- What whoever has it, or is promised it, counts as in quotas: fixed then.
    country          text    REFERENCES country (code),
    sector           text    REFERENCES sector (code),
    organisation_id  uuid    REFERENCES organisation (id),
    CONSTRAINT seat_number_is_unique UNIQUE (event_id, number),
    CONSTRAINT seat_number_counts_from_one CHECK (number > 0),
    CONSTRAINT seat_participation_is_of_its_event
        FOREIGN KEY (participation_id, event_id) REFERENCES participation (id, event_id),
    CONSTRAINT seat_is_had_by_one_participation UNIQUE (participation_id),
    CONSTRAINT seat_is_promised_to_one_interest UNIQUE (interest_id),
    CONSTRAINT seat_is_kept_for_one_of_them
        CHECK (num_nonnulls(kept_for_member, kept_for_organisation) <= 1),
    CONSTRAINT seat_is_promised_or_had
        CHECK (num_nonnulls(promised_until, participation_id) <= 1),
    CONSTRAINT seat_is_promised_to_an_interest
        CHECK (promised_until IS NULL OR interest_id IS NOT NULL),
    CONSTRAINT seat_counts_as_somebody_while_it_is_taken CHECK (
        (promised_until IS NULL AND participation_id IS NULL
         AND num_nonnulls(country, sector, organisation_id) = 0)
        OR (num_nonnulls(promised_until, participation_id) = 1
            AND num_nonnulls(country, sector) = 2)),
    CONSTRAINT seat_is_had_since_a_time
        CHECK ((participation_id IS NULL) = (taken_at IS NULL))
);
-- For finding a free one.
CREATE INDEX seat_free ON seat (event_id, number)
    WHERE participation_id IS NULL AND promised_until IS NULL;
-- For offers that lapse.
CREATE INDEX seat_promised ON seat (promised_until) WHERE promised_until IS NOT NULL;

-- A row is the most seats of an event that people of one country, sector or organisation may have.
CREATE TABLE seat_quota (
    event_id  uuid    NOT NULL REFERENCES event_room (event_id),
    dimension text    NOT NULL CONSTRAINT seat_quota_dimension_is_known
        CHECK (dimension IN ('country', 'sector', 'organisation')),
    value     text    NOT NULL CHECK (value <> ''),
    seats_max integer NOT NULL,
    taken     integer NOT NULL DEFAULT 0,
    PRIMARY KEY (event_id, dimension, value),
    CONSTRAINT seat_quota_is_never_exceeded CHECK (taken BETWEEN 0 AND seats_max)
);
COMMENT ON COLUMN seat_quota.value IS 'A code of a country or sector, the id of an organisation.';

-- A row is a place in one session that has fewer of them than the event has seats.
CREATE TABLE session_room (
    session_id uuid    PRIMARY KEY REFERENCES session (id),
    seats      integer NOT NULL,
    taken      integer NOT NULL DEFAULT 0,
    CONSTRAINT session_room_is_never_oversold CHECK (taken BETWEEN 0 AND seats)
);
CREATE TABLE session_place (
    session_id       uuid        NOT NULL REFERENCES session_room (session_id),
    participation_id uuid        NOT NULL REFERENCES participation (id),
    taken_at         timestamptz NOT NULL,
    PRIMARY KEY (session_id, participation_id)
);
-- For the sessions of a participation.
CREATE INDEX session_place_of_participation ON session_place (participation_id);

GRANT SELECT, INSERT ON participation, participation_fact TO registry_service;
GRANT UPDATE (superseded_at) ON participation_fact TO registry_service;
GRANT SELECT, UPDATE ON fact_clock TO registry_service;
GRANT SELECT ON participation_now TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON event_room, seat, seat_quota, session_room, session_place TO registry_service;
