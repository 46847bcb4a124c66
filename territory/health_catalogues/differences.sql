-- What a version of a catalogue changed of another: each code once, with all that changed of it.

-- name: differences
-- Parents are compared as codes; a code out of use that wasn't is retired, as one that is gone.
WITH parents AS (
    SELECT edge.system_id, edge.child, array_agg(parent.code ORDER BY parent.code) AS codes
    FROM territory_conceptedge AS edge
    JOIN territory_codeconcept AS parent
      ON parent.system_id = edge.system_id AND parent.ordinal = edge.parent
    WHERE edge.system_id IN (%(before)s, %(after)s)
    GROUP BY edge.system_id, edge.child
), listed AS (
    SELECT concept.system_id, concept.ordinal, concept.code, concept.display, concept.is_inactive,
           coalesce(parents.codes, '{}') AS parents
    FROM territory_codeconcept AS concept
    LEFT JOIN parents ON parents.system_id = concept.system_id AND parents.child = concept.ordinal
    WHERE concept.system_id IN (%(before)s, %(after)s)
), compared AS (
    SELECT coalesce(new.code, old.code) AS code,
           old.display AS old_display, new.display AS new_display,
           old.parents AS old_parents, new.parents AS new_parents,
           array_remove(ARRAY[
               CASE WHEN old.code IS NULL THEN 'added' END,
               CASE WHEN new.code IS NULL OR new.is_inactive AND NOT old.is_inactive
                    THEN 'retired' END,
               CASE WHEN old.is_inactive AND NOT new.is_inactive THEN 'restored' END,
               CASE WHEN old.code IS NOT NULL AND new.code IS NOT NULL
                     AND old.display IS DISTINCT FROM new.display THEN 'renamed' END,
               CASE WHEN old.code IS NOT NULL AND new.code IS NOT NULL
                     AND old.parents <> new.parents THEN 'moved' END
           ], NULL) AS changes
    FROM (SELECT * FROM listed WHERE system_id = %(before)s) AS old
    FULL JOIN (SELECT * FROM listed WHERE system_id = %(after)s) AS new USING (code)
)
SELECT code, old_display, new_display, old_parents, new_parents, changes
FROM compared
WHERE changes <> '{}' AND (%(change)s = '' OR %(change)s = ANY (changes))
ORDER BY code COLLATE "C"

-- name: counted
SELECT change, count(*) FROM ({}) AS found CROSS JOIN LATERAL unnest(found.changes) AS change
GROUP BY change
