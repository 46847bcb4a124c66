-- name: compare
WITH old AS (
    SELECT h, row_number() OVER (PARTITION BY h) AS n
    FROM (SELECT md5(ROW({columns})::text) AS h FROM {old}) AS rows
), new AS (
    SELECT h, row_number() OVER (PARTITION BY h) AS n
    FROM (SELECT md5(ROW({columns})::text) AS h FROM {new}) AS rows
)
SELECT count(*) FILTER (WHERE old.h IS NULL),
       count(*) FILTER (WHERE new.h IS NULL),
       count(*) FILTER (WHERE old.h IS NOT NULL AND new.h IS NOT NULL)
FROM old FULL JOIN new USING (h, n);

-- name: delete
WITH old AS (
    SELECT id, h, row_number() OVER (PARTITION BY h ORDER BY id) AS n
    FROM (SELECT id, md5(ROW({columns})::text) AS h FROM {old}) AS rows
), new AS (
    SELECT h, row_number() OVER (PARTITION BY h) AS n
    FROM (SELECT md5(ROW({columns})::text) AS h FROM {new}) AS rows
)
DELETE FROM {old} AS gone USING old
WHERE gone.id = old.id AND NOT EXISTS (SELECT FROM new WHERE new.h = old.h AND new.n = old.n);

-- name: insert
WITH old AS (
    SELECT h, row_number() OVER (PARTITION BY h) AS n
    FROM (SELECT md5(ROW({columns})::text) AS h FROM {old}) AS rows
), new AS (
    SELECT id, h, row_number() OVER (PARTITION BY h ORDER BY id) AS n
    FROM (SELECT id, md5(ROW({columns})::text) AS h FROM {new}) AS rows
)
INSERT INTO {old} ({columns})
SELECT {columns} FROM {new} AS added
WHERE added.id IN (
    SELECT new.id FROM new
    WHERE NOT EXISTS (SELECT FROM old WHERE old.h = new.h AND old.n = new.n)
)
ORDER BY added.id;
