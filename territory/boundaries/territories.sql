-- name: refresh
-- A commitment's territory is its unit's polygon; without a unit, the whole country.
UPDATE territory_commitmentterritory AS place
SET geom = CASE
    WHEN place.unit_id IS NULL THEN country.geom
    ELSE (SELECT unit.geom FROM territory_adminunit AS unit WHERE unit.ubigeo = place.unit_id)
END
FROM (
    SELECT ST_Multi(ST_Union(geom)) AS geom
    FROM territory_adminunit
    WHERE level = 'department' AND valid_to IS NULL
) AS country
