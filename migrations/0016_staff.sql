-- Who works in the console: accounts, roles, sessions, and how many tries a sign-in has.

-- A row is somebody of the secretariat. Without a password and a secret of one-time codes nobody
-- signs in; both are set by a link that works once.
CREATE TABLE staff (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    email          text        NOT NULL,
    email_folded   text        NOT NULL,
    name           text        NOT NULL,
    password_key   bytea,
    password_salt  bytea,
    scrypt_cost    integer,
    scrypt_block   integer,
    scrypt_parallel integer,
    code_secret    bytea,
    code_step_used bigint,
    created_at     timestamptz NOT NULL,
    created_by     text        NOT NULL CHECK (created_by <> ''),
    set_up_at      timestamptz,
    disabled_at    timestamptz,
    CONSTRAINT staff_address_is_unique UNIQUE (email_folded),
    CONSTRAINT staff_has_an_address CHECK (email LIKE '%_@_%' AND email_folded <> ''),
    CONSTRAINT staff_has_a_name CHECK (name <> '' AND length(name) <= 200),
    CONSTRAINT staff_is_set_up_whole CHECK (
        num_nonnulls(set_up_at, password_key, password_salt, scrypt_cost, scrypt_block,
                     scrypt_parallel, code_secret) IN (0, 7)),
    CONSTRAINT staff_secrets_are_long CHECK (
        octet_length(password_key) = 32 AND octet_length(password_salt) >= 16
        AND octet_length(code_secret) >= 16)
);
COMMENT ON COLUMN staff.password_key IS 'Derived by scrypt (RFC 7914) with the parameters beside.';
COMMENT ON COLUMN staff.code_secret IS
    'Of RFC 6238. Whoever reads this table still lacks the password.';
COMMENT ON COLUMN staff.code_step_used IS 'The latest step whose code was used: it works once.';

-- A row is a role that somebody has or had, everywhere, in one programme or in one event.
CREATE TABLE staff_role (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    staff_id     uuid        NOT NULL REFERENCES staff (id),
    role         text        NOT NULL,
    programme_id uuid        REFERENCES programme (id),
    event_id     uuid        REFERENCES event (id),
    granted_at   timestamptz NOT NULL,
    granted_by   text        NOT NULL CHECK (granted_by <> ''),
    ended_at     timestamptz,
    ended_by     text        CHECK (ended_by <> ''),
    CONSTRAINT staff_role_is_known CHECK (
        role IN ('administrator', 'coordinator', 'check-in', 'report-writer', 'auditor')),
    CONSTRAINT staff_role_holds_where_it_can CHECK (
        CASE role
        WHEN 'coordinator' THEN num_nonnulls(programme_id, event_id) <= 1
        WHEN 'check-in' THEN event_id IS NOT NULL AND programme_id IS NULL
        ELSE num_nonnulls(programme_id, event_id) = 0 END),
    CONSTRAINT staff_role_is_ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX staff_role_once
    ON staff_role (staff_id, role, coalesce(programme_id, event_id, staff_id))
    WHERE ended_at IS NULL;

-- A row is a link that sets a password and a phone, once; a newer one ends those before it.
CREATE TABLE staff_link (
    hash        bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    staff_id    uuid        NOT NULL REFERENCES staff (id),
    code_secret bytea       NOT NULL CHECK (octet_length(code_secret) >= 16),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    CONSTRAINT staff_link_expires_after_it_was_made CHECK (created_at < expires_at)
);
COMMENT ON COLUMN staff_link.code_secret IS 'Shown to whoever has the link; theirs once they use it.';
-- For ending the links of somebody.
CREATE INDEX staff_link_of_staff ON staff_link (staff_id) WHERE used_at IS NULL;

-- A row is a browser that somebody signed in with. Only the SHA-256 of the cookie is kept.
CREATE TABLE staff_session (
    hash       bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    staff_id   uuid        NOT NULL REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    CONSTRAINT staff_session_expires_after_it_was_made CHECK (created_at < expires_at)
);
COMMENT ON COLUMN staff_session.seen_at IS 'To the minute: not every click writes a row.';
-- For the sessions of somebody.
CREATE INDEX staff_session_of_staff ON staff_session (staff_id) WHERE ended_at IS NULL;

-- How often somebody tried to sign in lately, by account and source, shared by all instances. Kept
-- by hashes, known or not. Unlogged: after a crash the limits start anew, and nothing else is lost.
CREATE UNLOGGED TABLE sign_in_budget (
    key_hash bytea       PRIMARY KEY,
    since    timestamptz NOT NULL,
    tries    integer     NOT NULL
);

-- What a key of the API may do: the same roles as people have.
ALTER TABLE staff_token
    ADD COLUMN role text NOT NULL DEFAULT 'coordinator',
    ADD CONSTRAINT staff_token_role_is_known
        CHECK (role IN ('administrator', 'coordinator', 'report-writer', 'auditor'));

-- Counts one more try for each key; false, and nothing is counted, when one had its share.
CREATE FUNCTION spend_sign_in_tries(
    keys bytea[], most integer[], at timestamptz, window_length interval
) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    n integer;
BEGIN
    -- In one order, so that two who share two keys wait for each other and not in a circle.
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 0))
    FROM (SELECT DISTINCT key FROM unnest(keys) AS key ORDER BY key) AS ordered;
    DELETE FROM sign_in_budget WHERE key_hash = ANY (keys) AND since <= at - window_length;
    FOR n IN 1 .. cardinality(keys) LOOP
        IF EXISTS (SELECT FROM sign_in_budget
                   WHERE key_hash = keys[n] AND tries >= most[n]) THEN
            RETURN false;
        END IF;
    END LOOP;
    INSERT INTO sign_in_budget (key_hash, since, tries)
    SELECT key, at, 1 FROM unnest(keys) AS key
    ON CONFLICT (key_hash) DO UPDATE SET tries = sign_in_budget.tries + 1;
    RETURN true;
END
$$;

-- The roles that hold now, each as `role`, `role programme ID` or `role event ID`.
CREATE FUNCTION staff_roles(of_staff uuid) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(concat_ws(' ', role,
            CASE WHEN programme_id IS NOT NULL THEN 'programme ' || programme_id
                 WHEN event_id IS NOT NULL THEN 'event ' || event_id END)
            ORDER BY role, programme_id, event_id), '{}')
    FROM staff_role WHERE staff_id = of_staff AND ended_at IS NULL
$$;

GRANT SELECT, INSERT, UPDATE ON staff, staff_role, staff_link, staff_session TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_budget TO registry_service;
GRANT DELETE ON staff_session, staff_link TO registry_service;

-- Whether somebody but this account is an administrator who can sign in; the caller has the lock.
CREATE FUNCTION has_other_administrator(than uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM staff_role r JOIN staff ON staff.id = r.staff_id
        WHERE r.role = 'administrator' AND r.ended_at IS NULL AND staff.disabled_at IS NULL
          AND staff.set_up_at IS NOT NULL AND staff.id <> than)
$$;

-- Gives or ends a role. The outcome is `changed` or the reason for a refusal.
CREATE FUNCTION change_staff_role(
    of_staff uuid, which text, in_programme text, in_event text, is_given boolean, by_actor text,
    at timestamptz
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    programme uuid := (SELECT id FROM programme WHERE code = in_programme);
    event uuid := (SELECT id FROM event WHERE code = in_event);
BEGIN
    -- Two administrators who end each other's role at once come one after the other.
    PERFORM pg_advisory_xact_lock(hashtextextended('staff roles', 0));
    PERFORM FROM staff WHERE id = of_staff FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown-account'; END IF;
    IF in_programme IS NOT NULL AND programme IS NULL THEN RETURN 'unknown-programme'; END IF;
    IF in_event IS NOT NULL AND event IS NULL THEN RETURN 'unknown-event'; END IF;
    IF is_given THEN
        INSERT INTO staff_role (staff_id, role, programme_id, event_id, granted_at, granted_by)
        VALUES (of_staff, which, programme, event, at, by_actor) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN 'granted-already'; END IF;
    ELSE
        IF which = 'administrator' AND NOT has_other_administrator(of_staff) THEN
            RETURN 'last-administrator';
        END IF;
        UPDATE staff_role SET ended_at = at, ended_by = by_actor
        WHERE staff_id = of_staff AND role = which AND ended_at IS NULL
          AND programme_id IS NOT DISTINCT FROM programme
          AND event_id IS NOT DISTINCT FROM event;
        IF NOT FOUND THEN RETURN 'not-granted'; END IF;
    END IF;
    INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
    VALUES ('staff', of_staff, CASE WHEN is_given THEN 'grant-role' ELSE 'end-role' END, by_actor,
            concat_ws(' ', which, in_programme, in_event), at);
    RETURN 'changed';
END
$$;

-- Ends an account with everything it has open, or opens it again for a new link.
CREATE FUNCTION disable_staff(
    which uuid, is_disabled boolean, by_actor text, at timestamptz
) RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('staff roles', 0));
    PERFORM FROM staff WHERE id = which FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown-account'; END IF;
    IF is_disabled AND NOT has_other_administrator(which) AND EXISTS (
            SELECT FROM staff_role WHERE staff_id = which AND role = 'administrator'
              AND ended_at IS NULL) THEN
        RETURN 'last-administrator';
    END IF;
    UPDATE staff SET disabled_at = CASE WHEN is_disabled THEN coalesce(disabled_at, at) END
    WHERE id = which;
    UPDATE staff_session SET ended_at = at WHERE staff_id = which AND ended_at IS NULL;
    DELETE FROM staff_link WHERE staff_id = which AND used_at IS NULL;
    INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
    VALUES ('staff', which, CASE WHEN is_disabled THEN 'disable' ELSE 'enable' END, by_actor, at);
    RETURN 'changed';
END
$$;
