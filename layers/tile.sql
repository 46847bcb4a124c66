-- Vector tiles. The names in braces are queries and expressions.

-- name: choice
-- What a tile can hold of its rows. Parameters: those of the rows, how many features at most.
WITH found AS MATERIALIZED (
    {rows}
), turns AS (
    -- The largest of each class in each block, then the second of each: where a tile can't hold
    -- all, what lies alone stays, and no part of the tile is empty.
    SELECT found.*, row_number() OVER (
        PARTITION BY "_block_x", "_block_y", "_class" ORDER BY "_size" DESC, "_fid"
    ) AS turn
    FROM found
)
-- the digest: in no order that the map would show
SELECT * FROM turns ORDER BY turn, md5("_fid"::text) COLLATE "C" LIMIT %s

-- name: tile
-- The features, and the label points that fall into the tile.
-- Parameters: those of the choice, z, x, y, the two layer names.
WITH r AS MATERIALIZED (
    -- What is left out is neither simplified nor transformed.
    SELECT chosen.*, {geometry} AS "_geometry" FROM ({choice}) AS chosen
), bounds AS (
    SELECT ST_TileEnvelope(%s, %s, %s) AS tile
), shapes AS (
    SELECT coalesce(
        ST_AsMVTGeom({part}, tile, 4096, 256, true),
        -- A polygon below the tile's grid collapses: as a speck it stays on the map.
        CASE WHEN ST_Dimension({part}) = 2 THEN ST_AsMVTGeom(
            ST_Expand(ST_PointOnSurface({part}), (ST_XMax(tile) - ST_XMin(tile)) / 4096),
            tile, 4096, 256, true)
        END
    ) AS mvt_geometry, {shape_columns}
    FROM {parts}, bounds
    -- what comes last is painted on top: the style's first rule
    ORDER BY "_class" DESC NULLS FIRST
), points AS (
    SELECT r.*, ST_PointOnSurface("_geometry") AS point FROM r WHERE "_labelled"
), labels AS (
    SELECT ST_AsMVTGeom(point, tile, 4096, 0, true) AS mvt_geometry, {label_columns}
    FROM points, bounds
    -- half open, so that a point on a seam belongs to one tile only
    WHERE ST_X(point) >= ST_XMin(tile) AND ST_X(point) < ST_XMax(tile)
      AND ST_Y(point) > ST_YMin(tile) AND ST_Y(point) <= ST_YMax(tile)
)
SELECT
    (SELECT ST_AsMVT(shapes, %s, 4096, 'mvt_geometry') FROM shapes WHERE mvt_geometry IS NOT NULL)
    || (SELECT ST_AsMVT(labels, %s, 4096, 'mvt_geometry') FROM labels
        WHERE mvt_geometry IS NOT NULL)
