-- The units that rows belong to, of the models whose rows may be of several. The names in braces
-- are identifiers. Each step is a table of its own with statistics of its own: within one statement
-- the planner takes what it can't know for a handful of rows, and reads all of it for each of them.

-- name: stage
CREATE TEMP TABLE spanned_row (record bigint PRIMARY KEY) ON COMMIT DROP;
CREATE TEMP TABLE spanned_name (record bigint, ubigeo varchar) ON COMMIT DROP;
CREATE TEMP TABLE spanned_outline (record bigint, geom geometry(Geometry, 4326)) ON COMMIT DROP;
CREATE TEMP TABLE spanned_piece (ubigeo varchar, geom geometry(Polygon, 4326)) ON COMMIT DROP;
CREATE TEMP TABLE spanned_share (record bigint, ubigeo varchar, share numeric, is_named boolean)
ON COMMIT DROP;
CREATE TEMP TABLE spanned_unit (record bigint, ubigeo varchar, share numeric, is_named boolean)
ON COMMIT DROP

-- name: rows
INSERT INTO spanned_row SELECT {key} FROM {table}

-- name: analyze_rows
ANALYZE spanned_row

-- name: names
INSERT INTO spanned_name
SELECT DISTINCT asked.record, unit.ubigeo
FROM spanned_row AS asked
JOIN {table} AS placed ON placed.{key} = asked.record
CROSS JOIN LATERAL unnest(placed.named_units) AS name (ubigeo)
JOIN territory_adminunit AS unit ON unit.ubigeo = name.ubigeo

-- name: outlines
INSERT INTO spanned_outline
SELECT asked.record, placed.geom
FROM spanned_row AS asked
JOIN {table} AS placed ON placed.{key} = asked.record
WHERE placed.geom IS NOT NULL

-- name: index_outlines
CREATE INDEX ON spanned_outline USING gist (geom)

-- name: analyze_outlines
ANALYZE spanned_name, spanned_outline

-- name: covered
-- Most lie in one unit whole. Unit by unit: PostGIS prepares a geometry that comes again for the
-- next comparison, and OFFSET keeps the planner from going through the rows instead.
INSERT INTO spanned_share
SELECT within.record, unit.ubigeo, 1, name.record IS NOT NULL
FROM territory_adminunit AS unit
CROSS JOIN LATERAL (
    SELECT outline.record
    FROM spanned_outline AS outline
    WHERE outline.geom @ unit.geom AND ST_Covers(unit.geom, outline.geom)
    OFFSET 0
) AS within
LEFT JOIN spanned_name AS name ON name.record = within.record AND name.ubigeo = unit.ubigeo
WHERE unit.ubigeo = ANY(%(conclusive)s)

-- name: leave_crossing
DELETE FROM spanned_outline AS outline
USING spanned_share AS covered
WHERE covered.record = outline.record

-- name: analyze_crossing
ANALYZE spanned_outline

-- name: pieces
-- A unit has thousands of vertices and a right a dozen: each is cut only with the part of the unit
-- that is near it. Of units that no row is near nothing is cut.
INSERT INTO spanned_piece
SELECT unit.ubigeo, ST_Subdivide(unit.geom, 256)
FROM territory_adminunit AS unit
WHERE unit.ubigeo = ANY(%(conclusive)s) AND EXISTS (
    SELECT FROM spanned_outline AS outline WHERE outline.geom && unit.geom)

-- name: shares
-- The units that the others touch, with the share in each; a sliver along a border is none, unless
-- the file names the unit, and what the rounding of cuts leaves is none at all.
-- Shares are of areas in degrees: within one row their ratio is that on the ground.
INSERT INTO spanned_share
WITH part AS (
    SELECT met.record, piece.ubigeo, met.share
    FROM spanned_piece AS piece
    CROSS JOIN LATERAL (
        SELECT
            outline.record,
            ST_Area(ST_Intersection(outline.geom, piece.geom))
                / nullif(ST_Area(outline.geom), 0) AS share
        FROM spanned_outline AS outline
        WHERE ST_Intersects(piece.geom, outline.geom)
        OFFSET 0
    ) AS met
), touched AS (
    SELECT record, ubigeo, least(sum(share), 1)::numeric AS share FROM part GROUP BY record, ubigeo
)
SELECT touched.record, touched.ubigeo, touched.share, name.record IS NOT NULL
FROM touched
LEFT JOIN spanned_name AS name
    ON name.record = touched.record AND name.ubigeo = touched.ubigeo
WHERE touched.share >= %(sliver)s OR touched.share > %(rounding)s AND name.record IS NOT NULL

-- name: analyze_shares
ANALYZE spanned_share

-- name: find
-- Where boundaries say it, the units that the polygon covers. Otherwise, and of units about which
-- boundaries say nothing or no more than a coarser one does, those that the file names.
INSERT INTO spanned_unit
SELECT record, ubigeo, round(share, 4), is_named
FROM spanned_share AS covered
WHERE NOT EXISTS (
    SELECT FROM spanned_name AS named
    WHERE named.record = covered.record AND named.ubigeo LIKE covered.ubigeo || '_%%')
UNION ALL
SELECT named.record, named.ubigeo, NULL, true
FROM spanned_name AS named
LEFT JOIN spanned_share AS covered ON covered.record = named.record
GROUP BY named.record, named.ubigeo
HAVING bool_or(covered.ubigeo = named.ubigeo) IS NOT TRUE
    AND (
        count(covered.record) = 0
        OR bool_or(named.ubigeo LIKE covered.ubigeo || '_%%')
        OR length(named.ubigeo) = %(digits)s AND named.ubigeo <> ALL(%(conclusive)s))

-- name: analyze
ANALYZE spanned_unit

-- name: describe
-- As text, in the row itself: what a layer publishes of them without asking another table.
UPDATE {table} AS placed
SET ubigeos = found.ubigeos, units = found.units
FROM (
    SELECT every.record,
        string_agg(spanned.ubigeo, ' ' ORDER BY spanned.ubigeo) AS ubigeos,
        string_agg(
            unit.name || ' (' || unit.ubigeo || ')' || CASE
                WHEN spanned.share IS NULL THEN ''
                WHEN spanned.share < 0.005 THEN ' < 1 %%'
                ELSE ' ' || round(100 * spanned.share) || ' %%'
            END, '; ' ORDER BY spanned.ubigeo) AS units
    FROM spanned_row AS every
    LEFT JOIN spanned_unit AS spanned ON spanned.record = every.record
    LEFT JOIN territory_adminunit AS unit ON unit.ubigeo = spanned.ubigeo
    GROUP BY every.record
) AS found
WHERE placed.{key} = found.record
    AND (placed.ubigeos, placed.units) IS DISTINCT FROM (found.ubigeos, found.units)

-- name: link
-- The rows that were written before they had a key of their own, by that which they have now.
CREATE TEMP TABLE spanned_key ON COMMIT DROP AS
SELECT staged.{record} AS record, placed.{key} AS own
FROM {staged} AS staged JOIN {table} AS placed ON ({placed_columns}) = ({staged_columns});
UPDATE spanned_row AS asked SET record = -known.own
FROM spanned_key AS known WHERE known.record = asked.record;
UPDATE spanned_row SET record = -record;
UPDATE spanned_unit AS found SET record = known.own
FROM spanned_key AS known WHERE known.record = found.record;
DROP TABLE spanned_key;
ANALYZE spanned_row, spanned_unit

-- name: delete
DELETE FROM {units} AS old
USING spanned_row AS asked
WHERE asked.record = old.record_id AND NOT EXISTS (
    SELECT FROM spanned_unit AS new
    WHERE new.record = old.record_id AND new.ubigeo = old.ubigeo)

-- name: upsert
INSERT INTO {units} AS old (record_id, ubigeo, share, is_named)
SELECT record, ubigeo, share, is_named FROM spanned_unit ORDER BY record, ubigeo
ON CONFLICT (record_id, ubigeo) DO UPDATE SET share = excluded.share, is_named = excluded.is_named
WHERE (old.share, old.is_named) IS DISTINCT FROM (excluded.share, excluded.is_named)

-- name: drop
DROP TABLE
    spanned_row, spanned_name, spanned_outline, spanned_piece, spanned_share, spanned_unit
