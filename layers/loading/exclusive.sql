-- name: take
SELECT pg_advisory_xact_lock(hashtextextended('layers.loading ' || name, 0))
FROM unnest(%s::text[]) WITH ORDINALITY AS tables (name, place) ORDER BY place

-- name: try
SELECT bool_and(pg_try_advisory_xact_lock(hashtextextended('layers.loading ' || name, 0)))
FROM unnest(%s::text[]) AS tables (name)
