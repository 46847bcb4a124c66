-- Overviews of lines and areas. The names in braces are identifiers, literals and a query.

-- name: choose
-- Each shape with what is asked of it at every level: its extent, its area, where it is. Turns
-- that the finest cell hides are left out once and for all.
CREATE TEMP TABLE overview_shape ON COMMIT DROP AS
SELECT key, class, size, area, ST_X(anchor) AS x, ST_Y(anchor) AS y,
  CASE WHEN size >= {grain} THEN ST_Simplify(geometry, {seen}, true) END AS geometry
FROM (
  SELECT key, class, geometry,
    greatest(
      ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - ST_YMin(geometry)
    ) AS size,
    ST_Area(geometry) AS area, {anchor} AS anchor
  FROM (
    SELECT "_key" AS key, "_class"::smallint AS class, {part} AS geometry
    FROM ({rows}) AS r WHERE "_class" IS NOT NULL
  ) AS part
  WHERE NOT ST_IsEmpty(geometry)
) AS measured

-- name: gather
-- Those that are smaller than a cell become one for each cell and class: the place of the first,
-- the area of all.
WITH small AS (
  DELETE FROM overview_shape WHERE size < {grain} RETURNING key, class, area, x, y
)
INSERT INTO overview_shape (key, class, size, area, x, y)
SELECT min(key), class, 0, sum(area),
  (array_agg(x ORDER BY key))[1], (array_agg(y ORDER BY key))[1]
FROM small
GROUP BY class, floor(x / {grain}), floor(y / {grain})

-- name: keep
-- The shapes of a level, those of a class in one square together.
INSERT INTO layers_overviewpatch (layer, level, class_index, geom)
SELECT {layer}, {level}, class, ST_Collect(shown ORDER BY key)
FROM (
  SELECT key, class, x, y,
    CASE WHEN geometry IS NULL OR size < {grain} THEN {mark}
    ELSE {simple} END AS shown
  FROM overview_shape
) AS drawn
GROUP BY class, floor(x / {side}), floor(y / {side})

-- name: forget
DROP TABLE overview_shape

-- name: part_of_lines
-- Whole: of a line in many short pieces each would become a mark.
"_geometry"

-- name: part_of_areas
(ST_Dump("_geometry")).geom

-- name: anchor_of_lines
ST_PointN(ST_GeometryN(geometry, 1), 1)

-- name: anchor_of_areas
ST_Centroid(ST_Envelope(geometry))

-- name: simple_of_lines
ST_Simplify(geometry, {seen}, true)

-- name: simple_of_areas
-- As large as it was: corners that are left out take some of the area with them, a third of a
-- circle's that is no larger than two pixels. One that would lose more, a narrow strip, keeps them.
(
  SELECT CASE WHEN covered > 0 THEN ST_Scale(
    plain, ST_MakePoint(sqrt(area / covered), sqrt(area / covered)), ST_Centroid(plain)
  ) ELSE {mark} END
  FROM (
    SELECT plain, ST_Area(plain) AS covered, row_number() OVER () AS place
    FROM unnest(ARRAY[ST_Simplify(geometry, {seen}, true), geometry]) AS plain
  ) AS tried
  WHERE place = 2 OR covered > area * 0.7
  ORDER BY place LIMIT 1
)

-- name: mark_of_lines
-- As long as a cell, so that it can be seen.
ST_SetSRID(ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + {cell}, y)), 4326)

-- name: mark_of_areas
-- A square that covers as much of the cell as all of them together, so that it is as dark.
ST_Expand(ST_SetSRID(ST_MakePoint(x, y), 4326), sqrt(least(area, {grain} * {grain})) / 2)
