-- The residences of the schools that are published already, and what their files cover.

INSERT INTO territory_ruralresidence (
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
ORDER BY is_sample, modular_code, annex;

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
      IS DISTINCT FROM (found.district_m, found.province_m, found.nearest_m, found.nearest);

UPDATE territory_publishedpart
SET records = records || ARRAY['territory.ruralresidence']::varchar(100)[]
WHERE source = 'education' AND NOT 'territory.ruralresidence' = ANY(records);
