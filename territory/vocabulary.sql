-- The words of names ({name}) of a table ({table}), folded as names are compared.

-- name: forget
DELETE FROM territory_nameword WHERE records = %(records)s

-- name: remember
INSERT INTO territory_nameword (records, word)
SELECT DISTINCT %(records)s, word
FROM {table} AS named
CROSS JOIN LATERAL regexp_split_to_table(f_unaccent(named.{name}), '[^a-z0-9]+') AS word
WHERE length(word) BETWEEN 4 AND 60 AND word ~ '[a-z]'

-- name: meant
-- A word that some name begins with, or has within, is no misspelt one.
SELECT asked.word, resembling.word
FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, place)
CROSS JOIN LATERAL (
    SELECT known.word, similarity(known.word, asked.word) AS likeness
    FROM territory_nameword AS known
    WHERE known.records = ANY (%(records)s) AND known.word %% asked.word
    GROUP BY known.word
    ORDER BY likeness DESC, known.word
    LIMIT %(limit)s
) AS resembling
WHERE NOT EXISTS (
    SELECT FROM territory_nameword AS known
    WHERE known.records = ANY (%(records)s) AND known.word LIKE '%%' || asked.word || '%%'
)
ORDER BY asked.place, resembling.likeness DESC, resembling.word
