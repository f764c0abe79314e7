-- Events with their sessions, audience and grants; figures from before the registry.

-- A row is a training, meeting, visit or conference. Its state is told by times: a draft until
-- published_at, then published, at the end held or cancelled. Seats are counted elsewhere, never
-- here: a change of this table wakes every instance.
CREATE TABLE event (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code           text        NOT NULL,
    kind           text        NOT NULL,
    title          text        NOT NULL,
    summary        text        NOT NULL,
    description    text        NOT NULL DEFAULT '',
    programme_id   uuid        REFERENCES programme (id),
    phase_id       uuid,
    admission      text        NOT NULL,
    starts_on      date        NOT NULL,
    ends_on        date        NOT NULL,
    date_precision text        NOT NULL DEFAULT 'day',
    time_zone      text        NOT NULL,
    venue          text        NOT NULL DEFAULT '',
    city           text        NOT NULL DEFAULT '',
    country        text        REFERENCES country (code),
    is_online      boolean     NOT NULL DEFAULT false,
    languages      text[]      NOT NULL DEFAULT '{}',
    capacity       integer,
    opens_at       timestamptz,
    closes_at      timestamptz,
    published_at   timestamptz,
    held_at        timestamptz,
    cancelled_at   timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT event_code_is_unique UNIQUE (code),
    CONSTRAINT event_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT event_kind_is_known
        CHECK (kind IN ('training', 'expert-meeting', 'expert-group-meeting', 'consultation',
                        'study-visit', 'conference', 'roundtable')),
    CONSTRAINT event_admission_is_known
        CHECK (admission IN ('open', 'selection', 'invitation', 'nomination')),
    CONSTRAINT event_has_a_title CHECK (title <> ''),
    CONSTRAINT event_phase_is_of_its_programme
        FOREIGN KEY (phase_id, programme_id) REFERENCES phase (id, programme_id),
    CONSTRAINT event_with_a_phase_has_a_programme
        CHECK (phase_id IS NULL OR programme_id IS NOT NULL),
    CONSTRAINT event_starts_before_it_ends CHECK (starts_on <= ends_on),
    CONSTRAINT event_days_are_as_precise_as_they_say CHECK (
        CASE date_precision
        WHEN 'day' THEN true
        WHEN 'month' THEN extract(day FROM starts_on) = 1
            AND ends_on = (starts_on + interval '1 month - 1 day')::date
        WHEN 'year' THEN extract(doy FROM starts_on) = 1
            AND ends_on = (starts_on + interval '1 year - 1 day')::date
        ELSE false END),
    CONSTRAINT event_time_zone_is_a_name
        CHECK (time_zone ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'),
    CONSTRAINT event_to_come_is_published_with_a_place CHECK (
        published_at IS NULL OR held_at IS NOT NULL OR is_online OR country IS NOT NULL),
    CONSTRAINT event_city_is_in_a_country CHECK (city = '' OR country IS NOT NULL),
    CONSTRAINT event_venue_is_in_a_city CHECK (venue = '' OR city <> ''),
    CONSTRAINT event_has_room_for_somebody CHECK (capacity > 0),
    CONSTRAINT event_opens_before_it_closes CHECK (opens_at < closes_at),
    CONSTRAINT event_is_held_only_when_published
        CHECK (held_at IS NULL OR published_at IS NOT NULL),
    CONSTRAINT event_is_held_or_cancelled CHECK (held_at IS NULL OR cancelled_at IS NULL)
);
COMMENT ON COLUMN event.date_precision IS
    'day, or month or year where the texts tell no more; then the days are its first and last.';
COMMENT ON COLUMN event.description IS 'Paragraphs of plain text with empty lines between them.';
-- For the public list, by day and then code.
CREATE INDEX event_published_by_day ON event (starts_on, code) WHERE published_at IS NOT NULL;
-- For the events of a programme and of a phase.
CREATE INDEX event_of_programme ON event (programme_id, starts_on);
CREATE INDEX event_of_phase ON event (phase_id);

-- A row is one sitting with a start and an end; attendance is taken here, never on the event.
-- Sessions of one event may run side by side.
CREATE TABLE session (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id  uuid        NOT NULL REFERENCES event (id),
    title     text        NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    CONSTRAINT session_belongs_to_its_event UNIQUE (id, event_id),
    CONSTRAINT session_has_a_title CHECK (title <> ''),
    CONSTRAINT session_starts_before_it_ends CHECK (starts_at < ends_at)
);
-- For the sessions of an event in their order.
CREATE INDEX session_of_event ON session (event_id, starts_at);

-- A row is a sector that an event is meant for; an event without one is meant for everybody.
CREATE TABLE event_audience (
    event_id uuid NOT NULL REFERENCES event (id),
    sector   text NOT NULL REFERENCES sector (code),
    PRIMARY KEY (event_id, sector)
);

-- A row is a topic that an event is about.
CREATE TABLE event_topic (
    event_id uuid NOT NULL REFERENCES event (id),
    topic    text NOT NULL REFERENCES topic (code),
    PRIMARY KEY (event_id, topic)
);

-- A row is a grant that carries an event, with its share of the cost; null is a share not known.
CREATE TABLE event_grant (
    event_id         uuid NOT NULL REFERENCES event (id),
    funding_grant_id uuid NOT NULL REFERENCES funding_grant (id),
    share            numeric(5, 4),
    PRIMARY KEY (event_id, funding_grant_id),
    CONSTRAINT event_grant_share_is_part_of_one CHECK (share > 0 AND share <= 1)
);
-- For the events of a grant.
CREATE INDEX event_grant_of_grant ON event_grant (funding_grant_id);

-- The event's row is locked first, so that two transactions cannot each see only their own share.
CREATE FUNCTION check_event_grant_shares() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM event WHERE id = NEW.event_id FOR NO KEY UPDATE;
    IF (SELECT sum(share) FROM event_grant WHERE event_id = NEW.event_id) > 1 THEN
        RAISE EXCEPTION 'the shares of the grants of one event add up to more than one'
            USING ERRCODE = 'check_violation', TABLE = 'event_grant',
                  CONSTRAINT = 'event_grant_shares_add_up_to_one_at_most';
    END IF;
    RETURN NULL;
END
$$;

-- Deferred, so that shares can be moved from one grant to another in any order.
CREATE CONSTRAINT TRIGGER event_grant_shares_add_up_to_one_at_most
    AFTER INSERT OR UPDATE ON event_grant
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_event_grant_shares();

-- A row is a claim about the past with its words and source. It is shown beside what the registry
-- counts and never added to it silently.
CREATE TABLE baseline_figure (
    code         text PRIMARY KEY,
    title        text    NOT NULL,
    value        integer NOT NULL,
    qualifier    text    NOT NULL,
    unit         text    NOT NULL,
    period       text    NOT NULL,
    period_days  daterange,
    quote        text    NOT NULL,
    place        text    NOT NULL,
    programme_id uuid REFERENCES programme (id),
    phase_id     uuid REFERENCES phase (id),
    event_id     uuid REFERENCES event (id),
    CONSTRAINT baseline_figure_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT baseline_figure_is_not_negative CHECK (value >= 0),
    CONSTRAINT baseline_figure_qualifier_is_known
        CHECK (qualifier IN ('exact', 'at-least', 'about')),
    CONSTRAINT baseline_figure_has_words_and_source
        CHECK (title <> '' AND unit <> '' AND period <> '' AND quote <> '' AND place <> ''),
    CONSTRAINT baseline_figure_period_has_days CHECK (NOT isempty(period_days)),
    CONSTRAINT baseline_figure_is_about_one_thing
        CHECK (num_nonnulls(programme_id, phase_id, event_id) <= 1)
);
COMMENT ON COLUMN baseline_figure.period IS 'In words, as in "before 2018".';

CREATE TRIGGER event_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER session_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON session
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER event_audience_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_audience
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER event_topic_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_topic
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER baseline_figure_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON baseline_figure
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();

GRANT SELECT, INSERT, UPDATE ON event, session, event_audience, event_topic, event_grant,
    baseline_figure TO registry_service;
