-- The answers of a round, summed by what its services are in the register of EIB. A service is of
-- the first of its languages.

-- name: sums
SELECT school.ugel_code, answer.network, school.language_1, answer.item, answer.answer,
       sum(answer.number)
FROM territory_eibroundanswer AS answer
JOIN territory_eibschool AS school USING (modular_code, annex)
WHERE answer.round_id = %(round)s AND school.is_sample = %(is_sample)s AND answer.number > 0
GROUP BY school.ugel_code, answer.network, school.language_1, answer.item, answer.answer

-- name: services
-- Every service of the register, be there an answer or none.
SELECT school.ugel_code, school.language_1, max(school.ugel), count(*), count(answered.modular_code)
FROM territory_eibschool AS school
LEFT JOIN (
    SELECT DISTINCT modular_code, annex FROM territory_eibroundanswer WHERE round_id = %(round)s
) AS answered USING (modular_code, annex)
WHERE school.is_sample = %(is_sample)s
GROUP BY school.ugel_code, school.language_1

-- name: register
SELECT string_agg(DISTINCT source, '; '), max(cutoff_date)
FROM territory_eibschool
WHERE is_sample = %(is_sample)s
