-- PostgreSQL's Spanish stems and stop words over words without their accents: "inversión" and
-- "inversiones" are one word then. The dictionary is named with its schema, since an operator may
-- have put the extension elsewhere.
CREATE TEXT SEARCH CONFIGURATION spanish_unaccented (COPY = pg_catalog.spanish);
DO $do$
DECLARE
    home text := (
        SELECT quote_ident(n.nspname)
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'unaccent'
    );
BEGIN
    EXECUTE format(
        'ALTER TEXT SEARCH CONFIGURATION spanish_unaccented '
        'ALTER MAPPING FOR word, hword, hword_part WITH %s.unaccent, pg_catalog.spanish_stem',
        home
    );
END
$do$;
