-- The units that rows belong to, of the models whose rows may be of several. The names in braces
-- are identifiers.

-- name: stage
CREATE TEMP TABLE spanned_unit (record bigint, ubigeo varchar, share numeric, is_named boolean)
ON COMMIT DROP

-- name: find
-- Where boundaries say it, the units that the polygon covers, with its share in each; a sliver
-- along a border is none, unless the file names the unit. Otherwise, and of units about which
-- boundaries say nothing or no more than a coarser one does, those that the file names.
-- Shares are of areas in degrees: within one row their ratio is that on the ground.
INSERT INTO spanned_unit
WITH named AS MATERIALIZED (
    SELECT placed.{key} AS record, unit.ubigeo
    FROM {table} AS placed
    CROSS JOIN LATERAL unnest(placed.named_units) AS name (ubigeo)
    JOIN territory_adminunit AS unit ON unit.ubigeo = name.ubigeo
), touched AS (
    SELECT placed.{key} AS record, unit.ubigeo, CASE
        WHEN ST_CoveredBy(placed.geom, unit.geom) THEN 1
        ELSE ST_Area(ST_Intersection(placed.geom, unit.geom)) / nullif(ST_Area(placed.geom), 0)
    END AS share
    FROM territory_adminunit AS unit
    JOIN {table} AS placed ON ST_Intersects(placed.geom, unit.geom)
    WHERE unit.ubigeo = ANY(%(conclusive)s)
), covered AS MATERIALIZED (
    SELECT touched.record, touched.ubigeo, least(touched.share, 1)::numeric AS share,
        EXISTS (
            SELECT FROM named
            WHERE named.record = touched.record AND named.ubigeo = touched.ubigeo
        ) AS is_named
    FROM touched
    WHERE touched.share >= %(sliver)s OR touched.share > 0 AND EXISTS (
        SELECT FROM named
        WHERE named.record = touched.record AND named.ubigeo = touched.ubigeo)
)
SELECT record, ubigeo, round(share, 4), is_named
FROM covered
WHERE NOT EXISTS (
    SELECT FROM named
    WHERE named.record = covered.record AND named.ubigeo LIKE covered.ubigeo || '_%%')
UNION ALL
SELECT named.record, named.ubigeo, NULL, true
FROM named
WHERE NOT EXISTS (
        SELECT FROM covered
        WHERE covered.record = named.record AND covered.ubigeo = named.ubigeo)
    AND (
        NOT EXISTS (SELECT FROM covered WHERE covered.record = named.record)
        OR EXISTS (
            SELECT FROM covered
            WHERE covered.record = named.record AND named.ubigeo LIKE covered.ubigeo || '_%%')
        OR length(named.ubigeo) = %(digits)s AND named.ubigeo <> ALL(%(conclusive)s))

-- name: analyze
ANALYZE spanned_unit

-- name: delete
DELETE FROM {units} AS old
WHERE NOT EXISTS (
    SELECT FROM spanned_unit AS new
    WHERE new.record = old.record_id AND new.ubigeo = old.ubigeo)

-- name: upsert
INSERT INTO {units} AS old (record_id, ubigeo, share, is_named)
SELECT record, ubigeo, share, is_named FROM spanned_unit ORDER BY record, ubigeo
ON CONFLICT (record_id, ubigeo) DO UPDATE SET share = excluded.share, is_named = excluded.is_named
WHERE (old.share, old.is_named) IS DISTINCT FROM (excluded.share, excluded.is_named)

-- name: describe
-- As text, in the row itself: what a layer publishes of them without asking another table.
UPDATE {table} AS placed
SET ubigeos = found.ubigeos, units = found.units
FROM (
    SELECT every.{key} AS record,
        string_agg(spanned.ubigeo, ' ' ORDER BY spanned.ubigeo) AS ubigeos,
        string_agg(
            unit.name || ' (' || unit.ubigeo || ')' || CASE
                WHEN spanned.share IS NULL THEN ''
                WHEN spanned.share < 0.005 THEN ' < 1 %%'
                ELSE ' ' || round(100 * spanned.share) || ' %%'
            END, '; ' ORDER BY spanned.ubigeo) AS units
    FROM {table} AS every
    LEFT JOIN spanned_unit AS spanned ON spanned.record = every.{key}
    LEFT JOIN territory_adminunit AS unit ON unit.ubigeo = spanned.ubigeo
    GROUP BY every.{key}
) AS found
WHERE placed.{key} = found.record
    AND (placed.ubigeos, placed.units) IS DISTINCT FROM (found.ubigeos, found.units)

-- name: drop
DROP TABLE spanned_unit
