-- Counts of units, of any number of tables at once: as published, or else as the sum of the units
-- inside. A table says whether its counts may be added so. A unit's own count goes before a sum.
-- The country has the empty ubigeo. {reported}: the tables' rows. Parameter: the units asked for.

-- name: cells
WITH reported (
    model, unit, period_start, granularity, category, dimensions, value, state, is_sum, adds_units,
    sources, addresses, cutoff_date, is_sample
) AS MATERIALIZED (
    {reported}
), parts AS (
    -- How many units each consists of, as the directory has them now.
    SELECT coalesce(parent_id, '') AS unit, count(*) AS number
    FROM territory_adminunit
    WHERE valid_to IS NULL
    GROUP BY parent_id
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
-- {below}: the cells of the level below, {length}: that of the ubigeos above. A sum is given where
-- every unit inside has a number; "incomplete" where only some of them are reported of.
SELECT below.model, left(below.unit, {length}) AS unit, below.period_start, below.granularity,
       below.category, below.dimensions,
       CASE WHEN count(below.value) = parts.number THEN sum(below.value) END AS value,
       CASE WHEN count(below.value) = parts.number THEN 'value' ELSE 'incomplete' END AS state,
       true AS is_sum, true AS adds_units,
       string_agg(DISTINCT below.sources, E'\x1f') AS sources,
       string_agg(DISTINCT below.addresses, E'\x1f') AS addresses,
       max(below.cutoff_date) AS cutoff_date, bool_or(below.is_sample) AS is_sample
FROM ({below}) AS below
JOIN parts ON parts.unit = left(below.unit, {length})
WHERE below.adds_units AND NOT EXISTS (
    SELECT FROM reported
    WHERE reported.unit = left(below.unit, {length})
      AND (reported.model, reported.period_start, reported.granularity, reported.category, reported.dimensions)
        = (below.model, below.period_start, below.granularity, below.category, below.dimensions)
)
GROUP BY below.model, left(below.unit, {length}), below.period_start, below.granularity,
         below.category, below.dimensions, parts.number
