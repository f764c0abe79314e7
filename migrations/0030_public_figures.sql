-- Figures for everybody: what was published of what was counted, and what claims count.

-- So that the log can name a claim, and so that nothing that a claim holds is counted beside it.
ALTER TABLE baseline_figure
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN counts_people boolean NOT NULL DEFAULT false,
    ADD COLUMN told_on date NOT NULL DEFAULT current_date,
    ADD CONSTRAINT baseline_figure_id_is_unique UNIQUE (id);
COMMENT ON COLUMN baseline_figure.counts_people IS
    'Whether persons that the registry counted since may stand beside it.';
COMMENT ON COLUMN baseline_figure.told_on IS
    'A day on which the text said it already; what began later is not in it.';

-- A row is what was published about one subject. Each is compared with all before it, so they are
-- kept with what they counted; rows are never changed.
CREATE TABLE figure_publication (
    id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    subject      text        NOT NULL,
    number       integer     NOT NULL,
    recipe       jsonb,
    words        text[]      NOT NULL,
    as_of        timestamptz NOT NULL,
    first_day    date,
    last_day     date,
    counts       jsonb       NOT NULL,
    shown        jsonb       NOT NULL,
    published_by text        NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT figure_publication_subject_is_known CHECK
        (subject IN ('year', 'country', 'sector', 'programme', 'phase', 'children')),
    CONSTRAINT figure_publication_is_numbered CHECK (number > 0),
    CONSTRAINT figure_publication_one_after_another UNIQUE (subject, number)
);
COMMENT ON COLUMN figure_publication.counts IS
    'As counted, with nothing hidden. Only for publishing the next one, through figures_before().';
COMMENT ON COLUMN figure_publication.shown IS 'As everybody may read it.';

CREATE TRIGGER figure_publication_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON figure_publication
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();

-- The publication of each subject that holds now, without what it hides.
CREATE VIEW figure_shown AS
SELECT DISTINCT ON (subject) subject, recipe, words, as_of, first_day, last_day, shown,
       published_at
FROM figure_publication ORDER BY subject, number DESC;

-- What publishing has to compare with; the only way of the service to what is hidden.
CREATE FUNCTION figures_before() RETURNS TABLE (subject text, counts jsonb, shown jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject, counts, shown FROM figure_publication ORDER BY subject, number
$$;
REVOKE ALL ON FUNCTION figures_before() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION figures_before() TO registry_service;
GRANT SELECT ON figure_shown TO registry_service;
GRANT INSERT ON figure_publication TO registry_service;
GRANT SELECT (id) ON figure_publication TO registry_service;

-- Counts and codes; nobody's data but the number of the account that published.
INSERT INTO personal_column (relation, column_name, holds)
SELECT relation, unnest(string_to_array(columns, ' ')), 'nothing'
FROM (VALUES
    ('baseline_figure', 'id told_on'),
    ('figure_publication', 'id subject recipe words first_day last_day counts shown')
) AS known (relation, columns);
INSERT INTO personal_column (relation, column_name, holds, on_erasure, reason) VALUES
    ('figure_publication', 'published_by', 'staff', 'kept',
     'the id of an account or a key, never a name');
