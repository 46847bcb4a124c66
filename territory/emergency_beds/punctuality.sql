-- name: punctuality
-- Of how much of a time a facility's last report was no older than it may be: from when it came (a
-- report sent late was of no use before) until it was stale, what overlaps once.
WITH told AS (
    SELECT live.facility_code, live.area, live.is_sample,
           count(*) FILTER (WHERE live.at >= %(since)s) AS reports,
           max(live.at) AS last_at,
           range_agg(tstzrange(
               greatest(live.at, live.received_at),
               greatest(live.at + %(stale)s, live.at, live.received_at)
           )) * tstzmultirange(tstzrange(%(since)s, %(now)s)) AS fresh
    FROM territory_livebedreport AS live
    WHERE live.at > %(since)s - %(stale)s AND live.is_sample = %(is_sample)s
      AND (%(facility)s::text IS NULL OR live.facility_code = %(facility)s)
    GROUP BY live.facility_code, live.area, live.is_sample
)
SELECT told.facility_code, facility.name, facility.declared_ubigeo, told.area, told.is_sample,
       told.reports, told.last_at,
       100 * (
           SELECT coalesce(sum(extract(epoch FROM upper(part) - lower(part))), 0)
           FROM unnest(told.fresh) AS part
       )::float8 / extract(epoch FROM %(now)s - %(since)s)::float8 AS percent
FROM told
LEFT JOIN territory_healthfacility AS facility
  ON (facility.code, facility.is_sample) = (told.facility_code, told.is_sample)
ORDER BY facility.declared_ubigeo, facility.name, told.facility_code, told.area DESC
