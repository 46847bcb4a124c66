-- What is published of accreditation, added up. Samples go with samples, facts with facts. The names
-- in braces are identifiers: the table, or one of rows that are to be written, and what tells its rows
-- apart.

-- name: place_days
-- A day's name, category and position are its facility's; without one in the register the name is
-- that of the file. A day that keeps what it has isn't written.
UPDATE {table} AS told
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
WHERE known.key = told.{key}
  AND (told.facility_name, told.category, told.geom)
      IS DISTINCT FROM (known.facility_name, known.category, known.geom)

-- name: added
-- A day that both a file and receipts tell is the receipts': it counts once. What else a row has is
-- its latest day's.
CREATE TEMPORARY TABLE added_accreditation ON COMMIT DROP AS
WITH once AS (
    SELECT DISTINCT ON (facility_code, insurer_code, is_sample, day) *
    FROM territory_accreditationday
    ORDER BY facility_code, insurer_code, is_sample, day DESC, feed DESC
)
SELECT newest.facility_code, newest.insurer_code, newest.is_sample, newest.insurer_name,
       newest.insurer_kind, newest.facility_name, newest.category, newest.geom,
       newest.declared_ubigeo, newest.commitments, newest.source, newest.source_url,
       newest.cutoff_date, newest.parts,
       total.first_on, total.last_on, total.days, total.withheld_days, total.queries,
       total.accepted, total.rejected, total.unanswered, total.measured_queries,
       waited.median_ms, waited.p95_ms, waited.day AS waited_on
FROM (
    SELECT DISTINCT ON (facility_code, insurer_code, is_sample) *
    FROM once
    ORDER BY facility_code, insurer_code, is_sample, day DESC
) AS newest
JOIN (
    SELECT facility_code, insurer_code, is_sample,
           min(day) AS first_on, max(day) AS last_on, count(*) AS days,
           count(withheld) AS withheld_days,
           sum(queries)::bigint AS queries, sum(accepted)::bigint AS accepted,
           sum(rejected)::bigint AS rejected, sum(unanswered)::bigint AS unanswered,
           (sum(queries) FILTER (WHERE unanswered IS NOT NULL))::bigint AS measured_queries
    FROM once
    GROUP BY facility_code, insurer_code, is_sample
) AS total USING (facility_code, insurer_code, is_sample)
LEFT JOIN (
    SELECT DISTINCT ON (facility_code, insurer_code, is_sample)
           facility_code, insurer_code, is_sample, day, median_ms, p95_ms
    FROM once
    WHERE median_ms IS NOT NULL OR p95_ms IS NOT NULL
    ORDER BY facility_code, insurer_code, is_sample, day DESC
) AS waited USING (facility_code, insurer_code, is_sample)

-- name: remove_current
DELETE FROM territory_accreditationactivity AS current
WHERE NOT EXISTS (
    SELECT FROM added_accreditation AS added
    WHERE (added.facility_code, added.insurer_code, added.is_sample)
          = (current.facility_code, current.insurer_code, current.is_sample)
)

-- name: store_current
-- A row that stays as it is isn't written.
INSERT INTO territory_accreditationactivity AS current (
    facility_code, insurer_code, is_sample, insurer_name, insurer_kind, facility_name, category,
    geom, declared_ubigeo, commitments, source, source_url, cutoff_date, parts, first_on,
    last_on, days, withheld_days, queries, accepted, rejected, unanswered, measured_queries,
    median_ms, p95_ms, waited_on
)
SELECT
    facility_code, insurer_code, is_sample, insurer_name, insurer_kind, facility_name, category,
    geom, declared_ubigeo, commitments, source, source_url, cutoff_date, parts, first_on,
    last_on, days, withheld_days, queries, accepted, rejected, unanswered, measured_queries,
    median_ms, p95_ms, waited_on
FROM added_accreditation
ON CONFLICT (facility_code, insurer_code, is_sample) DO UPDATE
SET (
    insurer_name, insurer_kind, facility_name, category, geom, declared_ubigeo, commitments,
    source, source_url, cutoff_date, parts, first_on, last_on, days, withheld_days, queries,
    accepted, rejected, unanswered, measured_queries, median_ms, p95_ms, waited_on
) = (
    excluded.insurer_name, excluded.insurer_kind, excluded.facility_name, excluded.category,
    excluded.geom, excluded.declared_ubigeo, excluded.commitments, excluded.source,
    excluded.source_url, excluded.cutoff_date, excluded.parts, excluded.first_on,
    excluded.last_on, excluded.days, excluded.withheld_days, excluded.queries,
    excluded.accepted, excluded.rejected, excluded.unanswered, excluded.measured_queries,
    excluded.median_ms, excluded.p95_ms, excluded.waited_on
)
WHERE (
    current.insurer_name, current.insurer_kind, current.facility_name, current.category,
    current.geom, current.declared_ubigeo, current.commitments, current.source,
    current.source_url, current.cutoff_date, current.parts, current.first_on, current.last_on,
    current.days, current.withheld_days, current.queries, current.accepted, current.rejected,
    current.unanswered, current.measured_queries, current.median_ms, current.p95_ms,
    current.waited_on
) IS DISTINCT FROM (
    excluded.insurer_name, excluded.insurer_kind, excluded.facility_name, excluded.category,
    excluded.geom, excluded.declared_ubigeo, excluded.commitments, excluded.source,
    excluded.source_url, excluded.cutoff_date, excluded.parts, excluded.first_on,
    excluded.last_on, excluded.days, excluded.withheld_days, excluded.queries,
    excluded.accepted, excluded.rejected, excluded.unanswered, excluded.measured_queries,
    excluded.median_ms, excluded.p95_ms, excluded.waited_on
)

-- name: drop
DROP TABLE IF EXISTS added_accreditation
