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
), outside AS (
    SELECT ST_Difference(given.geom, department.geom) AS geom FROM given, department
), outermost AS (
    -- Each vertex's distance takes a third of a millisecond: of a long outline, those that
    -- tell it to 100 m are enough.
    SELECT ST_DumpPoints(
        CASE WHEN ST_NPoints(geom) > 500 THEN ST_Simplify(geom, 0.001, true) ELSE geom END
    ) AS vertex
    FROM outside
)
SELECT
    ST_Covers(department.geom, given.geom)
        OR ST_Covers(ST_Buffer(near.geom::geography, %(tolerance_m)s)::geometry, given.geom),
    coalesce((
        SELECT max(ST_Distance((vertex).geom::geography, department.geom::geography))
        FROM outermost
    ), 0)
FROM given, department, near

-- name: difference
-- What a shape gained and lost against an earlier one: as EWKB, and in hectares.
WITH given AS (
    SELECT ST_GeomFromEWKB(%(earlier)s) AS earlier, ST_GeomFromEWKB(%(later)s) AS later
), parts AS (
    SELECT
        ST_CollectionExtract(ST_Difference(later, earlier), 3) AS added,
        ST_CollectionExtract(ST_Difference(earlier, later), 3) AS removed
    FROM given
)
SELECT
    ST_AsEWKB(ST_Multi(added)),
    round((ST_Area(added::geography) / 10000)::numeric, 4)::double precision,
    ST_AsEWKB(ST_Multi(removed)),
    round((ST_Area(removed::geography) / 10000)::numeric, 4)::double precision
FROM parts
