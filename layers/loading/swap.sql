-- Replacing a table's rows by a file's. The names in braces are identifiers, or pieces that
-- ``swap.py`` writes: which rows are the file's own, and what is noted of a part in a row.

-- name: lock
-- Two imports of one theme wait for each other; readers go on seeing the former rows.
LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE

-- name: stage
CREATE TEMP TABLE {stage} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA

-- name: fill
COPY {stage} ({columns}) FROM STDIN

-- name: index
-- With it a join to the stage reads each row once, even where the planner takes the table for
-- empty since nobody has analysed it yet.
CREATE INDEX ON {stage} ({key})

-- name: analyze_stage
ANALYZE {stage}

-- name: note
-- Which rows are written, for what is computed of them in the same transaction.
CREATE TEMP TABLE IF NOT EXISTS {written} (record bigint) ON COMMIT DROP;
TRUNCATE {written}

-- name: delete
-- Rows that the file no longer holds, among those that it alone speaks for.
DELETE FROM {table} AS old
WHERE {scope} AND {own}
  AND NOT EXISTS (SELECT FROM {stage} AS new WHERE ({new_key}) = ({old_key}))

-- name: release
-- A row that a file of another part holds too stays there.
UPDATE {table} AS old SET parts = array_remove(old.parts, {part})
WHERE {scope} AND {part} = ANY (old.parts)
  AND NOT EXISTS (SELECT FROM {stage} AS new WHERE ({new_key}) = ({old_key}))

-- name: upsert
-- A row that stays keeps its id, and with it its address; one that is equal isn't written.
WITH written AS (
    INSERT INTO {table} AS old ({columns}{part_column})
    SELECT {columns}{part_value} FROM {stage} ORDER BY {key}
    ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW ({excluded})
    WHERE ({old_columns}) IS DISTINCT FROM ({excluded})
    RETURNING {noted_key}xmax = 0 AS is_new
){noted}
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written

-- name: hold
-- New rows were written with their part; those that were there may be another's, or nobody's.
UPDATE {table} AS old SET parts = array_append(old.parts, {part})
FROM {stage} AS new
WHERE ({new_key}) = ({old_key}) AND NOT {part} = ANY (old.parts)

-- name: drop
DROP TABLE {stage}

-- name: analyze
-- What follows in the same transaction is planned before autovacuum has seen these rows.
ANALYZE {table}

-- name: join
-- What one part held, another does from now on.
UPDATE {table} AS old
SET parts = array_append(array_remove(array_remove(old.parts, {other}), {part}), {part})
WHERE {other} = ANY (old.parts)
