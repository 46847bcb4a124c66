-- Codes of a facility held against a version of a catalogue. What is asked is a table of the statement's own.

-- name: validated
-- A code is known as it stands, or in another case. One that isn't has what is most like it: by the code
-- where that is near, else by the name that was given with it; of as many as are looked for.
WITH asked AS (
    SELECT place, code, name
    FROM unnest(%(codes)s::text[], %(names)s::text[]) WITH ORDINALITY AS one (code, name, place)
), exact AS (
    SELECT asked.place, asked.code, asked.name,
           found.code AS found, found.display, found.is_inactive,
           count(*) FILTER (WHERE found.code IS NULL) OVER (ORDER BY asked.place) AS lacking
    FROM asked
    LEFT JOIN LATERAL (
        SELECT concept.code, concept.display, concept.is_inactive
        FROM territory_codeconcept AS concept
        WHERE concept.system_id = %(system)s AND lower(concept.code) = lower(asked.code)
        ORDER BY concept.code <> asked.code, concept.ordinal
        LIMIT 1
    ) AS found ON true
)
SELECT exact.place, exact.found, exact.display, exact.is_inactive, near.code, near.display
FROM exact
LEFT JOIN LATERAL (
    SELECT concept.code, concept.display
    FROM territory_codeconcept AS concept
    WHERE exact.found IS NULL
      AND exact.lacking <= %(most_nearest)s
      AND concept.system_id = %(system)s
      AND NOT concept.is_inactive
      AND concept.searched %% f_unaccent(lower(exact.code || ' ' || exact.name))
    ORDER BY similarity(concept.searched, f_unaccent(lower(exact.code || ' ' || exact.name))) DESC,
             concept.ordinal
    LIMIT 1
) AS near ON true
ORDER BY exact.place
