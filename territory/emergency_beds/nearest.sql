-- name: nearest
-- Facts with a free bed that aren't stale, the nearest first, in metres on the ellipsoid. What is
-- nearest in degrees, which the index finds, bounds it: of a degree of Peru the longest is less than
-- 1.1 times the shortest (104 to 112 km).
WITH free AS NOT MATERIALIZED (
    SELECT id, geom
    FROM territory_emergencybeds
    WHERE NOT is_sample AND available > 0 AND fresh_until > %(now)s AND geom IS NOT NULL
      AND area = %(area)s
      AND (%(categories)s::text[] IS NULL OR category = ANY(%(categories)s::text[]))
),
reach AS (
    SELECT max(degrees) AS degrees
    FROM (
        SELECT free.geom <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS degrees
        FROM free
        ORDER BY free.geom <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)
        LIMIT %(limit)s
    ) AS found
)
SELECT free.id,
       ST_Distance(
           free.geom::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography
       ) AS metres
FROM reach, free
WHERE free.geom && ST_Expand(
    ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), reach.degrees * 1.1
)
ORDER BY metres, free.id
LIMIT %(limit)s
