-- The people within areas, by cells in EPSG:6933, in which areas are true.

-- name: begin
DROP TABLE IF EXISTS population_area, population_found;
CREATE TEMP TABLE population_area (key text NOT NULL, geom geometry NOT NULL) ON COMMIT DROP

-- name: cut
INSERT INTO population_area (key, geom)
SELECT area.key, ST_Subdivide(area.geom, %(corners)s) FROM ({areas}) AS area

-- name: surfaces
-- Area by area: PostGIS prepares a geometry that comes again for the next comparison, and OFFSET
-- keeps the planner from going through the cells instead.
CREATE TEMP TABLE population_found ON COMMIT DROP AS
SELECT area.key,
       sum(found.people * found.share) AS people,
       sum(found.area_m2 * found.share) AS covered_m2
FROM population_area AS area
CROSS JOIN LATERAL (
    SELECT cell.people, cell.area_m2,
           CASE WHEN ST_Covers(area.geom, cell.geom) THEN 1
                ELSE ST_Area(ST_Intersection(area.geom, cell.geom)) / cell.area_m2 END AS share
    FROM territory_populationcell AS cell
    WHERE cell.population_id = %(population)s AND ST_Intersects(area.geom, cell.geom)
    OFFSET 0
) AS found
GROUP BY area.key
-- Cells that only touch the area have no more than what rounding leaves.
HAVING sum(found.area_m2 * found.share) > 1

-- name: points
-- A point on the border of two pieces of an area is in it once.
CREATE TEMP TABLE population_found ON COMMIT DROP AS
SELECT key, sum(people) AS people, 0::double precision AS covered_m2
FROM (
    SELECT DISTINCT area.key, found.id, found.people
    FROM population_area AS area
    CROSS JOIN LATERAL (
        SELECT cell.id, cell.people FROM territory_populationcell AS cell
        WHERE cell.population_id = %(population)s AND ST_Intersects(area.geom, cell.geom)
        OFFSET 0
    ) AS found
) AS once
GROUP BY key

-- name: end
CREATE UNIQUE INDEX ON population_found (key);
ANALYZE population_found
