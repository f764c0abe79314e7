-- What could still be written over without a trace: the last day of an event, and what a claim
-- about the past said.

-- Which last day an event had before another one is nowhere on file: rows of the past get the one
-- that it has now, or their first day where it would be over before it began.
ALTER TABLE event_fact ADD COLUMN ends_on date;
UPDATE event_fact f SET ends_on = greatest(f.starts_on, event.ends_on)
FROM event WHERE event.id = f.event_id;
ALTER TABLE event_fact
    ALTER COLUMN ends_on SET NOT NULL,
    ADD CONSTRAINT event_fact_ends_after_it_starts CHECK (starts_on <= ends_on);

-- As it was, with the last day at its end.
CREATE OR REPLACE VIEW event_known AS
SELECT event.id AS event_id, event.code, event.kind, event.reach, programme.code AS programme,
       phase.code AS phase,
       ARRAY(SELECT g.code FROM event_grant JOIN funding_grant g ON g.id = funding_grant_id
             WHERE event_grant.event_id = event.id ORDER BY g.code COLLATE "C") AS grants,
       event.starts_on, event.time_zone,
       event.published_at IS NOT NULL AND event.cancelled_at IS NULL AS is_countable,
       event.ends_on
FROM event
LEFT JOIN programme ON programme.id = event.programme_id
LEFT JOIN phase ON phase.id = event.phase_id;

-- As it was, with the last day.
CREATE OR REPLACE FUNCTION remember_event(which uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
    changed bigint := 0;
    rows bigint;
BEGIN
    SELECT greatest(clock_timestamp(), latest + interval '1 microsecond') INTO instant
    FROM fact_clock FOR UPDATE;

    UPDATE event_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM event_known k WHERE k.event_id = which AND ROW(k.*) IS NOT DISTINCT FROM
            ROW(f.event_id, f.code, f.kind, f.reach, f.programme, f.phase, f.grants, f.starts_on,
                f.time_zone, f.is_countable, f.ends_on));
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO event_fact (event_id, code, kind, reach, programme, phase, grants, starts_on,
        time_zone, is_countable, ends_on, recorded_at)
    SELECT k.*, instant FROM event_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM event_fact f WHERE f.event_id = which AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    UPDATE session_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM session_known k WHERE k.session_id = f.session_id
            AND ROW(k.*) IS NOT DISTINCT FROM
                ROW(f.session_id, f.event_id, f.starts_at, f.has_places));
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO session_fact (session_id, event_id, starts_at, has_places, recorded_at)
    SELECT k.*, instant FROM session_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM session_fact f WHERE f.session_id = k.session_id AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    UPDATE session_place_fact f SET superseded_at = instant
    WHERE f.event_id = which AND f.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM session_place k WHERE k.session_id = f.session_id
            AND k.participation_id = f.participation_id);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;
    INSERT INTO session_place_fact (session_id, event_id, participation_id, recorded_at)
    SELECT k.*, instant FROM session_place_known k WHERE k.event_id = which AND NOT EXISTS (
        SELECT FROM session_place_fact f WHERE f.session_id = k.session_id
            AND f.participation_id = k.participation_id AND f.superseded_at IS NULL);
    GET DIAGNOSTICS rows = ROW_COUNT; changed := changed + rows;

    IF changed > 0 THEN UPDATE fact_clock SET latest = instant; END IF;
END
$$;

INSERT INTO personal_column (relation, column_name, holds)
VALUES ('event_fact', 'ends_on', 'nothing');

-- A row is what a claim said, as it was on file from recorded_at until superseded_at.
ALTER TABLE baseline_figure
    ADD COLUMN reason text,
    ADD CONSTRAINT baseline_figure_reason_is_not_empty CHECK (reason <> '');
COMMENT ON COLUMN baseline_figure.reason IS 'Why it says something else than it did before.';
CREATE TABLE baseline_fact (
    id                 bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    baseline_figure_id uuid        NOT NULL REFERENCES baseline_figure (id),
    title              text        NOT NULL,
    value              integer     NOT NULL,
    qualifier          text        NOT NULL,
    unit               text        NOT NULL,
    counts_people      boolean     NOT NULL,
    period             text        NOT NULL,
    period_days        daterange,
    programme_id       uuid        REFERENCES programme (id),
    phase_id           uuid        REFERENCES phase (id),
    event_id           uuid        REFERENCES event (id),
    told_on            date        NOT NULL,
    quote              text        NOT NULL,
    place              text        NOT NULL,
    reason             text,
    recorded_at        timestamptz NOT NULL,
    superseded_at      timestamptz,
    CONSTRAINT baseline_fact_is_superseded_later CHECK (recorded_at < superseded_at)
);
CREATE UNIQUE INDEX baseline_fact_one_at_a_time
    ON baseline_fact (baseline_figure_id) WHERE superseded_at IS NULL;
-- For what a claim said before.
CREATE INDEX baseline_fact_history ON baseline_fact (baseline_figure_id, recorded_at);

-- What would be recorded now; a reason alone, from which a name may be erased, is nothing new.
CREATE VIEW baseline_known AS
SELECT id AS baseline_figure_id, title, value, qualifier, unit, counts_people, period, period_days,
       programme_id, phase_id, event_id, told_on, quote, place
FROM baseline_figure;

CREATE FUNCTION remember_baseline_figure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    instant timestamptz;
BEGIN
    PERFORM FROM fact_clock FOR UPDATE;
    IF EXISTS (SELECT FROM baseline_known k
               JOIN baseline_fact f ON f.baseline_figure_id = k.baseline_figure_id
               WHERE f.baseline_figure_id = NEW.id AND f.superseded_at IS NULL
                 AND ROW(k.*) IS NOT DISTINCT FROM ROW(f.baseline_figure_id, f.title, f.value,
                     f.qualifier, f.unit, f.counts_people, f.period, f.period_days,
                     f.programme_id, f.phase_id, f.event_id, f.told_on, f.quote, f.place)) THEN
        RETURN NULL;
    END IF;
    instant := record_instant();
    UPDATE baseline_fact SET superseded_at = instant
    WHERE baseline_figure_id = NEW.id AND superseded_at IS NULL;
    INSERT INTO baseline_fact (baseline_figure_id, title, value, qualifier, unit, counts_people,
        period, period_days, programme_id, phase_id, event_id, told_on, quote, place, reason,
        recorded_at)
    SELECT k.*, f.reason, instant FROM baseline_known k
    JOIN baseline_figure f ON f.id = k.baseline_figure_id WHERE f.id = NEW.id;
    RETURN NULL;
END
$$;
-- At the end of the transaction, when every other lock is held: the clock comes last.
CREATE CONSTRAINT TRIGGER baseline_figure_is_remembered AFTER INSERT OR UPDATE ON baseline_figure
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remember_baseline_figure();

-- Claims from before are on file as they are now, since the log last tells of them.
INSERT INTO baseline_fact (baseline_figure_id, title, value, qualifier, unit, counts_people,
    period, period_days, programme_id, phase_id, event_id, told_on, quote, place, recorded_at)
SELECT k.*, coalesce((SELECT max(recorded_at) FROM audit
                      WHERE subject = 'baseline_figure' AND subject_id = k.baseline_figure_id),
                     now())
FROM baseline_known k;

GRANT SELECT ON baseline_fact TO registry_service;

INSERT INTO personal_column (relation, column_name, holds)
SELECT 'baseline_fact', unnest(ARRAY['baseline_figure_id', 'title', 'qualifier', 'unit', 'period',
    'programme_id', 'phase_id', 'event_id', 'told_on', 'quote', 'place']), 'nothing';
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason, is_searched)
VALUES
    ('baseline_figure', 'reason', 'person', 'kept', 'of a claim; names in it go', true),
    ('baseline_fact', 'reason', 'person', 'kept', 'of a claim; names in it go', true);
