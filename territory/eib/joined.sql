-- What the register of schools says of the services of the register of EIB. The names in braces are
-- identifiers: the table, or one of rows that are to be written, and what tells its rows apart.

-- name: join_register
-- A service that keeps what it has isn't written. Samples go with samples, facts with facts.
-- An example that was joined once stays as it is when the other examples are taken out: what is
-- shown of this register mustn't change by that.
UPDATE {table} AS school
SET name = known.name,
    declared_ubigeo = known.declared_ubigeo,
    geom = known.geom,
    area = known.area,
    ugel_code = known.ugel_code,
    ugel = known.ugel,
    pupils = known.pupils,
    register_source = known.register_source,
    register_cutoff_date = known.register_cutoff_date,
    family = known.family
FROM (
    SELECT listed.{key} AS key,
           coalesce(service.name, listed.reported_name) AS name,
           service.declared_ubigeo,
           service.geom,
           service.area,
           service.ugel_code,
           service.ugel,
           service.pupils,
           service.source AS register_source,
           service.cutoff_date AS register_cutoff_date,
           language.family
    FROM {table} AS listed
    LEFT JOIN territory_schoolservice AS service USING (modular_code, annex, is_sample)
    LEFT JOIN territory_language AS language ON language.name = listed.language_1
) AS known
WHERE known.key = school.{key}
  AND NOT (school.is_sample AND school.register_source IS NOT NULL
           AND known.register_source IS NULL)
  AND (school.name, school.declared_ubigeo, school.geom, school.area, school.ugel_code,
       school.ugel, school.pupils, school.register_source, school.register_cutoff_date,
       school.family)
      IS DISTINCT FROM
      (known.name, known.declared_ubigeo, known.geom, known.area, known.ugel_code,
       known.ugel, known.pupils, known.register_source, known.register_cutoff_date,
       known.family)

-- name: found
-- Of services asked for, which the register of schools has, and the unit that each declares.
SELECT asked.place, service.declared_ubigeo
FROM unnest(%(codes)s::text[], %(annexes)s::text[]) WITH ORDINALITY AS asked (code, annex, place)
JOIN territory_schoolservice AS service
  ON service.modular_code = asked.code AND service.annex = asked.annex
WHERE NOT service.is_sample
