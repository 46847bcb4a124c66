-- name: changed
SELECT count(*)
FROM (SELECT {key} AS k, md5(ROW({columns})::text) AS h FROM {old}) AS old
JOIN (SELECT {key} AS k, md5(ROW({columns})::text) AS h FROM {new}) AS new USING (k)
WHERE old.h <> new.h;

-- name: repeated
SELECT count({key}) - count(DISTINCT {key}) FROM {new};
