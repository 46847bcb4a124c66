"""Exact counts of people, in a schema of the role that requests don't have."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations
from psycopg import sql

TABLES = """
CREATE SCHEMA exact;
REVOKE ALL ON SCHEMA exact FROM PUBLIC;
CREATE TABLE exact.count (
    source text NOT NULL,
    is_sample boolean NOT NULL,
    part integer NOT NULL,
    unit text NOT NULL,
    granularity text NOT NULL,
    start date NOT NULL,
    codes text[] NOT NULL,
    value bigint,
    state text NOT NULL,
    origin text NOT NULL,
    origin_url text,
    cutoff date NOT NULL,
    commitments smallint[] NOT NULL,
    beside jsonb NOT NULL,
    PRIMARY KEY (source, is_sample, part, unit, granularity, start, codes),
    CHECK ((state = 'value') = (value IS NOT NULL)),
    CHECK (value >= 0)
);
COMMENT ON TABLE exact.count IS 'What files say, before any of it is told; samples: part 0';
CREATE TABLE exact.pattern (
    source text NOT NULL,
    is_sample boolean NOT NULL,
    cell text[] NOT NULL,
    PRIMARY KEY (source, is_sample, cell)
);
COMMENT ON TABLE exact.pattern IS 'Cells that were hidden once, and stay so';
CREATE TABLE exact.snapshot (id bigint PRIMARY KEY, content bytea NOT NULL);
COMMENT ON TABLE exact.snapshot IS 'The packed exact rows of a publication (layers_snapshot)';
CREATE TABLE exact.secret (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea NOT NULL DEFAULT gen_random_bytes(32)
);
COMMENT ON TABLE exact.secret IS 'What decides among cells that would do equally well';
INSERT INTO exact.secret DEFAULT VALUES
"""


def make(apps: Any, schema_editor: Any) -> None:
    _as_owner(schema_editor, TABLES)


def drop(apps: Any, schema_editor: Any) -> None:
    _as_owner(schema_editor, "DROP SCHEMA exact CASCADE")


def _as_owner(schema_editor: Any, statements: str) -> None:
    with schema_editor.connection.cursor() as cursor:
        if settings.EXACT_ROLE:
            role = sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(settings.EXACT_ROLE))
            cursor.execute(role.as_string(cursor.connection))
        cursor.execute(statements)
        if settings.EXACT_ROLE:
            cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("layers", "0029_overviews_of_shapes")]

    operations = [migrations.RunPython(make, drop)]
