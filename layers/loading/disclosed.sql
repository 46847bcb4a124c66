-- Exact counts on their way in, and what may be told of them on its way out. The names in braces
-- are identifiers, or pieces that ``disclosed.py`` writes.

-- name: stage
CREATE TEMP TABLE exact_stage ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA

-- name: fill
COPY exact_stage ({columns}) FROM STDIN {options}

-- name: take
-- The rows in the form in which all sources' are kept.
CREATE TEMP TABLE exact_new ON COMMIT DROP AS
SELECT {unit} AS unit, granularity, period_start AS start, {codes} AS codes,
       value, state, source AS origin, source_url AS origin_url, cutoff_date AS cutoff, commitments,
       jsonb_build_object({beside}) AS beside
FROM exact_stage

-- name: delete
-- The part's own rows, and those of parts that it replaced.
DELETE FROM exact.count AS old
WHERE source = {source} AND is_sample = {is_sample} AND (
    part = {part}
    OR NOT is_sample AND part NOT IN (SELECT id FROM territory_publishedpart WHERE source = {source})
) AND NOT EXISTS (
    SELECT FROM exact_new AS new WHERE old.part = {part}
      AND (new.unit, new.granularity, new.start, new.codes)
        = (old.unit, old.granularity, old.start, old.codes)
)

-- name: upsert
INSERT INTO exact.count AS old (source, is_sample, part, unit, granularity, start, codes, value,
    state, origin, origin_url, cutoff, commitments, beside)
SELECT {source}, {is_sample}, {part}, unit, granularity, start, codes, value, state, origin,
       origin_url, cutoff, commitments, beside
FROM exact_new
ON CONFLICT (source, is_sample, part, unit, granularity, start, codes) DO UPDATE
SET (value, state, origin, origin_url, cutoff, commitments, beside) = ROW (excluded.value,
    excluded.state, excluded.origin, excluded.origin_url, excluded.cutoff, excluded.commitments,
    excluded.beside)
WHERE (old.value, old.state, old.origin, old.origin_url, old.cutoff, old.commitments, old.beside)
    IS DISTINCT FROM (excluded.value, excluded.state, excluded.origin, excluded.origin_url,
    excluded.cutoff, excluded.commitments, excluded.beside)

-- name: cells
CREATE TEMP TABLE disclosed_cell (
    cut integer, unit text, granularity text, start date, codes text[], value bigint, state text,
    origin text, origin_url text, cutoff date, commitments smallint[], parts integer[],
    beside jsonb
) ON COMMIT DROP

-- name: add
-- One table's cells. What a part of isn't known isn't known.
INSERT INTO disclosed_cell
WITH month AS (
    SELECT date_part('year', start) AS year, count(DISTINCT start) AS number
    FROM exact.count
    WHERE source = {source} AND is_sample = {is_sample} AND granularity = 'month'
    GROUP BY 1
), partial AS (
    SELECT year FROM month WHERE number < 12 AND {whole_years} AND {granularity} = 'year'
)
SELECT {cut}, left(unit, {level}), {granularity}, date_trunc({granularity}, start)::date, {codes},
       CASE WHEN bool_or(partial.year IS NOT NULL) THEN NULL
            WHEN bool_and(state IN ('value', 'not_applicable')) THEN sum(value) END,
       CASE WHEN bool_or(partial.year IS NOT NULL) THEN 'not_reported'
            WHEN bool_and(state IN ('value', 'not_applicable')) AND count(value) > 0 THEN 'value'
            WHEN bool_or(state = 'suppressed') THEN 'suppressed'
            WHEN bool_and(state = 'not_applicable') THEN 'not_applicable'
            ELSE 'not_reported' END,
       (array_agg(origin ORDER BY cutoff DESC, origin, origin_url))[1],
       (array_agg(origin_url ORDER BY cutoff DESC, origin, origin_url))[1],
       max(cutoff), max(commitments),
       array_remove(array_agg(DISTINCT part ORDER BY part), 0),
       (array_agg(beside ORDER BY cutoff DESC, origin, origin_url))[1]
FROM exact.count
LEFT JOIN partial ON partial.year = date_part('year', start)
WHERE source = {source} AND is_sample = {is_sample} AND length(unit) >= {level}
  AND granularity = ANY ({finer}) AND {wanted}
GROUP BY left(unit, {level}), date_trunc({granularity}, start)::date, {codes}

-- name: read
SELECT cut, unit, granularity, start::text, codes, value FROM disclosed_cell ORDER BY 1, 2, 3, 4, 5

-- name: forced
SELECT cell FROM exact.pattern WHERE source = {source} AND is_sample = {is_sample}

-- name: whole
-- The periods of which rows of no unit are the whole country's.
start IN (
    SELECT start FROM exact.count
    WHERE source = {source} AND is_sample = {is_sample}
    GROUP BY start HAVING count(DISTINCT codes[{place}]) >= {least}
)

-- name: told
-- What is told at present, which whoever took it home knows.
SELECT {unit}, granularity, period_start::text, {codes}, value
FROM {table} WHERE is_sample = {is_sample} AND state = 'value'

-- name: secret
SELECT encode(key, 'hex') FROM exact.secret

-- name: hidden
CREATE TEMP TABLE hidden_cell (cell text[]) ON COMMIT DROP

-- name: fill_hidden
COPY hidden_cell (cell) FROM STDIN

-- name: keep
INSERT INTO exact.pattern (source, is_sample, cell)
SELECT {source}, {is_sample}, cell FROM hidden_cell
ON CONFLICT DO NOTHING

-- name: published
SELECT cell.unit, cell.granularity, cell.start, cell.codes,
       CASE WHEN hidden.cell IS NULL THEN cell.value END,
       CASE WHEN hidden.cell IS NOT NULL THEN 'suppressed' ELSE cell.state END,
       cell.origin, cell.origin_url, cell.cutoff, cell.commitments, cell.parts,
       cell.beside::text
FROM disclosed_cell AS cell
LEFT JOIN hidden_cell AS hidden
  ON hidden.cell = ARRAY[cell.unit, cell.granularity, cell.start::text] || cell.codes
WHERE cell.cut = ANY ({shown}::integer[])
ORDER BY cell.start, cell.granularity, cell.unit, cell.codes

-- name: drop
DROP TABLE exact_stage, exact_new, disclosed_cell, hidden_cell

-- name: keep_snapshot
INSERT INTO exact.snapshot (id, content) VALUES (%s, %s)

-- name: read_snapshot
SELECT content FROM exact.snapshot WHERE id = %s

-- name: forget_snapshots
DELETE FROM exact.snapshot WHERE id NOT IN (SELECT id FROM layers_snapshot)
