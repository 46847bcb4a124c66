-- Synthetic features of national size over the departments, the same on every run: what looks
-- random is PostgreSQL's hash of the row's number (salted), and GEOS's generator with a seed.
-- Parameters: points, polygons, lines (how many of each; the sum may differ by one a department).

-- name: functions
-- A number in [0, 1) that depends on n and salt only.
CREATE FUNCTION bench_random(n bigint, salt int) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(n, salt) & 1048575) / 1048576.0 $$;

-- Five classes of very different size: 1 in 2,000, 1 %, 9 %, 30 % and the rest.
CREATE FUNCTION bench_category(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN r < 0.0005 THEN 'rare' WHEN r < 0.0105 THEN 'scarce' WHEN r < 0.1005 THEN 'some'
    WHEN r < 0.4005 THEN 'many' ELSE 'most'
  END FROM (SELECT bench_random(n, 1) AS r) AS drawn
$$;

-- name: seeds
-- Places as facilities lie: four in five around the capitals of districts, some kilometres from
-- one, the rest anywhere in the department. Numbered from 1. A department's share follows from
-- its area and its number of districts alike.
CREATE TEMPORARY TABLE seeds AS
WITH department AS (
  SELECT d.ubigeo, d.geom, capitals.places,
    0.2 * ST_Area(d.geom) / sum(ST_Area(d.geom)) OVER ()
    + 0.8 * cardinality(capitals.places) / sum(cardinality(capitals.places)) OVER () AS share
  FROM territory_adminunit AS d CROSS JOIN LATERAL (
    SELECT array_agg(capital_point ORDER BY ubigeo) AS places FROM territory_adminunit
    WHERE level = 'district' AND capital_point IS NOT NULL AND valid_to IS NULL
      AND left(ubigeo, 2) = d.ubigeo
  ) AS capitals
  WHERE d.level = 'department' AND d.valid_to IS NULL AND d.geom IS NOT NULL
), anywhere AS (
  SELECT row_number() OVER (ORDER BY ubigeo, place.path) AS id, department.*, place.geom AS place
  FROM department CROSS JOIN LATERAL ST_Dump(
    ST_GeneratePoints(geom, greatest(1, round(%(count)s * share)::int), %(seed)s)
  ) AS place
), near AS (
  -- The distance falls off exponentially, by 0.05 degrees (5.5 km).
  SELECT id, ubigeo, geom, place, ST_Translate(
    places[1 + floor(bench_random(id, 13) * cardinality(places))::int],
    0.05 * -ln(1 - bench_random(id, 14)) * cos(2 * pi() * bench_random(id, 15)),
    0.05 * -ln(1 - bench_random(id, 14)) * sin(2 * pi() * bench_random(id, 15))
  ) AS settled
  FROM anywhere
)
SELECT id, ubigeo, CASE
    WHEN bench_random(id, 16) < 0.8 AND ST_Intersects(geom, settled) THEN settled ELSE place
  END AS geom
FROM near;

-- name: attributes
-- The columns that all three tables share, made of the seed's number.
CREATE TABLE {table} AS
SELECT
  id,
  'Elemento sintético ' || lpad(id::text, 6, '0') AS name,
  bench_category(id) AS category,
  ubigeo AS declared_ubigeo,
  CASE WHEN bench_random(id, 2) < 0.9
       THEN round((bench_random(id, 3) * 5e6)::numeric, 2)::float8 END AS amount_pen,
  CASE WHEN bench_random(id, 4) < 0.8 THEN (bench_random(id, 5) * 5000)::int END AS people,
  date '2017-01-01' + (bench_random(id, 6) * 1000)::int AS cutoff_date,
  true AS is_sample,
  {geometry} AS geom
FROM seeds ORDER BY id;
ALTER TABLE {table} ADD PRIMARY KEY (id);
ALTER TABLE {table} ALTER COLUMN name SET NOT NULL, ALTER COLUMN geom SET NOT NULL;
CREATE INDEX ON {table} USING gist (geom);
COMMENT ON TABLE {table} IS 'Synthetic, for measuring: no row is a fact.';
DROP TABLE seeds;

-- name: points
geom::geometry(Point, 4326)

-- name: polygons
-- An irregular ring of 9 to 24 corners, some hundred metres to two kilometres from its middle.
(SELECT ST_Multi(ST_MakePolygon(ST_AddPoint(ring, ST_StartPoint(ring))))
 FROM (
   SELECT ST_SetSRID(ST_MakeLine(ST_MakePoint(
     ST_X(seeds.geom) + radius * cos(angle), ST_Y(seeds.geom) + radius * sin(angle)
   ) ORDER BY angle), 4326) AS ring
   FROM generate_series(1, 9 + (bench_random(id, 7) * 15)::int) AS corner(i)
   CROSS JOIN LATERAL (SELECT
     2 * pi() * i / (9 + (bench_random(id, 7) * 15)::int) AS angle,
     (0.003 + 0.015 * bench_random(id, 8)) * (0.6 + 0.4 * bench_random(id * 32 + i, 9)) AS radius
   ) AS polar
 ) AS made)::geometry(MultiPolygon, 4326)

-- name: lines
-- A walk of 10 to 40 steps of about 200 m that keeps a direction.
(SELECT ST_SetSRID(ST_MakeLine(ST_MakePoint(
   ST_X(seeds.geom) + x, ST_Y(seeds.geom) + y) ORDER BY i), 4326)
 FROM (
   SELECT i,
     sum(0.002 * cos(heading)) OVER (ORDER BY i) AS x,
     sum(0.002 * sin(heading)) OVER (ORDER BY i) AS y
   FROM generate_series(1, 10 + (bench_random(id, 10) * 30)::int) AS step(i)
   CROSS JOIN LATERAL (SELECT
     2 * pi() * bench_random(id, 11) + 1.5 * (bench_random(id * 64 + i, 12) - 0.5) AS heading
   ) AS turn
 ) AS walk)::geometry(LineString, 4326)
