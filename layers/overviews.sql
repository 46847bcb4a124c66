-- Overviews of point layers. The names in braces are identifiers, literals and a query.

-- name: lock
-- One overview is made at a time; maps are drawn meanwhile.
LOCK TABLE layers_overview IN SHARE ROW EXCLUSIVE MODE

-- name: choose
-- The first point of each cell and class at the finest level.
CREATE TEMP TABLE overview_choice ON COMMIT DROP AS
SELECT DISTINCT ON (x, y, class) key, geometry, class FROM (
  SELECT "_key" AS key, "_geometry" AS geometry, "_class"::smallint AS class,
    floor(ST_X("_geometry") / {cell}) AS x, floor(ST_Y("_geometry") / {cell}) AS y
  FROM ({rows}) AS r WHERE "_class" IS NOT NULL AND NOT ST_IsEmpty("_geometry")
) AS placed
ORDER BY x, y, class, key

-- name: coarsen
-- Of the points of the level below the first of each of this level's cells stays.
-- Joined by their places in the table: to ask each row whether it is among the firsts reads all
-- of them for each, once they are too many to be hashed.
DELETE FROM overview_choice AS point
USING (
  SELECT ctid AS place, row_number() OVER (
    PARTITION BY class, floor(ST_X(geometry) / {cell}), floor(ST_Y(geometry) / {cell})
    ORDER BY key
  ) AS number
  FROM overview_choice
) AS numbered
WHERE point.ctid = numbered.place AND numbered.number > 1

-- name: analyze_choice
ANALYZE overview_choice

-- name: keep
-- The points of a level, those of a class in one square together.
INSERT INTO layers_overviewpatch (layer, level, class_index, geom)
SELECT {layer}, {level}, class, ST_Collect(geometry ORDER BY key)
FROM overview_choice
GROUP BY class, floor(ST_X(geometry) / {side}), floor(ST_Y(geometry) / {side})

-- name: forget
DROP TABLE overview_choice

-- name: analyze
ANALYZE layers_overviewpatch

-- name: mapnik_table
(SELECT geom AS {geom}, class_index::integer AS {class}, NULL::text AS {label}
FROM layers_overviewpatch
WHERE layer = {layer} AND level = {level} AND geom && !bbox!
) AS features

-- name: mapnik_table_of_parts
(SELECT (ST_Dump(geom)).geom AS {geom}, class_index::integer AS {class}, NULL::text AS {label}
FROM layers_overviewpatch
WHERE layer = {layer} AND level = {level} AND geom && !bbox!
) AS features
