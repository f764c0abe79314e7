-- Who is counted but never listed stays so: under every number that they ever had, and after they
-- were erased.

-- A row is the random number of somebody who was never listed and is erased.
CREATE TABLE unlisted_token (
    token uuid PRIMARY KEY
);
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('unlisted_token', 'token', 'person', 'kept',
     'a random number, so that what is counted of them is in no export');

-- The tokens of those who are counted but never listed. People who were merged are one: where one
-- of them is not listed, none is, also in a list of the days before.
CREATE OR REPLACE VIEW unlisted_person AS
SELECT token FROM person
WHERE coalesce(merged_into, id) IN (
    SELECT coalesce(merged_into, id) FROM person WHERE unlisted_at IS NOT NULL)
UNION ALL
SELECT token FROM unlisted_token;

CREATE FUNCTION keep_unlisted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO unlisted_token SELECT token FROM gone
    WHERE coalesce(merged_into, id) IN (
        SELECT coalesce(merged_into, id) FROM gone WHERE unlisted_at IS NOT NULL)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER person_stays_unlisted AFTER DELETE ON person
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_unlisted();

-- Names may stand in what a claim is taken from, and in what a report is called.
UPDATE personal_column SET holds = 'person', on_erasure = 'kept', is_searched = true,
    reason = 'of what was said in public; names in it go'
WHERE relation IN ('baseline_figure', 'baseline_fact')
  AND column_name IN ('title', 'quote', 'place');
UPDATE personal_column SET holds = 'person', on_erasure = 'kept', is_searched = true,
    reason = 'of a report; names in it go'
WHERE relation = 'kept_report' AND column_name = 'title';
