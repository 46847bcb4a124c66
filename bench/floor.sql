-- What PostGIS alone needs for the rows of a case: no server, no envelope, no HTTP.
-- Written by hand, not by the site's own encodings.

-- name: geojson
SELECT '{"type":"Feature","id":"bench_points.' || id || '","geometry":' || ST_AsGeoJSON(geom, 7, 0)
    || ',"properties":{"name":' || to_json(name)::text
    || ',"category":' || to_json(category)::text
    || ',"declared_ubigeo":' || to_json(declared_ubigeo)::text
    || ',"amount_pen":' || coalesce(amount_pen::text, 'null')
    || ',"people":' || coalesce(people::text, 'null')
    || ',"cutoff_date":"' || cutoff_date
    || '","is_sample":' || is_sample || '}}'
FROM bench_points ORDER BY id LIMIT $count

-- name: gml
SELECT '<wfs:member><ta:bench_points gml:id="bench_points.' || id || '"><ta:geom>'
    || ST_AsGML(3, geom, 7, 23, 'gml', 'bench_points.' || id || '.1') || '</ta:geom><ta:name>'
    || replace(replace(replace(name, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
    || '</ta:name><ta:category>' || category
    || '</ta:category><ta:declared_ubigeo>' || declared_ubigeo || '</ta:declared_ubigeo>'
    || coalesce('<ta:amount_pen>' || amount_pen || '</ta:amount_pen>', '')
    || coalesce('<ta:people>' || people || '</ta:people>', '')
    || '<ta:cutoff_date>' || cutoff_date || '</ta:cutoff_date><ta:is_sample>' || is_sample
    || '</ta:is_sample></ta:bench_points></wfs:member>'
FROM bench_points ORDER BY id LIMIT $count

-- name: country
SELECT ST_AsBinary(geom), category FROM bench_points

-- name: tile
SELECT ST_AsBinary(geom), category FROM bench_points
WHERE geom && ST_Transform(ST_MakeEnvelope($west, $south, $east, $north, 3857), 4326)
UNION ALL
SELECT ST_AsBinary(geom), category FROM bench_polygons
WHERE geom && ST_Transform(ST_MakeEnvelope($west, $south, $east, $north, 3857), 4326)
UNION ALL
SELECT ST_AsBinary(geom), category FROM bench_lines
WHERE geom && ST_Transform(ST_MakeEnvelope($west, $south, $east, $north, 3857), 4326)

-- name: page
SELECT '{"type":"Feature","id":' || id || ',"geometry":' || ST_AsGeoJSON(geom, 7, 0)
    || ',"properties":{"name":' || to_json(name)::text
    || ',"category":' || to_json(category)::text
    || ',"declared_ubigeo":' || to_json(declared_ubigeo)::text
    || ',"amount_pen":' || coalesce(amount_pen::text, 'null')
    || ',"people":' || coalesce(people::text, 'null')
    || ',"cutoff_date":"' || cutoff_date
    || '","is_sample":' || is_sample || '}}'
FROM bench_points WHERE id > $after ORDER BY id LIMIT $count

-- name: skipped
SELECT id, name, category, declared_ubigeo, amount_pen, people, cutoff_date, is_sample, geom
FROM bench_points ORDER BY id OFFSET $start LIMIT $count

-- name: vector_tile
SELECT ST_AsMVT(shapes, '$layer', 4096, 'geom', 'id') FROM (
    SELECT id, name, category, declared_ubigeo, amount_pen, people, cutoff_date, is_sample,
        ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($zoom, $column, $row), 4096, 256)
            AS geom
    FROM $layer WHERE id = ANY ('{$keys}')
) AS shapes WHERE geom IS NOT NULL

-- name: hits
SELECT count(*) FROM bench_points WHERE $condition

-- name: box
SELECT '{"type":"Feature","id":"bench_points.' || id || '","geometry":' || ST_AsGeoJSON(geom, 7, 0)
    || ',"properties":{"name":' || to_json(name)::text
    || ',"category":' || to_json(category)::text
    || ',"declared_ubigeo":' || to_json(declared_ubigeo)::text
    || ',"amount_pen":' || coalesce(amount_pen::text, 'null')
    || ',"people":' || coalesce(people::text, 'null')
    || ',"cutoff_date":"' || cutoff_date
    || '","is_sample":' || is_sample || '}}'
FROM bench_points
WHERE ST_Intersects(geom, ST_MakeEnvelope($west, $south, $east, $north, 4326)) ORDER BY id

-- name: one
SELECT id, name, category, declared_ubigeo, amount_pen, people, cutoff_date, is_sample,
    ST_AsGeoJSON(geom, 7, 0)
FROM bench_points WHERE id = $key
