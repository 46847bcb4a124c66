-- The conditions by which rows answer; each of them reads an index.

-- name: code
{code} = ANY(%s::text[])

-- name: code_beginning
{code} LIKE %s

-- name: name
left(f_unaccent(found_name), {beginning}) = %s

-- name: whole_name
-- Of the few that begin so; not "=", for which the index of trigrams would be read as well, which
-- takes long of a name that is a sentence.
f_unaccent(found_name) IS NOT DISTINCT FROM %s

-- name: match_of_beginning
-- A name that is no more than its beginning is the name itself.
CASE WHEN f_unaccent(found_name) = %s THEN {name} ELSE {beginning} END

-- name: by_beginning
-- As the index has them, so that it is read no further than the limit; a whole name is first.
ORDER BY left(f_unaccent(found_name), {beginning}) USING ~<~

-- name: name_beginning
left(f_unaccent(found_name), {beginning}) LIKE %s

-- name: whole_beginning
-- Not LIKE, for the same reason.
starts_with(f_unaccent(found_name), %s)

-- name: word
f_unaccent(found_name) LIKE %s

-- name: resembling
f_unaccent(found_name) %%> %s
