-- Words within the names of some models' rows (their labels: records), folded as names are compared.

-- name: unknown
-- Those asked that no name has, not even within a word, each with the known ones that resemble it:
-- NULL where none does.
SELECT asked.word, resembling.word
FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, place)
LEFT JOIN LATERAL (
    SELECT known.word, similarity(known.word, asked.word) AS likeness
    FROM territory_nameword AS known
    WHERE known.records = ANY (%(records)s) AND known.word %% asked.word
    GROUP BY known.word
    ORDER BY likeness DESC, known.word
    LIMIT %(limit)s
) AS resembling ON true
WHERE NOT EXISTS (
    SELECT FROM territory_nameword AS known
    WHERE known.records = ANY (%(records)s) AND known.word LIKE '%%' || asked.word || '%%'
)
ORDER BY asked.place, resembling.likeness DESC, resembling.word
