-- What each published file says of the investments, kept beside those of earlier cut-off dates.

-- name: present
-- A row for each published part, and one for the samples. A row that two files hold has the date
-- of the later one, so that a part's date is that of most of the rows that it alone holds.
CREATE TEMP TABLE present_cut ON COMMIT DROP AS
SELECT part.id AS part, part.covers, found.is_sample, found.cutoff_date, found.source,
    found.source_url
FROM territory_publishedpart AS part
JOIN (
    SELECT held.part, false AS is_sample,
        coalesce(
            mode() WITHIN GROUP (ORDER BY cutoff_date) FILTER (WHERE cardinality(parts) = 1),
            max(cutoff_date)
        ) AS cutoff_date,
        mode() WITHIN GROUP (ORDER BY source) AS source,
        mode() WITHIN GROUP (ORDER BY source_url) AS source_url
    FROM territory_sanitationproject AS project
    CROSS JOIN LATERAL unnest(project.parts) AS held(part)
    WHERE NOT is_sample
    GROUP BY held.part
) AS found ON found.part = part.id
WHERE part.source = 'sanitation'
UNION ALL
SELECT NULL, ARRAY['PE'], true, max(cutoff_date), min(source), min(source_url)
FROM territory_sanitationproject WHERE is_sample
HAVING count(*) > 0

-- name: forget_sample_states
-- Those of samples are made anew.
DELETE FROM territory_sanitationstate AS state
USING territory_sanitationcut AS cut WHERE cut.id = state.cut_id AND cut.is_sample

-- name: forget_sample_cuts
DELETE FROM territory_sanitationcut WHERE is_sample

-- name: cuts
INSERT INTO territory_sanitationcut (covers, cutoff_date, source, source_url, is_sample)
SELECT covers, cutoff_date, source, source_url, is_sample FROM present_cut
ON CONFLICT (covers, cutoff_date, is_sample) DO UPDATE
SET source = excluded.source, source_url = excluded.source_url

-- name: gone
-- A file of the same date that was published again may lack investments.
DELETE FROM territory_sanitationstate AS state
USING territory_sanitationcut AS cut, present_cut AS present
WHERE state.cut_id = cut.id AND NOT cut.is_sample AND NOT present.is_sample
  AND (cut.covers, cut.cutoff_date) = (present.covers, present.cutoff_date)
  AND NOT EXISTS (
      SELECT FROM territory_sanitationproject AS project
      WHERE project.cui = state.cui AND NOT project.is_sample
        AND present.part = ANY (project.parts)
  )

-- name: states
-- Rows of one investment agree in one file: each amount is the investment's, and counts once.
INSERT INTO territory_sanitationstate AS state
    (cut_id, cui, name, places, government_level, entity, status, updated_cost_pen,
     modified_budget_pen, accrued_pen, physical_advance_pct)
SELECT cut.id, cui, min(name COLLATE "C"),
    coalesce(
        array_agg(DISTINCT declared_ubigeo) FILTER (WHERE declared_ubigeo IS NOT NULL), '{}'
    ),
    min(government_level COLLATE "C"), min(entity COLLATE "C"), min(status COLLATE "C"),
    max(updated_cost_pen), max(modified_budget_pen), max(accrued_pen), max(physical_advance_pct)
FROM present_cut AS present
JOIN territory_sanitationcut AS cut
  ON (cut.covers, cut.cutoff_date, cut.is_sample)
   = (present.covers, present.cutoff_date, present.is_sample)
JOIN territory_sanitationproject AS project
  ON project.is_sample = present.is_sample AND project.cutoff_date = present.cutoff_date
 AND (present.is_sample OR present.part = ANY (project.parts))
GROUP BY cut.id, cui
ON CONFLICT (cut_id, cui) DO UPDATE
SET name = excluded.name, places = excluded.places,
    government_level = excluded.government_level, entity = excluded.entity,
    status = excluded.status, updated_cost_pen = excluded.updated_cost_pen,
    modified_budget_pen = excluded.modified_budget_pen, accrued_pen = excluded.accrued_pen,
    physical_advance_pct = excluded.physical_advance_pct
WHERE (state.name, state.places, state.government_level, state.entity, state.status,
       state.updated_cost_pen, state.modified_budget_pen, state.accrued_pen,
       state.physical_advance_pct)
   IS DISTINCT FROM
      (excluded.name, excluded.places, excluded.government_level, excluded.entity,
       excluded.status, excluded.updated_cost_pen, excluded.modified_budget_pen,
       excluded.accrued_pen, excluded.physical_advance_pct)

-- name: sample_cut
-- An earlier date of the samples, to show what a comparison looks like; marked as they are.
INSERT INTO territory_sanitationcut (covers, cutoff_date, source, source_url, is_sample)
SELECT covers, (cutoff_date - interval '6 months')::date, source, source_url, true
FROM present_cut WHERE is_sample

-- name: sample_states
INSERT INTO territory_sanitationstate
    (cut_id, cui, name, places, government_level, entity, status, updated_cost_pen,
     modified_budget_pen, accrued_pen, physical_advance_pct)
SELECT earlier.id, cui, name, places, government_level, entity,
    CASE WHEN cui LIKE '%%5' THEN 'ACTIVO' ELSE status END,
    CASE WHEN cui LIKE '%%3' THEN round(updated_cost_pen * 0.9, 2) ELSE updated_cost_pen END,
    modified_budget_pen, round(accrued_pen * 0.8, 2), 
    CASE WHEN physical_advance_pct < 10 THEN 0 ELSE physical_advance_pct - 10 END
FROM territory_sanitationcut AS earlier
JOIN present_cut AS present
  ON present.is_sample AND earlier.is_sample AND earlier.cutoff_date < present.cutoff_date
JOIN territory_sanitationcut AS cut ON cut.is_sample AND cut.cutoff_date = present.cutoff_date
JOIN territory_sanitationstate AS state ON state.cut_id = cut.id
WHERE cui NOT LIKE '%%7'

-- name: old
-- The oldest of more cuts of the same units than are kept.
CREATE TEMP TABLE old_cut ON COMMIT DROP AS
SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY covers, is_sample ORDER BY cutoff_date DESC) AS nth
    FROM territory_sanitationcut
) AS cut WHERE nth > %(kept)s

-- name: forget_old_states
DELETE FROM territory_sanitationstate WHERE cut_id IN (SELECT id FROM old_cut)

-- name: forget_old_cuts
DELETE FROM territory_sanitationcut WHERE id IN (SELECT id FROM old_cut)

-- name: drop
DROP TABLE present_cut, old_cut
