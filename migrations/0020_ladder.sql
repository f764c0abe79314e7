-- The ladder from trainee to trainer: who completed a training, who is invited and who trains, and
-- the events of trainers whom we trained, counted apart from our own.

-- Completion -------------------------------------------------------------------------------------

-- A row is how far somebody got with a step that comes after the sessions, as it was known from
-- recorded_at until superseded_at.
CREATE TABLE completion_step (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participation_id uuid        NOT NULL REFERENCES participation (id),
    step             text        NOT NULL CONSTRAINT completion_step_is_known
        CHECK (step IN ('assignment', 'mentoring')),
    outcome          text        NOT NULL CONSTRAINT completion_step_outcome_is_known
        CHECK (outcome IN ('done', 'not-done', 'excused')),
    actor            text        NOT NULL CHECK (actor <> ''),
    reason           text        CHECK (reason <> ''),
    occurred_at      timestamptz NOT NULL,
    recorded_at      timestamptz NOT NULL,
    superseded_at    timestamptz,
    CONSTRAINT completion_step_is_superseded_later CHECK (recorded_at < superseded_at),
    CONSTRAINT completion_step_is_excused_for_a_reason
        CHECK (outcome <> 'excused' OR reason IS NOT NULL)
);
COMMENT ON COLUMN completion_step.outcome IS 'Who is excused need not do it to complete.';
CREATE UNIQUE INDEX completion_step_one_at_a_time
    ON completion_step (participation_id, step) WHERE superseded_at IS NULL;

-- Who completed an event, and what is missing. The rule is that of Completion in the service; a
-- step of a participation that a merge collapsed counts for the one that carries on.
CREATE VIEW completion AS
SELECT a.participation_id, a.event_id, a.person_token, a.role, a.meets_rule AS meets_attendance,
       step.assignment, step.mentoring, gap.missing = '{}' AS completed, gap.missing
FROM attended a
LEFT JOIN completion_rule rule ON rule.event_id = a.event_id
CROSS JOIN LATERAL (
    SELECT (array_agg(s.outcome ORDER BY m.id = a.participation_id DESC, s.id DESC)
                FILTER (WHERE s.step = 'assignment'))[1] AS assignment,
           (array_agg(s.outcome ORDER BY m.id = a.participation_id DESC, s.id DESC)
                FILTER (WHERE s.step = 'mentoring'))[1] AS mentoring
    FROM participation_now m
    JOIN completion_step s ON s.participation_id = m.id AND s.superseded_at IS NULL
    WHERE m.event_id = a.event_id AND m.person_token = a.person_token
      AND (m.id = a.participation_id OR m.status = 'merged')
) AS step
CROSS JOIN LATERAL (
    SELECT array_remove(ARRAY[
        CASE WHEN NOT a.meets_rule THEN 'attendance' END,
        CASE WHEN rule.needs_assignment AND coalesce(step.assignment, 'not-done') = 'not-done'
             THEN 'assignment' END,
        CASE WHEN rule.needs_mentoring AND coalesce(step.mentoring, 'not-done') = 'not-done'
             THEN 'mentoring' END], NULL) AS missing
) AS gap;

-- Records steps of an event's participations, one answer for each in the order they came. The
-- instant comes first: it is the only lock, and what is in force is read under it.
CREATE FUNCTION record_completion_steps(
    wanted_event uuid, participations uuid[], steps text[], outcomes text[], reasons text[],
    happened timestamptz[], by_actor text, at timestamptz
) RETURNS TABLE (place bigint, answer text)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    given record;
    old completion_step;
    instant timestamptz;
BEGIN
    FOR given IN
        SELECT * FROM unnest(participations, steps, outcomes, reasons, happened)
            WITH ORDINALITY AS g (participation, step, outcome, reason, happened_at, ordinal)
        ORDER BY g.ordinal
    LOOP
        place := given.ordinal;
        instant := record_instant();
        SELECT * INTO old FROM completion_step s
        WHERE s.participation_id = given.participation AND s.step = given.step
          AND s.superseded_at IS NULL;
        answer := CASE
            WHEN NOT EXISTS (SELECT FROM participation_now n WHERE n.id = given.participation
                AND n.event_id = wanted_event AND n.status = 'confirmed') THEN 'unknown'
            WHEN given.outcome = 'excused' AND given.reason IS NULL THEN 'reason-missing'
            WHEN old.outcome = given.outcome AND old.reason IS NOT DISTINCT FROM given.reason
                THEN 'unchanged'
            ELSE 'recorded' END;
        IF answer = 'recorded' THEN
            UPDATE completion_step SET superseded_at = instant WHERE id = old.id;
            INSERT INTO completion_step (participation_id, step, outcome, actor, reason,
                occurred_at, recorded_at)
            VALUES (given.participation, given.step, given.outcome, by_actor, given.reason,
                coalesce(given.happened_at, at), instant);
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            VALUES ('participation', given.participation, given.step || ' ' || given.outcome,
                by_actor, given.reason, at);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Trainers ---------------------------------------------------------------------------------------

-- A row is where a person stood as a trainer of a programme, as it was known from recorded_at
-- until superseded_at. Who is eligible is no row: it follows from what was completed.
CREATE TABLE trainer_standing (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id  uuid        NOT NULL REFERENCES programme (id),
    person_token  uuid        NOT NULL,
    standing      text        NOT NULL CONSTRAINT trainer_standing_is_known
        CHECK (standing IN ('invited', 'trainer', 'declined', 'ended')),
    carries_on    bigint[]    NOT NULL DEFAULT '{}',
    actor         text        NOT NULL CHECK (actor <> ''),
    reason        text        CHECK (reason <> ''),
    occurred_at   timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT trainer_standing_is_superseded_later CHECK (recorded_at < superseded_at)
);
COMMENT ON COLUMN trainer_standing.carries_on IS
    'Rows in force of persons absorbed then, which this one goes on from. They stay in force, so '
    'that they hold again when the merge is undone.';
CREATE UNIQUE INDEX trainer_standing_one_at_a_time
    ON trainer_standing (programme_id, person_token) WHERE superseded_at IS NULL;
-- For the standings of a person.
CREATE INDEX trainer_standing_of_person
    ON trainer_standing (person_token) WHERE superseded_at IS NULL;

-- Where each living person stands now. A person has the standings of whoever was merged into them;
-- of several the one that got furthest. Nothing is moved by a merge, so nothing is left by undoing
-- it.
CREATE VIEW trainer_now AS
WITH held AS (
    SELECT s.*, coalesce(p.merged_into, p.id) AS person_id
    FROM trainer_standing s JOIN person p ON p.token = s.person_token
    WHERE s.superseded_at IS NULL
)
SELECT DISTINCT ON (programme_id, person_id)
       id, programme_id, person_id, person_token, standing, actor, reason, occurred_at, recorded_at
FROM held
WHERE NOT EXISTS (SELECT FROM held later WHERE later.person_id = held.person_id
                  AND later.programme_id = held.programme_id AND held.id = ANY (later.carries_on))
ORDER BY programme_id, person_id,
         array_position(ARRAY['trainer', 'invited', 'ended', 'declined'], standing), id DESC;

-- How far people got in the trainings of a programme in which they take part.
CREATE VIEW trainee AS
SELECT e.programme_id, p.id AS person_id, e.id AS event_id, e.code AS event, e.starts_on,
       c.participation_id, c.completed, c.missing
FROM completion c
JOIN event e ON e.id = c.event_id AND e.kind = 'training' AND e.cancelled_at IS NULL
JOIN person p ON p.token = c.person_token
WHERE c.role = 'participant' AND e.programme_id IS NOT NULL;

-- The standing after a move; null where there is no such move. Null is who has none yet. The rule
-- is that of TrainerStanding in the service.
CREATE FUNCTION trainer_standing_after(standing text, move text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE move
    WHEN 'invite' THEN CASE WHEN standing IS NULL OR standing IN ('declined', 'ended')
                            THEN 'invited' END
    WHEN 'accept' THEN CASE WHEN standing = 'invited' THEN 'trainer' END
    WHEN 'decline' THEN CASE WHEN standing = 'invited' THEN 'declined' END
    WHEN 'end' THEN CASE WHEN standing IN ('invited', 'trainer') THEN 'ended' END
END;

-- Moves a person on the ladder of a programme. The outcome is `done`, or why not; `standing` is
-- the one that they then have.
CREATE FUNCTION move_trainer(
    of_programme text, whom uuid, move text, by_actor text, why text, at timestamptz, domain text,
    OUT outcome text, OUT standing text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    course programme;
    owner person;
    old trainer_now;
    mine trainer_standing;
    instant timestamptz;
    -- 256 bits out of 366 random ones.
    secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                           || uuid_send(gen_random_uuid()));
BEGIN
    SELECT * INTO course FROM programme WHERE code = of_programme;
    IF NOT FOUND THEN outcome := 'unknown'; RETURN; END IF;
    SELECT * INTO owner FROM person
    WHERE id = (SELECT coalesce(p.merged_into, p.id) FROM person p WHERE p.id = whom) FOR UPDATE;
    IF NOT FOUND THEN outcome := 'unknown-person'; RETURN; END IF;
    IF owner.merged_into IS NOT NULL THEN
        RAISE EXCEPTION 'the person was merged meanwhile' USING ERRCODE = '40001';
    END IF;
    SELECT * INTO old FROM trainer_now n
    WHERE n.programme_id = course.id AND n.person_id = owner.id;
    standing := trainer_standing_after(old.standing, move);
    outcome := CASE
        WHEN standing IS NULL THEN 'not-allowed'
        WHEN move = 'invite' AND NOT EXISTS (SELECT FROM trainee t WHERE t.completed
            AND t.programme_id = course.id AND t.person_id = owner.id) THEN 'not-completed'
        ELSE 'done' END;
    IF outcome <> 'done' THEN standing := old.standing; RETURN; END IF;

    instant := record_instant();
    UPDATE trainer_standing s SET superseded_at = instant
    WHERE s.programme_id = course.id AND s.person_token = owner.token AND s.superseded_at IS NULL;
    INSERT INTO trainer_standing (programme_id, person_token, standing, carries_on, actor, reason,
        occurred_at, recorded_at)
    VALUES (course.id, owner.token, standing, ARRAY(
            SELECT s.id FROM trainer_standing s JOIN person p ON p.token = s.person_token
            WHERE s.programme_id = course.id AND s.superseded_at IS NULL
              AND p.merged_into = owner.id ORDER BY s.id),
        by_actor, why, at, instant);
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('trainer_standing', owner.token, move, by_actor, why, at);
    IF move <> 'invite' THEN RETURN; END IF;
    INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
    VALUES (sha256(secret), 'my', owner.id, at, at + interval '30 days');
    INSERT INTO outbox (message_id, recipient, template, language, parameters, written_at,
        next_attempt_at)
    VALUES ('<' || gen_random_uuid() || '@' || domain || '>', owner.email, 'trainer-invited',
        coalesce(owner.language, 'en'),
        jsonb_build_object('given_name', owner.given_name, 'target', course.title, 'token',
            rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=')), at, at);
END
$$;

-- Accepts or declines an invitation by the person's own link; answering twice is answering once.
CREATE FUNCTION answer_trainer_invitation(
    secret bytea, of_programme text, accepts boolean, at timestamptz,
    OUT outcome text, OUT standing text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    owner uuid := (SELECT person_id FROM access_token
                   WHERE hash = sha256(secret) AND purpose = 'my' AND expires_at > at);
    wanted text := CASE WHEN accepts THEN 'trainer' ELSE 'declined' END;
BEGIN
    IF owner IS NULL THEN outcome := 'unknown-person'; RETURN; END IF;
    SELECT m.outcome, m.standing INTO outcome, standing FROM move_trainer(of_programme, owner,
        CASE WHEN accepts THEN 'accept' ELSE 'decline' END, 'person', NULL, at, '') m;
    IF outcome = 'not-allowed' AND standing = wanted THEN outcome := 'done'; END IF;
END
$$;

-- Reach ------------------------------------------------------------------------------------------

ALTER TABLE event
    ADD COLUMN reach text NOT NULL DEFAULT 'direct',
    ADD CONSTRAINT event_reach_is_known CHECK (reach IN ('direct', 'indirect')),
    ADD CONSTRAINT event_held_by_our_trainers_is_of_a_programme
        CHECK (reach = 'direct' OR programme_id IS NOT NULL);
COMMENT ON COLUMN event.reach IS
    'indirect: held by trainers whom we trained, and never counted among our own.';

-- An indirect event was held only if one of its trainers is a trainer of the programme.
CREATE FUNCTION refuse_event_without_trainer() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- Who mends the words of an event that was held is not asked again: trainers end.
    IF TG_OP = 'UPDATE' AND OLD.held_at IS NOT NULL
       AND (OLD.reach, OLD.programme_id) IS NOT DISTINCT FROM (NEW.reach, NEW.programme_id) THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM participation_now n JOIN person p ON p.token = n.person_token
        JOIN trainer_now t ON t.person_id = p.id AND t.programme_id = NEW.programme_id
        WHERE n.event_id = NEW.id AND n.status = 'confirmed' AND n.role = 'trainer'
          AND t.standing = 'trainer') THEN
        RAISE EXCEPTION 'an indirect event is held by a trainer of its programme'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = 'event_indirect_is_held_by_a_trainer';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER event_indirect_is_held_by_a_trainer BEFORE INSERT OR UPDATE OF held_at, reach, programme_id
    ON event FOR EACH ROW WHEN (NEW.reach = 'indirect' AND NEW.held_at IS NOT NULL)
    EXECUTE FUNCTION refuse_event_without_trainer();

-- Adds somebody to an event in a role that takes no seat. The outcome is `added`, or why not.
CREATE FUNCTION add_participation(
    wanted_event text, whom uuid, as_role text, from_country text, of_sector text,
    of_organisation text, by_actor text, why text, at timestamptz,
    OUT outcome text, OUT participation uuid
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    meant event;
    owner person;
    employer uuid;
    instant timestamptz;
BEGIN
    SELECT * INTO meant FROM event WHERE code = wanted_event;
    IF NOT FOUND THEN outcome := 'unknown'; RETURN; END IF;
    SELECT * INTO owner FROM person
    WHERE id = (SELECT coalesce(p.merged_into, p.id) FROM person p WHERE p.id = whom) FOR UPDATE;
    IF NOT FOUND THEN outcome := 'unknown-person'; RETURN; END IF;
    IF owner.merged_into IS NOT NULL THEN
        RAISE EXCEPTION 'the person was merged meanwhile' USING ERRCODE = '40001';
    END IF;
    SELECT id INTO employer FROM organisation
    WHERE id::text = lower(of_organisation) OR code = of_organisation;
    outcome := CASE
        WHEN as_role = 'participant' THEN 'role-takes-a-seat'
        WHEN of_organisation IS NOT NULL AND employer IS NULL THEN 'unknown-organisation'
        WHEN meant.cancelled_at IS NOT NULL THEN 'event-cancelled'
        WHEN EXISTS (SELECT FROM participation_now n WHERE n.event_id = meant.id
            AND n.person_token = owner.token AND n.status = 'confirmed') THEN 'takes-part-already'
        ELSE 'added' END;
    IF outcome <> 'added' THEN RETURN; END IF;
    INSERT INTO participation (event_id, created_at) VALUES (meant.id, at)
    RETURNING id INTO participation;
    instant := record_instant();
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, actor, reason, occurred_at, recorded_at)
    VALUES (participation, owner.token, 'confirmed', as_role,
        coalesce(from_country, owner.country), coalesce(of_sector, owner.sector), employer,
        by_actor, why, at, instant);
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('participation', participation, 'add ' || as_role, by_actor, why, at);
END
$$;

-- A row is how many people of a country and sector took part in an indirect event unnamed, as it
-- was known from recorded_at until superseded_at.
CREATE TABLE indirect_count (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      uuid        NOT NULL REFERENCES event (id),
    country       text        NOT NULL REFERENCES country (code),
    sector        text        NOT NULL REFERENCES sector (code),
    people        integer     NOT NULL,
    source        text        NOT NULL,
    actor         text        NOT NULL CHECK (actor <> ''),
    reason        text        CHECK (reason <> ''),
    occurred_at   timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT indirect_count_counts_people CHECK (people BETWEEN 0 AND 100000),
    CONSTRAINT indirect_count_has_a_source CHECK (source <> '' AND length(source) <= 200),
    CONSTRAINT indirect_count_is_superseded_later CHECK (recorded_at < superseded_at)
);
COMMENT ON COLUMN indirect_count.source IS 'Who or what says so, in words; no names of people.';
CREATE UNIQUE INDEX indirect_count_one_at_a_time
    ON indirect_count (event_id, country, sector) WHERE superseded_at IS NULL;

-- Counts people of an indirect event anew. The outcome is `counted`, or why not.
CREATE FUNCTION report_indirect_count(
    wanted_event text, from_country text, of_sector text, how_many integer, said_by text,
    by_actor text, why text, at timestamptz
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    meant event;
    instant timestamptz;
BEGIN
    SELECT * INTO meant FROM event WHERE code = wanted_event;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF meant.reach <> 'indirect' THEN RETURN 'not-indirect'; END IF;
    IF meant.cancelled_at IS NOT NULL THEN RETURN 'event-cancelled'; END IF;
    instant := record_instant();
    UPDATE indirect_count SET superseded_at = instant
    WHERE event_id = meant.id AND country = from_country AND sector = of_sector
      AND superseded_at IS NULL;
    INSERT INTO indirect_count (event_id, country, sector, people, source, actor, reason,
        occurred_at, recorded_at)
    VALUES (meant.id, from_country, of_sector, how_many, said_by, by_actor, why, at, instant);
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('indirect_count', meant.id, 'count', by_actor, why, at);
    RETURN 'counted';
END
$$;

-- What was held in a programme, and how many people it reached. Those with a name are
-- distinguished by their tokens, so that sums over events must not be taken.
CREATE VIEW event_reached AS
SELECT e.id AS event_id, e.code, e.programme_id, e.reach, e.starts_on,
       (SELECT count(DISTINCT n.person_token)::integer FROM participation_now n
        WHERE n.event_id = e.id AND n.status = 'confirmed' AND n.role = 'participant') AS named,
       CASE WHEN e.reach = 'indirect' THEN
           (SELECT coalesce(sum(people), 0)::integer FROM indirect_count c
            WHERE c.event_id = e.id AND c.superseded_at IS NULL) ELSE 0 END AS counted
FROM event e WHERE e.held_at IS NOT NULL AND e.cancelled_at IS NULL;

GRANT SELECT, INSERT ON completion_step, trainer_standing, indirect_count TO registry_service;
GRANT UPDATE (superseded_at) ON completion_step, trainer_standing, indirect_count
    TO registry_service;
GRANT SELECT ON completion, trainer_now, trainee, event_reached TO registry_service;
