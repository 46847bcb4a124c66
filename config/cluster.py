"""The private PostgreSQL cluster: ``python -m config.cluster start|stop|status|url|exact-url|run``.

``start`` leaves it running until ``stop``. What needs it only for a while takes it with
``borrowed()``, or ``run manage.py …``: the last borrower stops it, unless it was started for
good. Standard library only: this runs before ``.venv`` exists.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from config import cluster_server as server
from config.cluster_place import PORT, ClusterError, Place, locate, write_pointer
from config.interrupts import uninterrupted

DATABASE = "territorio"
APP_ROLE = "territorio"
RENDER_ROLE = "ta_render"
EXACT_ROLE = "ta_exact"

# jit costs more than it saves on this system's queries (MVT 70 ms with, 42 ms without).
# Connections: 2 workers x 8 threads, Mapnik's pools as many again, and the test runs beside.
# Nothing turns its log over, and what a statement fails of the site itself logs where it matters:
# strangers' mistakes must not fill the disk with their statements.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
max_connections = 200
shared_buffers = 256MB
random_page_cost = 1.1
jit = off
log_min_messages = log
log_checkpoints = off
"""

# Run in template1, so that each database made later (the tests') has all of it from birth,
# though the application's role may not create PostGIS.
TEMPLATE = f"""\
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
ALTER DEFAULT PRIVILEGES FOR ROLE {APP_ROLE} GRANT SELECT ON TABLES TO {RENDER_ROLE};
"""

# Mapnik sends no per-connection options, so its role carries the limits. The application may
# act as it, which it needs to end its connections when a database is dropped.
# What commands and the worker connect as may act as the application, and not the other way round:
# exact counts of people are its own (docs/decisions/disclosure.md). Its connections too end when a
# database is dropped.
ROLES = f"""\
SELECT 'CREATE ROLE {APP_ROLE} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') \\gexec
SELECT 'CREATE ROLE {RENDER_ROLE} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{RENDER_ROLE}') \\gexec
SELECT 'CREATE ROLE {EXACT_ROLE} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{EXACT_ROLE}') \\gexec
ALTER ROLE {RENDER_ROLE} SET statement_timeout = '20s';
ALTER ROLE {RENDER_ROLE} SET jit = off;
ALTER ROLE {RENDER_ROLE} SET default_transaction_read_only = on;
GRANT {RENDER_ROLE} TO {APP_ROLE};
GRANT {APP_ROLE} TO {EXACT_ROLE};
GRANT pg_signal_backend TO {APP_ROLE};
"""  # noqa: S608 - the names are the constants above

CREATE_DATABASE = f"""\
SELECT 'CREATE DATABASE {DATABASE} OWNER {APP_ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608 - the names are the constants above


def start(place: Place) -> bool:
    """Makes the cluster where it is missing and starts it; False where it already ran.

    Raises:
        ClusterError: see the message, which is for the person at the terminal.
    """
    with _locked(place, "cluster.lock", fcntl.LOCK_EX):
        write_pointer(place)
        if server.is_running(place):
            _prepare(place)
            return False
        _make_home(place)
        if not place.data.exists():
            _init(place)
        _configure(place)
        server.start(place)
        _prepare(place)
        return True


def stop(place: Place) -> None:
    """Stops the cluster whoever started it."""
    with _locked(place, "cluster.lock", fcntl.LOCK_EX):
        _borrowed_mark(place).unlink(missing_ok=True)
        if server.is_running(place):
            server.stop(place)


@contextmanager
def borrowed(place: Place) -> Iterator[None]:
    """Runs the cluster at least as long as the block.

    A cluster found running is left running, except one that only other borrowers keep: then
    the last of them stops it. Their shared locks vanish with them, however they end.
    """
    with _locked(place, "cluster.users", fcntl.LOCK_SH) as users:
        try:
            with uninterrupted():
                if start(place):
                    _borrowed_mark(place).touch()
            yield
        finally:
            with uninterrupted():
                if _is_last(users) and _borrowed_mark(place).exists():
                    stop(place)


def revive(place: Place) -> bool:
    """Starts a cluster whose server died under its borrowers; False where nothing was amiss.

    Raises:
        ClusterError: it doesn't start.
    """
    if not server.has_died(place):
        return False
    with uninterrupted():
        return start(place)


def url(place: Place, database: str = DATABASE, role: str = APP_ROLE) -> str:
    """The cluster's address in libpq's notation; ``EXACT_ROLE`` alone can take home all of it."""
    host = quote(str(place.socket_dir), safe="")
    return f"postgresql://{role}@/{database}?host={host}&port={PORT}"


def _is_last(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _borrowed_mark(place: Place) -> Path:
    return place.local / "cluster.borrowed"


@contextmanager
def _locked(place: Place, name: str, kind: int) -> Iterator[TextIO]:
    try:
        place.local.mkdir(mode=0o700, exist_ok=True)
        file = (place.local / name).open("a")
    except PermissionError as error:
        raise ClusterError(f"{place.local} es de otra persona: use su cuenta, o sudo.") from error
    with file:
        fcntl.flock(file, kind)
        yield file


def _make_home(place: Place) -> None:
    """Makes the directories: home is the caller's, what lies inside is the server's."""
    if os.geteuid() not in (0, place.uid):
        raise ClusterError(f"{place.home} es de otra persona: use su cuenta, o sudo.")
    # Root's home has to let ``postgres`` through to its data; the secrets in it are 0600.
    mode = 0o700 if os.geteuid() == place.uid else 0o711
    place.home.mkdir(mode=0o755, parents=True, exist_ok=True)
    if place.home.stat().st_uid == os.geteuid():
        place.home.chmod(mode)
        # For whoever finds the directory when the checkout is long gone.
        (place.home / "checkout").write_text(f"{place.checkout}\n")
    place.socket_dir.mkdir(mode=0o700, exist_ok=True)
    found = place.socket_dir.lstat()
    # /tmp is everybody's: a directory that somebody else put there is not to be trusted.
    if place.socket_dir.is_symlink() or found.st_uid not in (os.geteuid(), place.uid):
        raise ClusterError(f"{place.socket_dir} es de otra persona: bórrelo.")
    os.chown(place.socket_dir, place.uid, place.gid)
    place.socket_dir.chmod(0o700)


def _init(place: Place) -> None:
    """Makes the data directory whole or not at all: an interrupted ``initdb`` leaves no ruin."""
    part = place.home / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    os.chown(part, place.uid, place.gid)
    (place.home / "prepared").unlink(missing_ok=True)
    command = ["initdb", "-D", str(part), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    # The default collation is what PostgreSQL calls es-x-icu.
    command += ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=es"]
    done = server.run(place, command)
    if done.returncode != 0:
        raise ClusterError(f"initdb: {done.stderr.strip()}")
    with (part / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude 'territorio.conf'\n")
    (part / "pg_hba.conf").write_text("local all all trust\n")
    part.rename(place.data)


def _prepare(place: Place) -> None:
    """Makes roles, extensions and database; a mark says which version of them was made."""
    mark = place.home / "prepared"
    statements = "".join((ROLES, TEMPLATE, CREATE_DATABASE))
    if mark.exists() and mark.read_text() == statements:
        return
    server.psql(place, ROLES)
    server.psql(place, TEMPLATE, database="template1")
    server.psql(place, CREATE_DATABASE)
    mark.write_text(statements)


def _configure(place: Place) -> None:
    conf = place.data / "territorio.conf"
    conf.write_text(SETTINGS.format(port=PORT, socket_dir=place.socket_dir))
    conf.chmod(0o644)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.cluster")
    parser.add_argument("command", choices=["start", "stop", "status", "url", "exact-url", "run"])
    parser.add_argument("program", nargs=argparse.REMAINDER)
    parsed = parser.parse_args(arguments)
    command = parsed.command
    try:
        place = locate()
        if command == "start":
            start(place)
            _borrowed_mark(place).unlink(missing_ok=True)
        elif command == "stop":
            stop(place)
        elif command == "status":
            running = server.is_running(place)
            print("en marcha" if running else "detenido", place.home)
            return 0 if running else 3
        elif command == "run":
            with borrowed(place):
                return subprocess.run([sys.executable, *parsed.program], check=False).returncode
        if command in ("start", "url"):
            print(url(place))
        elif command == "exact-url":
            print(url(place, role=EXACT_ROLE))
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
