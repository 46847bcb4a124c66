-- Of how many facilities of a unit it is known whether they use a catalogue. Samples go with samples, facts
-- with facts.

-- name: known
-- A facility is of the unit that the register declares, one that the register lacks of its row's. "unit" is
-- the beginning of a ubigeo, all of the country's where it is empty.
WITH shown AS (
    SELECT NOT EXISTS (SELECT FROM territory_catalogueadoption WHERE NOT is_sample) AS is_sample
), adopters AS (
    SELECT adoption.facility_code AS code,
           min(adoption.declared_ubigeo) AS declared,
           bool_or(adoption.state = 'in_use') AS uses_one
    FROM territory_catalogueadoption AS adoption
    JOIN shown USING (is_sample)
    GROUP BY adoption.facility_code
), register AS (
    SELECT facility.code, facility.declared_ubigeo AS declared
    FROM territory_healthfacility AS facility
    JOIN shown USING (is_sample)
), facilities AS (
    SELECT register.code IS NOT NULL AS is_listed,
           adopters.code IS NOT NULL AS is_known,
           coalesce(adopters.uses_one, false) AS uses_one
    FROM register
    FULL JOIN adopters ON adopters.code = register.code
    WHERE starts_with(coalesce(register.declared, adopters.declared, ''), %(unit)s)
)
SELECT count(*) FILTER (WHERE is_listed),
       count(*) FILTER (WHERE is_listed AND is_known),
       count(*) FILTER (WHERE is_listed AND uses_one),
       count(*) FILTER (WHERE is_known AND NOT is_listed),
       count(*) FILTER (WHERE uses_one AND NOT is_listed),
       (SELECT is_sample FROM shown)
FROM facilities

-- name: by_catalogue
-- How many facilities of the unit use each version of each catalogue, or say that they don't.
WITH shown AS (
    SELECT NOT EXISTS (SELECT FROM territory_catalogueadoption WHERE NOT is_sample) AS is_sample
)
SELECT adoption.catalogue,
       adoption.state,
       adoption.edition,
       count(*) FILTER (WHERE facility.code IS NOT NULL),
       count(*) FILTER (WHERE facility.code IS NULL),
       min(adoption.cutoff_date),
       max(adoption.cutoff_date),
       string_agg(DISTINCT adoption.source, '; ')
FROM territory_catalogueadoption AS adoption
JOIN shown USING (is_sample)
LEFT JOIN territory_healthfacility AS facility
  ON (facility.code, facility.is_sample) = (adoption.facility_code, adoption.is_sample)
WHERE starts_with(
    coalesce(
        CASE WHEN facility.code IS NULL THEN adoption.declared_ubigeo ELSE facility.declared_ubigeo END,
        ''
    ),
    %(unit)s
)
GROUP BY adoption.catalogue, adoption.state, adoption.edition
ORDER BY adoption.catalogue, adoption.state, adoption.edition DESC NULLS LAST
