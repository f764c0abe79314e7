-- People across events and years: names that meet in every spelling, and merges that can be undone.

-- Both are trusted extensions of PostgreSQL's own package: no superuser is needed.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A name in Latin letters without marks. Cyrillic by the sounds it stands for; the dictionary is
-- named, so the answer depends on nothing else and the function may say that it is immutable.
CREATE FUNCTION latin_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN public.unaccent('public.unaccent'::regdictionary, translate(
    replace(replace(replace(replace(replace(
        lower(normalize(name, NFKC) COLLATE "und-x-icu"),
        'щ', 'sc'), 'ю', 'yu'), 'я', 'ya'), 'є', 'ye'), 'ї', 'yi'),
    'абвгґдеёжзийіклмнопрстуфхцчшыэўьъ',
    'abvggdeezziyiklmnoprstufhccsyeu'));

-- What is the same for two spellings of one name: the words in alphabetical order, with what
-- transliterations differ in taken out. Åse Ødegård is Aase Oedegaard, Юлия is Julija and Yuliya,
-- Žukovs is Zhukovs. It is for finding who may be meant, never for telling people apart.
CREATE FUNCTION person_name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(word, ' ' ORDER BY word COLLATE "C"), '')
    FROM regexp_replace(latin_name(name), '[''’‘ʼʹ`´"]', '', 'g') AS bare (t),
        LATERAL regexp_replace(t COLLATE "und-x-icu", '[^[:alnum:]]+', ' ', 'g') AS words (t2),
        LATERAL regexp_replace(t2, 'tsch|tch|cz|ts|tz', 'c', 'g') AS r1 (t3),
        LATERAL regexp_replace(replace(t3, 'sch', 's'), 'sh|sz', 's', 'g') AS r2 (t4),
        LATERAL regexp_replace(replace(replace(t4, 'kh', 'h'), 'ch', 'c'), '(?<=[zktp])h', '', 'g')
            AS r3 (t5),
        LATERAL replace(replace(replace(replace(t5, 'ck', 'k'), 'qu', 'kv'), 'w', 'v'), 'x', 'ks')
            AS r4 (t6),
        LATERAL regexp_replace(t6, '(?<=[ao])[ae]|(?<=u)e', '', 'g') AS r5 (t7),
        LATERAL regexp_replace(t7, '(?<=[a-z])[yj](?=[aeiou])', '', 'g') AS r6 (t8),
        LATERAL regexp_replace(translate(t8, 'yj', 'ii'), '([a-z])\1+', '\1', 'g') AS r7 (t9),
        LATERAL regexp_split_to_table(t9, ' +') AS split (word)
    WHERE word <> ''
);

ALTER TABLE person ADD COLUMN name_key text NOT NULL GENERATED ALWAYS AS
    (person_name_key(given_name || ' ' || family_name)) STORED;
COMMENT ON COLUMN person.name_key IS 'For finding spellings of one name; see person_name_key.';
-- For searching people by a part of a name, however it is spelt.
CREATE INDEX person_name_key_trigrams ON person USING gin (name_key gin_trgm_ops);

-- Erasing the kept person erases what was absorbed: it is the same human being.
ALTER TABLE person ADD COLUMN merged_into uuid REFERENCES person (id) ON DELETE CASCADE;
ALTER TABLE person ADD CONSTRAINT person_is_not_merged_into_itself CHECK (merged_into <> id);
COMMENT ON COLUMN person.merged_into IS
    'The person who carries on; this row then only keeps an address and a name taken.';
-- For who was absorbed by a person.
CREATE INDEX person_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL;

-- Whatever finds an absorbed person by address and name gets the person who carries on.
CREATE FUNCTION follow_merge() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    SELECT coalesce(p.merged_into, p.id) INTO NEW.person_id FROM person p WHERE p.id = NEW.person_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER interest_follows_merge BEFORE INSERT OR UPDATE OF person_id ON interest
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER access_token_follows_merge BEFORE INSERT OR UPDATE OF person_id ON access_token
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION follow_merge();

-- A row says that somebody looked at two persons and found that they are two.
CREATE TABLE person_distinct (
    one          uuid        NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other        uuid        NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    actor        text        NOT NULL CHECK (actor <> ''),
    dismissed_at timestamptz NOT NULL,
    PRIMARY KEY (one, other),
    CONSTRAINT person_distinct_is_an_ordered_pair CHECK (one < other)
);

-- Pairs that may be one person, the most alike first, each once: by keys that two of them share, so
-- that not all are compared with all. The service judges them. Compiling the plan takes longer than
-- running it.
CREATE FUNCTION duplicate_pairs(whose uuid, pairs_max bigint) RETURNS TABLE (one uuid, other uuid)
LANGUAGE sql STABLE SET search_path = public, pg_temp SET jit = off AS $$
    WITH living AS MATERIALIZED (
        SELECT id, name_key, string_to_array(name_key, ' ') AS words
        FROM person WHERE merged_into IS NULL
    ), word AS MATERIALIZED (
        SELECT id, words, word, place
        FROM living, unnest(words) WITH ORDINALITY AS w (word, place)
    ), spelling AS MATERIALIZED (
        -- The name, and the name without any one letter of a long word: they meet when one differs.
        SELECT id, name_key AS shared FROM living
        UNION
        SELECT id, array_to_string(array_remove(words, word), ' ') || '/'
                   || left(word, letter - 1) || substr(word, letter + 1)
        FROM word, generate_series(1, length(word) + 1) AS letter
        WHERE length(word) > 3 AND cardinality(words) > 1
    ), initial AS MATERIALIZED (
        SELECT DISTINCT a.id, a.word || '/' || left(b.word, 1) AS shared, length(b.word) = 1 AS is_short
        FROM word a JOIN word b ON b.id = a.id AND b.place <> a.place
        WHERE length(a.word) > 1
    ), two AS MATERIALIZED (
        SELECT DISTINCT a.id, a.word || ' ' || b.word AS shared, cardinality(a.words) > 2 AS is_long
        FROM word a JOIN word b ON b.id = a.id AND a.place < b.place
    ), pair AS (
        SELECT a.id AS a, b.id AS b FROM spelling a JOIN spelling b USING (shared)
        WHERE a.id < b.id
        UNION
        SELECT least(a.id, b.id), greatest(a.id, b.id) FROM initial a JOIN initial b USING (shared)
        WHERE a.is_short AND a.id <> b.id
        UNION
        SELECT least(a.id, b.id), greatest(a.id, b.id) FROM two a JOIN two b USING (shared)
        WHERE a.is_long AND a.id <> b.id
    )
    SELECT pair.a, pair.b
    FROM pair JOIN living a ON a.id = pair.a JOIN living b ON b.id = pair.b
    WHERE (whose IS NULL OR whose IN (pair.a, pair.b))
      AND NOT EXISTS (SELECT FROM person_distinct d WHERE d.one = pair.a AND d.other = pair.b)
    ORDER BY similarity(a.name_key, b.name_key) DESC, pair.a, pair.b LIMIT pairs_max
$$;

-- A row is one merge of two persons into the kept one.
CREATE TABLE person_merge (
    id        uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    kept      uuid        NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    absorbed  uuid        NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    actor     text        NOT NULL CHECK (actor <> ''),
    reason    text        NOT NULL CHECK (reason <> ''),
    merged_at timestamptz NOT NULL,
    undone_at timestamptz,
    undone_by text        CHECK (undone_by <> ''),
    CONSTRAINT person_merge_is_of_two CHECK (kept <> absorbed),
    CONSTRAINT person_merge_is_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE UNIQUE INDEX person_merge_absorbs_once ON person_merge (absorbed) WHERE undone_at IS NULL;
-- For the merges of a person.
CREATE INDEX person_merge_of_kept ON person_merge (kept);

-- A row is what a merge did to one row of another table, for undoing it. They hold personal data
-- and go with the merge when a person is erased.
CREATE TABLE person_merge_change (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merge_id uuid   NOT NULL REFERENCES person_merge (id) ON DELETE CASCADE,
    relation text   NOT NULL CONSTRAINT person_merge_change_is_of_a_known_table CHECK (relation IN
        ('person', 'access_token', 'interest', 'interest_status', 'participation_fact', 'seat',
         'event_room', 'seat_quota', 'session_place', 'session_room')),
    before   jsonb,
    after    jsonb,
    CONSTRAINT person_merge_change_changed_something CHECK (before IS DISTINCT FROM after)
);
COMMENT ON COLUMN person_merge_change.before IS 'Null of a row that the merge appended.';
COMMENT ON COLUMN person_merge_change.after IS 'Null of a row that the merge deleted.';
CREATE INDEX person_merge_change_of_merge ON person_merge_change (merge_id);

-- The events in which merging two persons may free a seat.
CREATE FUNCTION events_of_people(people uuid[]) RETURNS uuid[]
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(event_id ORDER BY event_id), '{}') FROM (
        SELECT n.event_id FROM participation_now n JOIN person p ON p.token = n.person_token
        WHERE p.id = ANY (people)
        UNION
        SELECT i.event_id FROM interest i
        WHERE i.person_id = ANY (people) AND i.event_id IS NOT NULL
    ) AS concerned
$$;

-- Counts a seat out of (-1) or into (+1) the quotas of an event that it falls under.
CREATE FUNCTION count_seat_in_quotas(
    merge uuid, event uuid, of_country text, of_sector text, of_organisation uuid, step integer
) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    WITH was AS MATERIALIZED (
        SELECT q.* FROM seat_quota q
        WHERE q.event_id = event AND q.value = CASE q.dimension
            WHEN 'country' THEN of_country WHEN 'sector' THEN of_sector
            ELSE of_organisation::text END
        ORDER BY q.dimension, q.value FOR UPDATE
    ), counted AS (
        UPDATE seat_quota q SET taken = q.taken + step FROM was
        WHERE (q.event_id, q.dimension, q.value) = (was.event_id, was.dimension, was.value)
        RETURNING q.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'seat_quota', to_jsonb(was), to_jsonb(counted)
    FROM was JOIN counted USING (event_id, dimension, value)
$$;

-- Frees a seat, or hands it to another participation of the same event, and counts it anew.
CREATE FUNCTION pass_seat_on(
    merge uuid, seat_id uuid, heir uuid, heir_interest uuid
) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was seat;
    became seat;
    room event_room;
    counted event_room;
BEGIN
    SELECT * INTO STRICT was FROM seat WHERE id = seat_id FOR UPDATE;
    UPDATE seat SET participation_id = heir, interest_id = heir_interest, promised_until = NULL,
        taken_at = CASE WHEN heir IS NULL THEN NULL ELSE taken_at END
    WHERE id = seat_id RETURNING * INTO became;
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    VALUES (merge, 'seat', to_jsonb(was), to_jsonb(became));
    IF heir IS NULL THEN
        SELECT * INTO STRICT room FROM event_room WHERE event_id = was.event_id;
        UPDATE event_room SET taken = taken - 1 WHERE event_id = was.event_id
        RETURNING * INTO counted;
        INSERT INTO person_merge_change (merge_id, relation, before, after)
        VALUES (merge, 'event_room', to_jsonb(room), to_jsonb(counted));
    END IF;
END
$$;

-- Moves everything of a person to the kept one and notes what it did. Rooms are locked before
-- people, and people before what is theirs.
CREATE FUNCTION merge_people(
    keep uuid, absorb uuid, by_actor text, why text, at timestamptz,
    OUT merge uuid, OUT refusal text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rooms uuid[] := events_of_people(ARRAY[keep, absorb]);
    kept person;
    gone person;
    doubles uuid[];
    collapse record;
    held record;
    fact_ids bigint[];
    instant timestamptz;
BEGIN
    PERFORM FROM event_room WHERE event_id = ANY (rooms) ORDER BY event_id FOR UPDATE;
    PERFORM FROM person WHERE id IN (keep, absorb) ORDER BY id FOR UPDATE;
    SELECT * INTO kept FROM person WHERE id = keep;
    SELECT * INTO gone FROM person WHERE id = absorb;
    refusal := CASE
        WHEN kept.id IS NULL OR gone.id IS NULL THEN 'unknown-person'
        WHEN keep = absorb THEN 'same-person'
        WHEN kept.merged_into IS NOT NULL OR gone.merged_into IS NOT NULL THEN 'already-merged'
        END;
    IF refusal IS NOT NULL THEN RETURN; END IF;
    IF NOT events_of_people(ARRAY[keep, absorb]) <@ rooms THEN
        RAISE EXCEPTION 'the events of a person changed meanwhile' USING ERRCODE = '40001';
    END IF;
    INSERT INTO person_merge (kept, absorbed, actor, reason, merged_at)
    VALUES (keep, absorb, by_actor, why, at) RETURNING id INTO merge;

    WITH was AS MATERIALIZED (
        SELECT p.* FROM person p WHERE p.id = absorb OR p.merged_into = absorb
        ORDER BY p.id FOR UPDATE
    ), became AS (
        UPDATE person p SET merged_into = keep FROM was WHERE p.id = was.id RETURNING p.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'person', to_jsonb(was), to_jsonb(became) FROM was JOIN became USING (id);

    WITH was AS MATERIALIZED (
        SELECT t.* FROM access_token t WHERE t.person_id = absorb FOR UPDATE
    ), became AS (
        UPDATE access_token t SET person_id = keep FROM was WHERE t.hash = was.hash RETURNING t.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'access_token', to_jsonb(was), to_jsonb(became)
    FROM was JOIN became USING (hash);

    -- Of two active interests in one target the one that got further carries on, then the earlier.
    PERFORM FROM interest WHERE person_id IN (keep, absorb) ORDER BY id FOR UPDATE;
    SELECT coalesce(array_agg(ranked.id), '{}') INTO doubles FROM (
        SELECT i.id, row_number() OVER (
            PARTITION BY coalesce(i.event_id, i.programme_id)
            ORDER BY array_position(ARRAY['accepted', 'offered', 'shortlisted', 'waiting',
                                          'received'], s.status),
                     s.status = 'accepted' AND i.person_id <> keep, i.received_at, i.id
        ) AS rank
        FROM interest i LEFT JOIN interest_status s
            ON s.interest_id = i.id AND s.superseded_at IS NULL
        WHERE i.person_id IN (keep, absorb) AND i.withdrawn_at IS NULL
    ) AS ranked WHERE rank > 1;
    WITH was AS MATERIALIZED (
        SELECT i.* FROM interest i WHERE i.person_id = absorb OR i.id = ANY (doubles)
    ), became AS (
        UPDATE interest i SET person_id = keep, withdrawn_at =
            CASE WHEN i.id = ANY (doubles) THEN greatest(at, i.received_at) ELSE i.withdrawn_at END
        FROM was WHERE i.id = was.id RETURNING i.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'interest', to_jsonb(was), to_jsonb(became) FROM was JOIN became USING (id);
    WITH was AS MATERIALIZED (
        SELECT s.* FROM interest_status s
        WHERE s.interest_id = ANY (doubles) AND s.superseded_at IS NULL
    ), became AS (
        UPDATE interest_status s SET superseded_at = clock_timestamp()
        FROM was WHERE s.id = was.id RETURNING s.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'interest_status', to_jsonb(was), to_jsonb(became) FROM was JOIN became USING (id);
    WITH appended AS (
        INSERT INTO interest_status (interest_id, status, actor, reason, occurred_at)
        SELECT double, 'withdrawn', by_actor, why, at FROM unnest(doubles) AS double
        RETURNING interest_status.*
    )
    INSERT INTO person_merge_change (merge_id, relation, after)
    SELECT merge, 'interest_status', to_jsonb(appended) FROM appended;
    -- What was promised to the one that ends is promised to nobody.
    FOR collapse IN
        SELECT s.id, s.event_id, i.country, i.sector
        FROM seat s JOIN interest i ON i.id = s.interest_id
        WHERE s.interest_id = ANY (doubles) AND s.promised_until IS NOT NULL ORDER BY s.id
    LOOP
        PERFORM pass_seat_on(merge, collapse.id, NULL, NULL);
        PERFORM count_seat_in_quotas(
            merge, collapse.event_id, collapse.country, collapse.sector, NULL, -1);
    END LOOP;

    -- Of several participations in one event one carries on: a confirmed one, then the kept one's.
    doubles := '{}';
    FOR collapse IN
        WITH theirs AS (
            SELECT n.*, bool_or(n.person_token = kept.token) OVER whole
                        AND bool_or(n.person_token = gone.token) OVER whole AS is_both,
                   first_value(n.id) OVER ranked AS heir
            FROM participation_now n
            WHERE n.person_token IN (kept.token, gone.token) AND n.status <> 'merged'
            WINDOW whole AS (PARTITION BY n.event_id),
                ranked AS (PARTITION BY n.event_id ORDER BY n.status = 'confirmed' DESC,
                           n.person_token = kept.token DESC, n.occurred_at, n.id)
        )
        SELECT theirs.id, theirs.event_id, theirs.country, theirs.sector, theirs.organisation_id,
               theirs.heir, mine.id AS seat, n.interest_id AS heir_interest,
               n.country AS heir_country, n.sector AS heir_sector,
               n.organisation_id AS heir_organisation
        FROM theirs JOIN participation_now n ON n.id = theirs.heir
        LEFT JOIN seat mine ON mine.participation_id = theirs.id
        WHERE theirs.is_both AND theirs.id <> theirs.heir ORDER BY theirs.id
    LOOP
        doubles := doubles || collapse.id;
        IF collapse.seat IS NOT NULL THEN
            PERFORM count_seat_in_quotas(merge, collapse.event_id, collapse.country,
                collapse.sector, collapse.organisation_id, -1);
            -- Asked again: an earlier round may have given the heir a seat.
            IF EXISTS (SELECT FROM seat WHERE participation_id = collapse.heir) THEN
                PERFORM pass_seat_on(merge, collapse.seat, NULL, NULL);
            ELSE
                PERFORM pass_seat_on(merge, collapse.seat, collapse.heir,
                    CASE WHEN NOT EXISTS (SELECT FROM seat
                                          WHERE interest_id = collapse.heir_interest)
                         THEN collapse.heir_interest END);
                PERFORM count_seat_in_quotas(merge, collapse.event_id, collapse.heir_country,
                    collapse.heir_sector, collapse.heir_organisation, 1);
            END IF;
        END IF;
        FOR held IN
            SELECT s.*, EXISTS (SELECT FROM session_place o WHERE o.session_id = s.session_id
                                AND o.participation_id = collapse.heir) AS is_double
            FROM session_place s WHERE s.participation_id = collapse.id ORDER BY s.session_id
        LOOP
            PERFORM pass_place_on(merge, held.session_id, collapse.id,
                CASE WHEN NOT held.is_double THEN collapse.heir END);
        END LOOP;
    END LOOP;

    SELECT array_agg(f.id ORDER BY f.id) INTO fact_ids FROM participation_fact f
    WHERE f.superseded_at IS NULL
      AND (f.person_token = gone.token OR f.participation_id = ANY (doubles));
    IF fact_ids IS NULL THEN RETURN; END IF;
    instant := record_instant();
    WITH was AS MATERIALIZED (
        SELECT f.* FROM participation_fact f WHERE f.id = ANY (fact_ids)
    ), became AS (
        UPDATE participation_fact f SET superseded_at = instant FROM was WHERE f.id = was.id
        RETURNING f.*
    )
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    SELECT merge, 'participation_fact', to_jsonb(was), to_jsonb(became)
    FROM was JOIN became USING (id);
    WITH appended AS (
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, organisation_id, member, actor, reason, occurred_at, recorded_at)
        SELECT f.participation_id, kept.token,
               CASE WHEN f.participation_id = ANY (doubles) THEN 'merged' ELSE f.status END,
               f.role, f.country, f.sector, f.organisation_id, f.member, by_actor, why,
               f.occurred_at, instant
        FROM participation_fact f WHERE f.id = ANY (fact_ids) ORDER BY f.id
        RETURNING participation_fact.*
    )
    INSERT INTO person_merge_change (merge_id, relation, after)
    SELECT merge, 'participation_fact', to_jsonb(appended) FROM appended;
END
$$;

-- Hands a place in a session to another participation, or gives it up when there is no heir.
CREATE FUNCTION pass_place_on(merge uuid, session uuid, holder uuid, heir uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was session_place;
    became session_place;
    room session_room;
    counted session_room;
BEGIN
    SELECT * INTO STRICT room FROM session_room WHERE session_id = session FOR UPDATE;
    SELECT * INTO STRICT was FROM session_place
    WHERE session_id = session AND participation_id = holder;
    IF heir IS NOT NULL THEN
        UPDATE session_place SET participation_id = heir
        WHERE session_id = session AND participation_id = holder RETURNING * INTO became;
        INSERT INTO person_merge_change (merge_id, relation, before, after)
        VALUES (merge, 'session_place', to_jsonb(was), to_jsonb(became));
        RETURN;
    END IF;
    DELETE FROM session_place WHERE session_id = session AND participation_id = holder;
    UPDATE session_room SET taken = taken - 1 WHERE session_id = session RETURNING * INTO counted;
    INSERT INTO person_merge_change (merge_id, relation, before, after)
    VALUES (merge, 'session_place', to_jsonb(was), NULL),
           (merge, 'session_room', to_jsonb(room), to_jsonb(counted));
END
$$;

-- Why a merge cannot be undone; null when it can. A row counts as it was left when it still holds
-- what the merge wrote, whatever columns a table got since; in a history, when what is in force
-- says the same, because a later merge that was undone has appended it again.
CREATE FUNCTION obstacle_to_undoing(merge uuid) RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    WITH left_as AS MATERIALIZED (
        SELECT relation, before, after FROM person_merge_change WHERE merge_id = merge
    )
    SELECT CASE
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'person' AND NOT EXISTS (
            SELECT FROM person p WHERE p.id = (c.after ->> 'id')::uuid
            AND p.merged_into = (c.after ->> 'merged_into')::uuid)) THEN 'later-merge'
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'interest' AND NOT EXISTS (
            SELECT FROM interest i WHERE i.id = (c.after ->> 'id')::uuid
            AND to_jsonb(i) @> c.after)) THEN 'interest-changed'
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'interest_status' AND before IS NULL
            AND NOT EXISTS (SELECT FROM interest_status s
            WHERE s.interest_id = (c.after ->> 'interest_id')::uuid AND s.superseded_at IS NULL
            AND to_jsonb(s) @> c.after - '{id,recorded_at}'::text[])) THEN 'interest-changed'
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'participation_fact'
            AND before IS NULL AND NOT EXISTS (SELECT FROM participation_fact f
            WHERE f.participation_id = (c.after ->> 'participation_id')::uuid
            AND f.superseded_at IS NULL
            AND to_jsonb(f) @> c.after - '{id,recorded_at}'::text[]))
            THEN 'participation-changed'
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'seat' AND NOT EXISTS (
            SELECT FROM seat s WHERE s.id = (c.after ->> 'id')::uuid AND to_jsonb(s) @> c.after))
            THEN 'seat-changed'
        WHEN EXISTS (SELECT FROM left_as c WHERE relation = 'session_place'
            AND after IS NOT NULL AND NOT EXISTS (SELECT FROM session_place s
            WHERE s.session_id = (c.after ->> 'session_id')::uuid AND to_jsonb(s) @> c.after))
            THEN 'seat-changed'
        END
$$;

-- Puts the rows of two persons back as they were before a merge. Histories are appended to: what
-- the merge wrote stays, superseded. What came to the kept person since stays with the kept one.
CREATE FUNCTION undo_person_merge(which uuid, by_actor text, at timestamptz, OUT refusal text)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    m person_merge;
    instant timestamptz;
BEGIN
    SELECT * INTO m FROM person_merge WHERE id = which;
    PERFORM FROM event_room WHERE event_id = ANY (events_of_people(ARRAY[m.kept, m.absorbed]))
    ORDER BY event_id FOR UPDATE;
    PERFORM FROM person WHERE id IN (m.kept, m.absorbed) ORDER BY id FOR UPDATE;
    SELECT * INTO m FROM person_merge WHERE id = which FOR UPDATE;
    PERFORM FROM interest WHERE person_id = m.kept ORDER BY id FOR UPDATE;
    refusal := CASE WHEN m.id IS NULL THEN 'unknown-merge'
                    WHEN m.undone_at IS NOT NULL THEN 'already-undone'
                    ELSE obstacle_to_undoing(which) END;
    IF refusal IS NOT NULL THEN RETURN; END IF;

    UPDATE person_merge SET undone_at = at, undone_by = by_actor WHERE id = which;
    UPDATE person p SET merged_into = (c.before ->> 'merged_into')::uuid
    FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'person' AND p.id = (c.before ->> 'id')::uuid;
    -- Links that expired meanwhile are gone, and nobody misses them.
    UPDATE access_token t SET person_id = (c.before ->> 'person_id')::uuid
    FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'access_token'
      AND t.hash = (c.before ->> 'hash')::bytea;
    UPDATE interest i SET person_id = (c.before ->> 'person_id')::uuid,
                          withdrawn_at = (c.before ->> 'withdrawn_at')::timestamptz
    FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'interest' AND i.id = (c.before ->> 'id')::uuid;
    UPDATE interest_status s SET superseded_at = clock_timestamp() FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'interest_status' AND c.before IS NULL
      AND s.interest_id = (c.after ->> 'interest_id')::uuid AND s.superseded_at IS NULL;
    INSERT INTO interest_status (interest_id, status, actor, reason, occurred_at)
    SELECT was.interest_id, was.status, was.actor, was.reason, was.occurred_at
    FROM person_merge_change c,
        LATERAL jsonb_populate_record(NULL::interest_status, c.before) AS was
    WHERE c.merge_id = which AND c.relation = 'interest_status' AND c.before IS NOT NULL
    ORDER BY was.id;

    -- Places are given up before they are taken: a seat is had by one participation at a time.
    UPDATE seat s SET interest_id = NULL, promised_until = NULL, participation_id = NULL,
                      taken_at = NULL
    FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'seat' AND s.id = (c.before ->> 'id')::uuid;
    UPDATE seat s SET interest_id = was.interest_id, promised_until = was.promised_until,
                      participation_id = was.participation_id, taken_at = was.taken_at
    FROM person_merge_change c, LATERAL jsonb_populate_record(NULL::seat, c.before) AS was
    WHERE c.merge_id = which AND c.relation = 'seat' AND s.id = was.id;
    UPDATE event_room r SET taken = r.taken + c.freed FROM (
        SELECT (before ->> 'event_id')::uuid AS event_id,
               sum((before ->> 'taken')::integer - (after ->> 'taken')::integer) AS freed
        FROM person_merge_change WHERE merge_id = which AND relation = 'event_room' GROUP BY 1
    ) AS c WHERE r.event_id = c.event_id;
    UPDATE seat_quota q SET taken = q.taken + c.freed FROM (
        SELECT (before ->> 'event_id')::uuid AS event_id, before ->> 'dimension' AS dimension,
               before ->> 'value' AS value,
               sum((before ->> 'taken')::integer - (after ->> 'taken')::integer) AS freed
        FROM person_merge_change WHERE merge_id = which AND relation = 'seat_quota'
        GROUP BY 1, 2, 3
    ) AS c WHERE (q.event_id, q.dimension, q.value) = (c.event_id, c.dimension, c.value);
    UPDATE session_room r SET taken = r.taken + c.freed FROM (
        SELECT (before ->> 'session_id')::uuid AS session_id,
               sum((before ->> 'taken')::integer - (after ->> 'taken')::integer) AS freed
        FROM person_merge_change WHERE merge_id = which AND relation = 'session_room' GROUP BY 1
    ) AS c WHERE r.session_id = c.session_id;
    DELETE FROM session_place s USING person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'session_place'
      AND s.session_id = (c.after ->> 'session_id')::uuid
      AND s.participation_id = (c.after ->> 'participation_id')::uuid;
    INSERT INTO session_place SELECT was.* FROM person_merge_change c,
        LATERAL jsonb_populate_record(NULL::session_place, c.before) AS was
    WHERE c.merge_id = which AND c.relation = 'session_place';

    IF NOT EXISTS (SELECT FROM person_merge_change
                   WHERE merge_id = which AND relation = 'participation_fact') THEN
        RETURN;
    END IF;
    instant := record_instant();
    UPDATE participation_fact f SET superseded_at = instant FROM person_merge_change c
    WHERE c.merge_id = which AND c.relation = 'participation_fact' AND c.before IS NULL
      AND f.participation_id = (c.after ->> 'participation_id')::uuid AND f.superseded_at IS NULL;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, member, actor, reason, occurred_at, recorded_at)
    SELECT was.participation_id, was.person_token, was.status, was.role, was.country, was.sector,
           was.organisation_id, was.member, was.actor, was.reason, was.occurred_at, instant
    FROM person_merge_change c,
        LATERAL jsonb_populate_record(NULL::participation_fact, c.before) AS was
    WHERE c.merge_id = which AND c.relation = 'participation_fact' AND c.before IS NOT NULL
    ORDER BY was.id;
END
$$;

GRANT SELECT, INSERT ON person_distinct, person_merge, person_merge_change TO registry_service;
GRANT UPDATE (undone_at, undone_by) ON person_merge TO registry_service;

-- Judges rows of a spreadsheet of participations, and writes them when it may and none is wrong.
-- One import at a time, so that two of them do not bring the same participation.
CREATE FUNCTION import_participations(
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
            ELSE 'updated' END AS becomes
        FROM known k
    ), due AS MATERIALIZED (
        SELECT * FROM judged WHERE apply AND becomes IN ('created', 'updated')
          AND NOT EXISTS (SELECT FROM judged WHERE becomes = 'error')
    ), added AS (
        INSERT INTO participation (id, event_id, created_at)
        SELECT due.participation_id, due.event_id, at FROM due WHERE is_new
    ), moment AS MATERIALIZED (
        SELECT record_instant() AS instant WHERE EXISTS (SELECT FROM due)
    ), superseded AS (
        UPDATE participation_fact f SET superseded_at = moment.instant FROM due, moment
        WHERE f.participation_id = due.participation_id AND f.superseded_at IS NULL
        RETURNING f.id
    ), appended AS (
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, organisation_id, member, actor, reason, occurred_at, recorded_at)
        SELECT due.participation_id, due.person_token, new_status, new_role, new_country,
               new_sector, new_organisation, due.member, by_actor, 'import', due.occurred_at,
               moment.instant
        FROM due, moment
        -- Superseded in full before anything is appended.
        WHERE (SELECT count(*) FROM superseded) >= 0
        ORDER BY due.ordinal
    )
    SELECT judged.ordinal, judged.becomes, judged.complaints FROM judged ORDER BY judged.ordinal;
END
$$;
