-- The conditions by which rows answer; each of them reads an index.

-- name: code
{code} = ANY(%s::text[])

-- name: code_beginning
{code} LIKE %s

-- name: name
left(f_unaccent(found_name), {beginning}) = %s AND f_unaccent(found_name) = %s

-- name: name_beginning
left(f_unaccent(found_name), {beginning}) LIKE %s AND f_unaccent(found_name) LIKE %s

-- name: word
f_unaccent(found_name) LIKE %s

-- name: resembling
f_unaccent(found_name) %%> %s

-- name: unless
-- Asked once a statement, before the rest is.
NOT EXISTS (SELECT FROM {source} WHERE {condition})
