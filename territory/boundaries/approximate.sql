-- Approximate boundaries of districts and provinces: Voronoi cells of the district capitals,
-- cut by their department. All geometry is EPSG:4326 taken as a plane, distances in degrees
-- unless said otherwise. What may be concluded from the result is in rules.py.

-- name: create_seeds
-- One seed a district. A capital strictly inside its department is placed where it is.
CREATE TEMP TABLE boundary_seed ON COMMIT DROP AS
SELECT
    district.ubigeo,
    left(district.ubigeo, 2) AS department,
    left(district.ubigeo, 4) AS province,
    district.capital_point AS point,
    coalesce(ST_Contains(department.geom, district.capital_point), false) AS placed
FROM territory_adminunit AS district
JOIN territory_adminunit AS department ON department.ubigeo = left(district.ubigeo, 2)
WHERE district.level = 'district' AND district.valid_to IS NULL

-- name: replace_lost
-- A capital without position, or too far outside its department (an error of position), takes the median of its province's other capitals.
UPDATE boundary_seed AS lost
SET point = (
    SELECT ST_SetSRID(
        ST_MakePoint(
            percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_X(other.point)),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Y(other.point))
        ), 4326)
    FROM boundary_seed AS other
    WHERE other.province = lost.province AND other.ubigeo <> lost.ubigeo
)
FROM territory_adminunit AS department
WHERE department.ubigeo = lost.department AND NOT lost.placed
  AND (lost.point IS NULL
       OR ST_Distance(lost.point::geography, department.geom::geography) > %(max_outside_m)s)

-- name: unplaced
-- The seeds still to be moved, in the order in which they are.
SELECT ubigeo FROM boundary_seed WHERE NOT placed ORDER BY ubigeo

-- name: place
-- Moves one seed to the closest point of its shrunk department that keeps its distance from
-- every placed seed. The circles are drawn a little larger, so that a
-- polygon of 32 sides around each still keeps the distance.
UPDATE boundary_seed AS moved
SET placed = true, point = ST_ClosestPoint(
    ST_Difference(
        ST_Buffer(department.geom, -%(margin_deg)s),
        (SELECT ST_Union(ST_Buffer(other.point, %(spacing_deg)s / cos(pi() / 32)))
         FROM boundary_seed AS other
         WHERE other.department = moved.department AND other.placed)
    ), moved.point)
FROM territory_adminunit AS department
WHERE moved.ubigeo = %(ubigeo)s AND department.ubigeo = moved.department

-- name: create_cells
-- The department is cut along the Voronoi lines of its seeds; each face goes to its nearest
-- seed. Faces share their nodes exactly, so cells leave neither gaps nor overlaps, and an
-- island without a capital gets a unit as well.
CREATE TEMP TABLE boundary_cell ON COMMIT DROP AS
WITH cut AS (
    SELECT
        department.ubigeo AS department,
        department.geom AS whole,
        ST_Union(
            ST_VoronoiLines(ST_Collect(seed.point), 0, ST_Expand(department.geom, 1)),
            ST_Boundary(department.geom)
        ) AS lines
    FROM boundary_seed AS seed
    JOIN territory_adminunit AS department ON department.ubigeo = seed.department
    GROUP BY department.ubigeo
), faces AS (
    SELECT department, whole, (ST_Dump(ST_Polygonize(lines))).geom AS face
    FROM cut
    GROUP BY department, whole
), inside AS (
    SELECT department, face, ST_PointOnSurface(face) AS point
    FROM faces
    WHERE ST_Contains(whole, ST_PointOnSurface(face))
)
SELECT nearest.ubigeo, ST_Multi(ST_Union(inside.face)) AS geom
FROM inside
CROSS JOIN LATERAL (
    SELECT seed.ubigeo
    FROM boundary_seed AS seed
    WHERE seed.department = inside.department
    ORDER BY ST_Distance(seed.point, inside.point)
    LIMIT 1
) AS nearest
GROUP BY nearest.ubigeo

-- name: without_cell
-- Districts that ended without a cell; there must be none.
SELECT ubigeo
FROM boundary_seed AS seed
WHERE NOT EXISTS (SELECT FROM boundary_cell AS cell WHERE cell.ubigeo = seed.ubigeo)
ORDER BY ubigeo

-- name: store_districts
-- Where a department has official districts, one without stays without: a cell would overlap.
UPDATE territory_adminunit AS unit
SET geom = cell.geom, boundary_source = 'approximate', boundary_origin = NULL,
    boundary_cutoff_date = NULL, boundary_dissolved = false
FROM boundary_cell AS cell
WHERE unit.ubigeo = cell.ubigeo AND unit.boundary_source IS DISTINCT FROM 'inei'
  AND NOT EXISTS (
    SELECT FROM territory_adminunit AS official
    WHERE official.level = 'district' AND official.valid_to IS NULL
      AND official.boundary_source = 'inei'
      AND left(official.ubigeo, 2) = left(unit.ubigeo, 2))

-- name: store_provinces
-- A province is the union of its districts, whatever the source of each; beside official
-- provinces of its department one without stays without.
UPDATE territory_adminunit AS unit
SET geom = dissolved.geom, boundary_source = 'approximate', boundary_origin = NULL,
    boundary_cutoff_date = NULL, boundary_dissolved = false
FROM (
    SELECT parent_id, ST_Multi(ST_Union(geom)) AS geom
    FROM territory_adminunit
    WHERE level = 'district' AND valid_to IS NULL AND geom IS NOT NULL
    GROUP BY parent_id
) AS dissolved
WHERE unit.ubigeo = dissolved.parent_id AND unit.boundary_source IS DISTINCT FROM 'inei'
  AND NOT EXISTS (
    SELECT FROM territory_adminunit AS official
    WHERE official.level = 'province' AND official.valid_to IS NULL
      AND official.boundary_source = 'inei' AND official.parent_id = unit.parent_id)
