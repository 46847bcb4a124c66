-- Official boundaries: a file's polygons staged, repaired, and put in the place of the units'.

-- name: lock
-- Two imports wait for each other; readers go on seeing the former polygons.
LOCK TABLE territory_adminunit IN SHARE ROW EXCLUSIVE MODE

-- name: drop
-- Left over when two imports share one transaction, as tests' do.
DROP TABLE IF EXISTS boundary_stage, boundary_new

-- name: stage
CREATE TEMP TABLE boundary_stage (
    number integer PRIMARY KEY,
    ubigeo text NOT NULL,
    geom geometry NOT NULL
) ON COMMIT DROP

-- name: fill
COPY boundary_stage (number, ubigeo, geom) FROM STDIN

-- name: analyze_stage
ANALYZE boundary_stage

-- name: repair
-- What is invalid is made valid and reported, with how much of the area (m²) that changed.
WITH broken AS (
    SELECT number, ST_IsValidReason(geom) AS reason, geom,
        ST_CollectionExtract(ST_MakeValid(geom), 3) AS mended
    FROM boundary_stage
    WHERE NOT ST_IsValid(geom)
)
UPDATE boundary_stage AS row
SET geom = broken.mended
FROM broken
WHERE row.number = broken.number
RETURNING row.number, broken.reason, ST_Area(broken.mended::geography)

-- name: refuse_hollow
-- Lines and points that pass for polygons: no area is left of them.
DELETE FROM boundary_stage WHERE ST_Area(geom) = 0 RETURNING number

-- name: refuse_repeated
-- Several rows of one unit are its parts, unless they overlap: then they are versions of it.
DELETE FROM boundary_stage AS row
USING (
    SELECT ubigeo
    FROM boundary_stage
    GROUP BY ubigeo
    HAVING count(*) > 1
       AND sum(ST_Area(geom)) - ST_Area(ST_Union(geom)) > %(part)s * min(ST_Area(geom))
) AS repeated
WHERE row.ubigeo = repeated.ubigeo
RETURNING row.number

-- name: unite
-- A unit of one row keeps its vertices as the file gives them, in the order in which they are
-- stored (territory.models.orientation), so that equal ones compare as equal.
CREATE TEMP TABLE boundary_new ON COMMIT DROP AS
SELECT
    stage.ubigeo,
    ST_ForcePolygonCCW(ST_Multi(
        CASE WHEN count(*) = 1 THEN (array_agg(stage.geom))[1] ELSE ST_Union(stage.geom) END
    )) AS geom
FROM boundary_stage AS stage
GROUP BY stage.ubigeo

-- name: index_new
-- By unit, and by place for what the former polygons are held against.
CREATE UNIQUE INDEX ON boundary_new (ubigeo);
CREATE INDEX ON boundary_new USING gist (geom);
ANALYZE boundary_new

-- name: compare
SELECT
    unit.ubigeo,
    CASE
        WHEN unit.boundary_source IS DISTINCT FROM 'inei' OR unit.boundary_dissolved THEN 'new'
        WHEN unit.geom::bytea = new.geom::bytea THEN 'equal'
        ELSE 'changed'
    END
FROM boundary_new AS new
JOIN territory_adminunit AS unit USING (ubigeo)

-- name: store
UPDATE territory_adminunit AS unit
SET geom = new.geom, boundary_source = 'inei', boundary_origin = %(source)s,
    boundary_cutoff_date = %(cutoff_date)s, boundary_dissolved = false
FROM boundary_new AS new
WHERE unit.ubigeo = new.ubigeo

-- name: remove_overlapping
-- In the departments that the file speaks of: computed cells always, and an official polygon
-- of a former import where the new ones cover part of it.
UPDATE territory_adminunit AS unit
SET geom = NULL, boundary_source = NULL, boundary_origin = NULL, boundary_cutoff_date = NULL,
    boundary_dissolved = false
FROM (
    SELECT old.ubigeo, old.boundary_source AS lost
    FROM territory_adminunit AS old
    WHERE old.level = %(level)s AND old.geom IS NOT NULL
      AND old.ubigeo NOT IN (SELECT ubigeo FROM boundary_new)
      AND (
        old.boundary_source = 'approximate'
            AND left(old.ubigeo, 2) IN (SELECT left(ubigeo, 2) FROM boundary_new)
        OR old.boundary_source = 'inei' AND %(part)s * ST_Area(old.geom) < (
            SELECT sum(ST_Area(ST_Intersection(new.geom, old.geom)))
            FROM boundary_new AS new
            WHERE ST_Intersects(new.geom, old.geom)
        )
      )
) AS overlapping
WHERE unit.ubigeo = overlapping.ubigeo
RETURNING unit.ubigeo, overlapping.lost

-- name: analyze
ANALYZE territory_adminunit
