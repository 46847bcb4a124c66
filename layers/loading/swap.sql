-- Replacing a table's rows by a file's. The names in braces are identifiers.

-- name: lock
-- Two imports of one theme wait for each other; readers go on seeing the former rows.
LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE

-- name: stage
CREATE TEMP TABLE {stage} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA

-- name: fill
COPY {stage} ({columns}) FROM STDIN

-- name: delete
-- Rows that the file no longer holds, among those that it speaks for.
DELETE FROM {table} AS old
WHERE {scope}
  AND NOT EXISTS (SELECT FROM {stage} AS new WHERE ({new_key}) = ({old_key}))

-- name: upsert
-- A row that stays keeps its id, and with it its address; one that is equal isn't written.
WITH written AS (
    INSERT INTO {table} AS old ({columns})
    SELECT {columns} FROM {stage} ORDER BY {key}
    ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW ({excluded})
    WHERE ({old_columns}) IS DISTINCT FROM ({excluded})
    RETURNING xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written

-- name: drop
DROP TABLE {stage}
