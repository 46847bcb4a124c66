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

-- name: lock_all
-- Nobody derives anything meanwhile; whoever comes later sees what this one wrote.
SELECT pg_advisory_xact_lock(%(room)s, 0)

-- name: lock_facility
SELECT pg_advisory_xact_lock_shared(%(room)s, 0),
       pg_advisory_xact_lock(%(room)s, hashtext(%(facility)s))

-- name: latest
-- Of each number the latest report that says it; available and occupied beds are of one report.
-- What else a row has is its latest report's. The reports of one facility, or of all (NULL).
-- A day's report has no instant: within its day any instant is later, and its age is counted from
-- where the day begins (UTC-5), so that nothing is shown younger than it is.
CREATE TEMPORARY TABLE latest_beds ON COMMIT DROP AS
WITH told AS (
    SELECT facility_code, area, is_sample, reported_on AS day, NULL::timestamptz AS at,
           facility_name, category, geom, declared_ubigeo, commitments, source, source_url,
           cutoff_date, parts, total, inoperative, operational, available, occupied
    FROM territory_emergencybedreport
    WHERE %(facility)s::text IS NULL OR facility_code = %(facility)s
    UNION ALL
    SELECT live.facility_code, live.area, live.is_sample,
           (live.at AT TIME ZONE 'UTC' - interval '5 hours')::date, live.at,
           coalesce(facility.name, live.facility_code), facility.category, facility.geom,
           facility.declared_ubigeo, ARRAY[12]::smallint[], %(source)s, NULL,
           (live.at AT TIME ZONE 'UTC' - interval '5 hours')::date, ARRAY[]::integer[],
           live.total, live.inoperative, live.operational, live.available, live.occupied
    FROM territory_livebedreport AS live
    LEFT JOIN territory_healthfacility AS facility
      ON (facility.code, facility.is_sample) = (live.facility_code, live.is_sample)
    WHERE %(facility)s::text IS NULL OR live.facility_code = %(facility)s
)
SELECT newest.facility_code, newest.area, newest.is_sample, newest.day AS reported_on,
       newest.facility_name, newest.category, newest.geom, newest.declared_ubigeo,
       newest.commitments, newest.source, newest.source_url, newest.cutoff_date,
       coalesce(filed.parts, newest.parts) AS parts,
       said.total[1] AS total, said.total_on, said.total_at[1] AS total_at,
       said.inoperative[1] AS inoperative, said.inoperative_on,
       said.inoperative_at[1] AS inoperative_at,
       said.operational[1] AS operational, said.operational_on,
       said.operational_at[1] AS operational_at,
       said.available[1] AS available, said.occupied[1] AS occupied, said.used_on,
       said.used_at[1] AS used_at,
       coalesce(said.used_at[1], (said.used_on + time '05:00') AT TIME ZONE 'UTC')
           + %(stale)s AS fresh_until
FROM (
    SELECT DISTINCT ON (facility_code, area, is_sample) *
    FROM told
    ORDER BY facility_code, area, is_sample, day DESC, at DESC NULLS LAST
) AS newest
-- The files that hold the facility stay told, whatever it says by itself.
LEFT JOIN (
    SELECT DISTINCT ON (facility_code, area, is_sample) facility_code, area, is_sample, parts
    FROM told
    WHERE at IS NULL
    ORDER BY facility_code, area, is_sample, day DESC
) AS filed USING (facility_code, area, is_sample)
JOIN (
    SELECT facility_code, area, is_sample,
           array_agg(total ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE total IS NOT NULL) AS total,
           max(day) FILTER (WHERE total IS NOT NULL) AS total_on,
           array_agg(at ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE total IS NOT NULL) AS total_at,
           array_agg(inoperative ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE inoperative IS NOT NULL) AS inoperative,
           max(day) FILTER (WHERE inoperative IS NOT NULL) AS inoperative_on,
           array_agg(at ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE inoperative IS NOT NULL) AS inoperative_at,
           array_agg(operational ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE operational IS NOT NULL) AS operational,
           max(day) FILTER (WHERE operational IS NOT NULL) AS operational_on,
           array_agg(at ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE operational IS NOT NULL) AS operational_at,
           array_agg(available ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS available,
           array_agg(occupied ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS occupied,
           max(day) FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS used_on,
           array_agg(at ORDER BY day DESC, at DESC NULLS LAST)
               FILTER (WHERE available IS NOT NULL OR occupied IS NOT NULL) AS used_at
    FROM told
    GROUP BY facility_code, area, is_sample
) AS said USING (facility_code, area, is_sample)

-- name: remove_current
DELETE FROM territory_emergencybeds AS current
WHERE (%(facility)s::text IS NULL OR current.facility_code = %(facility)s)
  AND NOT EXISTS (
    SELECT FROM latest_beds AS latest
    WHERE (latest.facility_code, latest.area, latest.is_sample)
          = (current.facility_code, current.area, current.is_sample)
)

-- name: store_current
-- A row that stays as it is isn't written. Gives how many were written, and how many of
-- those have a position.
WITH stored AS (
    INSERT INTO territory_emergencybeds AS current (
        facility_code, area, is_sample, reported_on, facility_name, category, geom,
        declared_ubigeo, commitments, source, source_url, cutoff_date, parts, total,
        total_on, total_at, inoperative, inoperative_on, inoperative_at, operational,
        operational_on, operational_at, available, occupied, used_on, used_at, fresh_until
    )
    SELECT facility_code, area, is_sample, reported_on, facility_name, category, geom,
           declared_ubigeo, commitments, source, source_url, cutoff_date, parts, total,
           total_on, total_at, inoperative, inoperative_on, inoperative_at, operational,
           operational_on, operational_at, available, occupied, used_on, used_at,
           fresh_until
    FROM latest_beds
    ON CONFLICT (facility_code, area, is_sample) DO UPDATE
    SET (reported_on, facility_name, category, geom, declared_ubigeo, commitments, source,
         source_url, cutoff_date, parts, total, total_on, total_at, inoperative,
         inoperative_on, inoperative_at, operational, operational_on, operational_at,
         available, occupied, used_on, used_at, fresh_until)
        = (excluded.reported_on, excluded.facility_name, excluded.category, excluded.geom,
           excluded.declared_ubigeo, excluded.commitments, excluded.source,
           excluded.source_url, excluded.cutoff_date, excluded.parts, excluded.total,
           excluded.total_on, excluded.total_at, excluded.inoperative,
           excluded.inoperative_on, excluded.inoperative_at, excluded.operational,
           excluded.operational_on, excluded.operational_at, excluded.available,
           excluded.occupied, excluded.used_on, excluded.used_at, excluded.fresh_until)
    WHERE (current.reported_on, current.facility_name, current.category, current.geom,
           current.declared_ubigeo, current.commitments, current.source, current.source_url,
           current.cutoff_date, current.parts, current.total, current.total_on,
           current.total_at, current.inoperative, current.inoperative_on,
           current.inoperative_at, current.operational, current.operational_on,
           current.operational_at, current.available, current.occupied, current.used_on,
           current.used_at, current.fresh_until)
          IS DISTINCT FROM
          (excluded.reported_on, excluded.facility_name, excluded.category, excluded.geom,
           excluded.declared_ubigeo, excluded.commitments, excluded.source,
           excluded.source_url, excluded.cutoff_date, excluded.parts, excluded.total,
           excluded.total_on, excluded.total_at, excluded.inoperative,
           excluded.inoperative_on, excluded.inoperative_at, excluded.operational,
           excluded.operational_on, excluded.operational_at, excluded.available,
           excluded.occupied, excluded.used_on, excluded.used_at, excluded.fresh_until)
    RETURNING current.geom IS NOT NULL AS is_placed
)
SELECT count(*), count(*) FILTER (WHERE is_placed) FROM stored

-- name: drop
DROP TABLE IF EXISTS latest_beds
