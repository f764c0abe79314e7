-- The log that shows when somebody changed it afterwards.

ALTER TABLE audit
    ALTER COLUMN subject_id DROP NOT NULL,
    ADD COLUMN via text CHECK (via <> '');
COMMENT ON COLUMN audit.subject_id IS 'Null where it was a list of them.';
COMMENT ON COLUMN audit.via IS 'The pattern of the route, where it was looked at or exported.';
-- For the whole log, the latest first, and what one actor did.
CREATE INDEX audit_by_actor ON audit (actor, id);

-- A row is a link: the digest of one row of audit and of the link before it. Changing, removing or
-- inserting a row breaks every link after it.
CREATE TABLE audit_link (
    position bigint PRIMARY KEY,
    audit_id bigint NOT NULL UNIQUE REFERENCES audit (id),
    hash     bytea  NOT NULL CHECK (octet_length(hash) = 32)
);
-- The end of the chain. Locked by whoever adds to it, after everything else.
CREATE TABLE audit_head (
    is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    position bigint  NOT NULL DEFAULT 0,
    hash     bytea   NOT NULL DEFAULT sha256('')
);
INSERT INTO audit_head DEFAULT VALUES;

-- A row of audit as bytes: the same for the same row on every server.
CREATE FUNCTION audit_digest(row_of audit) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    SELECT sha256(convert_to(jsonb_build_array(row_of.id, row_of.subject, row_of.subject_id,
        row_of.action, row_of.actor, row_of.reason, row_of.via,
        extract(epoch FROM row_of.occurred_at), extract(epoch FROM row_of.recorded_at))::text,
        'UTF8'))
$$;

-- Runs at the end of the transaction, when no other lock is asked for any more, and as the owner:
-- the service can neither write a link nor change one.
CREATE FUNCTION link_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head audit_head;
BEGIN
    SELECT * INTO head FROM audit_head FOR UPDATE;
    head.position := head.position + 1;
    head.hash := sha256(head.hash || audit_digest(NEW));
    INSERT INTO audit_link (position, audit_id, hash) VALUES (head.position, NEW.id, head.hash);
    UPDATE audit_head SET position = head.position, hash = head.hash;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_is_linked AFTER INSERT ON audit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_audit();

-- What was written before the chain began, in its order.
DO $$
DECLARE
    old audit;
    head audit_head;
BEGIN
    SELECT * INTO head FROM audit_head;
    FOR old IN SELECT * FROM audit ORDER BY id LOOP
        head.position := head.position + 1;
        head.hash := sha256(head.hash || audit_digest(old));
        INSERT INTO audit_link (position, audit_id, hash)
        VALUES (head.position, old.id, head.hash);
    END LOOP;
    UPDATE audit_head SET position = head.position, hash = head.hash;
END
$$;

GRANT SELECT ON audit_link, audit_head TO registry_service;
