"""A publication killed when all its rows are written: nothing is published, and it is retried.

Its worker is killed, or the database itself; two of one source take turns.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from config import cluster, cluster_server
from config.cluster_place import CHECKOUT, PORT, Place, locate
from layers import jobs
from layers.loading import importing
from layers.loading.sources import find
from layers.models import Job, Snapshot
from tests.database import address
from tests.jobs import start_worker, wait_for, wait_until, working
from tests.layers.loading.test_import_source import GOOD, facts, write

pytestmark = pytest.mark.slow

LAYER = "environmental_commissions"
PUBLISHED = {("08", "CAR Cusco"), ("0801", "CAM Cusco"), ("150101", "CAM Lima; Cercado")}
# A publication raises its layer's version when all is written, just before it is committed.
HOLD = f"SELECT FROM layers_dataversion WHERE layer = '{LAYER}' FOR UPDATE"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND wait_event_type = 'Lock' AND query LIKE '%layers_dataversion%'"
)
KIND = "test_publish"
FACTS = "SELECT count(*) FROM territory_environmentalcommission WHERE NOT is_sample"


@contextmanager
def held(database: str) -> Iterator[psycopg.Connection]:
    """A session in the way of every publication's end, until the block's."""
    with closing(psycopg.connect(database)) as session:
        # As the role that the worker connects as, whose statements no other is shown.
        session.execute("SET ROLE NONE")
        session.execute("SET idle_in_transaction_session_timeout = 0")
        session.execute(HOLD)
        yield session


def is_waiting(session: psycopg.Connection) -> bool:
    session.execute("SELECT pg_stat_clear_snapshot()")
    row = session.execute(WAITING).fetchone()
    return row is not None and row[0] > 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "comisiones.csv"
    write(path, *GOOD)
    return path


@pytest.fixture
def unpublished(queue: None) -> Iterator[None]:
    yield
    source = find("environment")
    for snapshot in Snapshot.objects.filter(source=source.name, is_current=True):
        importing.withdraw(source, covers=tuple(snapshot.covers))
    Snapshot.objects.filter(source=source.name).delete()


@pytest.mark.usefixtures("unpublished")
def test_a_killed_worker_publishes_nothing_and_another_publishes_all(file: Path) -> None:
    job = jobs.submit("test_publish", by=None, lock="source:environment", path=str(file))
    with held(address(str(connection.settings_dict["NAME"]))) as session:
        with working() as worker:
            assert wait_until(lambda: is_waiting(session))
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        assert facts() == set()
        # The server ends what the dead worker had begun, though what it waits for isn't free.
        assert wait_until(lambda: not is_waiting(session))
        assert facts() == set()
    with working():
        job = wait_for(job, Job.State.SUCCEEDED)
    assert job.losses == 1
    assert facts() == PUBLISHED
    assert Snapshot.objects.filter(source="environment").count() == 1


@pytest.mark.usefixtures("unpublished")
def test_one_that_is_cancelled_publishes_nothing(file: Path) -> None:
    job = jobs.submit("test_publish", by=None, path=str(file))
    with held(address(str(connection.settings_dict["NAME"]))) as session, working():
        assert wait_until(lambda: is_waiting(session))
        wait_for(jobs.cancel(job), Job.State.CANCELLED)
    assert facts() == set()
    assert not Snapshot.objects.filter(source="environment").exists()


@pytest.mark.usefixtures("unpublished")
def test_two_publications_of_one_source_take_turns(file: Path) -> None:
    """Without a lock in the queue too: the database's own holds them apart."""
    first = jobs.submit("test_publish", by=None, path=str(file))
    second = jobs.submit("test_publish", by=None, path=str(file))
    with held(address(str(connection.settings_dict["NAME"]))) as session, working():
        assert wait_until(lambda: is_waiting(session))
        for job in (first, second):
            wait_for(job, Job.State.RUNNING)
        assert facts() == set()
        session.rollback()
        for job in (first, second):
            wait_for(job, Job.State.SUCCEEDED)
    results = {(job.result or {})["message"] for job in (first, second)}
    assert results == {
        "3 nuevas, 0 cambiadas, 0 retiradas",
        "0 nuevas, 0 cambiadas, 0 retiradas",
    }
    assert facts() == PUBLISHED


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[tuple[Place, str]]:
    """A server that the test may kill, with the site's tables and units; and its address."""
    (tmp_path / "checkout").mkdir()
    place = locate(tmp_path / "checkout")
    cluster.start(place)
    try:
        url = cluster.url(place)
        _fill(place)
        yield place, url
    finally:
        cluster.stop(place)
        shutil.rmtree(place.home)
        shutil.rmtree(place.socket_dir, ignore_errors=True)


def _fill(place: Place) -> None:
    """The site's tables and units: this run's own, where its server lets all of them be taken.

    To make them anew takes five times as long.
    """
    if os.environ.get("DATABASE_URL"):
        _make(cluster.url(place))
        return
    # As whom no table is hidden from; the roles are the same in each cluster.
    here = locate()
    asked = ["-h", str(here.socket_dir), "-p", str(PORT), "-U", "postgres", "--no-comments"]
    dump = cluster_server.run(here, ["pg_dump", *asked, str(connection.settings_dict["NAME"])])
    assert dump.returncode == 0, dump.stderr
    cluster_server.psql(place, dump.stdout, database=cluster.DATABASE)


def _make(url: str) -> None:
    for command in (["migrate", "-v0"], ["load_fixtures"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=CHECKOUT,
            env=_environment(url) | {"SAMPLES": "0"},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _environment(url: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "DB_NAME"} | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


SUBMIT = """
import django; django.setup()
from layers import jobs
from layers.jobs import kinds
from tests.jobs import KINDS
kinds.KINDS += KINDS
jobs.submit("test_publish", by=None, lock="source:environment", path={path!r})
"""


@pytest.mark.parametrize("patience_s", ["30", "0"])
def test_a_killed_database_has_all_of_a_publication_or_nothing(
    own_server: tuple[Place, str], file: Path, patience_s: str
) -> None:
    """Also where its worker didn't wait to write that it lost it, in either table."""
    place, url = own_server
    code = SUBMIT.format(path=str(file))
    subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=_environment(url), check=True)
    worker = start_worker(DATABASE_URL=url, DB_NAME="", JOBS_PATIENCE_S=patience_s)
    try:
        with held(url) as session:
            assert wait_until(lambda: is_waiting(session))
            postmaster = int((place.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(postmaster, signal.SIGKILL)
            assert wait_until(lambda: not cluster_server.is_alive(postmaster))
        assert cluster.revive(place)
        assert _row(url, FACTS) == (0,)
        state = f"SELECT state FROM layers_job WHERE kind = '{KIND}'"
        ended = wait_until(lambda: _row(url, state) in {("succeeded",), ("failed",)})
    finally:
        worker.terminate()
        said, _ = worker.communicate(timeout=60)
    assert ended, said
    assert worker.returncode == 0, said
    assert "Traceback" not in said, said
    assert _row(url, state) == ("succeeded",), said
    assert _row(url, f"SELECT losses FROM layers_job WHERE kind = '{KIND}'") == (1,), said
    assert _row(url, FACTS) == (len(GOOD),)
    assert _row(url, "SELECT count(*) FROM layers_snapshot") == (1,)


def _row(url: str, statement: str) -> Any:
    with closing(psycopg.connect(url)) as session:
        return session.execute(statement.encode()).fetchone()
