-- Small figures are about few persons, whatever they count: one person may have four person-days.

-- What a function returns cannot be replaced in place. Who does not ask for persons, such as the
-- program of the day before, is answered as ever.
DROP FUNCTION report_cells(
    timestamptz, text, text, integer, integer, text[], text, date, date, text, text, text, text[],
    text, text[]
);

-- Counts what a recipe asks for, in every cell of up to three dimensions and in every total.
--
-- Dimensions are country, sector, programme, phase, kind, organisation, role, year, event, grant,
-- grants, granted and member; the text is written by nobody but this function. `keys` are the cell's, null
-- where the value is a total over that dimension (`totals` says so, from the first dimension on); a
-- thing without a programme, phase, organisation, grant or member has the key `-`. By `grant` an
-- event counts in each that carries it, by `grants` once, with all of them in one key (`a+b`), and
-- by `granted` once, with the key `+` where any carries it.
--
-- `people` are the persons behind the value, null where nobody asks: telling persons apart in every
-- total takes longer than to add up participations.
CREATE FUNCTION report_cells(
    as_of timestamptz, unit text, rule text, attended_percent integer, partly_percent integer,
    roles text[], of_reach text, from_day date, until_day date, of_programme text, of_phase text,
    of_grant text, of_kinds text[], of_event text, dimensions text[],
    with_people boolean DEFAULT false
) RETURNS TABLE (keys text[], totals boolean[], value bigint, people bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET jit = off
SET work_mem = '128MB' AS $$
DECLARE
    named text[] := ARRAY(
        SELECT CASE dimension
            WHEN 'country' THEN 'c.country' WHEN 'sector' THEN 'c.sector'
            WHEN 'role' THEN 'c.role' WHEN 'kind' THEN 'c.kind' WHEN 'event' THEN 'c.code'
            WHEN 'programme' THEN 'coalesce(c.programme, ''-'')'
            WHEN 'phase' THEN 'coalesce(c.phase, ''-'')'
            WHEN 'organisation' THEN 'coalesce(c.organisation_id::text, ''-'')'
            WHEN 'member' THEN 'coalesce(c.member, ''-'')'
            WHEN 'year' THEN 'to_char(c.starts_on, ''YYYY'')'
            WHEN 'grant' THEN 'coalesce(paid.grant_code, ''-'')'
            WHEN 'granted' THEN 'CASE WHEN c.grants = ''{}'' THEN ''-'' ELSE ''+'' END'
            WHEN 'grants' THEN
                'coalesce(nullif(array_to_string(c.grants, ''+''), ''''), ''-'')' END
        FROM unnest(dimensions) WITH ORDINALITY AS d (dimension, n) ORDER BY n);
    labels text[] := ARRAY(SELECT 'key_' || n FROM generate_series(1, cardinality(named)) AS n);
    by_grant boolean := 'grant' = ANY (dimensions);
    -- One for each participation, in one cell each: totals are sums of cells. Persons never are.
    adds_up boolean := unit IN ('participation', 'seat') AND NOT by_grant AND NOT with_people;
    facts text := concat_ws(' ', 'counted($1, $2, $3, $4) c',
        CASE WHEN by_grant THEN
            'LEFT JOIN LATERAL unnest(c.grants) AS paid (grant_code) ON true' END,
        CASE WHEN unit = 'person-day' THEN
            'JOIN days_at($1) on_day ON on_day.participation_id = c.participation_id' END,
        'WHERE c.role = ANY ($5) AND c.reach = $6',
        CASE WHEN from_day IS NOT NULL THEN 'AND c.starts_on >= $7' END,
        CASE WHEN until_day IS NOT NULL THEN 'AND c.starts_on <= $8' END,
        CASE WHEN of_programme IS NOT NULL THEN 'AND c.programme = $9' END,
        CASE WHEN of_phase IS NOT NULL THEN 'AND c.phase = $10' END,
        CASE WHEN of_grant IS NOT NULL THEN 'AND $11 = ANY (c.grants)' END,
        CASE WHEN of_kinds <> '{}' THEN 'AND c.kind = ANY ($12)' END,
        CASE WHEN of_event IS NOT NULL THEN 'AND c.code = $13' END);
BEGIN
    RETURN QUERY EXECUTE format(
        CASE WHEN adds_up THEN $query$
            SELECT ARRAY[%1$s]::text[], ARRAY[%2$s]::boolean[], coalesce(sum(n), 0)::bigint,
                   NULL::bigint
            FROM (SELECT %3$s count(*) AS n FROM %4$s GROUP BY %5$s) AS cell GROUP BY %6$s
            $query$ ELSE $query$
            SELECT ARRAY[%1$s]::text[], ARRAY[%2$s]::boolean[], %7$s, %9$s
            FROM (SELECT %3$s c.participation_id, c.person_token%8$s FROM %4$s) AS cell GROUP BY %6$s
            $query$ END,
        array_to_string(labels, ', '),
        (SELECT string_agg(format('grouping(%s) = 1', label), ', ' ORDER BY n)
         FROM unnest(labels) WITH ORDINALITY AS d (label, n)),
        (SELECT string_agg(format('%s AS %s,', name, label), ' ' ORDER BY n)
         FROM unnest(named, labels) WITH ORDINALITY AS d (name, label, n)),
        facts,
        CASE WHEN named = '{}' THEN '()' ELSE array_to_string(labels, ', ') END,
        CASE WHEN named = '{}' THEN '()' ELSE 'CUBE (' || array_to_string(labels, ', ') || ')' END,
        CASE WHEN unit = 'person' THEN 'count(DISTINCT person_token)'
             WHEN unit = 'person-day' THEN 'count(DISTINCT (person_token, day))'
             WHEN by_grant THEN 'count(DISTINCT participation_id)'
             ELSE 'count(*)' END,
        CASE WHEN unit = 'person-day' THEN ', on_day.day' ELSE '' END,
        CASE WHEN with_people THEN 'count(DISTINCT person_token)' ELSE 'NULL::bigint' END)
    USING as_of, rule, attended_percent, partly_percent, roles, of_reach, from_day, until_day,
        of_programme, of_phase, of_grant, of_kinds, of_event;
END
$$;
