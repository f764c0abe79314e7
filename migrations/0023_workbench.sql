-- What coordinators look at before they decide: what moves would do, and which mails would leave.

-- Makes moves as move_interests does, looks at what came of them, and takes all of it back: so a
-- preview never differs from what it is a preview of. The room is locked as long as it takes.
--
-- Returns `moves`, one for each in their order with outcome and status, and `mails` with template,
-- interest, names and parameters. Links in them are not real.
CREATE FUNCTION preview_moves(
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
                    'interest', i.id, 'given_name', i.given_name, 'family_name', i.family_name,
                    'parameters', CASE WHEN o.parameters ? 'token'
                        THEN o.parameters || '{"token": "only-in-the-mail-itself"}'
                        ELSE o.parameters END)
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
