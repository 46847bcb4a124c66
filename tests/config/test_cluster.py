"""The private cluster: made, shared, stopped, and revived after a kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import cluster, cluster_server
from config.cluster_place import (
    CHECKOUT,
    SOCKET_PATH_LIMIT,
    ClusterError,
    Place,
    find_binaries,
    locate,
)

pytestmark = pytest.mark.slow

# Counts for minutes, so that it is in the middle of its work when the server dies.
BUSY = "SELECT count(*) FROM generate_series(1, 100000000000)"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A checkout's cluster as this account would really make it."""
    place = locate(tmp_path_factory.mktemp("checkout"))
    yield place
    _remove(place)


def _remove(place: Place) -> None:
    if place.home.exists():
        cluster.stop(place)
        shutil.rmtree(place.home)
        shutil.rmtree(place.socket_dir, ignore_errors=True)


def test_start_makes_all_and_is_repeatable(place: Place) -> None:
    assert cluster.start(place) is True
    assert cluster.start(place) is False
    assert cluster_server.is_running(place)
    collation = "SELECT datcollate, daticulocale FROM pg_database WHERE datname = 'territorio'"
    version = int(cluster_server.psql(place, "SHOW server_version_num"))
    if version >= 170000:
        collation = collation.replace("daticulocale", "datlocale")
    assert cluster_server.psql(place, collation) == "C.UTF-8|es"
    settings = "SELECT current_setting('jit'), current_setting('listen_addresses')"
    assert cluster_server.psql(place, settings) == "off|"


def test_its_log_does_not_grow_with_what_strangers_ask(place: Place) -> None:
    """Nothing turns it over: the end of a server is in it, a statement that failed is not."""
    cluster.start(place)
    with pytest.raises(ClusterError):
        cluster_server.psql(place, "SELECT 1 / 0 AS a_statement_that_fails")
    log = place.log.read_text()
    assert "a_statement_that_fails" not in log
    assert "ready to accept connections" in log


def test_only_its_owner_can_enter(place: Place) -> None:
    cluster.start(place)
    assert place.socket_dir.stat().st_mode & 0o077 == 0
    assert place.data.stat().st_mode & 0o077 == 0


def test_a_new_database_has_the_extensions_and_mapniks_role_reads_it(place: Place) -> None:
    cluster.start(place)
    cluster_server.psql(place, "CREATE DATABASE later OWNER territorio")
    make = "SET ROLE territorio; CREATE TABLE seen (n int); SELECT postgis_lib_version() <> ''"
    assert cluster_server.psql(place, make, "later") == "t"
    as_mapnik = "SET SESSION AUTHORIZATION ta_render; "
    assert cluster_server.psql(place, as_mapnik + "SELECT count(*) FROM seen", "later") == "0"
    roles = (
        "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname IN ('territorio','ta_render')"
    )
    assert cluster_server.psql(place, roles) == "f|f\nf|f"
    limits = "SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting"
    assert cluster_server.psql(place, limits).split(" ") == [
        "statement_timeout=20s",
        "jit=off",
        "default_transaction_read_only=on",
    ]


def has_ended(pid: str) -> bool:
    """Whether a process runs no more; one that nobody has waited for yet has ended too."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in ("Z", "X")


def test_a_killed_server_with_a_busy_backend_is_revived(place: Place) -> None:
    cluster.start(place)
    program = find_binaries(place) / "psql"
    busy = subprocess.Popen(
        [program, "-h", place.socket_dir, "-U", "postgres", "-c", BUSY, "postgres"],
        stderr=subprocess.DEVNULL,
    )
    count = (
        "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%100000000000%'"
    )
    count += " AND pid <> pg_backend_pid()"
    try:
        deadline = time.monotonic() + 60
        while not (backend := cluster_server.psql(place, count)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert backend, "the busy query never started"
        postmaster = int((place.data / "postmaster.pid").read_text().splitlines()[0])
        assert cluster.revive(place) is False
        os.kill(postmaster, signal.SIGKILL)
        while cluster_server.is_alive(postmaster):
            time.sleep(0.05)
        assert cluster.revive(place) is True
        assert cluster_server.psql(place, "SELECT 1") == "1"
        assert has_ended(backend)
    finally:
        busy.kill()
        busy.wait(timeout=10)


def test_a_lock_file_that_names_a_strangers_pid_does_not_block(place: Place) -> None:
    cluster.start(place)
    cluster.stop(place)
    # This test's own process is alive, and is no PostgreSQL: as after a reboot.
    lock = place.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{place.data}\n0\n5432\n{place.socket_dir}\n\n\nready\n")
    os.chown(lock, place.uid, place.gid)
    assert cluster.start(place) is True


def test_the_last_borrower_stops_it(place: Place) -> None:
    cluster.stop(place)
    with cluster.borrowed(place):
        with cluster.borrowed(place):
            assert cluster_server.is_running(place)
        assert cluster_server.is_running(place)
    assert not cluster_server.is_running(place)


def test_a_borrower_leaves_a_running_server_alone(place: Place) -> None:
    cluster.stop(place)
    cluster.start(place)
    with cluster.borrowed(place):
        pass
    assert cluster_server.is_running(place)


def test_ctrl_c_during_the_start_leaves_nothing(place: Place) -> None:
    cluster.stop(place)
    # Importing takes a moment; from then on the signal comes before, in or after the start.
    code = "import sys; from pathlib import Path; from config.cluster import *\n"
    # As the programs do: a shell's background jobs are born ignoring Ctrl-C.
    code += "from config.interrupts import raise_on_signals; raise_on_signals()\n"
    code += "place = locate(Path(sys.argv[1])); print('ready', flush=True)\n"
    code += "with borrowed(place): import time; time.sleep(60)"
    for delay_s in (0.05, 0.3, 1.0):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(place.checkout)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay_s)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=120)
        process.stdout.close()
        assert not cluster_server.is_running(place)


def test_a_long_path_with_a_space_works() -> None:
    with tempfile.TemporaryDirectory(prefix="ta ") as parent:
        Path(parent).chmod(0o755)
        checkout = Path(parent) / ("sitio " * 15)
        checkout.mkdir()
        own = locate(checkout)
        place = Place(checkout, checkout / "pg", own.uid, own.gid)
        assert len(str(place.home / "s/.s.PGSQL.5432")) > SOCKET_PATH_LIMIT
        try:
            assert cluster.start(place) is True
            assert cluster_server.psql(place, "SELECT 1") == "1"
        finally:
            _remove(place)


def test_the_pointer_of_a_copied_checkout_is_not_followed(place: Place, tmp_path: Path) -> None:
    cluster.start(place)
    assert locate(place.checkout) == place
    shutil.copytree(place.local, tmp_path / ".local", ignore=shutil.ignore_patterns("pg"))
    assert locate(tmp_path).home != place.home
