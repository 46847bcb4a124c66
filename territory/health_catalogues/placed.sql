-- Where the facilities are of which it is known what catalogue they use. Samples go with samples, facts
-- with facts. The names in braces are identifiers: the table, or one of rows that are to be written, and
-- what tells its rows apart.

-- name: place_adoption
-- A row that keeps what it has isn't written.
UPDATE {table} AS adoption
SET facility_name = known.facility_name,
    category = known.category,
    geom = known.geom
FROM (
    SELECT listed.{key} AS key,
           coalesce(facility.name, listed.reported_name) AS facility_name,
           facility.category,
           facility.geom
    FROM {table} AS listed
    LEFT JOIN territory_healthfacility AS facility
      ON (facility.code, facility.is_sample) = (listed.facility_code, listed.is_sample)
) AS known
WHERE known.key = adoption.{key}
  AND (adoption.facility_name, adoption.category, adoption.geom)
      IS DISTINCT FROM (known.facility_name, known.category, known.geom)
