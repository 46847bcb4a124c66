-- The population that was read, staged and put in the place of the former one.

-- name: lock
-- Two imports wait for each other; readers go on seeing the former population.
LOCK TABLE territory_populationsource IN SHARE ROW EXCLUSIVE MODE

-- name: begin
DROP TABLE IF EXISTS population_stage;
CREATE TEMP TABLE population_stage (
    people double precision NOT NULL,
    geom geometry NOT NULL
) ON COMMIT DROP

-- name: fill
COPY population_stage (people, geom) FROM STDIN

-- name: check
SELECT count(*), sum(people),
       bool_and(
           people >= 0 AND people < 'Infinity'
           AND ST_SRID(geom) = %(srid)s
           AND GeometryType(geom) IN ('POINT', 'POLYGON', 'MULTIPOLYGON')
           AND (ST_Dimension(geom) = 0 OR ST_Area(geom) > 0)
       )
FROM population_stage

-- name: remove
DELETE FROM territory_populationcell WHERE population_id <> %(but)s

-- name: keep
INSERT INTO territory_populationcell (population_id, people, area_m2, geom)
SELECT %(population)s, people, ST_Area(geom), geom FROM population_stage

-- name: analyze
ANALYZE territory_populationcell
