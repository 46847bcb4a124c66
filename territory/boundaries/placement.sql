-- Positions held against the units that they are said to lie in.

-- name: outside
-- Those further outside their unit's polygon than is tolerated, with the district whose capital is
-- the closest, how far that is in degrees, and the department in which they lie. A unit without a
-- polygon is held by that of the one above it; a tiny one keeps its shape, however coarse the
-- tolerance.
WITH given AS MATERIALIZED (
    SELECT place.at, place.unit, ST_SetSRID(ST_MakePoint(place.x, place.y), 4326) AS point
    FROM unnest(%(units)s::text[], %(xs)s::float8[], %(ys)s::float8[])
        WITH ORDINALITY AS place (unit, x, y, at)
), area AS MATERIALIZED (
    SELECT wanted.unit,
        ST_Buffer(
            ST_SimplifyPreserveTopology(drawn.geom, %(tolerance)s / 4), %(tolerance)s
        ) AS geom
    FROM (SELECT DISTINCT unit FROM given) AS wanted
    CROSS JOIN LATERAL (
        SELECT unit.geom
        FROM territory_adminunit AS unit
        WHERE unit.ubigeo IN (wanted.unit, left(wanted.unit, 4), left(wanted.unit, 2))
            AND unit.geom IS NOT NULL
        ORDER BY length(unit.ubigeo) DESC
        LIMIT 1
    ) AS drawn
)
SELECT given.at - 1, near.ubigeo, near.distance, department.ubigeo
FROM area
JOIN given ON given.unit = area.unit AND NOT ST_Intersects(area.geom, given.point)
LEFT JOIN LATERAL (
    SELECT unit.ubigeo, unit.capital_point <-> given.point AS distance
    FROM territory_adminunit AS unit
    WHERE unit.level = 'district' AND unit.valid_to IS NULL AND unit.capital_point IS NOT NULL
    ORDER BY unit.capital_point <-> given.point
    LIMIT 1
) AS near ON true
LEFT JOIN LATERAL (
    SELECT unit.ubigeo
    FROM territory_adminunit AS unit
    WHERE unit.level = 'department' AND unit.valid_to IS NULL
        AND ST_Intersects(unit.geom, given.point)
    LIMIT 1
) AS department ON true
ORDER BY given.at
