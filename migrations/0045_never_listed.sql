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
WITH one AS (
    SELECT DISTINCT coalesce(merged_into, id) AS id FROM person WHERE unlisted_at IS NOT NULL
)
SELECT token FROM person JOIN one USING (id)
UNION ALL
SELECT token FROM person JOIN one ON one.id = person.merged_into
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

-- Names may stand in what a claim is taken from, and in what a report is called. Such words are
-- public or about many: a family name alone may be a month in them.
ALTER TABLE personal_column ADD COLUMN is_citation boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN personal_column.is_citation IS
    'Words that are searched for whole names and addresses only.';
UPDATE personal_column SET holds = 'person', on_erasure = 'kept', is_searched = true,
    is_citation = true, reason = 'of what was said in public; whole names in it go'
WHERE relation IN ('baseline_figure', 'baseline_fact')
  AND column_name IN ('title', 'quote', 'place');
UPDATE personal_column SET holds = 'person', on_erasure = 'kept', is_searched = true,
    is_citation = true, reason = 'of a report; whole names in it go'
WHERE relation = 'kept_report' AND column_name = 'title';

-- As it was, and of citations only whole names and addresses go.
CREATE OR REPLACE FUNCTION erase_words(t person_traces) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    done bigint;
    found_words personal_column;
    cited person_traces := t;
    changes jsonb := '[]';
BEGIN
    -- Matches nothing.
    cited.family_name := '(?!)';
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
            found_words.column_name)
        USING CASE WHEN found_words.is_citation THEN cited ELSE t END;
        GET DIAGNOSTICS done = ROW_COUNT;
        changes := changes || erasure_line(found_words.relation, 'searched', done);
    END LOOP;
    RETURN changes;
END
$$;
