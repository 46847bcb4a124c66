-- Unions of official boundaries for the units that they lie in.

-- name: dissolve
-- The union of the units within, for parents without an official boundary of their own, where
-- it is whole: every present child has one, or lies (by its capital, as far as that can be
-- trusted) in that of a sibling, from which it was made since.
WITH child AS (
    SELECT unit.parent_id, unit.ubigeo, unit.geom, unit.capital_point,
        unit.boundary_source IS NOT DISTINCT FROM 'inei' AS official
    FROM territory_adminunit AS unit
    WHERE unit.level = %(child_level)s AND unit.valid_to IS NULL
), whole AS (
    SELECT parent_id, ST_Multi(ST_Union(geom) FILTER (WHERE official)) AS geom
    FROM child
    GROUP BY parent_id
    HAVING bool_and(official OR EXISTS (
        SELECT FROM child AS sibling
        WHERE sibling.parent_id = child.parent_id AND sibling.official
          AND ST_DWithin(sibling.geom, child.capital_point, %(capital_error_deg)s)
    ))
), origin AS (
    SELECT parent_id, min(boundary_cutoff_date) AS cutoff_date,
        left(string_agg(DISTINCT boundary_origin, '; '), 200) AS origin
    FROM territory_adminunit
    WHERE level = %(child_level)s AND valid_to IS NULL AND boundary_source = 'inei'
    GROUP BY parent_id
)
UPDATE territory_adminunit AS unit
SET geom = whole.geom, boundary_source = 'inei', boundary_origin = origin.origin,
    boundary_cutoff_date = origin.cutoff_date, boundary_dissolved = true
FROM whole
JOIN origin USING (parent_id)
WHERE unit.ubigeo = whole.parent_id AND whole.geom IS NOT NULL AND unit.valid_to IS NULL
  AND (unit.boundary_source IS DISTINCT FROM 'inei' OR unit.boundary_dissolved)
  AND left(unit.ubigeo, 2) = ANY(%(departments)s)
RETURNING unit.ubigeo

-- name: without_whole
-- Parents that could not be dissolved, with the children for want of which; one that keeps an
-- official polygon of its own is none.
SELECT parent.ubigeo, parent.name,
    string_agg(child.name || ' (' || child.ubigeo || ')', ', ' ORDER BY child.ubigeo)
FROM territory_adminunit AS parent
JOIN territory_adminunit AS child ON child.parent_id = parent.ubigeo
WHERE child.level = %(child_level)s AND child.valid_to IS NULL AND parent.valid_to IS NULL
  AND child.boundary_source IS DISTINCT FROM 'inei'
  AND left(parent.ubigeo, 2) = ANY(%(departments)s)
  AND NOT parent.ubigeo = ANY(%(dissolved)s)
  AND (parent.boundary_source IS DISTINCT FROM 'inei' OR parent.boundary_dissolved)
GROUP BY parent.ubigeo
ORDER BY parent.ubigeo

-- name: remove_beside_dissolved
-- A computed cell would overlap the unions beside it.
UPDATE territory_adminunit AS unit
SET geom = NULL, boundary_source = NULL
WHERE unit.level = %(level)s AND unit.boundary_source = 'approximate'
  AND left(unit.ubigeo, 2) IN (SELECT left(code, 2) FROM unnest(%(dissolved)s::text[]) AS code)
RETURNING unit.ubigeo
