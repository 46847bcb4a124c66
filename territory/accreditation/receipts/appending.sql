-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('territory.accreditation.receipts', 0))
