-- The questions of which a search of rows consists, over a layer's rows as ``source``. Each reads
-- an index and stops at its limit, so that the work is bounded whatever is typed.

-- name: source
-- Written once a layer, and looked through by the planner as if written in each question.
{source} AS NOT MATERIALIZED ({rows})

-- name: question
SELECT {layer} AS layer, {match} AS match, found_fid, found_thing, found_name, found_code,
       found_sample, found_place, found_sheet, found_geom
FROM {source} WHERE {condition} {order} LIMIT %s

-- name: whole
-- A point of each is looked for once, of the few that were found.
WITH {tables}
SELECT layer, match, found_fid, found_thing, found_name, found_code, found_sample, found_place,
       found_sheet, ST_X(inside), ST_Y(inside)
FROM ({answers}) AS answers CROSS JOIN LATERAL (SELECT ST_PointOnSurface(found_geom)) AS point (inside)

-- name: asked_once
-- What a question found is looked at again by those that are asked after it.
{found} AS MATERIALIZED ({question})

-- name: found
SELECT * FROM {found}

-- name: nothing
-- Seen once a statement, before the rest is read.
NOT EXISTS (SELECT FROM {found})
