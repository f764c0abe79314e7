-- Erasing a person (GDPR art. 17): what is held of people, and what becomes of each column of it.
-- What is counted stays (art. 89): participations, their facts and attendance, with a random number
-- in the place of the person.

-- A row says whether a column can hold somebody's data, and what erasing a person does to it. Every
-- column has one that is not a number, a flag, an instant or a range: whoever adds a column says.
CREATE TABLE personal_column (
    relation    text    NOT NULL,
    column_name text    NOT NULL,
    holds       text    NOT NULL CONSTRAINT personal_column_holds_what_is_known
        CHECK (holds IN ('person', 'staff', 'office', 'nothing')),
    on_erasure  text    CONSTRAINT personal_column_has_a_known_end
        CHECK (on_erasure IN ('deleted', 'emptied', 'replaced', 'kept')),
    is_searched boolean NOT NULL DEFAULT false,
    reason      text    CHECK (reason <> ''),
    PRIMARY KEY (relation, column_name),
    CONSTRAINT personal_column_of_nobody_has_no_end
        CHECK ((holds = 'nothing') = (on_erasure IS NULL)),
    CONSTRAINT personal_column_is_kept_for_a_reason
        CHECK (on_erasure <> 'kept' OR reason IS NOT NULL)
);
COMMENT ON COLUMN personal_column.holds IS
    'Whose data: people in events, who works with the registry, or who holds a public office.';
COMMENT ON COLUMN personal_column.on_erasure IS
    'What becomes of it in the rows of a person: deleted with them, emptied, replaced by a word, kept.';
COMMENT ON COLUMN personal_column.is_searched IS
    'Words of coordinators: in every row the names of who is erased are replaced.';

INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason)
SELECT relation, unnest(string_to_array(columns, ' ')), holds, on_erasure, reason
FROM (VALUES
    ('person', 'id given_name family_name name_folded name_key email email_folded organisation '
        'sector country language token merged_into', 'person', 'deleted', NULL),
    ('interest', 'id event_id programme_id person_id given_name family_name name_folded email '
        'email_folded organisation sector country language motivation notice topics languages',
        'person', 'deleted', NULL),
    ('interest_status', 'interest_id status reason decision_id', 'person', 'deleted', NULL),
    ('access_token', 'hash purpose interest_id person_id', 'person', 'deleted', NULL),
    ('intake_budget', 'address_hash', 'person', 'deleted', NULL),
    ('idempotency_key', 'key_hash request_hash', 'person', 'kept',
        'a hash of random words and of a request; deleted after a day'),
    ('outbox', 'recipient', 'person', 'replaced', NULL),
    ('outbox', 'language parameters content interest_id last_reply', 'person', 'emptied', NULL),
    ('outbox', 'message_id template state lease_holder', 'person', 'kept',
        'that a mail was sent, and when; random numbers, and the name of a text'),
    ('outbox_attempt', 'reply', 'person', 'emptied', NULL),
    ('outbox_attempt', 'instance outcome phase', 'person', 'kept',
        'how a mail server answered, without its words'),
    ('invitation', 'id event_id email email_folded given_name family_name language hash '
        'interest_id', 'person', 'deleted', NULL),
    ('nomination', 'given_name family_name name_folded email email_folded organisation language '
        'interest_id', 'person', 'emptied', NULL),
    ('nomination', 'id event_id member sector country status replaces', 'person', 'kept',
        'that a member nominated somebody, counted by member, country and sector'),
    ('nomination_status', 'reason', 'person', 'emptied', NULL),
    ('nomination_status', 'nomination_id status', 'person', 'kept',
        'what became of a nomination of nobody in particular'),
    ('nomination_link', 'hash event_id member nomination_id focal_point_id', 'person', 'deleted',
        NULL),
    ('pool_offer', 'id event_id interest_id reason answer taken_interest_id', 'person', 'deleted',
        NULL),
    ('person_distinct', 'one other', 'person', 'deleted', NULL),
    ('person_merge', 'id kept absorbed reason', 'person', 'deleted', NULL),
    ('person_merge_change', 'merge_id relation before after', 'person', 'deleted', NULL),
    ('participation', 'interest_id', 'person', 'emptied', NULL),
    ('participation', 'check_in_code', 'person', 'replaced', NULL),
    ('participation', 'id event_id', 'person', 'kept', 'countable: somebody took part'),
    ('participation_fact', 'reason', 'person', 'replaced', NULL),
    ('participation_fact', 'participation_id person_token status role country sector '
        'organisation_id member', 'person', 'kept',
        'countable; the token is a random number that nothing else knows any more'),
    ('attendance', 'reason', 'person', 'replaced', NULL),
    ('attendance', 'event_id session_id participation_id status', 'person', 'kept', 'countable'),
    ('completion_step', 'reason', 'person', 'replaced', NULL),
    ('completion_step', 'participation_id step outcome', 'person', 'kept', 'countable'),
    ('trainer_standing', 'reason', 'person', 'replaced', NULL),
    ('trainer_standing', 'programme_id person_token standing', 'person', 'kept', 'countable'),
    ('certificate', 'name', 'person', 'emptied', NULL),
    ('certificate', 'revoked_reason', 'person', 'replaced', NULL),
    ('certificate', 'id code participation_id', 'person', 'kept',
        'so that whoever checks a code is told that it is not valid'),
    ('seat', 'id event_id kept_for_member kept_for_organisation interest_id participation_id '
        'country sector organisation_id', 'person', 'kept',
        'countable where the event has begun; free again where it has not'),
    ('session_place_fact', 'session_id event_id participation_id', 'person', 'kept', 'countable'),
    ('session_place', 'session_id participation_id', 'person', 'kept',
        'countable where the event has begun; free again where it has not'),
    ('erased_person', 'person_id', 'person', 'kept',
        'a random number, for erasing again what a restored backup brings back'),
    ('audit', 'subject_id reason', 'person', 'kept',
        'sealed by the chain of the log; ids only, and reasons are not about people'),
    -- Of a group, not of one: nothing of it goes but names, where there are any.
    ('selection_decision', 'words', 'person', 'kept', 'of several people; names in it go'),
    ('room_change', 'reason', 'person', 'kept', 'of a room; names in it go'),
    ('event_chair', 'reason', 'person', 'kept', 'of a member; names in it go'),
    ('head_count', 'reason', 'person', 'kept', 'of several people; names in it go'),
    ('indirect_count', 'source reason', 'person', 'kept', 'of several people; names in it go'),
    -- Who speaks for a member, or held its seat.
    ('focal_point', 'name email email_folded', 'office', 'replaced', NULL),
    ('focal_point', 'language', 'office', 'emptied', NULL),
    ('focal_point', 'id member', 'office', 'kept', 'that a member had a focal point'),
    ('roster_entry', 'holder_name institution', 'office', 'kept',
        'published: who held a public seat, kept as the record of the body'),
    -- Who works with the registry.
    ('staff', 'email email_folded name', 'staff', 'replaced', NULL),
    ('staff', 'password_key password_salt code_secret', 'staff', 'emptied', NULL),
    ('staff', 'id created_by', 'staff', 'kept', 'so that the log says of one account what it did'),
    ('staff_role', 'id staff_id role programme_id event_id granted_by ended_by', 'staff', 'kept',
        'so that the log says what an account was allowed'),
    ('staff_link', 'hash staff_id code_secret', 'staff', 'deleted', NULL),
    ('staff_session', 'hash staff_id', 'staff', 'deleted', NULL),
    ('staff_token', 'id label hash role', 'staff', 'kept', 'a key of a program'),
    ('sign_in_budget', 'key_hash', 'staff', 'kept', 'a hash; forgotten when its time is over')
) AS known (relation, columns, holds, on_erasure, reason);

-- Who did something: the id of an account or a key, never a name.
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason)
SELECT split_part(name, '.', 1), split_part(name, '.', 2), 'staff', 'kept',
       'the id of an account or a key, never a name'
FROM unnest(ARRAY['attendance.actor', 'attendance_seal.sealed_by', 'audit.actor',
    'certificate.issued_by', 'certificate.revoked_by', 'completion_step.actor',
    'event_chair.actor', 'head_count.actor', 'indirect_count.actor', 'nomination_status.actor',
    'participation_fact.actor', 'room_change.actor', 'selection_decision.actor',
    'trainer_standing.actor']) AS name;
INSERT INTO personal_column (relation, column_name, holds, on_erasure)
SELECT split_part(name, '.', 1), split_part(name, '.', 2), 'staff', 'deleted'
FROM unnest(ARRAY['interest_status.actor', 'person_distinct.actor', 'person_merge.actor',
    'person_merge.undone_by', 'pool_offer.actor']) AS name;

UPDATE personal_column SET is_searched = true
WHERE column_name IN ('reason', 'words', 'source', 'revoked_reason') AND relation <> 'audit';

INSERT INTO personal_column (relation, column_name, holds)
SELECT relation, unnest(string_to_array(columns, ' ')), 'nothing'
FROM (VALUES
    ('age_band', 'code title'), ('attendance_seal', 'session_id event_id digest'),
    ('audit', 'subject action via'), ('audit_head', 'hash'), ('audit_link', 'hash'),
    ('baseline_figure', 'code title qualifier unit period quote place programme_id phase_id '
        'event_id'),
    ('completion_rule', 'event_id'), ('country', 'code name'),
    ('event', 'id code kind title summary description programme_id phase_id admission starts_on '
        'ends_on date_precision time_zone venue city country languages series_id reach'),
    ('event_audience', 'event_id sector'),
    ('event_fact', 'event_id code kind reach programme phase grants starts_on time_zone'),
    ('event_chair', 'event_id member'),
    ('event_grant', 'event_id funding_grant_id'), ('event_room', 'event_id'),
    ('event_topic', 'event_id topic'),
    ('funding_grant', 'id code funder_id funding_programme reference source_quote source_place'),
    ('grant_fact', 'funding_grant_id code'),
    ('head_count', 'event_id session_id age_band'), ('indirect_count', 'event_id country sector'),
    ('language', 'tag name'), ('mandate', 'title source_quote source_place'),
    ('member', 'code name country'), ('membership', 'member seat source_quote source_place'),
    ('nomination_round', 'event_id'), ('organisation', 'id code country sector'),
    ('organisation_alias', 'organisation_id alias'),
    ('organisation_name', 'organisation_id name short_name source_quote source_place'),
    ('personal_column', 'relation column_name holds on_erasure reason'),
    ('phase', 'id programme_id code title starts_on ends_on period_source_quote '
        'period_source_place period_note'),
    ('phase_grant', 'phase_id funding_grant_id'),
    ('phase_partner', 'phase_id organisation_id role source_quote source_place'),
    ('presidency', 'member source_quote source_place'),
    ('programme', 'id code title summary description'),
    ('programme_name', 'programme_id name source_quote source_place'),
    ('programme_topic', 'programme_id topic'), ('room_change', 'event_id change detail'),
    ('roster_entry', 'id member role source_place'),
    ('schema_migration', 'name sha256 applied_by'), ('seat_quota', 'event_id dimension value'),
    ('sector', 'code title source_quote source_place'), ('selection_decision', 'id event_id'),
    ('selection_target', 'event_id rule value'), ('series', 'id code title'),
    ('service_key', 'name key'), ('session', 'id event_id title'),
    ('session_fact', 'session_id event_id'), ('session_room', 'session_id'), ('topic', 'code title source_quote source_place')
) AS known (relation, columns);

-- A row is a person who was erased: a random number that says nothing, for erasing again what a
-- restored backup brings back.
CREATE TABLE erased_person (
    person_id uuid        PRIMARY KEY,
    erased_at timestamptz NOT NULL
);

-- Where a person is found: they and all who were merged into them.
CREATE TYPE person_traces AS (
    people         uuid[],
    tokens         uuid[],
    names          text[],
    given_names    text[],
    addresses      text[],
    own_addresses  text[],
    interests      uuid[],
    nominations    uuid[],
    participations uuid[],
    coming         uuid[],
    whole_name     text,
    family_name    text
);
COMMENT ON COLUMN person_traces.names IS 'Folded: given name, family name.';
COMMENT ON COLUMN person_traces.own_addresses IS
    'Those that nobody else has: what is under them is theirs, whatever name it bears.';
COMMENT ON COLUMN person_traces.coming IS 'Those in events that have not begun.';
COMMENT ON COLUMN person_traces.whole_name IS
    'Matches their whole names and addresses in a text, in any case.';
COMMENT ON COLUMN person_traces.family_name IS 'Matches their family names as words of their own.';

-- A name as it is compared.
CREATE FUNCTION folded_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(normalize(name, NFKC) COLLATE "und-x-icu");

-- An address as it is compared.
CREATE FUNCTION folded_address(address text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN normalize(lower(address COLLATE "und-x-icu"), NFC);

-- A text as a regular expression that matches nothing else.
CREATE FUNCTION regex_quoted(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(words, '([^[:alnum:][:space:]])', '\\\1', 'g');

CREATE FUNCTION without_person(words text, traces person_traces) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(words COLLATE "und-x-icu", (traces).whole_name, '(erased)', 'gi'),
    (traces).family_name, '(erased)', 'g');

CREATE FUNCTION names_person(words text, traces person_traces) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words COLLATE "und-x-icu" ~* (traces).whole_name
    OR words COLLATE "und-x-icu" ~ (traces).family_name;

-- When an event begins: with its first session, or its first day where it has none.
CREATE FUNCTION event_begins_at(e event) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT min(starts_at) FROM session WHERE event_id = e.id),
                    e.starts_on::timestamp AT TIME ZONE e.time_zone)
$$;

CREATE FUNCTION find_traces(which uuid, at timestamptz) RETURNS person_traces
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    t person_traces;
BEGIN
    SELECT array_agg(id), array_agg(token) INTO t.people, t.tokens
    FROM person WHERE which IN (id, merged_into);
    SELECT coalesce(array_agg(DISTINCT folded_name(given || ' ' || family)), '{}'),
           coalesce(array_agg(DISTINCT given), '{}'),
           coalesce(array_agg(DISTINCT folded), '{}'),
           coalesce(string_agg(DISTINCT concat_ws('|', regex_quoted(given || ' ' || family),
               regex_quoted(family || ' ' || given), regex_quoted(family || ', ' || given),
               regex_quoted(address)), '|'), '(?!)'),
           coalesce(string_agg(DISTINCT '\m' || regex_quoted(family) || '\M', '|')
               FILTER (WHERE length(family) > 2), '(?!)')
    INTO t.names, t.given_names, t.addresses, t.whole_name, t.family_name
    FROM (SELECT given_name, family_name, email, email_folded FROM person
          WHERE id = ANY (t.people)
          UNION SELECT given_name, family_name, email, email_folded FROM interest
          WHERE person_id = ANY (t.people)) AS known (given, family, address, folded);
    SELECT coalesce(array_agg(address), '{}') INTO t.own_addresses
    FROM unnest(t.addresses) AS address
    WHERE NOT EXISTS (SELECT FROM person WHERE email_folded = address
                      AND id <> ALL (t.people));
    -- What is not confirmed belongs to nobody yet; under their name it is theirs.
    SELECT coalesce(array_agg(id), '{}') INTO t.interests FROM interest
    WHERE person_id = ANY (t.people)
       OR person_id IS NULL AND email_folded = ANY (t.addresses)
          AND (email_folded = ANY (t.own_addresses) OR name_folded = ANY (t.names));
    SELECT coalesce(array_agg(id), '{}') INTO t.nominations FROM nomination
    WHERE interest_id = ANY (t.interests)
       OR email_folded = ANY (t.addresses)
          AND (email_folded = ANY (t.own_addresses) OR name_folded = ANY (t.names));
    SELECT coalesce(array_agg(n.id), '{}'),
           coalesce(array_agg(n.id) FILTER (WHERE n.status = 'confirmed'
               AND e.held_at IS NULL AND event_begins_at(e) > at), '{}')
    INTO t.participations, t.coming
    FROM participation_now n JOIN event e ON e.id = n.event_id
    WHERE n.person_token = ANY (t.tokens);
    RETURN t;
END
$$;

-- One line of what an erasure did; none where it did nothing.
CREATE FUNCTION erasure_line(relation text, does text, row_count bigint) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN row_count > 0 THEN jsonb_build_array(
    jsonb_build_object('table', relation, 'does', does, 'rows', row_count)) ELSE '[]' END;

-- Cancels the mails to a person that were not sent, and empties all. A mail that is on its way at
-- this moment still arrives; its attempt has ended here as unknown, so whoever sends it writes
-- neither a reply nor its bytes.
CREATE FUNCTION erase_mails(t person_traces, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    mails bigint[];
    unsent bigint;
    done bigint;
    changes jsonb;
BEGIN
    SELECT coalesce(array_agg(id), '{}'), count(*) FILTER (WHERE ended_at IS NULL)
    INTO mails, unsent FROM (
        SELECT id, ended_at FROM outbox
        WHERE interest_id = ANY (t.interests)
           OR folded_address(recipient) = ANY (t.own_addresses)
           OR folded_address(recipient) = ANY (t.addresses) AND interest_id IS NULL
              AND parameters ->> 'given_name' = ANY (t.given_names)
        ORDER BY id FOR UPDATE
    ) AS theirs;
    UPDATE outbox SET recipient = 'erased@invalid', language = 'en', parameters = '{}',
        content = NULL, interest_id = NULL, last_reply = NULL, lease_until = NULL,
        lease_holder = NULL, ended_at = coalesce(ended_at, at),
        state = CASE WHEN ended_at IS NULL THEN 'cancelled' ELSE state END
    WHERE id = ANY (mails);
    changes := erasure_line('outbox', 'cancelled', unsent)
        || erasure_line('outbox', 'emptied', cardinality(mails) - unsent);
    UPDATE outbox_attempt SET reply = NULL, outcome = coalesce(outcome, 'unknown'),
        ended_at = coalesce(ended_at, greatest(at, started_at))
    WHERE outbox_id = ANY (mails);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN changes || erasure_line('outbox_attempt', 'emptied', done);
END
$$;

-- Ends nominations for events that have not begun, and empties all; their links are gone.
CREATE FUNCTION erase_nominations(t person_traces, at timestamptz, by_actor text) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    changes jsonb;
BEGIN
    PERFORM set_nomination_status(n.id, 'withdrawn', at, by_actor, NULL)
    FROM nomination n JOIN event e ON e.id = n.event_id
    WHERE n.id = ANY (t.nominations) AND n.status IN ('proposed', 'confirmed')
      AND e.held_at IS NULL AND event_begins_at(e) > at;
    UPDATE nomination SET given_name = NULL, family_name = NULL, email = NULL,
        email_folded = NULL, organisation = NULL, language = NULL, interest_id = NULL,
        erased_at = coalesce(erased_at, at)
    WHERE id = ANY (t.nominations);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := erasure_line('nomination', 'emptied', done);
    UPDATE nomination_status SET reason = NULL
    WHERE nomination_id = ANY (t.nominations) AND reason IS NOT NULL;
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('nomination_status', 'emptied', done);
    DELETE FROM nomination_link WHERE nomination_id = ANY (t.nominations);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN changes || erasure_line('nomination_link', 'deleted', done);
END
$$;

-- Frees what a person has in events that have not begun, and what is promised to them anywhere.
CREATE FUNCTION erase_seats(t person_traces) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    changes jsonb;
BEGIN
    DELETE FROM session_place WHERE participation_id = ANY (t.coming);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := erasure_line('session_place', 'freed', done);
    UPDATE seat SET interest_id = NULL, promised_until = NULL, participation_id = NULL,
        taken_at = NULL, country = NULL, sector = NULL, organisation_id = NULL
    WHERE interest_id = ANY (t.interests) OR participation_id = ANY (t.coming);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN changes || erasure_line('seat', 'freed', done);
END
$$;

-- Deletes what is a person's and nobody counts.
CREATE FUNCTION erase_rows(t person_traces) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    changes jsonb := '[]';
BEGIN
    DELETE FROM interest_status WHERE interest_id = ANY (t.interests);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('interest_status', 'deleted', done);
    DELETE FROM pool_offer WHERE interest_id = ANY (t.interests);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('pool_offer', 'deleted', done);
    DELETE FROM access_token
    WHERE interest_id = ANY (t.interests) OR person_id = ANY (t.people);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('access_token', 'deleted', done);
    DELETE FROM invitation
    WHERE interest_id = ANY (t.interests) OR email_folded = ANY (t.addresses)
      AND (email_folded = ANY (t.own_addresses)
           OR folded_name(given_name || ' ' || family_name) = ANY (t.names));
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('invitation', 'deleted', done);
    DELETE FROM intake_budget WHERE address_hash IN (
        SELECT sha256(convert_to(address, 'UTF8')) FROM unnest(t.own_addresses) AS address);
    DELETE FROM interest WHERE id = ANY (t.interests);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('interest', 'deleted', done);
    DELETE FROM person_merge_change WHERE merge_id IN (
        SELECT id FROM person_merge WHERE kept = ANY (t.people) OR absorbed = ANY (t.people));
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('person_merge_change', 'deleted', done);
    DELETE FROM person_merge WHERE kept = ANY (t.people) OR absorbed = ANY (t.people);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('person_merge', 'deleted', done);
    DELETE FROM person_distinct WHERE one = ANY (t.people) OR other = ANY (t.people);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('person_distinct', 'deleted', done);
    DELETE FROM person WHERE id = ANY (t.people);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN changes || erasure_line('person', 'deleted', done);
END
$$;

-- Replaces who somebody was as a focal point whose time is over, and as staff whose account is
-- ended; that there was one stays.
CREATE FUNCTION erase_offices(t person_traces) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    old focal_point;
    accounts uuid[];
    done bigint := 0;
BEGIN
    FOR old IN SELECT f.* FROM focal_point f WHERE is_theirs(t, f.email_folded, f.name) LOOP
        UPDATE outbox SET parameters = parameters || '{"named_by": "(erased)"}'
        WHERE parameters ->> 'named_by' = old.name;
        UPDATE focal_point SET name = 'erased', email = 'erased@invalid',
            email_folded = 'erased-' || id, language = NULL
        WHERE id = old.id;
        done := done + 1;
    END LOOP;
    SELECT coalesce(array_agg(id), '{}') INTO accounts FROM staff
    WHERE is_theirs(t, email_folded, name);
    DELETE FROM staff_session WHERE staff_id = ANY (accounts);
    DELETE FROM staff_link WHERE staff_id = ANY (accounts);
    UPDATE staff SET name = 'erased', email = 'erased-' || id || '@invalid',
        email_folded = 'erased-' || id, password_key = NULL, password_salt = NULL,
        scrypt_cost = NULL, scrypt_block = NULL, scrypt_parallel = NULL, code_secret = NULL,
        code_step_used = NULL, set_up_at = NULL
    WHERE id = ANY (accounts);
    RETURN erasure_line('focal_point', 'replaced', done)
        || erasure_line('staff', 'replaced', cardinality(accounts));
END
$$;

-- Whether somebody with an address and a name is the person.
CREATE FUNCTION is_theirs(t person_traces, folded text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN folded = ANY ((t).own_addresses)
    OR folded = ANY ((t).addresses) AND folded_name(name) = ANY ((t).names);

-- What is countable stays, without what was written about the person beside it. The caller has the
-- clock of facts.
CREATE FUNCTION erase_words(t person_traces) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    found_words personal_column;
    changes jsonb := '[]';
BEGIN
    UPDATE participation SET check_in_code = new_check_in_code()
    WHERE id = ANY (t.participations);
    UPDATE certificate SET name = NULL, 
        revoked_reason = CASE WHEN revoked_reason IS NOT NULL THEN 'erased' END
    WHERE participation_id = ANY (t.participations);
    GET DIAGNOSTICS done = ROW_COUNT;
    changes := changes || erasure_line('certificate', 'emptied', done);
    UPDATE participation_fact SET reason = 'erased'
    WHERE participation_id = ANY (t.participations) AND reason IS NOT NULL;
    UPDATE attendance SET reason = 'erased'
    WHERE participation_id = ANY (t.participations) AND reason IS NOT NULL;
    UPDATE completion_step SET reason = 'erased'
    WHERE participation_id = ANY (t.participations) AND reason IS NOT NULL;
    UPDATE trainer_standing SET reason = 'erased'
    WHERE person_token = ANY (t.tokens) AND reason IS NOT NULL;
    FOR found_words IN
        SELECT * FROM personal_column WHERE is_searched ORDER BY relation, column_name
    LOOP
        EXECUTE format('UPDATE %1$I SET %2$I = without_person(%2$I, $1) '
            'WHERE names_person(%2$I, $1)', found_words.relation,
            found_words.column_name) USING t;
        GET DIAGNOSTICS done = ROW_COUNT;
        changes := changes || erasure_line(found_words.relation, 'searched', done);
    END LOOP;
    RETURN changes;
END
$$;

-- What stays, counted.
CREATE FUNCTION erasure_remains(t person_traces) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(jsonb_agg(line ORDER BY place), '[]') FROM (VALUES
        (1, 'participation', cardinality((t).participations)::bigint),
        (2, 'participation_fact', (SELECT count(*) FROM participation_fact
            WHERE participation_id = ANY ((t).participations))),
        (3, 'attendance', (SELECT count(*) FROM attendance
            WHERE participation_id = ANY ((t).participations))),
        (4, 'completion_step', (SELECT count(*) FROM completion_step
            WHERE participation_id = ANY ((t).participations))),
        (5, 'trainer_standing', (SELECT count(*) FROM trainer_standing
            WHERE person_token = ANY ((t).tokens))),
        (6, 'seat', (SELECT count(*) FROM seat
            WHERE participation_id = ANY ((t).participations))),
        (7, 'roster_entry', (SELECT count(*) FROM roster_entry
            WHERE folded_name(holder_name) = ANY ((t).names))),
        (8, 'audit', (SELECT count(*) FROM audit WHERE names_person(reason, t)))
    ) AS kept (place, relation, row_count), jsonb_array_elements(
        erasure_line(relation, 'kept', row_count)) AS line
$$;

-- Erases a person with everybody who was merged into them. Rooms are locked first, then people and
-- their interests, the clock of facts last; what becomes free is offered to who waits for it.
--
-- `changes` has one element for each table and what was done there: `table`, `does` and `rows`. A
-- refusal is `unknown-person`, `erased-already`, `merged-person` (`carries_on` is who to erase),
-- `staff-account`, `focal-point` or `reason-names-them`.
CREATE FUNCTION erase_person(
    which uuid, by_actor text, why text, at timestamptz, domain text,
    OUT refusal text, OUT carries_on uuid, OUT changes jsonb
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rooms uuid[];
    open_rooms uuid[];
    t person_traces;
BEGIN
    rooms := events_of_traces(find_traces(which, at));
    PERFORM FROM event_room WHERE event_id = ANY (rooms) ORDER BY event_id FOR UPDATE;
    PERFORM FROM person WHERE which IN (id, merged_into) ORDER BY id FOR UPDATE;
    SELECT merged_into INTO carries_on FROM person WHERE id = which;
    refusal := CASE
        WHEN FOUND AND carries_on IS NOT NULL THEN 'merged-person'
        WHEN FOUND THEN NULL
        WHEN EXISTS (SELECT FROM erased_person WHERE person_id = which) THEN 'erased-already'
        ELSE 'unknown-person' END;
    IF refusal IS NOT NULL THEN RETURN; END IF;
    PERFORM FROM interest WHERE person_id IN (SELECT id FROM person WHERE which IN (id, merged_into))
    ORDER BY id FOR UPDATE;
    t := find_traces(which, at);
    IF NOT events_of_traces(t) <@ rooms THEN
        RAISE EXCEPTION 'the events of a person changed meanwhile' USING ERRCODE = '40001';
    END IF;
    refusal := CASE
        WHEN EXISTS (SELECT FROM staff WHERE disabled_at IS NULL
            AND is_theirs(t, email_folded, name)) THEN 'staff-account'
        WHEN EXISTS (SELECT FROM focal_point WHERE NOT (valid << daterange(at::date, NULL))
            AND is_theirs(t, email_folded, name)) THEN 'focal-point'
        WHEN names_person(why, t) THEN 'reason-names-them' END;
    IF refusal IS NOT NULL THEN RETURN; END IF;

    SELECT coalesce(array_agg(e.id ORDER BY e.id), '{}') INTO open_rooms FROM event e
    WHERE e.id = ANY (rooms) AND e.held_at IS NULL AND event_begins_at(e) > at;
    changes := erase_nominations(t, at, by_actor) || erase_seats(t) || erase_mails(t, at)
        || erase_rows(t) || erase_offices(t);
    PERFORM offer_next(event_id, at, domain) FROM event_room
    WHERE event_id = ANY (open_rooms) ORDER BY event_id;
    PERFORM record_instant();
    PERFORM append_participation_fact(place, 'withdrawn', at, by_actor, 'erased')
    FROM unnest(t.coming) AS place;
    changes := changes || erasure_line('participation_fact', 'withdrawn', cardinality(t.coming))
        || erase_words(t) || erasure_remains(t);
    INSERT INTO erased_person (person_id, erased_at) SELECT unnest(t.people), at
    ON CONFLICT DO NOTHING;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('person', which, 'erase', by_actor, nullif(why, ''), at);
END
$$;

-- The events whose rooms an erasure may change.
CREATE FUNCTION events_of_traces(t person_traces) RETURNS uuid[]
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(event_id ORDER BY event_id), '{}') FROM (
        SELECT event_id FROM participation WHERE id = ANY ((t).participations)
        UNION SELECT event_id FROM interest WHERE id = ANY ((t).interests)
        UNION SELECT event_id FROM nomination WHERE id = ANY ((t).nominations)
    ) AS concerned WHERE event_id IS NOT NULL
$$;

-- Erases a person, looks at what that did, and takes all of it back: so a preview never differs
-- from what it is a preview of.
CREATE FUNCTION preview_erasure(
    which uuid, by_actor text, at timestamptz,
    OUT refusal text, OUT carries_on uuid, OUT changes jsonb
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT e.refusal, e.carries_on, e.changes INTO refusal, carries_on, changes
    FROM erase_person(which, by_actor, NULL, at, 'preview.invalid') AS e;
    RAISE SQLSTATE 'RG009';
EXCEPTION WHEN SQLSTATE 'RG009' THEN
    -- Everything since the BEGIN is undone; what was found is still in the answer.
    RETURN;
END
$$;

-- It writes as the owner, because the service may not touch facts otherwise.
REVOKE EXECUTE ON FUNCTION erase_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_person TO registry_service;
GRANT SELECT ON personal_column, erased_person TO registry_service;
GRANT INSERT ON erased_person TO registry_service;
