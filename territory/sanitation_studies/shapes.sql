-- name: refresh
-- What was drawn; else the polygons of the units that the study names.
UPDATE territory_sanitationstudy study
SET shape = wanted.shape
FROM (
    SELECT
        one.id,
        ST_ForcePolygonCCW(coalesce(
            one.footprint,
            (
                SELECT ST_Multi(ST_CollectionExtract(ST_Union(unit.geom), 3))
                FROM territory_adminunit unit
                WHERE unit.ubigeo = ANY (one.units) AND unit.geom IS NOT NULL
            )
        )) AS shape
    FROM territory_sanitationstudy one
) wanted
WHERE wanted.id = study.id
    AND study.shape::bytea IS DISTINCT FROM wanted.shape::bytea;
