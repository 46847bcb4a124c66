-- Where the focalised UGEL lie, which the areas of the UGEL say.

-- name: place
-- One whose area stays isn't written. Samples go with samples, facts with facts.
UPDATE territory_focalisedugel AS old
SET geom = new.geom, boundary_source = new.boundary_source, boundary_origin = new.boundary_origin
FROM (
    SELECT focalised.id, area.geom,
        CASE WHEN area.geom IS NOT NULL THEN area.boundary_source END AS boundary_source,
        CASE WHEN area.geom IS NOT NULL THEN area.boundary_origin END AS boundary_origin
    FROM territory_focalisedugel AS focalised
    LEFT JOIN territory_ugelarea AS area
        ON area.code = focalised.ugel_code AND area.is_sample = focalised.is_sample
) AS new
WHERE new.id = old.id
  AND (old.boundary_source, old.boundary_origin, ST_AsBinary(old.geom))
      IS DISTINCT FROM (new.boundary_source, new.boundary_origin, ST_AsBinary(new.geom))
