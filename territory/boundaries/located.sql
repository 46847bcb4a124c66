-- The district in which each placed row's position lies. The names in braces are identifiers.

-- name: points
CREATE TEMP TABLE located_point ON COMMIT DROP AS
SELECT placed.{key} AS key, ST_PointOnSurface(placed.geom) AS point
FROM {table} AS placed
WHERE placed.geom IS NOT NULL

-- name: index_points
CREATE INDEX ON located_point USING gist (point)

-- name: analyze_points
ANALYZE located_point

-- name: refresh
-- Unit by unit: PostGIS prepares a geometry that comes again for the next comparison, and OFFSET
-- keeps the planner from going through the points instead.
-- A row that keeps its district isn't written. On a common border the lower ubigeo has it.
WITH within AS MATERIALIZED (
    SELECT inside.key, min(unit.ubigeo) AS ubigeo
    FROM territory_adminunit AS unit
    CROSS JOIN LATERAL (
        SELECT located.key
        FROM located_point AS located
        WHERE ST_Intersects(unit.geom, located.point)
        OFFSET 0
    ) AS inside
    WHERE unit.ubigeo = ANY(%(conclusive)s)
    GROUP BY inside.key
)
UPDATE {table} AS record
SET located_ubigeo = found.ubigeo
FROM (
    SELECT placed.{key} AS key, within.ubigeo
    FROM {table} AS placed
    LEFT JOIN within ON within.key = placed.{key}
) AS found
WHERE record.{key} = found.key AND record.located_ubigeo IS DISTINCT FROM found.ubigeo

-- name: drop
DROP TABLE located_point

-- name: clear
-- No boundary says where a position lies.
UPDATE {table} SET located_ubigeo = NULL WHERE located_ubigeo IS NOT NULL
