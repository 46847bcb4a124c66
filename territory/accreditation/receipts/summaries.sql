-- name: days
-- Of the days that have ended in Lima, what the receipts of a facility and an insurer amount to. A
-- percentile is one of the waits themselves.
SELECT facility_code,
       insurer_code,
       (received_at AT TIME ZONE 'America/Lima')::date AS day,
       count(*) AS queries,
       count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
       count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
       count(*) FILTER (WHERE outcome IS NULL) AS unanswered,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY wait_ms) AS median_ms,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY wait_ms) AS p95_ms
FROM territory_accreditationreceipt
WHERE received_at < %(today)s
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
