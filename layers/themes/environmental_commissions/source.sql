-- What two files say of the same commissions, put together.

-- name: assign_assistance
-- A commission that keeps its state isn't written. Samples go with samples, facts with facts.
UPDATE territory_environmentalcommission AS commission
SET assistance = known.assistance
FROM (
    SELECT listed.id,
           CASE
               WHEN bool_or(given.improvement IS NOT NULL) THEN 'improved'
               WHEN count(given.id) > 0 OR listed.assisted THEN 'assisted'
               WHEN NOT listed.assisted THEN 'none'
           END AS assistance
    FROM territory_environmentalcommission AS listed
    LEFT JOIN territory_commissionassistance AS given USING (kind, declared_ubigeo, is_sample)
    GROUP BY listed.id
) AS known
WHERE known.id = commission.id
  AND commission.assistance IS DISTINCT FROM known.assistance
