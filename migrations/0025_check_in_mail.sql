-- The mail that says that a seat is somebody's brings what they are checked in by.

-- What a mail says of a participation at the door. The participation is there before its mail is.
CREATE FUNCTION check_in_words(of_participation uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object('check_in_code', check_in_code)
    FROM participation WHERE id = of_participation
$$;

-- As it was, but the mail has the code.
CREATE OR REPLACE FUNCTION give_seat(
    chosen uuid, to_interest uuid, at timestamptz, by_actor text, why text, decision uuid,
    domain text
) RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wish interest;
    workplace uuid;
    taken seat;
    place uuid;
    instant timestamptz;
BEGIN
    SELECT * INTO wish FROM interest WHERE id = to_interest;
    workplace := organisation_called(wish.organisation);
    INSERT INTO participation (event_id, interest_id, created_at)
    VALUES (wish.event_id, to_interest, at)
    ON CONFLICT (interest_id) DO NOTHING RETURNING id INTO place;
    IF place IS NULL THEN
        SELECT id INTO place FROM participation WHERE interest_id = to_interest;
    END IF;
    UPDATE seat SET interest_id = NULL, promised_until = NULL, participation_id = place,
        taken_at = at, country = wish.country, sector = wish.sector, organisation_id = workplace
    WHERE id = chosen RETURNING * INTO taken;
    PERFORM append_interest_status(to_interest, 'accepted', at, by_actor, why, decision);
    PERFORM promise_mail(wish.event_id, to_interest, wish.person_id, 'seat-taken',
        check_in_words(place), true, at, domain);
    instant := record_instant();
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = place AND superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    SELECT place, person.token, 'confirmed', 'participant', wish.country, wish.sector, workplace,
           taken.kept_for_member, by_actor, nullif(why, ''), at, instant
    FROM person WHERE person.id = wish.person_id;
    RETURN taken.number;
END
$$;

-- As it was, but the mail has the code.
CREATE OR REPLACE FUNCTION substitute_seat(
    wanted uuid, seat_number integer, by_interest uuid, given text, family text, address text,
    address_folded text, employer text, of_sector text, of_country text, speaks text,
    at timestamptz, by_actor text, why text, domain text
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    chosen seat;
    before participation_now;
    wish interest_now;
    newcomer person;
    workplace uuid;
    place uuid;
    instant timestamptz;
    broken text;
BEGIN
    PERFORM lock_room(wanted);
    SELECT * INTO chosen FROM seat WHERE event_id = wanted AND number = seat_number;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF chosen.participation_id IS NULL THEN RETURN 'seat-is-free'; END IF;
    SELECT * INTO before FROM participation_now WHERE id = chosen.participation_id;
    IF by_interest IS NOT NULL THEN
        SELECT * INTO wish FROM interest_now
        WHERE id = by_interest AND event_id = wanted AND withdrawn_at IS NULL;
        IF NOT FOUND THEN RETURN 'unknown-interest'; END IF;
        SELECT * INTO newcomer FROM person WHERE id = wish.person_id;
        of_country := wish.country; of_sector := wish.sector; employer := wish.organisation;
    ELSE
        SELECT * INTO newcomer FROM person WHERE email_folded = address_folded AND name_folded =
            lower(normalize(given || ' ' || family, NFKC) COLLATE "und-x-icu");
    END IF;
    PERFORM FROM participation_now WHERE event_id = wanted AND person_token = newcomer.token
        AND status = 'confirmed';
    IF FOUND THEN RETURN 'has-a-seat'; END IF;
    workplace := organisation_called(employer);
    IF by_interest IS NULL THEN
        INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation,
            sector, country, language, created_at)
        VALUES (given, family, address, address_folded, employer, of_sector, of_country, speaks,
            at)
        ON CONFLICT (email_folded, name_folded) DO UPDATE SET
            organisation = coalesce(excluded.organisation, p.organisation),
            sector = excluded.sector, country = excluded.country,
            language = coalesce(excluded.language, p.language)
        RETURNING * INTO newcomer;
    ELSE
        UPDATE seat SET interest_id = NULL, promised_until = NULL, country = NULL, sector = NULL,
            organisation_id = NULL WHERE interest_id = by_interest;
        PERFORM append_interest_status(by_interest, 'accepted', at, by_actor, why, NULL);
    END IF;
    INSERT INTO participation (event_id, interest_id, created_at) VALUES (wanted, by_interest, at)
    ON CONFLICT (interest_id) DO NOTHING RETURNING id INTO place;
    IF place IS NULL THEN
        SELECT id INTO place FROM participation WHERE interest_id = by_interest;
    END IF;
    UPDATE seat SET participation_id = place, taken_at = at, country = of_country,
        sector = of_sector, organisation_id = workplace WHERE id = chosen.id;
    UPDATE session_place SET participation_id = place WHERE participation_id = before.id;
    IF before.interest_id IS NOT NULL THEN
        UPDATE interest SET withdrawn_at = greatest(at, received_at)
        WHERE id = before.interest_id AND withdrawn_at IS NULL;
        PERFORM append_interest_status(before.interest_id, 'withdrawn', at, by_actor,
            why, NULL);
    END IF;
    PERFORM promise_mail(wanted, before.interest_id, person.id, 'seat-freed', '{}', true, at,
        domain) FROM person WHERE token = before.person_token;
    PERFORM promise_mail(wanted, by_interest, newcomer.id, 'seat-taken', check_in_words(place),
        true, at, domain);
    INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
    VALUES (wanted, 'substituted', jsonb_build_object('seat', seat_number, 'before', before.id,
        'after', place), by_actor, nullif(why, ''), at);
    PERFORM offer_next(wanted, at, domain);
    PERFORM append_participation_fact(before.id, 'substituted', at, by_actor, why);
    instant := record_instant();
    UPDATE participation_fact SET superseded_at = instant
    WHERE participation_id = place AND superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    VALUES (place, newcomer.token, 'confirmed', before.role, of_country, of_sector, workplace,
        chosen.kept_for_member, by_actor, nullif(why, ''), at, instant);
    RETURN 'substituted';
EXCEPTION WHEN check_violation THEN
    -- All that was done here is undone.
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF broken = 'seat_quota_is_never_exceeded' THEN RETURN 'quota-full'; END IF;
    RAISE;
END
$$;

-- As it was; the code of a draft is not real either, since its participation is taken back.
CREATE OR REPLACE FUNCTION preview_moves(
    in_event uuid, wanted uuid[], seen text[], targets text[], reasons text[],
    untils timestamptz[], at timestamptz, by_actor text
) RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last bigint;
    found_moves jsonb;
    found_mails jsonb;
BEGIN
    PERFORM lock_room(in_event);
    SELECT coalesce(max(id), 0) INTO last FROM outbox;
    BEGIN
        SELECT coalesce(jsonb_agg(jsonb_build_object('outcome', m.outcome, 'status', m.status)
                        ORDER BY m.row_number), '[]')
        INTO found_moves
        FROM move_interests(in_event, wanted, seen, targets, reasons, untils, NULL, at, by_actor,
                            'preview.invalid') AS m;
        SELECT coalesce(jsonb_agg(jsonb_build_object('template', o.template,
                    'language', o.language, 'interest', i.id, 'given_name', i.given_name, 'family_name', i.family_name,
                    'parameters', o.parameters
                        || CASE WHEN o.parameters ? 'token'
                           THEN '{"token": "only-in-the-mail-itself"}' ELSE '{}' END::jsonb
                        || CASE WHEN o.parameters ? 'check_in_code'
                           THEN '{"check_in_code": "XXXXXXXXXX"}' ELSE '{}' END::jsonb)
                ORDER BY o.id), '[]')
        INTO found_mails
        FROM outbox o JOIN interest i ON i.id = o.interest_id
        WHERE o.id > last AND i.event_id = in_event AND o.message_id LIKE '%@preview.invalid>';
        RAISE SQLSTATE 'RG009';
    EXCEPTION WHEN SQLSTATE 'RG009' THEN
        -- Everything since the inner BEGIN is undone.
        RETURN jsonb_build_object('moves', found_moves, 'mails', found_mails);
    END;
END
$$;
