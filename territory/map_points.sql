-- name: place
-- The names in braces are identifiers.
UPDATE {table} AS row
SET map_point = COALESCE(row.geom, (
    SELECT unit.capital_point FROM territory_adminunit AS unit
    WHERE unit.ubigeo = row.declared_ubigeo))

-- name: refresh
-- Where the map shows a project: its own position, else the capital of the unit it declares.
-- One project of those that share a capital says how many they are: the one whose square is
-- the largest, or the number beside it would lie on another's square.
-- A row that stays as it was isn't written.
WITH placed AS (
    SELECT
        row.id,
        row.is_sample,
        row.progress,
        row.geom IS NULL AS at_capital,
        COALESCE(row.geom, unit.capital_point) AS point
    FROM territory_sanitationproject AS row
    LEFT JOIN territory_adminunit AS unit ON unit.ubigeo = row.declared_ubigeo
),
counted AS (
    SELECT
        id,
        point,
        at_capital AND point IS NOT NULL AND row_number() OVER (
            -- closed, half, under_half, unreported: the alphabet happens to agree.
            together ORDER BY progress <> 'other', progress, id
        ) = 1 AS first,
        count(*) OVER together AS number
    FROM placed
    WINDOW together AS (PARTITION BY point, at_capital, is_sample)
)
UPDATE territory_sanitationproject AS project
SET map_point = counted.point,
    drawn_here = CASE WHEN counted.first AND counted.number > 1 THEN counted.number END
FROM counted
WHERE counted.id = project.id
  AND (project.map_point, project.drawn_here) IS DISTINCT FROM
      (counted.point, CASE WHEN counted.first AND counted.number > 1 THEN counted.number END)
