-- Lower case without accents, for names. IMMUTABLE so that an index may use it: the dictionary
-- is named and nothing depends on search_path. "ñ" loses its tilde as well, since a person
-- without a Spanish keyboard types "n".
-- The schema is looked up here because an operator may have put the extension elsewhere.
DO $do$
DECLARE
    home text := (
        SELECT quote_ident(n.nspname)
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'unaccent'
    );
BEGIN
    EXECUTE format(
        $f$
        CREATE OR REPLACE FUNCTION f_unaccent(text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $body$ SELECT lower(%1$s.unaccent('%1$s.unaccent'::regdictionary, $1)) $body$
        $f$,
        home
    );
END
$do$;
