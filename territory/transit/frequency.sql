-- Departures per hour of a day, from services, their single days and departures by hour.
-- ``feed`` and ``is_sample`` choose the feed's rows.

-- name: typical_days
-- Of each kind of day, within four weeks from ``first``, the day whose number of trips occurs
-- most often: a holiday that the calendar leaves out is not taken for a common Monday. The
-- earliest of several; no day beyond ``last``.
WITH day AS (
    SELECT d::date AS day, extract(isodow FROM d)::int AS weekday
    FROM generate_series(%(first)s::date, least(%(first)s::date + 27, %(last)s::date), '1 day') d
),
running AS (
    SELECT day.day, s.service_id
    FROM day CROSS JOIN territory_transitservice s
    LEFT JOIN territory_transitservicedate e
      ON e.feed = s.feed AND e.is_sample = s.is_sample
     AND e.service_id = s.service_id AND e.date = day.day
    WHERE s.feed = %(feed)s AND s.is_sample = %(is_sample)s
      AND coalesce(e.is_added,
                   substr(s.week, day.weekday, 1) = '1' AND day.day BETWEEN s.starts AND s.ends)
),
trips AS (
    SELECT service_id, sum(starts) AS number FROM territory_transitdeparture
    WHERE feed = %(feed)s AND is_sample = %(is_sample)s GROUP BY service_id
),
total AS (
    SELECT day.day,
           CASE WHEN day.weekday <= 5 THEN 'weekday' WHEN day.weekday = 6 THEN 'saturday'
                ELSE 'sunday' END AS kind,
           coalesce(sum(trips.number), 0)::bigint AS number
    FROM day LEFT JOIN running USING (day) LEFT JOIN trips USING (service_id)
    GROUP BY day.day, day.weekday
),
common AS (
    SELECT kind, number, min(day) AS day, count(*) AS days FROM total GROUP BY kind, number
)
SELECT DISTINCT ON (kind) kind, day, number FROM common ORDER BY kind, days DESC, day

-- name: departures
-- By day, route, stop and hour; of one route, one stop, or of all where both are null.
WITH running AS (
    SELECT day.day, s.service_id
    FROM unnest(%(days)s::date[]) AS day(day) CROSS JOIN territory_transitservice s
    LEFT JOIN territory_transitservicedate e
      ON e.feed = s.feed AND e.is_sample = s.is_sample
     AND e.service_id = s.service_id AND e.date = day.day
    WHERE s.feed = %(feed)s AND s.is_sample = %(is_sample)s
      AND coalesce(e.is_added,
                   substr(s.week, extract(isodow FROM day.day)::int, 1) = '1'
                   AND day.day BETWEEN s.starts AND s.ends)
)
SELECT running.day, {group}, sum(d.{counted})::bigint
FROM territory_transitdeparture d JOIN running USING (service_id)
WHERE d.feed = %(feed)s AND d.is_sample = %(is_sample)s AND d.{counted} > 0 AND {where}
GROUP BY running.day, {group} ORDER BY running.day, {group}

-- name: window
-- The days between which some service runs.
SELECT min(first), max(last) FROM (
    SELECT min(starts) AS first, max(ends) AS last FROM territory_transitservice
    WHERE feed = %(feed)s AND is_sample = %(is_sample)s AND week LIKE '%%1%%'
    UNION ALL
    SELECT min(date), max(date) FROM territory_transitservicedate
    WHERE feed = %(feed)s AND is_sample = %(is_sample)s AND is_added
) AS every
