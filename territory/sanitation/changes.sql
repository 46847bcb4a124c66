-- Two cuts side by side, investment by investment.

-- name: compared
-- Within the units that both cover; an investment in several departments only where that is all.
-- A value that isn't known at one of the dates hasn't moved: nobody can tell.
WITH within AS (
    SELECT * FROM territory_sanitationstate AS state
    WHERE cut_id IN (%(earlier)s, %(later)s)
      AND (%(everywhere)s OR EXISTS (
          SELECT FROM unnest(places) AS place WHERE place LIKE ANY (%(prefixes)s::text[])
      ))
), compared AS (
    SELECT cui, coalesce(later.name, earlier.name) AS name,
        earlier.id IS NULL AS is_new,
        later.id IS NULL AS is_gone,
        later.status = 'CERRADO' AND earlier.status <> 'CERRADO' AS is_closed,
        earlier.updated_cost_pen <> later.updated_cost_pen AS cost_moved,
        earlier.physical_advance_pct <> later.physical_advance_pct AS advance_moved,
        earlier.accrued_pen <> later.accrued_pen AS accrued_moved,
        earlier.status AS status_before, later.status AS status_after,
        earlier.updated_cost_pen AS cost_before, later.updated_cost_pen AS cost_after,
        earlier.physical_advance_pct AS advance_before, later.physical_advance_pct AS advance_after,
        earlier.accrued_pen AS accrued_before, later.accrued_pen AS accrued_after
    FROM (SELECT * FROM within WHERE cut_id = %(earlier)s) AS earlier
    FULL JOIN (SELECT * FROM within WHERE cut_id = %(later)s) AS later USING (cui)
)

-- name: tally
SELECT count(*) FILTER (WHERE is_new) AS "new",
    count(*) FILTER (WHERE is_gone) AS gone,
    count(*) FILTER (WHERE is_closed) AS closed,
    count(*) FILTER (WHERE cost_moved) AS cost,
    count(*) FILTER (WHERE advance_moved) AS advance,
    count(*) FILTER (WHERE accrued_moved) AS accrued,
    count(*) FILTER (
        WHERE is_new OR is_gone OR is_closed OR cost_moved OR advance_moved OR accrued_moved
    ) AS "all",
    count(*) FILTER (WHERE NOT is_new) AS before,
    count(*) FILTER (WHERE NOT is_gone) AS after
FROM compared

-- name: changes
, told AS (
    SELECT *, array_remove(ARRAY[
        CASE WHEN is_new THEN 'new' END,
        CASE WHEN is_gone THEN 'gone' END,
        CASE WHEN is_closed THEN 'closed' END,
        CASE WHEN cost_moved THEN 'cost' END,
        CASE WHEN advance_moved THEN 'advance' END,
        CASE WHEN accrued_moved THEN 'accrued' END
    ], NULL) AS kinds
    FROM compared
)
SELECT cui, name, kinds, status_before, status_after, cost_before, cost_after, advance_before,
    advance_after, accrued_before, accrued_after
FROM told
WHERE kinds <> '{}' AND (%(kind)s = '' OR %(kind)s = ANY (kinds))
ORDER BY abs(cost_after - cost_before) DESC NULLS LAST, cui
LIMIT %(limit)s OFFSET %(offset)s
