-- What is known of emergency beds now. Samples go with samples, facts with facts. The names in braces
-- are identifiers: the table, or one of rows that are to be written, and what tells its rows apart.

-- name: place_reports
-- A report's name, category and position are its facility's; without one in the register the name
-- is that of the report. A report that keeps what it has isn't written.
UPDATE {table} AS report
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
WHERE known.key = report.{key}
  AND (report.facility_name, report.category, report.geom)
      IS DISTINCT FROM (known.facility_name, known.category, known.geom)

-- name: latest
-- Of each number the latest report that says it; available and occupied beds are of one report.
-- What else a row has is its latest report's.
CREATE TEMPORARY TABLE latest_beds ON COMMIT DROP AS
SELECT newest.facility_code, newest.area, newest.is_sample, newest.reported_on,
       newest.facility_name, newest.category, newest.geom, newest.declared_ubigeo,
       newest.commitments, newest.source, newest.source_url, newest.cutoff_date, newest.parts,
       said.total[1] AS total, said.total_on,
       said.inoperative[1] AS inoperative, said.inoperative_on,
       said.operational[1] AS operational, said.operational_on,
       said.available[1] AS available, said.occupied[1] AS occupied, said.used_on
FROM (
    SELECT DISTINCT ON (facility_code, area, is_sample) *
    FROM territory_emergencybedreport
    ORDER BY facility_code, area, is_sample, reported_on DESC
) AS newest
JOIN (
    SELECT facility_code, area, is_sample,
           array_agg(total ORDER BY reported_on DESC) FILTER (WHERE total IS NOT NULL) AS total,
           max(reported_on) FILTER (WHERE total IS NOT NULL) AS total_on,
           array_agg(inoperative ORDER BY reported_on DESC)
               FILTER (WHERE inoperative IS NOT NULL) AS inoperative,
           max(reported_on) FILTER (WHERE inoperative IS NOT NULL) AS inoperative_on,
           array_agg(operational ORDER BY reported_on DESC)
               FILTER (WHERE operational IS NOT NULL) AS operational,
           max(reported_on) FILTER (WHERE operational IS NOT NULL) AS operational_on,
           array_agg(available ORDER BY reported_on DESC)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS available,
           array_agg(occupied ORDER BY reported_on DESC)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS occupied,
           max(reported_on)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS used_on
    FROM territory_emergencybedreport
    GROUP BY facility_code, area, is_sample
) AS said USING (facility_code, area, is_sample)

-- name: remove_current
DELETE FROM territory_emergencybeds AS current
WHERE NOT EXISTS (
    SELECT FROM latest_beds AS latest
    WHERE (latest.facility_code, latest.area, latest.is_sample)
          = (current.facility_code, current.area, current.is_sample)
)

-- name: store_current
-- A row that stays as it is isn't written.
INSERT INTO territory_emergencybeds AS current (
    facility_code, area, is_sample, reported_on, facility_name, category, geom, declared_ubigeo,
    commitments, source, source_url, cutoff_date, parts, total, total_on, inoperative,
    inoperative_on, operational, operational_on, available, occupied, used_on
)
SELECT facility_code, area, is_sample, reported_on, facility_name, category, geom, declared_ubigeo,
       commitments, source, source_url, cutoff_date, parts, total, total_on, inoperative,
       inoperative_on, operational, operational_on, available, occupied, used_on
FROM latest_beds
ON CONFLICT (facility_code, area, is_sample) DO UPDATE
SET (reported_on, facility_name, category, geom, declared_ubigeo, commitments, source, source_url,
     cutoff_date, parts, total, total_on, inoperative, inoperative_on, operational,
     operational_on, available, occupied, used_on)
    = (excluded.reported_on, excluded.facility_name, excluded.category, excluded.geom,
       excluded.declared_ubigeo, excluded.commitments, excluded.source, excluded.source_url,
       excluded.cutoff_date, excluded.parts, excluded.total, excluded.total_on,
       excluded.inoperative, excluded.inoperative_on, excluded.operational,
       excluded.operational_on, excluded.available, excluded.occupied, excluded.used_on)
WHERE (current.reported_on, current.facility_name, current.category, current.geom,
       current.declared_ubigeo, current.commitments, current.source, current.source_url,
       current.cutoff_date, current.parts, current.total, current.total_on, current.inoperative,
       current.inoperative_on, current.operational, current.operational_on, current.available,
       current.occupied, current.used_on)
      IS DISTINCT FROM
      (excluded.reported_on, excluded.facility_name, excluded.category, excluded.geom,
       excluded.declared_ubigeo, excluded.commitments, excluded.source, excluded.source_url,
       excluded.cutoff_date, excluded.parts, excluded.total, excluded.total_on,
       excluded.inoperative, excluded.inoperative_on, excluded.operational,
       excluded.operational_on, excluded.available, excluded.occupied, excluded.used_on)

-- name: drop
DROP TABLE IF EXISTS latest_beds
