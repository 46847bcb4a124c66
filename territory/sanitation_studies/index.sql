-- name: stale
-- The studies of which the index doesn't say what is published now.
SELECT study.id
FROM territory_sanitationstudy study
LEFT JOIN territory_studyindex known ON known.study_id = study.id
LEFT JOIN LATERAL (
    SELECT max(version.updated_at) AS stamp
    FROM territory_studyversion version
    WHERE version.study_id = study.id
) versions ON true
WHERE study.state = 'published'
    AND known.stamp IS DISTINCT FROM greatest(study.updated_at, versions.stamp);

-- name: forget
DELETE FROM territory_studyindex known
USING territory_sanitationstudy study
WHERE study.id = known.study_id AND study.state <> 'published';

-- name: write
-- A published study by its title (A), its abstract and institution (B) and, where its licence lets
-- it be read here, the text of its last published version (D).
INSERT INTO territory_studyindex (study_id, stamp, vector)
SELECT
    study.id,
    greatest(
        study.updated_at,
        (
            SELECT max(version.updated_at)
            FROM territory_studyversion version
            WHERE version.study_id = study.id
        )
    ),
    setweight(to_tsvector('spanish_unaccented', study.title), 'A')
    || setweight(to_tsvector('spanish_unaccented', study.abstract), 'B')
    || setweight(to_tsvector('spanish_unaccented', study.institution), 'B')
    || setweight(to_tsvector('spanish_unaccented', coalesce(said.text, '')), 'D')
FROM territory_sanitationstudy study
LEFT JOIN LATERAL (
    SELECT version.id
    FROM territory_studyversion version
    WHERE version.study_id = study.id AND version.state = 'published'
    ORDER BY version.number DESC
    LIMIT 1
) latest ON study.licence = ANY (%(permitting)s)
LEFT JOIN LATERAL (
    SELECT string_agg(page.text, ' ' ORDER BY page.number) AS text
    FROM territory_studypage page
    WHERE page.version_id = latest.id AND %(with_text)s
) said ON true
WHERE study.id = %(study)s
ON CONFLICT (study_id) DO UPDATE SET stamp = excluded.stamp, vector = excluded.vector;

-- name: found
-- The published studies that answer the question, by key, the best first.
SELECT found.study_id, ts_rank_cd(found.vector, question.words) AS rank
FROM (SELECT websearch_to_tsquery('spanish_unaccented', %(question)s) AS words) question
JOIN territory_studyindex found ON found.vector @@ question.words
ORDER BY rank DESC, found.study_id
LIMIT %(most)s;

-- name: shown
-- What of a few of them answers: the title, a piece of the abstract, the best page and a piece of it.
SELECT
    study.id,
    ts_headline('spanish_unaccented', study.title, question.words, %(whole)s),
    ts_headline('spanish_unaccented', study.abstract, question.words, %(some)s),
    page.number,
    ts_headline('spanish_unaccented', page.text, question.words, %(some)s)
FROM (SELECT websearch_to_tsquery('spanish_unaccented', %(question)s) AS words) question
JOIN territory_sanitationstudy study ON study.id = ANY (%(studies)s)
LEFT JOIN LATERAL (
    SELECT version.id
    FROM territory_studyversion version
    WHERE version.study_id = study.id AND version.state = 'published'
    ORDER BY version.number DESC
    LIMIT 1
) latest ON study.licence = ANY (%(permitting)s)
LEFT JOIN LATERAL (
    SELECT said.number, said.text
    FROM territory_studypage said
    WHERE said.version_id = latest.id AND said.vector @@ question.words
    ORDER BY ts_rank_cd(said.vector, question.words) DESC, said.number
    LIMIT 1
) page ON true;
