"""The bench's own database: the site's tables and fixtures, and the synthetic features."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.site.models import SIZES
from layers import overviews, versions
from territory.sql import read_statements

STATEMENTS = Path(__file__).with_name("generate.sql")
ROOT = STATEMENTS.parent.parent
# What decides the rows beside the sizes.
SOURCES = (
    "bench/generate.sql",
    "bench/database.py",
    "layers/overview*",
    "layers/tile*",
    "fixtures/departments.geojson",
    "*/migrations/*.py",
)
SEED = 2017


@dataclass(frozen=True)
class Sizes:
    """How many synthetic features there are of each kind."""

    points: int = 500_000
    polygons: int = 200_000
    lines: int = 100_000

    def divided(self, by: int) -> Sizes:
        """The same country, more thinly settled."""
        return Sizes(self.points // by, self.polygons // by, self.lines // by)


NATIONAL = Sizes()


def ensure(sizes: Sizes) -> bool:
    """Makes and fills Django's database unless it holds just this; False where it did.

    Its comment says what it was made of, so that a second run starts at once.
    """
    name = str(connection.settings_dict["NAME"])
    wanted = _digest(sizes)
    with server() as admin:
        row = admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        if row == (wanted,):
            return False
        drop(name)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        call_command("load_fixtures", stdout=io.StringIO())
        generate(sizes)
        overviews.refresh_all()
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        admin.execute(comment.format(sql.Identifier(name), sql.Literal(wanted)))
    return True


def generate(sizes: Sizes) -> None:
    """The synthetic tables, in Django's database."""
    statements = read_statements(STATEMENTS)
    with connection.cursor() as cursor:
        cursor.execute(statements["functions"])
        for offset, kind in enumerate(("points", "polygons", "lines")):
            parameters = {"count": getattr(sizes, kind), "seed": SEED + offset}
            cursor.execute(statements["seeds"], parameters)
            cursor.execute(
                statements["attributes"].format(table=f"bench_{kind}", geometry=statements[kind])
            )
            cursor.execute(f"GRANT SELECT ON bench_{kind} TO PUBLIC")
        for size in SIZES:
            # The whole is a thousandth where the rest is, and so is this.
            count = max(25, size * sizes.points // NATIONAL.points)
            cursor.execute(statements["seeds"], {"count": count, "seed": SEED})
            table = f"bench_grown_{size}"
            cursor.execute(
                statements["attributes"].format(table=table, geometry=statements["points"])
            )
            cursor.execute(f"GRANT SELECT ON {table} TO PUBLIC")
    connection.close()
    with psycopg.connect(address(), autocommit=True) as own:
        own.execute("VACUUM ANALYZE")
    versions.bump(
        *("bench_points", "bench_polygons", "bench_lines", "bench_points_unthinned"),
        *(f"bench_grown_{size}" for size in SIZES),
    )


def drop(name: str) -> None:
    """Drops a database of the bench; harmless where there is none."""
    with server() as admin:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        admin.execute(statement.format(sql.Identifier(name)))


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection beside the databases that are made or dropped."""
    with psycopg.connect(address("postgres"), autocommit=True) as admin:
        yield admin


def address(database: str | None = None) -> str:
    """Libpq's address of a database on Django's server, by default Django's own."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: str(settings[name]) for key, name in names.items() if settings.get(name)}
    if acting := settings["OPTIONS"].get("options"):  # as which role
        given["options"] = str(acting)
    return make_conninfo(dbname=database or str(settings["NAME"]), **given)


def _digest(sizes: Sizes) -> str:
    digest = hashlib.sha256(repr(sizes).encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
