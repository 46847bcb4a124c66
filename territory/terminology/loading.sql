-- name: begin
CREATE TEMPORARY TABLE loaded_concept (
    place bigint GENERATED ALWAYS AS IDENTITY (START WITH 0 MINVALUE 0),
    code text, display text, definition text, is_abstract boolean, is_inactive boolean,
    properties jsonb, designations jsonb, extensions jsonb, words text, parents text[]
) ON COMMIT DROP

-- name: copy
COPY loaded_concept (code, display, definition, is_abstract, is_inactive, properties,
                     designations, extensions, words, parents) FROM STDIN

-- name: index
CREATE INDEX ON loaded_concept (code)

-- name: twice
SELECT min(code) FROM loaded_concept
GROUP BY CASE WHEN %(case_sensitive)s THEN code ELSE lower(code) END
HAVING count(*) > 1 LIMIT 1

-- name: unknown_parent
SELECT c.code, p.code FROM loaded_concept c CROSS JOIN LATERAL unnest(c.parents) AS p(code)
WHERE NOT EXISTS (SELECT FROM loaded_concept o WHERE o.code = p.code) LIMIT 1

-- name: forget
DELETE FROM territory_codeconcept WHERE system_id = %(system)s

-- name: forget_edges
DELETE FROM territory_conceptedge WHERE system_id = %(system)s

-- name: keep
INSERT INTO territory_codeconcept
    (system_id, ordinal, active_ordinal, code, display, definition, is_abstract, is_inactive,
     properties, designations, extensions, searched)
SELECT %(system)s, place,
       CASE WHEN NOT is_inactive
            THEN count(*) FILTER (WHERE NOT is_inactive) OVER (ORDER BY place) - 1 END,
       code, display, definition, is_abstract, is_inactive,
       properties, designations, extensions, f_unaccent(words)
FROM loaded_concept ORDER BY place

-- name: keep_edges
INSERT INTO territory_conceptedge (system_id, parent, child)
SELECT DISTINCT %(system)s, o.place, c.place
FROM loaded_concept c CROSS JOIN LATERAL unnest(c.parents) AS p(code)
JOIN loaded_concept o ON o.code = p.code

-- name: unsorted
CREATE TEMPORARY TABLE unsorted_edge ON COMMIT DROP AS
SELECT parent, child FROM territory_conceptedge WHERE system_id = %(system)s

-- name: index_unsorted
CREATE INDEX ON unsorted_edge (child)

-- name: sort_level
DELETE FROM unsorted_edge e
WHERE NOT EXISTS (SELECT FROM unsorted_edge above WHERE above.child = e.parent)

-- name: left_over
-- What is left is counted first: it is mostly nothing, which nobody told the planner of.
WITH above AS MATERIALIZED (SELECT DISTINCT parent FROM unsorted_edge)
SELECT c.code FROM above a
JOIN territory_codeconcept c ON c.system_id = %(system)s AND c.ordinal = a.parent
ORDER BY c.ordinal LIMIT 1

-- name: end_sorting
DROP TABLE unsorted_edge

-- name: end
DROP TABLE loaded_concept

-- name: count
UPDATE territory_codesystem SET
    concept_count = (SELECT count(*) FROM territory_codeconcept WHERE system_id = %(system)s),
    active_count = (SELECT count(active_ordinal) FROM territory_codeconcept
                    WHERE system_id = %(system)s)
WHERE id = %(system)s
RETURNING concept_count, active_count
