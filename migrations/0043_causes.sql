-- What one save of a sheet or one import records has an instant for each kind of change: at one
-- instant a difference of two reports can tell one cause only.

-- Marks many at once. Each is of a session and a participation, with the version that was seen: 0
-- where there was none. One lock: who marks at the same time comes after. First marks in open
-- sheets have one instant and corrections another, so that each can be told as what it is.
--
-- An outcome is `marked`, `unchanged`, `changed-meanwhile`, `needs-reason` (the sheet is closed),
-- `repeated`, `unknown-session` or `unknown-participation`; with it comes what holds now.
CREATE OR REPLACE FUNCTION mark_attendance(
    in_event uuid, sessions uuid[], participations uuid[], statuses text[], arrivals timestamptz[],
    seen bigint[], at timestamptz, by_actor text, why text
) RETURNS TABLE (n integer, outcome text, version bigint, status text, arrived_at timestamptz,
                 actor text, recorded_at timestamptz)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    noted timestamptz := record_instant();
    corrected timestamptz;
    outcomes text[];
    firsts boolean[];
    instants timestamptz[];
BEGIN
    SELECT array_agg(CASE
            WHEN s.id IS NULL THEN 'unknown-session'
            WHEN p.id IS NULL THEN 'unknown-participation'
            WHEN m.turn > 1 THEN 'repeated'
            WHEN a.status IS NOT DISTINCT FROM m.status
                 AND a.arrived_at IS NOT DISTINCT FROM m.arrival THEN 'unchanged'
            WHEN coalesce(a.id, 0) <> m.seen THEN 'changed-meanwhile'
            WHEN seal.session_id IS NOT NULL AND nullif(why, '') IS NULL THEN 'needs-reason'
            ELSE 'marked' END ORDER BY m.n),
        array_agg(a.status IS NULL AND seal.session_id IS NULL ORDER BY m.n)
    INTO outcomes, firsts
    FROM (SELECT *, row_number() OVER (PARTITION BY session, participation ORDER BY n) AS turn
          FROM unnest(sessions, participations, statuses, arrivals, seen) WITH ORDINALITY
              AS m (session, participation, status, arrival, seen, n)) AS m
    LEFT JOIN session s ON s.id = m.session AND s.event_id = in_event
    LEFT JOIN participation_now p ON p.id = m.participation AND p.event_id = in_event
        AND p.status = 'confirmed'
    LEFT JOIN attendance a ON a.session_id = m.session AND a.participation_id = m.participation
        AND a.superseded_at IS NULL
    LEFT JOIN attendance_seal seal ON seal.session_id = m.session;

    corrected := CASE WHEN (SELECT count(DISTINCT is_first) > 1
                            FROM unnest(outcomes, firsts) AS m (outcome, is_first)
                            WHERE m.outcome = 'marked')
                      THEN record_instant() ELSE noted END;
    SELECT array_agg(CASE WHEN is_first THEN noted ELSE corrected END ORDER BY n) INTO instants
    FROM unnest(firsts) WITH ORDINALITY AS m (is_first, n);

    UPDATE attendance a SET superseded_at = m.instant
    FROM unnest(sessions, participations, outcomes, instants)
        AS m (session, participation, outcome, instant)
    WHERE m.outcome = 'marked' AND a.session_id = m.session
      AND a.participation_id = m.participation AND a.superseded_at IS NULL;
    INSERT INTO attendance (event_id, session_id, participation_id, status, arrived_at, actor,
        reason, occurred_at, recorded_at)
    SELECT in_event, m.session, m.participation, m.status, m.arrival, by_actor, nullif(why, ''),
           at, m.instant
    FROM unnest(sessions, participations, statuses, arrivals, outcomes, instants)
        AS m (session, participation, status, arrival, outcome, instant)
    WHERE m.outcome = 'marked';

    RETURN QUERY
    SELECT m.n::integer, m.outcome, coalesce(a.id, 0), a.status, a.arrived_at, a.actor,
           a.recorded_at
    FROM unnest(sessions, participations, outcomes) WITH ORDINALITY
        AS m (session, participation, outcome, n)
    LEFT JOIN attendance a ON a.session_id = m.session AND a.participation_id = m.participation
        AND a.superseded_at IS NULL
    ORDER BY m.n;
END
$$;

-- Judges rows of a spreadsheet of participations, and writes them when it may and none is wrong.
-- One import at a time, so that two of them do not bring the same participation. What becomes of
-- somebody is recorded at one instant with all others of whom the same becomes.
CREATE OR REPLACE FUNCTION import_participations(
    event_codes text[], given_names text[], family_names text[], addresses text[], roles text[],
    statuses text[], countries text[], sectors text[], organisations text[], apply boolean,
    by_actor text, at timestamptz
) RETURNS TABLE (place bigint, outcome text, errors text[])
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF apply THEN PERFORM pg_advisory_xact_lock(hashtext('import_participations')); END IF;
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT *, lower(normalize(given_name || ' ' || family_name, NFKC) COLLATE "und-x-icu")
            AS name_folded
        FROM unnest(event_codes, given_names, family_names, addresses, roles, statuses, countries,
                    sectors, organisations) WITH ORDINALITY
            AS t (event_code, given_name, family_name, address, role, status, country, sector,
                  organisation, ordinal)
    ), known AS MATERIALIZED (
        SELECT g.*, e.id AS event_id, p.token AS person_token,
               e.starts_on::timestamp AT TIME ZONE e.time_zone AS occurred_at,
               coalesce(n.id, gen_random_uuid()) AS participation_id, n.id IS NULL AS is_new,
               coalesce(g.role, n.role, 'participant') AS new_role,
               coalesce(g.status, n.status, 'confirmed') AS new_status,
               coalesce(g.country, n.country, p.country) AS new_country,
               coalesce(g.sector, n.sector, p.sector) AS new_sector,
               coalesce(o.id, n.organisation_id) AS new_organisation,
               n.role AS old_role, n.status AS old_status, n.country AS old_country,
               n.sector AS old_sector, n.organisation_id AS old_organisation, n.member,
               array_remove(ARRAY[
                   CASE WHEN e.id IS NULL THEN 'event unknown-event' END,
                   CASE WHEN e.held_at IS NULL AND EXISTS (
                                 SELECT FROM event_room r WHERE r.event_id = e.id)
                        THEN 'event event-has-seats' END,
                   CASE WHEN p.id IS NULL THEN 'email unknown-person' END,
                   CASE WHEN p.id IS NOT NULL AND row_number() OVER (
                                 PARTITION BY e.id, p.id ORDER BY g.ordinal) > 1
                        THEN 'email duplicate-row' END,
                   CASE WHEN g.sector IS NOT NULL AND s.code IS NULL
                        THEN 'sector unknown-sector' END,
                   CASE WHEN g.country IS NOT NULL AND c.code IS NULL
                        THEN 'country unknown-country' END,
                   CASE WHEN g.organisation IS NOT NULL AND o.id IS NULL
                        THEN 'organisation unknown-organisation' END], NULL) AS complaints
        FROM given g
        LEFT JOIN event e ON e.code = g.event_code
        LEFT JOIN person typed ON typed.email_folded = g.address
                              AND typed.name_folded = g.name_folded
        LEFT JOIN person p ON p.id = coalesce(typed.merged_into, typed.id)
        LEFT JOIN sector s ON s.code = g.sector
        LEFT JOIN country c ON c.code = g.country
        LEFT JOIN organisation o ON o.code = g.organisation
        LEFT JOIN LATERAL (
            SELECT held.* FROM participation_now held
            WHERE held.person_token = p.token AND held.event_id = e.id AND held.status <> 'merged'
            ORDER BY held.status = 'confirmed' DESC, held.recorded_at DESC, held.id LIMIT 1
        ) AS n ON true
    ), judged AS MATERIALIZED (
        SELECT k.*, CASE
            WHEN complaints <> '{}' THEN 'error'
            WHEN is_new THEN 'created'
            WHEN (new_role, new_status, new_country, new_sector, new_organisation)
                 IS NOT DISTINCT FROM
                 (old_role, old_status, old_country, old_sector, old_organisation) THEN 'unchanged'
            ELSE 'updated' END AS becomes,
            CASE WHEN is_new THEN 0
                 WHEN new_status = old_status THEN 2
                 WHEN new_status = 'confirmed' THEN 0 ELSE 1 END AS turn
        FROM known k
    ), due AS MATERIALIZED (
        SELECT * FROM judged WHERE apply AND becomes IN ('created', 'updated')
          AND NOT EXISTS (SELECT FROM judged WHERE becomes = 'error')
    ), added AS (
        INSERT INTO participation (id, event_id, created_at)
        SELECT due.participation_id, due.event_id, at FROM due WHERE is_new
    ), moment AS MATERIALIZED (
        SELECT turn, record_instant() AS instant
        FROM (SELECT DISTINCT turn FROM due ORDER BY turn) AS turns
    ), superseded AS (
        UPDATE participation_fact f SET superseded_at = moment.instant FROM due JOIN moment USING (turn)
        WHERE f.participation_id = due.participation_id AND f.superseded_at IS NULL
        RETURNING f.id
    ), appended AS (
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, organisation_id, member, actor, reason, occurred_at, recorded_at)
        SELECT due.participation_id, due.person_token, new_status, new_role, new_country,
               new_sector, new_organisation, due.member, by_actor, 'import', due.occurred_at,
               moment.instant
        FROM due JOIN moment USING (turn)
        -- Superseded in full before anything is appended.
        WHERE (SELECT count(*) FROM superseded) >= 0
        ORDER BY due.ordinal
    )
    SELECT judged.ordinal, judged.becomes, judged.complaints FROM judged ORDER BY judged.ordinal;
END
$$;
