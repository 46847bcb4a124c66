-- The district in which each placed row's position lies. The names in braces are identifiers.

-- name: refresh
-- A row that keeps its district isn't written. On a common border the lower ubigeo has it.
UPDATE {table} AS record
SET located_ubigeo = found.ubigeo
FROM (
    SELECT placed.{key} AS key, min(unit.ubigeo) AS ubigeo
    FROM {table} AS placed
    LEFT JOIN territory_adminunit AS unit
        ON unit.ubigeo = ANY(%(conclusive)s)
        AND ST_Intersects(unit.geom, ST_PointOnSurface(placed.geom))
    GROUP BY placed.{key}
) AS found
WHERE record.{key} = found.key AND record.located_ubigeo IS DISTINCT FROM found.ubigeo

-- name: clear
-- No boundary says where a position lies.
UPDATE {table} SET located_ubigeo = NULL WHERE located_ubigeo IS NOT NULL
