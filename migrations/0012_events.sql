-- What coordinators change: series of events, moved events, spellings, and who changed what.

-- A row is a series of events that belong together, such as the trainings of one course.
CREATE TABLE series (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    code       text        NOT NULL,
    title      text        NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT series_code_is_unique UNIQUE (code),
    CONSTRAINT series_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT series_has_a_title CHECK (title <> '')
);

ALTER TABLE event
    ADD COLUMN series_id uuid REFERENCES series (id),
    ADD COLUMN revision  integer NOT NULL DEFAULT 0,
    ADD COLUMN sequence  integer NOT NULL DEFAULT 0,
    ADD COLUMN moved_at  timestamptz,
    ADD CONSTRAINT event_counts_its_changes CHECK (sequence BETWEEN 0 AND revision),
    ADD CONSTRAINT event_is_moved_only_when_published
        CHECK (moved_at IS NULL OR published_at IS NOT NULL);
COMMENT ON COLUMN event.revision IS 'Counts every change, so that nobody overwrites another''s.';
COMMENT ON COLUMN event.sequence IS
    'Counts the changes that people are told of: the SEQUENCE of RFC 5545 §3.8.7.4.';
COMMENT ON COLUMN event.moved_at IS 'When its times or its place were last changed in public.';

-- Whoever changes an event counts it, so that a form that was opened before is refused.
CREATE FUNCTION count_event_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END
$$;
CREATE TRIGGER event_change_is_counted BEFORE UPDATE ON event
    FOR EACH ROW EXECUTE FUNCTION count_event_change();

-- For the events of a series.
CREATE INDEX event_of_series ON event (series_id, starts_on) WHERE series_id IS NOT NULL;

-- A row is a spelling under which an organisation is found; it is never shown as its name.
CREATE TABLE organisation_alias (
    organisation_id uuid        NOT NULL REFERENCES organisation (id),
    alias           text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, alias),
    CONSTRAINT organisation_alias_is_not_empty CHECK (alias <> '')
);
-- For finding an organisation by a spelling, whatever its case.
CREATE INDEX organisation_alias_by_spelling ON organisation_alias (lower(alias));

-- A row is a change that somebody made: what, who, when and why. No personal data.
CREATE TABLE audit (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject     text        NOT NULL,
    subject_id  uuid        NOT NULL,
    action      text        NOT NULL,
    actor       text        NOT NULL,
    reason      text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT audit_says_what_was_done CHECK (subject <> '' AND action <> '' AND actor <> ''),
    CONSTRAINT audit_reason_is_not_empty CHECK (reason <> '')
);
COMMENT ON COLUMN audit.subject IS 'The table of the row that was changed, such as event.';
-- For the history of one thing.
CREATE INDEX audit_of_subject ON audit (subject, subject_id, id);

-- An instant as the API writes it (RFC 3339), in UTC.
CREATE FUNCTION instant_text(instant timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- Whom a change of an event concerns: each person once who has a confirmed place, or an interest
-- that is confirmed by mail and neither withdrawn, declined nor lapsed.
CREATE FUNCTION people_concerned(event uuid)
RETURNS TABLE (person_id uuid, interest_id uuid, has_place boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (person_id) person_id, interest_id, has_place
    FROM (
        SELECT person.id AS person_id, p.interest_id, true AS has_place
        FROM participation_now p JOIN person ON person.token = p.person_token
        WHERE p.event_id = event AND p.status = 'confirmed'
        UNION ALL
        SELECT interest.person_id, interest.id, false
        FROM interest
        JOIN interest_status s ON s.interest_id = interest.id AND s.superseded_at IS NULL
        WHERE interest.event_id = event AND interest.confirmed_at IS NOT NULL
          AND interest.withdrawn_at IS NULL
          AND s.status NOT IN ('withdrawn', 'declined', 'lapsed')
    ) AS concerned
    ORDER BY person_id, has_place DESC, interest_id
$$;

-- What a mail has to know of an event to carry it as calendars take it: of every mail the same.
CREATE FUNCTION event_calendar(e event, domain text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object('target', e.title, 'code', e.code,
        'uid', 'event-' || e.id || '@' || domain, 'sequence', e.sequence,
        'schedule', jsonb_build_object('starts_on', e.starts_on, 'ends_on', e.ends_on,
            'date_precision', e.date_precision, 'time_zone', e.time_zone, 'venue', e.venue,
            'city', e.city, 'is_online', e.is_online,
            'country_name', (SELECT name FROM country WHERE country.code = e.country),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', s.title,
                    'starts_at', instant_text(s.starts_at), 'ends_at', instant_text(s.ends_at))
                    ORDER BY s.starts_at, s.ends_at, s.id), '[]')
                FROM session s WHERE s.event_id = e.id)))
$$;

GRANT SELECT, INSERT, UPDATE ON series TO registry_service;
GRANT SELECT, INSERT, DELETE ON organisation_alias TO registry_service;
GRANT SELECT, INSERT ON audit TO registry_service;
-- A draft's sessions and what an event is for are replaced as a whole.
GRANT DELETE ON session, event_audience, event_topic, event_grant, programme_name,
    programme_topic, phase_grant, phase_partner TO registry_service;
