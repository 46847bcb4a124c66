-- What the published EIB services amount to, by language and UGEL: facts or, while there is none,
-- samples. A service with several languages counts in each of them, once.

-- name: coverage
WITH shown AS (
    SELECT *
    FROM territory_eibschool
    WHERE is_sample = coalesce(
        %(is_sample)s::boolean, NOT EXISTS (SELECT FROM territory_eibschool WHERE NOT is_sample)
    )
), spoken AS (
    SELECT DISTINCT shown.id, said.language
    FROM shown
    CROSS JOIN LATERAL (VALUES (language_1), (language_2), (language_3)) AS said (language)
    -- A service of which no language is said counts too, without one.
    WHERE said.language IS NOT NULL OR shown.language_1 IS NULL
)
SELECT {ugel_code} AS ugel_code,
       {ugel} AS ugel,
       spoken.language,
       max(named.code) AS language_code,
       max(named.family) AS family,
       count(*) AS services,
       count(*) FILTER (WHERE shown.attention = 'strengthening') AS strengthening,
       count(*) FILTER (WHERE shown.attention = 'revitalization') AS revitalization,
       count(*) FILTER (WHERE shown.attention = 'urban') AS urban,
       count(*) FILTER (WHERE shown.attention IS NULL) AS attention_unknown,
       sum(shown.pupils) AS pupils,
       count(shown.pupils) AS services_with_pupils,
       string_agg(DISTINCT shown.source, '; ') AS source,
       max(shown.source_url) AS source_url,
       max(shown.cutoff_date) AS cutoff_date,
       string_agg(DISTINCT shown.register_source, '; ') AS register_source,
       max(shown.register_cutoff_date) AS register_cutoff_date,
       bool_or(shown.is_sample) AS is_sample
FROM spoken
JOIN shown USING (id)
LEFT JOIN territory_language AS named ON named.name = spoken.language
WHERE (%(ugel)s::text IS NULL OR shown.ugel_code = %(ugel)s)
  AND (%(language)s::text IS NULL OR named.code = %(language)s)
  AND (%(unit)s::text IS NULL OR shown.declared_ubigeo LIKE %(unit)s)
GROUP BY {group}
ORDER BY {order}

-- name: varieties
SELECT said.variety, count(DISTINCT school.id)
FROM territory_eibschool AS school
CROSS JOIN LATERAL (
    VALUES (language_1, variety_1), (language_2, variety_2), (language_3, variety_3)
) AS said (language, variety)
WHERE said.language = %(language)s
  AND is_sample = NOT EXISTS (SELECT FROM territory_eibschool WHERE NOT is_sample)
GROUP BY said.variety
ORDER BY said.variety IS NULL, count(DISTINCT school.id) DESC, said.variety
