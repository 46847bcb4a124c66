-- Residences are the rural schools whose model of service has one. Facts and samples never meet:
-- a sample's key is no fact's, and every join has is_sample.

-- name: remove
DELETE FROM territory_ruralresidence AS old
WHERE NOT EXISTS (
    SELECT FROM territory_ruralschool AS school
    WHERE school.has_residence AND school.modular_code = old.modular_code
      AND school.annex = old.annex AND school.is_sample = old.is_sample
)

-- name: store
-- A row that stays as it is isn't written, and a changed one keeps its id.
INSERT INTO territory_ruralresidence AS old (
    key, modular_code, annex, is_sample, commitments,
    local_code, name, level, form, management, ugel_code, ugel, pupils, teachers, sections,
    populated_place, service_model, service_model_source, service_model_cutoff_date, geom,
    declared_ubigeo, located_ubigeo, source, source_url, cutoff_date, parts
)
SELECT modular_code || '-' || annex || CASE WHEN is_sample THEN '-E' ELSE '' END,
    modular_code, annex, is_sample, ARRAY[8]::smallint[],
    local_code, name, level, form, management, ugel_code, ugel, pupils, teachers, sections,
    populated_place, service_model, service_model_source, service_model_cutoff_date, geom,
    declared_ubigeo, located_ubigeo, source, source_url, cutoff_date, parts
FROM territory_ruralschool
WHERE has_residence
ORDER BY is_sample, modular_code, annex
ON CONFLICT (key) DO UPDATE SET (
    local_code, name, level, form, management, ugel_code, ugel, pupils, teachers, sections,
    populated_place, service_model, service_model_source, service_model_cutoff_date, geom,
    declared_ubigeo, located_ubigeo, source, source_url, cutoff_date, parts
) = (
    excluded.local_code, excluded.name, excluded.level, excluded.form, excluded.management,
    excluded.ugel_code, excluded.ugel, excluded.pupils, excluded.teachers, excluded.sections,
    excluded.populated_place, excluded.service_model, excluded.service_model_source,
    excluded.service_model_cutoff_date, excluded.geom, excluded.declared_ubigeo,
    excluded.located_ubigeo, excluded.source, excluded.source_url, excluded.cutoff_date,
    excluded.parts
)
WHERE (
    old.local_code, old.name, old.level, old.form, old.management, old.ugel_code, old.ugel,
    old.pupils, old.teachers, old.sections, old.populated_place, old.service_model,
    old.service_model_source, old.service_model_cutoff_date, old.geom, old.declared_ubigeo,
    old.located_ubigeo, old.source, old.source_url, old.cutoff_date, old.parts
) IS DISTINCT FROM (
    excluded.local_code, excluded.name, excluded.level, excluded.form, excluded.management,
    excluded.ugel_code, excluded.ugel, excluded.pupils, excluded.teachers, excluded.sections,
    excluded.populated_place, excluded.service_model, excluded.service_model_source,
    excluded.service_model_cutoff_date, excluded.geom, excluded.declared_ubigeo,
    excluded.located_ubigeo, excluded.source, excluded.source_url, excluded.cutoff_date,
    excluded.parts
)

-- name: measure
-- Straight lines on the ellipsoid, in whole metres; NULL where a position isn't known. The
-- nearest residence is another school's: annexes of one share their residence.
UPDATE territory_ruralresidence AS residence
SET district_capital_m = found.district_m, province_capital_m = found.province_m,
    nearest_residence_m = found.nearest_m, nearest_residence = found.nearest
FROM (
    SELECT row.id,
        round(ST_Distance(row.geom::geography, district.capital_point::geography))::integer
            AS district_m,
        round(ST_Distance(row.geom::geography, province.capital_point::geography))::integer
            AS province_m,
        round(near.metres)::integer AS nearest_m,
        near.name AS nearest
    FROM territory_ruralresidence AS row
    LEFT JOIN territory_adminunit AS district
        ON district.ubigeo = row.declared_ubigeo AND district.level = 'district'
    LEFT JOIN territory_adminunit AS province
        ON province.ubigeo = left(row.declared_ubigeo, 4) AND province.level = 'province'
    LEFT JOIN LATERAL (
        SELECT other.name, ST_Distance(row.geom::geography, other.geom::geography) AS metres
        FROM territory_ruralresidence AS other
        WHERE other.is_sample = row.is_sample AND other.modular_code <> row.modular_code
          AND other.geom IS NOT NULL AND row.geom IS NOT NULL
        ORDER BY metres, other.key
        LIMIT 1
    ) AS near ON true
) AS found
WHERE found.id = residence.id
  AND (residence.district_capital_m, residence.province_capital_m, residence.nearest_residence_m,
       residence.nearest_residence)
      IS DISTINCT FROM (found.district_m, found.province_m, found.nearest_m, found.nearest)

-- name: summarise
-- What is published of each residence's needs; NULL where nothing is.
UPDATE territory_ruralresidence AS residence
SET needs = found.needs, need_state = found.need_state
FROM (
    SELECT row.id, said.needs, CASE WHEN said.needs > 0 THEN 'unmet' END AS need_state
    FROM territory_ruralresidence AS row
    LEFT JOIN (
        SELECT residence_key, count(*)::integer AS needs
        FROM territory_residenceneed
        WHERE state = 'published'
        GROUP BY residence_key
    ) AS said ON said.residence_key = row.key
) AS found
WHERE found.id = residence.id
  AND (residence.needs, residence.need_state) IS DISTINCT FROM (found.needs, found.need_state)
