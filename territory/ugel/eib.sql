-- What the register of EIB says of each UGEL's services. Facts and samples never meet.

-- name: eib_covered
-- The units of which a published file of the register speaks, and the country ('PE') where one
-- speaks of all of it, for services whose unit isn't known. A part whose rows were withdrawn says
-- nothing. Examples are one of the whole country.
CREATE TEMP TABLE ugel_eib_covered ON COMMIT DROP AS
WITH held AS (
    SELECT part, string_agg(DISTINCT source, '; ') AS source, min(cutoff_date) AS cutoff_date
    FROM territory_eibschool, unnest(parts) AS part
    WHERE NOT is_sample
    GROUP BY part
), spoken AS (
    SELECT false AS is_sample, covered, held.source, held.cutoff_date
    FROM held
    JOIN territory_publishedpart AS part ON part.id = held.part
    CROSS JOIN unnest(part.covers) AS covered
    UNION ALL
    SELECT true, 'PE', string_agg(DISTINCT source, '; '), min(cutoff_date)
    FROM territory_eibschool
    WHERE is_sample
    HAVING count(*) > 0
), place AS (
    SELECT ubigeo::text FROM territory_adminunit
    UNION ALL
    SELECT 'PE'
)
SELECT spoken.is_sample, place.ubigeo, string_agg(DISTINCT spoken.source, '; ') AS source,
    min(spoken.cutoff_date) AS cutoff_date
FROM place
JOIN spoken ON spoken.covered IN ('PE', left(place.ubigeo, 2), left(place.ubigeo, 4), place.ubigeo)
GROUP BY spoken.is_sample, place.ubigeo

-- name: eib
-- Of each UGEL: of how many services the register speaks, how many it has, in which languages. A
-- UGEL of which it doesn't speak isn't here: what it has is unknown.
CREATE TEMP TABLE ugel_eib ON COMMIT DROP AS
WITH known AS (
    SELECT service.is_sample, service.ugel_code AS code, school.id,
        school.language_1, school.language_2, school.language_3,
        coalesce(covered.source, school.source) AS source,
        coalesce(covered.cutoff_date, school.cutoff_date) AS cutoff_date
    FROM territory_schoolservice AS service
    LEFT JOIN territory_eibschool AS school USING (modular_code, annex, is_sample)
    LEFT JOIN ugel_eib_covered AS covered
        ON covered.ubigeo = coalesce(service.declared_ubigeo, 'PE')
        AND covered.is_sample = service.is_sample
    WHERE service.ugel_code IS NOT NULL
      AND (school.id IS NOT NULL OR covered.ubigeo IS NOT NULL)
), counted AS (
    SELECT known.is_sample, known.code, said.language, count(DISTINCT known.id) AS services
    FROM known
    CROSS JOIN LATERAL (VALUES (language_1), (language_2), (language_3)) AS said (language)
    WHERE said.language IS NOT NULL
    GROUP BY known.is_sample, known.code, said.language
), spoken AS (
    SELECT is_sample, code,
        string_agg(language || ' (' || services || ')', ', ' ORDER BY services DESC, language)
            AS languages
    FROM counted
    GROUP BY is_sample, code
)
SELECT known.is_sample, known.code, spoken.languages AS eib_languages,
    count(*)::integer AS eib_known,
    count(known.id)::integer AS eib_services,
    round(100.0 * count(known.id) / count(*), 2)::double precision AS eib_percent,
    left(string_agg(DISTINCT known.source, '; '), 200) AS eib_source,
    min(known.cutoff_date) AS eib_cutoff_date
FROM known
LEFT JOIN spoken ON spoken.code = known.code AND spoken.is_sample = known.is_sample
GROUP BY known.is_sample, known.code, spoken.languages

-- name: store_eib
-- The same in the areas that there are, of which no other number follows from that register.
UPDATE territory_ugelarea AS area
SET eib_services = said.eib_services, eib_known = said.eib_known, eib_percent = said.eib_percent,
    eib_languages = said.eib_languages, eib_source = said.eib_source,
    eib_cutoff_date = said.eib_cutoff_date
FROM (
    SELECT held.id, found.eib_services, coalesce(found.eib_known, 0) AS eib_known,
        found.eib_percent, found.eib_languages, found.eib_source, found.eib_cutoff_date
    FROM territory_ugelarea AS held
    LEFT JOIN ugel_eib AS found USING (is_sample, code)
) AS said
WHERE said.id = area.id
  AND (area.eib_services, area.eib_known, area.eib_percent, area.eib_languages, area.eib_source,
       area.eib_cutoff_date)
    IS DISTINCT FROM
      (said.eib_services, said.eib_known, said.eib_percent, said.eib_languages, said.eib_source,
       said.eib_cutoff_date)
