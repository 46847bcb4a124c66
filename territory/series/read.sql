-- Counts of units, of any number of tables at once: as published, or else as the sum of the units
-- inside. A table says whether its counts may be added so. A unit's own count goes before a sum.
-- Where files cover a part of a unit only, the sum is that part's. The country has the empty ubigeo.
-- {reported}: the tables' rows. Parameters: what is covered as JSON (of which models, the ubigeos,
-- those that hold them), then the units asked for.

-- name: cells
WITH reported (
    model, unit, period_start, granularity, category, dimensions, is_sum, adds_units, lists_all,
    is_sample, value, state, sources, addresses, cutoff_date
) AS MATERIALIZED (
    {reported}
), scopes AS (
    SELECT * FROM jsonb_to_recordset(%s)
        AS scope (number int, models text[], covers text[], above text[])
), inside AS (
    -- The units that each consists of, as the directory has them now, and whether files cover them.
    SELECT scopes.number AS scope, unit.ubigeo AS unit, coalesce(unit.parent_id, '') AS larger,
           unit.ubigeo = ANY (scopes.above)
               OR ARRAY['', left(unit.ubigeo, 2), left(unit.ubigeo, 4), unit.ubigeo] && scopes.covers
               AS is_covered
    FROM scopes CROSS JOIN territory_adminunit AS unit
    WHERE unit.valid_to IS NULL
), parts AS (
    -- What a sum is of: the units inside that files cover, or all where they cover none.
    SELECT scope, unit, larger, count(*) OVER (PARTITION BY scope, larger) AS number
    FROM (
        SELECT *, bool_or(is_covered) OVER (PARTITION BY scope, larger) AS some_are FROM inside
    ) AS counted
    WHERE is_covered OR NOT some_are
), provinces AS (
    SELECT * FROM reported WHERE length(unit) = 4
    UNION ALL
    {of_districts}
), departments AS (
    SELECT * FROM reported WHERE length(unit) = 2
    UNION ALL
    {of_provinces}
), country AS (
    {of_departments}
), every AS (
    SELECT * FROM reported WHERE length(unit) = 6
    UNION ALL SELECT * FROM provinces
    UNION ALL SELECT * FROM departments
    UNION ALL SELECT * FROM country
)
SELECT model, unit, period_start, granularity, category, dimensions, value, state, is_sum,
       sources, addresses, cutoff_date, is_sample
FROM every
WHERE unit = ANY (%s)
ORDER BY model, unit, period_start, granularity, category, dimensions

-- name: sums
-- {below}: the cells of the level below. {is_whole}: whether all that it is of is known. A sum is given where
-- every unit that it is of has a number; "incomplete" where only some of them are reported of. What
-- a register that lists all doesn't name it has none of.
SELECT below.model, parts.larger AS unit, below.period_start, below.granularity,
       below.category, below.dimensions,
       true AS is_sum, true AS adds_units, bool_and(below.lists_all) AS lists_all,
       bool_or(below.is_sample) AS is_sample,
       CASE WHEN {is_whole} THEN sum(below.value) END AS value,
       CASE WHEN {is_whole} THEN 'value' ELSE 'incomplete' END AS state,
       string_agg(DISTINCT below.sources, E'\x1f') AS sources,
       string_agg(DISTINCT below.addresses, E'\x1f') AS addresses,
       max(below.cutoff_date) AS cutoff_date
FROM ({below}) AS below
JOIN scopes ON below.model = ANY (scopes.models)
JOIN parts ON (parts.scope, parts.unit) = (scopes.number, below.unit)
WHERE below.adds_units AND NOT EXISTS (
    SELECT FROM reported
    WHERE reported.unit = parts.larger
      AND (reported.model, reported.period_start, reported.granularity, reported.category, reported.dimensions)
        = (below.model, below.period_start, below.granularity, below.category, below.dimensions)
)
GROUP BY below.model, parts.larger, below.period_start, below.granularity,
         below.category, below.dimensions, parts.number
