-- Answers kept until a table that they were made of changes.

-- name: versions
-- Those that the tables of an answer have now; part of the statements below.
SELECT coalesce(string_agg(known."table" || '=' || known.version, ',' ORDER BY known."table"), '')
FROM territory_tableversion AS known
WHERE known."table" = ANY(kept.tables)

-- name: find
SELECT kept.question, kept.answer::text
FROM territory_keptanswer AS kept
WHERE kept.question = ANY(%s) AND kept.versions = ({versions})

-- name: keep
-- The rows and the versions are those of one moment: a statement sees one snapshot of the
-- database. Answers of an older moment may be written over newer ones; they are never found.
INSERT INTO territory_keptanswer (question, tables, versions, answer)
{asked}
ON CONFLICT (question) DO UPDATE
SET tables = EXCLUDED.tables, versions = EXCLUDED.versions, answer = EXCLUDED.answer
RETURNING question, answer::text

-- name: ask
SELECT kept.question, kept.tables, ({versions}), (
    SELECT coalesce(jsonb_agg(to_jsonb(answer)), '[]') FROM ({query}) AS answer
)
FROM (SELECT %s, %s::text[]) AS kept (question, tables)

-- name: ask_only
SELECT question, answer::text FROM ({asked}) AS asked (question, tables, versions, answer)

-- name: ask_now
SELECT %s, (SELECT coalesce(jsonb_agg(to_jsonb(answer)), '[]') FROM ({query}) AS answer)::text

-- name: forget
-- What nobody would be given any more.
DELETE FROM territory_keptanswer AS kept
WHERE kept.tables && %s::varchar[] AND kept.versions <> ({versions})
