-- What two files say of the same schools, put together.

-- name: assign_service_models
-- A school that keeps its model isn't written. Samples go with samples, facts with facts.
UPDATE territory_ruralschool AS school
SET service_model = entry.service_model,
    service_model_source = entry.source,
    service_model_cutoff_date = entry.cutoff_date
FROM (
    SELECT listed.id, entry.service_model, entry.source, entry.cutoff_date
    FROM territory_ruralschool AS listed
    LEFT JOIN territory_servicemodelentry AS entry USING (modular_code, annex, is_sample)
) AS entry
WHERE entry.id = school.id
  AND (school.service_model, school.service_model_source, school.service_model_cutoff_date)
      IS DISTINCT FROM
      (entry.service_model, entry.source, entry.cutoff_date)
