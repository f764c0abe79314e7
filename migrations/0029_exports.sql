-- Tables that leave the registry: who is never on them, and what a spreadsheet must not execute.

ALTER TABLE person ADD COLUMN unlisted_at timestamptz;
COMMENT ON COLUMN person.unlisted_at IS
    'Since when the person is counted but never listed: in no export and on no printed list.';
-- For the few who are.
CREATE INDEX person_unlisted ON person (unlisted_at) WHERE unlisted_at IS NOT NULL;

-- The tokens of those who are counted but never listed. Who was absorbed by a merge keeps the right
-- to it for the person who carries on.
CREATE VIEW unlisted_person AS
SELECT token FROM person WHERE unlisted_at IS NOT NULL
UNION
SELECT heir.token FROM person gone JOIN person heir ON heir.id = gone.merged_into
WHERE gone.unlisted_at IS NOT NULL;

-- A text that a spreadsheet takes for a text: one that would begin a formula gets an apostrophe
-- (OWASP, CSV injection). ASCII and full-width = + - @, tab, line feed and carriage return.
CREATE FUNCTION formula_safe(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ascii(cell) IN (9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312)
            THEN '''' || cell ELSE cell END;

GRANT SELECT ON unlisted_person TO registry_service;
