-- Residences are the rural schools whose model of service has one. Facts and samples never meet:
-- a sample's key is no fact's, and every join has is_sample.

-- name: remove
-- An example that was derived once stays while the other file's examples are there: what is shown
-- of residences mustn't change where examples of schools are taken out beside facts.
DELETE FROM territory_ruralresidence AS old
WHERE NOT EXISTS (
    SELECT FROM territory_ruralschool AS school
    WHERE school.has_residence AND school.modular_code = old.modular_code
      AND school.annex = old.annex AND school.is_sample = old.is_sample
)
AND NOT EXISTS (
    SELECT FROM territory_servicemodelentry AS listed
    WHERE old.is_sample AND listed.is_sample
      AND (listed.modular_code, listed.annex, listed.service_model)
          = (old.modular_code, old.annex, old.service_model)
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
-- nearest residence is another school's: annexes of one share their residence. What is nearest in
-- degrees, which the index finds, bounds it: a degree of Peru is nowhere shorter than 104 km.
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
        SELECT ST_Distance(row.geom::geography, other.geom::geography) AS metres
        FROM territory_ruralresidence AS other
        WHERE other.is_sample = row.is_sample AND other.modular_code <> row.modular_code
        ORDER BY other.geom <-> row.geom
        LIMIT 1
    ) AS guess ON row.geom IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT other.name, ST_Distance(row.geom::geography, other.geom::geography) AS metres
        FROM territory_ruralresidence AS other
        WHERE other.is_sample = row.is_sample AND other.modular_code <> row.modular_code
          AND ST_DWithin(other.geom, row.geom, guess.metres / 104000 + 1e-9)
        ORDER BY metres, other.key
        LIMIT 1
    ) AS near ON true
) AS found
WHERE found.id = residence.id
  AND (residence.district_capital_m, residence.province_capital_m, residence.nearest_residence_m,
       residence.nearest_residence)
      IS DISTINCT FROM (found.district_m, found.province_m, found.nearest_m, found.nearest)

-- name: look
-- The condition that was seen last, of those that are published.
UPDATE territory_ruralresidence AS residence
SET condition = found.condition, condition_on = found.observed_on
FROM (
    SELECT row.id, latest.condition, latest.observed_on
    FROM territory_ruralresidence AS row
    LEFT JOIN (
        SELECT DISTINCT ON (residence_key) residence_key, condition, observed_on
        FROM territory_residencecondition
        WHERE state = 'published'
        ORDER BY residence_key, observed_on DESC, updated_at DESC, id
    ) AS latest ON latest.residence_key = row.key
) AS found
WHERE found.id = residence.id
  AND (residence.condition, residence.condition_on)
      IS DISTINCT FROM (found.condition, found.observed_on)

-- name: uncover
DELETE FROM territory_needcoverage AS old
USING territory_residenceneed AS need
WHERE need.id = old.need_id AND need.state <> 'published'

-- name: cover
-- What is agreed towards each published need, and what was delivered since it was counted: by
-- alliances in force, as far as published evidence shows it. No more is covered than is needed.
INSERT INTO territory_needcoverage AS old (need_id, agreed, delivered, covered)
SELECT need.id, coalesce(promised.agreed, 0), coalesce(given.delivered, 0),
    least(need.quantity, coalesce(given.delivered, 0))
FROM territory_residenceneed AS need
LEFT JOIN (
    SELECT need_id, sum(agreed_quantity)::integer AS agreed
    FROM territory_alliance
    WHERE state = 'published' AND stage = 'agreed'
    GROUP BY need_id
) AS promised ON promised.need_id = need.id
LEFT JOIN (
    SELECT counted.id AS need_id, sum(delivery.quantity)::integer AS delivered
    FROM territory_delivery AS delivery
    JOIN territory_alliance AS alliance ON alliance.id = delivery.alliance_id
    JOIN territory_residenceneed AS counted ON counted.id = alliance.need_id
    WHERE delivery.state = 'published' AND alliance.state = 'published'
      AND alliance.stage = 'agreed' AND delivery.delivered_on >= counted.cutoff_date
      AND EXISTS (
          SELECT FROM territory_deliveryevidence AS evidence
          WHERE evidence.delivery_id = delivery.id AND evidence.state = 'published'
      )
    GROUP BY counted.id
) AS given ON given.need_id = need.id
WHERE need.state = 'published'
ON CONFLICT (need_id) DO UPDATE
SET agreed = excluded.agreed, delivered = excluded.delivered, covered = excluded.covered
WHERE (old.agreed, old.delivered, old.covered)
    IS DISTINCT FROM (excluded.agreed, excluded.delivered, excluded.covered)

-- name: summarise
-- What is published of each residence's needs; NULL where nothing is.
UPDATE territory_ruralresidence AS residence
SET needs = found.needs, needs_met = found.met, need_state = found.need_state
FROM (
    SELECT row.id, said.needs, said.met,
        CASE
            WHEN said.met = said.needs THEN 'met'
            WHEN said.covered > 0 THEN 'partly'
            WHEN said.needs > 0 THEN 'unmet'
        END AS need_state
    FROM territory_ruralresidence AS row
    LEFT JOIN (
        SELECT need.residence_key, count(*)::integer AS needs, sum(known.covered) AS covered,
            (count(*) FILTER (WHERE known.covered = need.quantity))::integer AS met
        FROM territory_residenceneed AS need
        JOIN territory_needcoverage AS known ON known.need_id = need.id
        GROUP BY need.residence_key
    ) AS said ON said.residence_key = row.key
) AS found
WHERE found.id = residence.id
  AND (residence.needs, residence.needs_met, residence.need_state)
      IS DISTINCT FROM (found.needs, found.met, found.need_state)
