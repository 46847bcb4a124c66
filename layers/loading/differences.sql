-- What a swap would write, row by row, without writing it: a file's rows beside the stored ones.
-- The names in braces are pieces that ``differences.py`` writes.

-- name: stage
CREATE TEMP TABLE {stage} ON COMMIT DROP AS
SELECT {columns}, NULL::integer AS row_number FROM {table} WITH NO DATA

-- name: fill
COPY {stage} ({columns}, row_number) FROM STDIN {options}

-- name: index
CREATE INDEX ON {stage} ({key})

-- name: analyze
ANALYZE {stage}

-- name: compare
-- Equal are rows that a swap wouldn't write; of changed ones the values that differ are kept.
INSERT INTO layers_candidaterow
    (submission_id, "table", change, number, label, values, before, geom)
SELECT {submission}, {name}, change, row_number, label,
    CASE change
        WHEN 'new' THEN jsonb_strip_nulls(now)
        WHEN 'changed' THEN
            (SELECT coalesce(jsonb_object_agg(n.key, n.value), '{{}}') FROM jsonb_each(now) AS n
             WHERE was -> n.key IS DISTINCT FROM n.value)
    END,
    CASE change
        WHEN 'changed' THEN
            (SELECT coalesce(jsonb_object_agg(o.key, o.value), '{{}}') FROM jsonb_each(was) AS o
             WHERE now -> o.key IS DISTINCT FROM o.value)
    END,
    geom
FROM (
    SELECT new.row_number, {new_label} AS label, {new_geom} AS geom,
        CASE
            WHEN old.id IS NULL THEN 'new'
            WHEN ({old_columns}) IS DISTINCT FROM ({new_columns}) THEN 'changed'
            ELSE 'same'
        END AS change,
        (SELECT to_jsonb(r) FROM (SELECT {new_plain}) AS r) AS now,
        (SELECT to_jsonb(r) FROM (SELECT {old_plain}) AS r) AS was
    FROM {stage} AS new
    LEFT JOIN {table} AS old ON ({new_key}) = ({old_key})
) AS found
ORDER BY row_number

-- name: gone
-- Rows that only the parts which the file replaces hold, and that it doesn't have.
INSERT INTO layers_candidaterow
    (submission_id, "table", change, number, label, values, before, geom)
SELECT {submission}, {name}, 'gone', NULL, {old_label},
    (SELECT jsonb_strip_nulls(to_jsonb(r)) FROM (SELECT {old_plain}) AS r), NULL, {old_geom}
FROM {table} AS old
WHERE {scope}
  AND (old.parts <> '{{}}' AND old.parts <@ {parts}::integer[] OR old.parts = '{{}}' AND {covered})
  AND NOT EXISTS (SELECT FROM {stage} AS new WHERE ({new_key}) = ({old_key}))
ORDER BY {old_label}

-- name: lengths
-- How many codes of digits have which length, column by column.
SELECT {code_name}, length({code}::text), count(DISTINCT {code})
FROM {stage} WHERE {code}::text ~ '^[0-9]+$' GROUP BY 2

-- name: drop
DROP TABLE {stage}
