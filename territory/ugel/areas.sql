-- UGEL areas of the services that the register lists. Facts and samples never meet: every
-- grouping and every join has is_sample.

-- name: drop
DROP TABLE IF EXISTS ugel_office, ugel_share, ugel_total, ugel_place, ugel_eib_covered, ugel_eib

-- name: offices
-- The DRE and UGEL that services name. The register writes a name in more than one way: the one
-- that most services have stands, the first in alphabetical order of as many (mode() takes it).
CREATE TEMP TABLE ugel_office ON COMMIT DROP AS
SELECT is_sample, code, is_regional,
    left(CASE
        WHEN is_regional THEN coalesce(said, code)
        WHEN said IS NULL THEN 'UGEL ' || code
        WHEN upper(f_unaccent(said)) ~ '^UGEL([^A-Z]|$)' THEN said
        ELSE 'UGEL ' || said
    END, 110) AS name
FROM (
    SELECT is_sample, code, said,
        code ~ %(regional_code)s
        OR coalesce(upper(f_unaccent(said)) ~ %(regional_name)s, false) AS is_regional
    FROM (
        SELECT is_sample, ugel_code AS code,
            mode() WITHIN GROUP (ORDER BY nullif(btrim(ugel), '')) AS said
        FROM territory_schoolservice
        WHERE ugel_code IS NOT NULL
        GROUP BY is_sample, ugel_code
    ) AS named
) AS known

-- name: shares
-- A district's services by office. The UGEL with most has the district, the lower code of as many:
-- so services that agree with what a district has never change it.
CREATE TEMP TABLE ugel_share ON COMMIT DROP AS
WITH counted AS (
    SELECT service.is_sample, service.declared_ubigeo AS ubigeo, office.code, office.name,
        coalesce(office.is_regional, false) AS is_regional,
        office.code IS NOT NULL AND NOT office.is_regional AS is_ugel,
        count(*)::integer AS services,
        left(string_agg(DISTINCT service.source, '; '), 200) AS source,
        min(service.cutoff_date) AS cutoff_date
    FROM territory_schoolservice AS service
    JOIN territory_adminunit AS unit
        ON unit.ubigeo = service.declared_ubigeo AND unit.level = 'district'
    LEFT JOIN ugel_office AS office
        ON office.code = service.ugel_code AND office.is_sample = service.is_sample
    GROUP BY service.is_sample, service.declared_ubigeo, office.code, office.name,
        office.is_regional
), ranked AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY is_sample, ubigeo, is_ugel ORDER BY services DESC, code
        ) AS place,
        rank() OVER (PARTITION BY is_sample, ubigeo, is_ugel ORDER BY services DESC) AS position,
        sum(services) OVER (PARTITION BY is_sample, ubigeo, is_ugel) AS together
    FROM counted
)
SELECT is_sample, ubigeo, code, name, is_regional, is_ugel, services, source, cutoff_date,
    CASE WHEN is_ugel THEN round(100.0 * services / together, 2)::double precision END AS percent,
    is_ugel AND place = 1 AS is_assigned,
    is_ugel AND position = 1
        AND count(*) FILTER (WHERE position = 1) OVER (PARTITION BY is_sample, ubigeo, is_ugel) > 1
        AS is_tied,
    is_ugel AND count(*) OVER (PARTITION BY is_sample, ubigeo, is_ugel) > 1 AS is_shared
FROM ranked

-- name: analyze_shares
ANALYZE ugel_share

-- name: remove_districts
DELETE FROM territory_ugeldistrict AS old
WHERE NOT EXISTS (
    SELECT FROM ugel_share AS new
    WHERE new.ubigeo = old.ubigeo AND new.code IS NOT DISTINCT FROM old.code
      AND new.is_sample = old.is_sample
)

-- name: store_districts
-- What a district loses goes first: it has one area at any moment.
WITH lost AS (
    UPDATE territory_ugeldistrict AS old SET is_assigned = false
    FROM ugel_share AS new
    WHERE old.is_assigned AND NOT new.is_assigned AND new.ubigeo = old.ubigeo
      AND new.code IS NOT DISTINCT FROM old.code AND new.is_sample = old.is_sample
    RETURNING old.id
)
SELECT count(*) FROM lost;
INSERT INTO territory_ugeldistrict AS old (
    ubigeo, code, name, is_regional, services, percent, is_assigned, is_tied, source, cutoff_date,
    is_sample
)
SELECT ubigeo, code, name, is_regional, services, percent, is_assigned, is_tied, source,
    cutoff_date, is_sample
FROM ugel_share
ORDER BY is_sample, ubigeo, code
ON CONFLICT (ubigeo, code, is_sample) DO UPDATE
SET name = excluded.name, is_regional = excluded.is_regional, services = excluded.services,
    percent = excluded.percent, is_assigned = excluded.is_assigned, is_tied = excluded.is_tied,
    source = excluded.source, cutoff_date = excluded.cutoff_date
WHERE (old.name, old.is_regional, old.services, old.percent, old.is_assigned, old.is_tied,
       old.source, old.cutoff_date)
    IS DISTINCT FROM
      (excluded.name, excluded.is_regional, excluded.services, excluded.percent,
       excluded.is_assigned, excluded.is_tied, excluded.source, excluded.cutoff_date)

-- name: totals
-- What the register and the list of models say of each UGEL's services, wherever they are. Sums
-- are of what is known; the address is given where all services have one.
CREATE TEMP TABLE ugel_total ON COMMIT DROP AS
WITH held AS (
    SELECT service.is_sample, service.ugel_code AS code, array_agg(DISTINCT part ORDER BY part) AS parts
    FROM territory_schoolservice AS service, unnest(service.parts) AS part
    WHERE service.ugel_code IS NOT NULL
    GROUP BY service.is_sample, service.ugel_code
)
SELECT office.is_sample, office.code, office.name, coalesce(held.parts, '{}') AS parts,
    count(*)::integer AS services,
    sum(service.pupils)::integer AS pupils, count(service.pupils)::integer AS pupils_known,
    sum(service.teachers)::integer AS teachers, count(service.teachers)::integer AS teachers_known,
    count(service.area)::integer AS area_known,
    CASE WHEN count(service.area) > 0
        THEN count(*) FILTER (WHERE service.area = 'rural')::integer END AS rural_services,
    round(100.0 * count(*) FILTER (WHERE service.area = 'rural') / nullif(count(service.area), 0), 2)
        ::double precision AS rural_percent,
    CASE WHEN count(entry.id) > 0
        THEN count(*) FILTER (WHERE entry.service_model = 'CRFA')::integer END AS crfa_services,
    CASE WHEN count(entry.id) > 0
        THEN count(*) FILTER (WHERE entry.service_model = 'SRE')::integer END AS sre_services,
    CASE WHEN count(entry.id) > 0
        THEN count(*) FILTER (WHERE entry.service_model = 'ST')::integer END AS st_services,
    left(string_agg(DISTINCT entry.source, '; '), 200) AS fad_source,
    min(entry.cutoff_date) AS fad_cutoff_date,
    left(string_agg(DISTINCT service.source, '; '), 200) AS source,
    CASE WHEN count(DISTINCT coalesce(service.source_url, '')) = 1
        THEN nullif(min(service.source_url), '') END AS source_url,
    min(service.cutoff_date) AS cutoff_date
FROM ugel_office AS office
JOIN territory_schoolservice AS service
    ON service.ugel_code = office.code AND service.is_sample = office.is_sample
LEFT JOIN held ON held.code = office.code AND held.is_sample = office.is_sample
LEFT JOIN territory_servicemodelentry AS entry
    ON entry.modular_code = service.modular_code AND entry.annex = service.annex
    AND entry.is_sample = service.is_sample
WHERE NOT office.is_regional
GROUP BY office.is_sample, office.code, office.name, held.parts

-- name: places
-- Where each area lies: the districts that it has or, without any, those where it has services.
CREATE TEMP TABLE ugel_place ON COMMIT DROP AS
WITH lying AS (
    SELECT share.is_sample, share.code, share.is_assigned, share.is_tied, share.is_shared,
        unit.ubigeo, unit.geom IS NULL AS is_undrawn,
        bool_or(share.is_assigned) OVER (PARTITION BY share.is_sample, share.code) AS has_area,
        CASE WHEN share.is_assigned AND unit.geom IS NOT NULL
            THEN unit.ubigeo || unit.boundary_source || md5(ST_AsBinary(unit.geom)) END AS drawn
    FROM ugel_share AS share
    JOIN territory_adminunit AS unit ON unit.ubigeo = share.ubigeo
    WHERE share.is_ugel
), spread AS (
    SELECT is_sample, code,
        count(*) FILTER (WHERE is_assigned)::integer AS districts,
        count(*) FILTER (WHERE is_assigned AND is_shared)::integer AS shared_districts,
        count(*) FILTER (WHERE is_assigned AND is_tied)::integer AS tied_districts,
        count(*) FILTER (WHERE is_assigned AND is_undrawn)::integer AS undrawn_districts,
        min(ubigeo) FILTER (WHERE is_assigned OR NOT has_area) AS first,
        max(ubigeo) FILTER (WHERE is_assigned OR NOT has_area) AS last,
        md5(string_agg(drawn, ',' ORDER BY drawn)) AS geom_digest
    FROM lying
    GROUP BY is_sample, code
)
SELECT spread.*, around.ubigeo AS declared_ubigeo
FROM spread
LEFT JOIN territory_adminunit AS around ON around.ubigeo = CASE
    WHEN left(first, 4) = left(last, 4) THEN left(first, 4)
    WHEN left(first, 2) = left(last, 2) THEN left(first, 2)
END

-- name: remove_areas
DELETE FROM territory_ugelarea AS old
WHERE NOT EXISTS (
    SELECT FROM ugel_total AS new WHERE new.code = old.code AND new.is_sample = old.is_sample
)

-- name: store_areas
INSERT INTO territory_ugelarea AS old (
    code, name, parts, commitments, declared_ubigeo, services, pupils, pupils_known, teachers,
    teachers_known, rural_services, area_known, rural_percent, crfa_services, sre_services,
    st_services, fad_source, fad_cutoff_date, eib_services, eib_known, eib_percent, eib_languages,
    eib_source, eib_cutoff_date, districts, shared_districts, tied_districts, undrawn_districts,
    source, source_url, cutoff_date, is_sample
)
SELECT code, name, parts, ARRAY[6]::smallint[], declared_ubigeo, services, pupils, pupils_known,
    teachers, teachers_known, rural_services, area_known, rural_percent, crfa_services,
    sre_services, st_services, fad_source, fad_cutoff_date, eib_services, coalesce(eib_known, 0),
    eib_percent, eib_languages, eib_source, eib_cutoff_date, coalesce(districts, 0),
    coalesce(shared_districts, 0), coalesce(tied_districts, 0), coalesce(undrawn_districts, 0),
    source, source_url, cutoff_date, is_sample
FROM ugel_total
LEFT JOIN ugel_place USING (is_sample, code)
LEFT JOIN ugel_eib USING (is_sample, code)
ORDER BY is_sample, code
ON CONFLICT (code, is_sample) DO UPDATE
SET name = excluded.name, parts = excluded.parts, declared_ubigeo = excluded.declared_ubigeo,
    services = excluded.services, pupils = excluded.pupils, pupils_known = excluded.pupils_known,
    teachers = excluded.teachers, teachers_known = excluded.teachers_known,
    rural_services = excluded.rural_services, area_known = excluded.area_known,
    rural_percent = excluded.rural_percent, crfa_services = excluded.crfa_services,
    sre_services = excluded.sre_services, st_services = excluded.st_services,
    fad_source = excluded.fad_source, fad_cutoff_date = excluded.fad_cutoff_date,
    eib_services = excluded.eib_services, eib_known = excluded.eib_known,
    eib_percent = excluded.eib_percent, eib_languages = excluded.eib_languages,
    eib_source = excluded.eib_source, eib_cutoff_date = excluded.eib_cutoff_date,
    districts = excluded.districts, shared_districts = excluded.shared_districts,
    tied_districts = excluded.tied_districts, undrawn_districts = excluded.undrawn_districts,
    source = excluded.source, source_url = excluded.source_url,
    cutoff_date = excluded.cutoff_date
WHERE (old.name, old.parts, old.declared_ubigeo, old.services, old.pupils, old.pupils_known,
       old.teachers, old.teachers_known, old.rural_services, old.area_known, old.rural_percent,
       old.crfa_services, old.sre_services, old.st_services, old.fad_source, old.fad_cutoff_date,
       old.eib_services, old.eib_known, old.eib_percent, old.eib_languages, old.eib_source,
       old.eib_cutoff_date, old.districts, old.shared_districts, old.tied_districts, old.undrawn_districts, old.source,
       old.source_url, old.cutoff_date)
    IS DISTINCT FROM
      (excluded.name, excluded.parts, excluded.declared_ubigeo, excluded.services, excluded.pupils,
       excluded.pupils_known, excluded.teachers, excluded.teachers_known, excluded.rural_services,
       excluded.area_known, excluded.rural_percent, excluded.crfa_services, excluded.sre_services,
       excluded.st_services, excluded.fad_source, excluded.fad_cutoff_date, excluded.eib_services,
       excluded.eib_known, excluded.eib_percent, excluded.eib_languages, excluded.eib_source,
       excluded.eib_cutoff_date, excluded.districts,
       excluded.shared_districts, excluded.tied_districts, excluded.undrawn_districts,
       excluded.source, excluded.source_url, excluded.cutoff_date)

-- name: dissolve
-- The union of an area's districts, made anew only where these or their polygons changed. It is
-- official where all that is drawn of it is; else approximate.
UPDATE territory_ugelarea AS area
SET geom = drawn.geom, geom_digest = drawn.geom_digest, boundary_source = drawn.boundary_source,
    boundary_origin = drawn.boundary_origin, boundary_cutoff_date = drawn.boundary_cutoff_date
FROM (
    SELECT changed.id, changed.geom_digest, united.*
    FROM (
        SELECT area.id, area.code, area.is_sample, place.geom_digest
        FROM territory_ugelarea AS area
        LEFT JOIN ugel_place AS place USING (code, is_sample)
        WHERE area.geom_digest IS DISTINCT FROM place.geom_digest
    ) AS changed
    CROSS JOIN LATERAL (
        SELECT ST_Multi(ST_Union(unit.geom)) AS geom,
            CASE
                WHEN count(unit.geom) = 0 THEN NULL
                WHEN bool_and(unit.boundary_source = 'inei') THEN 'inei'
                ELSE 'approximate'
            END AS boundary_source,
            left(string_agg(DISTINCT unit.boundary_origin, '; '), 200) AS boundary_origin,
            min(unit.boundary_cutoff_date) AS boundary_cutoff_date
        FROM ugel_share AS share
        JOIN territory_adminunit AS unit ON unit.ubigeo = share.ubigeo AND unit.geom IS NOT NULL
        WHERE share.is_assigned AND share.code = changed.code
          AND share.is_sample = changed.is_sample
    ) AS united
) AS drawn
WHERE drawn.id = area.id
