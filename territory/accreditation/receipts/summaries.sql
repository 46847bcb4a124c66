-- name: due
-- The days that have ended in Lima and have receipts that nobody counted, with the number of the last
-- receipt of such days. Links are written one after another, so that none appears before another later.
SELECT array_agg(DISTINCT (received_at AT TIME ZONE 'America/Lima')::date ORDER BY
                 (received_at AT TIME ZONE 'America/Lima')::date),
       max(number)
FROM territory_accreditationreceipt
WHERE number > %(counted)s AND received_at < %(today)s AND query IS NOT NULL

-- name: days
-- What the receipts of a facility and an insurer amount to on a day. A percentile is one of the waits
-- themselves. A blank link is of no transaction.
SELECT facility_code,
       insurer_code,
       count(*) AS queries,
       count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
       count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
       count(*) FILTER (WHERE outcome IS NULL) AS unanswered,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY wait_ms) AS median_ms,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY wait_ms) AS p95_ms
FROM territory_accreditationreceipt
WHERE received_at >= %(begins)s AND received_at < %(ends)s AND number <= %(through)s
  AND query IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
