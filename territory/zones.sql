-- Measures of a shape that may not be stored yet. The shape comes as EWKB, EPSG:4326.

-- name: area_ha
-- To a square metre, as the stored column has it.
SELECT round((ST_Area(ST_GeomFromEWKB(%s)::geography) / 10000)::numeric, 4)::double precision

-- name: scope
-- Whether the shape stays within the department or at most so many metres beyond it, and how
-- far its outermost vertex lies. Only the department's part near the shape is widened: a whole
-- department's outline is long.
WITH given AS (
    SELECT ST_GeomFromEWKB(%(zone)s) AS geom
), department AS (
    SELECT geom FROM territory_adminunit WHERE ubigeo = %(department)s AND geom IS NOT NULL
), near AS (
    -- 0.1 degrees are more than any tolerance, at every latitude of the country
    SELECT ST_Intersection(department.geom, ST_Expand(ST_Envelope(given.geom), 0.1)) AS geom
    FROM department, given
)
SELECT
    ST_Covers(department.geom, given.geom)
        OR ST_Covers(ST_Buffer(near.geom::geography, %(tolerance_m)s)::geometry, given.geom),
    CASE WHEN NOT ST_Covers(department.geom, given.geom) THEN (
        SELECT max(ST_Distance(vertex.geom::geography, department.geom::geography))
        FROM ST_DumpPoints(ST_Difference(given.geom, department.geom)) AS vertex
    ) ELSE 0 END
FROM given, department, near
