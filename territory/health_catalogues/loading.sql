-- The versions of catalogues and maps that files' rows make, with a digest of each.

-- name: code_versions
SELECT catalogue_url, edition, is_sample, min(catalogue), min(edition_state), min(edition_on),
       string_agg(DISTINCT source, '; '), min(source_url), min(cutoff_date),
       md5(string_agg(
           md5(ROW(catalogue, edition_state, edition_on, code, display, definition, parent, code_state,
                   source, source_url, cutoff_date)::text),
           '' ORDER BY position
       ))
FROM territory_healthcode
GROUP BY catalogue_url, edition, is_sample
ORDER BY catalogue_url, edition

-- name: map_versions
SELECT map_url, edition, is_sample, min(map_title), min(edition_state), NULL::date,
       string_agg(DISTINCT source, '; '), min(source_url), min(cutoff_date),
       md5(string_agg(
           md5(ROW(map_title, edition_state, source_catalogue, source_edition, source_code,
                   target_catalogue, target_edition, target_code, equivalence, comment,
                   source, source_url, cutoff_date)::text),
           '' ORDER BY position
       ))
FROM territory_healthcodemapping
GROUP BY map_url, edition, is_sample
ORDER BY map_url, edition

-- name: missing_codes
-- The places (from 1) of the codes that no published file's version has.
SELECT asked.place
FROM unnest(%(urls)s::text[], %(editions)s::text[], %(codes)s::text[])
     WITH ORDINALITY AS asked (url, edition, code, place)
WHERE NOT EXISTS (
    SELECT FROM territory_healthcode AS known
    WHERE (known.catalogue_url, known.edition, known.code) = (asked.url, asked.edition, asked.code)
      AND known.is_sample = %(samples)s
)

-- name: analyze
-- Versions are compared right after they came: unknown to the planner, code by code with every other.
ANALYZE territory_codeconcept, territory_conceptedge
