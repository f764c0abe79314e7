-- Attendance by session, head counts where names are not taken, and what completes an event.
--
-- Like the facts of participations, marks and head counts are countable: appended with
-- recorded_at = record_instant(), superseded by the next row, never edited.

-- A row is a band of ages in which people are counted without names. A child is never more here.
CREATE TABLE age_band (
    code  text      PRIMARY KEY,
    title text      NOT NULL,
    ages  int4range NOT NULL,
    valid daterange NOT NULL DEFAULT '(,)',
    CONSTRAINT age_band_code_is_kebab_case CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT age_band_has_a_title CHECK (title <> ''),
    CONSTRAINT age_band_has_ages CHECK (NOT isempty(ages) AND lower(ages) >= 0),
    CONSTRAINT age_band_is_valid_some_day CHECK (NOT isempty(valid)),
    CONSTRAINT age_band_is_the_only_one_of_its_ages
        EXCLUDE USING gist (ages WITH &&, valid WITH &&)
);
INSERT INTO age_band (code, title, ages) VALUES
    ('under-12', 'under 12', '[0,12)'),
    ('12-to-14', '12 to 14', '[12,15)'),
    ('15-to-17', '15 to 17', '[15,18)'),
    ('18-to-24', '18 to 24', '[18,25)'),
    ('25-and-over', '25 and over', '[25,)');

-- A row is how a participation attended a session, as it was known from recorded_at until
-- superseded_at. Its id is the version that whoever marks next must have seen.
CREATE TABLE attendance (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id         uuid        NOT NULL,
    session_id       uuid        NOT NULL,
    participation_id uuid        NOT NULL,
    status           text        CONSTRAINT attendance_status_is_known
        CHECK (status IN ('present', 'partly', 'absent', 'excused')),
    arrived_at       timestamptz,
    actor            text        NOT NULL CHECK (actor <> ''),
    reason           text        CHECK (reason <> ''),
    occurred_at      timestamptz NOT NULL,
    recorded_at      timestamptz NOT NULL,
    superseded_at    timestamptz,
    CONSTRAINT attendance_is_in_a_session_of_the_event
        FOREIGN KEY (session_id, event_id) REFERENCES session (id, event_id),
    CONSTRAINT attendance_is_of_a_participation_in_the_event
        FOREIGN KEY (participation_id, event_id) REFERENCES participation (id, event_id),
    CONSTRAINT attendance_is_superseded_later CHECK (recorded_at < superseded_at),
    CONSTRAINT attendance_arrives_who_was_there
        CHECK (arrived_at IS NULL OR status IN ('present', 'partly'))
);
COMMENT ON COLUMN attendance.status IS 'Null where a mark was taken back: nothing is known.';
COMMENT ON COLUMN attendance.arrived_at IS 'When a late one came; null of those who were there.';
CREATE UNIQUE INDEX attendance_once_per_session
    ON attendance (session_id, participation_id) WHERE superseded_at IS NULL;
-- For the marks of a participation.
CREATE INDEX attendance_of_participation
    ON attendance (participation_id) WHERE superseded_at IS NULL;

-- A row is how many people of a band of ages were in a session whose names are not taken.
CREATE TABLE head_count (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      uuid        NOT NULL,
    session_id    uuid        NOT NULL,
    age_band      text        NOT NULL REFERENCES age_band (code),
    people        integer     NOT NULL,
    actor         text        NOT NULL CHECK (actor <> ''),
    reason        text        CHECK (reason <> ''),
    occurred_at   timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT head_count_is_in_a_session_of_the_event
        FOREIGN KEY (session_id, event_id) REFERENCES session (id, event_id),
    CONSTRAINT head_count_counts_people CHECK (people BETWEEN 0 AND 100000),
    CONSTRAINT head_count_is_superseded_later CHECK (recorded_at < superseded_at)
);
CREATE UNIQUE INDEX head_count_once_per_band
    ON head_count (session_id, age_band) WHERE superseded_at IS NULL;

-- A row is a closed sheet: what its session's marks were then, as a digest that shows whether the
-- rows are still the same. What is marked later is a correction and needs a reason.
CREATE TABLE attendance_seal (
    session_id uuid        PRIMARY KEY,
    event_id   uuid        NOT NULL,
    marks      integer     NOT NULL,
    digest     bytea       NOT NULL,
    sealed_by  text        NOT NULL CHECK (sealed_by <> ''),
    sealed_at  timestamptz NOT NULL,
    CONSTRAINT attendance_seal_is_of_a_session_of_the_event
        FOREIGN KEY (session_id, event_id) REFERENCES session (id, event_id),
    CONSTRAINT attendance_seal_counts_marks CHECK (marks >= 0),
    CONSTRAINT attendance_seal_is_a_sha256 CHECK (octet_length(digest) = 32)
);
COMMENT ON COLUMN attendance_seal.sealed_at IS
    'A record_instant(): the rows that hold as of it are the rows that are sealed.';

-- Nothing is marked in a closed sheet without a reason, whoever writes it.
CREATE FUNCTION refuse_silent_correction() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.reason IS NULL
       AND EXISTS (SELECT FROM attendance_seal WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'the sheet is closed: a correction needs a reason'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = 'attendance_correction_has_a_reason';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER attendance_correction_has_a_reason BEFORE INSERT ON attendance
    FOR EACH ROW EXECUTE FUNCTION refuse_silent_correction();
CREATE TRIGGER head_count_correction_has_a_reason BEFORE INSERT ON head_count
    FOR EACH ROW EXECUTE FUNCTION refuse_silent_correction();

-- A row is what it takes to complete an event; without a row the defaults hold.
CREATE TABLE completion_rule (
    event_id         uuid     PRIMARY KEY REFERENCES event (id),
    attended_percent smallint NOT NULL DEFAULT 80,
    partly_percent   smallint NOT NULL DEFAULT 50,
    needs_assignment boolean  NOT NULL DEFAULT false,
    needs_mentoring  boolean  NOT NULL DEFAULT false,
    CONSTRAINT completion_rule_asks_for_some_attendance
        CHECK (attended_percent BETWEEN 1 AND 100),
    CONSTRAINT completion_rule_counts_a_part_as_a_part CHECK (partly_percent BETWEEN 0 AND 100)
);
COMMENT ON COLUMN completion_rule.attended_percent IS
    'The least share of their sessions that somebody attends.';
COMMENT ON COLUMN completion_rule.partly_percent IS 'What a session attended partly counts.';

-- The marks that hold now.
CREATE VIEW attendance_now AS
SELECT id, event_id, session_id, participation_id, status, arrived_at, actor, reason,
       occurred_at, recorded_at
FROM attendance WHERE superseded_at IS NULL AND status IS NOT NULL;

GRANT SELECT ON age_band, attendance_now TO registry_service;
GRANT SELECT, INSERT ON attendance, head_count, attendance_seal TO registry_service;
GRANT UPDATE (superseded_at) ON attendance, head_count TO registry_service;
GRANT SELECT, INSERT, UPDATE ON completion_rule TO registry_service;
