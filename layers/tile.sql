-- One vector tile: the features, and the label points that fall into it.
-- Parameters: those of the drawing's rows, then z, x, y and the two layer names.
WITH r AS MATERIALIZED (
    {rows}
), bounds AS (
    SELECT ST_TileEnvelope(%s, %s, %s) AS tile
), shapes AS (
    SELECT ST_AsMVTGeom("_geometry", tile, 4096, 256, true) AS mvt_geometry, {columns}
    FROM r, bounds
), points AS (
    SELECT r.*, ST_PointOnSurface("_geometry") AS point FROM r
), labels AS (
    SELECT ST_AsMVTGeom(point, tile, 4096, 0, true) AS mvt_geometry, {columns}
    FROM points, bounds
    -- half open, so that a point on a seam belongs to one tile only
    WHERE ST_X(point) >= ST_XMin(tile) AND ST_X(point) < ST_XMax(tile)
      AND ST_Y(point) > ST_YMin(tile) AND ST_Y(point) <= ST_YMax(tile)
)
SELECT
    (SELECT ST_AsMVT(shapes, %s, 4096, 'mvt_geometry') FROM shapes WHERE mvt_geometry IS NOT NULL)
    || (SELECT ST_AsMVT(labels, %s, 4096, 'mvt_geometry') FROM labels
        WHERE mvt_geometry IS NOT NULL)
