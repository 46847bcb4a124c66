-- Overviews of point layers. The names in braces are identifiers, literals and a query.

-- name: choose
-- The first point of each cell and class at the finest level.
CREATE TEMP TABLE overview_choice ON COMMIT DROP AS
SELECT DISTINCT ON (x, y, class) row_number() OVER (ORDER BY key) AS n, geometry, class, {level}::smallint AS level,
  0::smallint AS covered
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

-- name: cover
-- Every other cell, as on a chessboard, whose four neighbours hold points that are drawn over its
-- own: of its class, or of one before it. What covers is never itself left out.
WITH placed AS MATERIALIZED (
  SELECT n, class, floor(ST_X(geometry) / {cell})::integer AS x,
    floor(ST_Y(geometry) / {cell})::integer AS y
  FROM overview_choice WHERE level <= {level}
), cell AS MATERIALIZED (
  SELECT x, y, min(class) AS topmost FROM placed GROUP BY x, y
)
UPDATE overview_choice SET covered = covered | (1 << {level})
FROM placed AS p
JOIN cell AS west ON west.x = p.x - 1 AND west.y = p.y AND west.topmost <= p.class
JOIN cell AS east ON east.x = p.x + 1 AND east.y = p.y AND east.topmost <= p.class
JOIN cell AS south ON south.x = p.x AND south.y = p.y - 1 AND south.topmost <= p.class
JOIN cell AS north ON north.x = p.x AND north.y = p.y + 1 AND north.topmost <= p.class
WHERE p.n = overview_choice.n AND (p.x + p.y) % 2 <> 0

-- name: keep
INSERT INTO layers_overviewpoint (layer, level, covered, class_index, geom)
SELECT {layer}, level, covered, class, geometry FROM overview_choice ORDER BY level, n

-- name: forget
DROP TABLE overview_choice

-- name: analyze
ANALYZE layers_overviewpoint

-- name: mapnik_table
(SELECT geom AS {geom}, class_index::integer AS {class}, NULL::text AS {label}
FROM layers_overviewpoint
WHERE layer = {layer} AND level <= {level} AND covered & {left_out} = 0 AND geom && !bbox!
) AS features
