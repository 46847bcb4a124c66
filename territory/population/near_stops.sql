-- The people within reach of stops: around each feed's, and within each unit around all of them.

-- name: drop
DROP TABLE IF EXISTS near_stop, near_reach, near_unit

-- name: stops
-- The published stops, facts or samples, each with its reach: metres on the ellipsoid, a polygon
-- of 128 sides, whose area is 0.04 per cent below the circle's.
CREATE TEMP TABLE near_stop ON COMMIT DROP AS
SELECT stop.id, stop.feed, stop.is_sample, false AS uncovered,
       coalesce(stop.located_ubigeo, stop.declared_ubigeo) AS ubigeo,
       ST_Transform(
           ST_Buffer(stop.geom::geography, %(metres)s, 'quad_segs=32')::geometry, 6933
       ) AS geom
FROM territory_transitstop AS stop
WHERE stop.kind = 'stop'
  AND stop.is_sample = NOT EXISTS (SELECT FROM territory_transitstop WHERE NOT is_sample);
CREATE INDEX ON near_stop USING gist (geom);
ANALYZE near_stop

-- name: reach
-- Without a feed: of all stops. Whoever is near two of them is in the union once.
CREATE TEMP TABLE near_reach ON COMMIT DROP AS
SELECT feed, ST_Subdivide(geom, 128) AS geom
FROM (
    SELECT feed, ST_Union(geom) AS geom FROM near_stop GROUP BY GROUPING SETS ((feed), ())
) AS united
WHERE geom IS NOT NULL;
CREATE INDEX ON near_reach USING gist (geom);
ANALYZE near_reach

-- name: units
-- The land of each unit of which the population knows everybody.
CREATE TEMP TABLE near_unit ON COMMIT DROP AS
SELECT unit.ubigeo, ST_Subdivide(ST_Transform(unit.geom, 6933), 128) AS geom
FROM territory_unitpopulation AS known
JOIN territory_adminunit AS unit ON unit.ubigeo = known.unit_id
WHERE known.population_id = %(population)s
  AND (
      known.covered >= %(enough)s
      OR EXISTS (
          SELECT FROM unnest(%(covers)s::text[]) AS said(code)
          WHERE said.code = 'PE' OR starts_with(unit.ubigeo, said.code)
      )
  );
CREATE INDEX ON near_unit USING gist (geom);
ANALYZE near_unit

-- name: around_each_stop
SELECT id::text AS key, geom FROM near_stop

-- name: mark_uncovered
UPDATE near_stop
SET uncovered = true
WHERE NOT EXISTS (
    SELECT FROM unnest(%(covers)s::text[]) AS said(code)
    WHERE said.code = 'PE' OR starts_with(near_stop.ubigeo, said.code)
)
AND NOT EXISTS (
    SELECT FROM population_found AS found
    WHERE found.key = near_stop.id::text
      AND found.covered_m2 >= %(enough)s * ST_Area(near_stop.geom)
)

-- name: around_feeds
SELECT feed AS key, geom FROM near_reach WHERE feed IS NOT NULL

-- name: keep_feeds
-- Where no cell touches the reach nobody lives there if the population covers it, and who does
-- isn't known if it doesn't.
INSERT INTO territory_peoplenearstops
    (population_id, feed, unit_id, is_sample, people, stops, uncovered)
SELECT %(population)s, stop.feed, NULL, bool_or(stop.is_sample),
       CASE WHEN found.key IS NOT NULL THEN found.people
            WHEN NOT bool_or(stop.uncovered) THEN 0 END,
       count(*), count(*) FILTER (WHERE stop.uncovered)
FROM near_stop AS stop LEFT JOIN population_found AS found ON found.key = stop.feed
GROUP BY stop.feed, found.key, found.people

-- name: within_units
SELECT unit.ubigeo AS key, both_of.geom
FROM near_unit AS unit
JOIN near_reach AS reach ON reach.feed IS NULL AND ST_Intersects(unit.geom, reach.geom)
CROSS JOIN LATERAL (
    SELECT ST_CollectionExtract(ST_Intersection(unit.geom, reach.geom), 3) AS geom
) AS both_of
WHERE NOT ST_IsEmpty(both_of.geom)

-- name: keep_units
INSERT INTO territory_peoplenearstops
    (population_id, feed, unit_id, is_sample, people, stops, uncovered)
SELECT %(population)s, '', touched.ubigeo, touched.is_sample, coalesce(found.people, 0),
       touched.stops, 0
FROM (
    SELECT unit.ubigeo, bool_or(stop.is_sample) AS is_sample, count(DISTINCT stop.id) AS stops
    FROM near_unit AS unit JOIN near_stop AS stop ON ST_Intersects(unit.geom, stop.geom)
    GROUP BY unit.ubigeo
) AS touched
LEFT JOIN population_found AS found ON found.key = touched.ubigeo
