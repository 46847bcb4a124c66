-- What the register of institutes says of the counts of the register of titles, and the sum of each
-- institute's. The names in braces are identifiers: the table of counts, or one of counts that are
-- to be written, and what tells its rows apart.

-- name: place_degree_counts
-- A count that stays as it is isn't written. Samples go with samples, facts with facts. A code has
-- the position of its main annex. Of counts that are to be written the sum has what stays stored
-- beside them.
UPDATE {table} AS counted
SET institute_name = found.name,
    geom = found.geom,
    institute_total = found.total
FROM (
    SELECT listed.{key} AS key, institute.name, institute.geom, added.total
    FROM {table} AS listed
    LEFT JOIN (
        SELECT DISTINCT ON (modular_code, is_sample) modular_code AS institute_code, is_sample,
            name, geom
        FROM territory_higherinstitute
        ORDER BY modular_code, is_sample, annex
    ) AS institute USING (institute_code, is_sample)
    LEFT JOIN (
        SELECT institute_code, period_start, category, is_sample, sum(value) AS total
        FROM (
            SELECT institute_code, period_start, category, is_sample, value
            FROM {table}
            UNION ALL
            SELECT institute_code, period_start, category, is_sample, value
            FROM territory_degreecount AS stored
            WHERE NOT EXISTS (
                SELECT FROM {table} AS written
                WHERE (written.declared_ubigeo, written.period_start, written.granularity,
                       written.category, written.institute_code, written.programme,
                       written.is_sample)
                    = (stored.declared_ubigeo, stored.period_start, stored.granularity,
                       stored.category, stored.institute_code, stored.programme,
                       stored.is_sample)
            )
        ) AS every
        GROUP BY institute_code, period_start, category, is_sample
    ) AS added USING (institute_code, period_start, category, is_sample)
) AS found
WHERE found.key = counted.{key}
  AND (counted.institute_name, counted.geom, counted.institute_total)
      IS DISTINCT FROM (found.name, found.geom, found.total)
