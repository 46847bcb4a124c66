-- Replacing a table's rows by a file's. The names in braces are identifiers, or pieces that
-- ``swap.py`` writes: which rows are the file's own, and what is noted of a part in a row.

-- name: lock
-- Two imports of one theme wait for each other; readers go on seeing the former rows.
LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE

-- name: stage
CREATE TEMP TABLE {stage} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA

-- name: fill
COPY {stage} ({columns}) FROM STDIN {options}

-- name: index
-- With it a join to the stage reads each row once, even where the planner takes the table for
-- empty since nobody has analysed it yet.
CREATE INDEX ON {stage} ({key})

-- name: analyze_stage
-- The columns that are joined: of outlines it takes longer than all that is planned by it.
ANALYZE {stage} ({key})

-- name: differing
-- The rows to be written, and what boundaries say of them: worked out here, so that each is written
-- once, with the entries of all its indexes. An equal row isn't even locked.
CREATE TEMP TABLE {differing} ON COMMIT DROP AS
SELECT {new_columns}{old_derived}, row_number() OVER () AS record
FROM {stage} AS new
LEFT JOIN {table} AS old ON ({new_key}) = ({old_key})
WHERE old.{primary} IS NULL OR ({old_columns}) IS DISTINCT FROM ({new_columns})

-- name: analyze_differing
ANALYZE {differing} (record)

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
-- A row that stays keeps its id, and with it its address. One that a trigger makes equal to what
-- is stored isn't written either.
WITH written AS (
    INSERT INTO {table} AS old ({columns}{derived}{part_column})
    SELECT {columns}{derived}{part_value} FROM {differing} ORDER BY {key}
    ON CONFLICT ({key}) DO UPDATE SET ({columns}{derived}) = ROW ({excluded}{excluded_derived})
    WHERE ({old_columns}) IS DISTINCT FROM ({excluded})
    RETURNING xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written

-- name: hold
-- New rows were written with their part; those that were there may be another's, or nobody's.
UPDATE {table} AS old SET parts = array_append(old.parts, {part})
FROM {stage} AS new
WHERE ({new_key}) = ({old_key}) AND NOT {part} = ANY (old.parts)

-- name: drop
DROP TABLE {stage}, {differing}

-- name: analyze
-- What follows in the same transaction is planned before autovacuum has seen these rows.
ANALYZE {table}

-- name: join
-- What one part held, another does from now on.
UPDATE {table} AS old
SET parts = array_append(array_remove(array_remove(old.parts, {other}), {part}), {part})
WHERE {other} = ANY (old.parts)
