"""The tests' database: a kept template, migrated and loaded once, copied for every run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import django
import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.cluster import borrowed
from config.cluster_place import locate

ROOT = Path(__file__).resolve().parent.parent
_DROP_ATTEMPTS = 5
# What decides the loaded rows: the data, the tables and the code that loads.
SOURCES = (
    "fixtures/**/*",
    "*/migrations/*.py",
    "territory/**/*.py",
    "territory/**/*.sql",
    "layers/**/*.py",
    "layers/**/*.sql",
)


def prepare_template() -> None:
    """Makes the template, if it isn't there: by a run, while its workers collect their tests."""
    cluster = nullcontext() if os.environ.get("DATABASE_URL") else borrowed(locate())
    with cluster, _server() as server, _one_at_a_time():
        _refresh_template(server, f"{connection.settings_dict['NAME']}_test_template")


@contextmanager
def session_database() -> Iterator[str]:
    """Points Django at this run's own copy of the template, and drops it at the end."""
    base = str(connection.settings_dict["NAME"])
    with _server() as server, _one_at_a_time():
        _drop_abandoned(server, base)
        _refresh_template(server, f"{base}_test_template")
    with database_copy(base, str(os.getpid())) as name:
        connection.close()
        connection.settings_dict["NAME"] = name
        yield name
        connection.close()


@contextmanager
def database_copy(base: str, suffix: str) -> Iterator[str]:
    """A copy of the template under a name of its own, dropped at the end."""
    with _made(f"{base}_test_{suffix}", template=f"{base}_test_template") as name:
        yield name


@contextmanager
def empty_database(base: str, suffix: str) -> Iterator[str]:
    """A database without any table of the site's, dropped at the end."""
    with _made(f"{base}_test_{suffix}", template="template1") as name:
        yield name


@contextmanager
def _made(name: str, *, template: str) -> Iterator[str]:
    with _server() as server, _one_at_a_time():
        _copy(server, template, name)
        # Held open all the while: a copy that nobody is connected to counts as abandoned.
        keeper = psycopg.connect(address(name))
    try:
        yield name
    finally:
        keeper.close()
        with _server() as server:
            _drop(server, name)


def _refresh_template(server: psycopg.Connection, template: str) -> None:
    """Makes the template anew unless its comment says it was made of the same sources."""
    digest = _digest()
    row = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [template],
    ).fetchone()
    if row == (digest,):
        return
    _drop(server, template)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
    for command in (["migrate", "--skip-checks", "-v0"], ["load_fixtures"]):
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=os.environ | {"DB_NAME": template},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {command[0]}:\n{done.stdout}"
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    server.execute(comment.format(sql.Identifier(template), sql.Literal(digest)))


def _copy(server: psycopg.Connection, template: str, name: str) -> None:
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
    # Nothing in it has to outlive the machine's fall: no commit waits for the disk.
    lasting = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
    server.execute(lasting.format(sql.Identifier(name)))


def _drop(server: psycopg.Connection, name: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _attempt in range(_DROP_ATTEMPTS - 1):
        # PostgreSQL waits 5 s for what it ends, then gives up; an autovacuum that is at work on
        # rows that a test wrote may not be ended by this role, and ends by itself.
        with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InsufficientPrivilege):
            server.execute(drop)
            return
        time.sleep(1)
    server.execute(drop)


def _drop_abandoned(server: psycopg.Connection, base: str) -> None:
    """Drops the copies of runs that were killed: nothing is connected to them."""
    abandoned = server.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s AND NOT EXISTS "
        "(SELECT FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)",
        [f"^{base}_test_[0-9]+[a-z]*$"],
    ).fetchall()
    for (name,) in abandoned:
        _drop(server, name)


def _digest() -> str:
    digest = hashlib.sha256(os.environ.get("SAMPLES", "1").encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two runs must not build the template at once."""
    (ROOT / ".local").mkdir(mode=0o700, exist_ok=True)
    with (ROOT / ".local" / "test_database.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """A connection beside every database that is made or dropped."""
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        yield server


def address(database: str) -> str:
    """libpq's address of a database on the same server."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: str(settings[name]) for key, name in names.items() if settings.get(name)}
    if acting := settings["OPTIONS"].get("options"):  # as which role
        given["options"] = str(acting)
    return make_conninfo(dbname=database, **given)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare_template()
