-- What the register of institutes says of the counts of the register of titles.

-- name: place_degree_counts
-- A count that stays as it is isn't written. Samples go with samples, facts with facts. A code has
-- the position of its main annex.
UPDATE territory_degreecount AS stored
SET institute_name = found.name,
    geom = found.geom,
    institute_total = found.total
FROM (
    SELECT counted.id, institute.name, institute.geom,
           sum(counted.value) OVER (
               PARTITION BY counted.institute_code, counted.period_start, counted.category,
                            counted.is_sample
           ) AS total
    FROM territory_degreecount AS counted
    LEFT JOIN (
        SELECT DISTINCT ON (modular_code, is_sample) modular_code, is_sample, name, geom
        FROM territory_higherinstitute
        ORDER BY modular_code, is_sample, annex
    ) AS institute
        ON (institute.modular_code, institute.is_sample)
            = (counted.institute_code, counted.is_sample)
) AS found
WHERE found.id = stored.id
  AND (stored.institute_name, stored.geom, stored.institute_total)
      IS DISTINCT FROM (found.name, found.geom, found.total)
