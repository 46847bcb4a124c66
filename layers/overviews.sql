-- Overviews of point layers. The names in braces are identifiers, literals and a query.

-- name: choose
-- The first point of each cell and class at the finest level.
CREATE TEMP TABLE overview_choice ON COMMIT DROP AS
SELECT DISTINCT ON (x, y, class) row_number() OVER (ORDER BY key) AS n, geometry, class, {level}::smallint AS level
FROM (
  SELECT "_key" AS key, "_geometry" AS geometry, "_class"::smallint AS class,
    floor(ST_X("_geometry") / {cell}) AS x, floor(ST_Y("_geometry") / {cell}) AS y
  FROM ({rows}) AS r WHERE "_class" IS NOT NULL
) AS placed
ORDER BY x, y, class, key

-- name: coarsen
-- Of the points of the level below the first of each of this level's cells stays.
UPDATE overview_choice SET level = {level} FROM (
  SELECT DISTINCT ON (x, y, class) n FROM (
    SELECT n, class,
      floor(ST_X(geometry) / {cell}) AS x, floor(ST_Y(geometry) / {cell}) AS y
    FROM overview_choice WHERE level = {level} + 1
  ) AS finer ORDER BY x, y, class, n
) AS first WHERE first.n = overview_choice.n

-- name: keep
INSERT INTO layers_overviewpoint (layer, level, class_index, geom)
SELECT {layer}, level, class, geometry FROM overview_choice ORDER BY level, n

-- name: forget
DROP TABLE overview_choice

-- name: analyze
ANALYZE layers_overviewpoint

-- name: mapnik_table
(SELECT geom AS {geom}, class_index::integer AS {class}, NULL::text AS {label}
FROM layers_overviewpoint
WHERE layer = {layer} AND level <= {level} AND geom && !bbox!) AS features
