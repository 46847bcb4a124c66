"""A worker waits for its database: one that is away, one that isn't prepared yet."""

from __future__ import annotations

import os
import re
import signal

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from layers import jobs
from layers.models import Job
from tests.database import address, empty_database
from tests.jobs import start_worker, wait_for, wait_until, working

pytestmark = pytest.mark.slow


def test_an_unprepared_database_is_waited_for(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    base = re.sub(r"_test_\d+$", "", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), empty_database(base, f"{os.getpid()}unprepared") as name:
        worker = start_worker(DB_NAME=name)
        assert worker.stdout is not None
        assert "no está preparada para esta versión" in worker.stdout.readline()
        worker.terminate()
        worker.communicate(timeout=30)


@pytest.mark.usefixtures("queue")
def test_one_that_is_away_for_a_moment_costs_no_job() -> None:
    """Every session ended and none let in, as by a restart; the job is done once more."""
    job = jobs.submit("test_wait", by=None, seconds=3)
    name = str(connection.settings_dict["NAME"])
    with working(JOBS_PATIENCE_S="2") as worker:
        wait_for(job, Job.State.RUNNING)
        connection.close()
        with psycopg.connect(address("postgres"), autocommit=True) as server:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            try:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = %s AND application_name <> 'keeper'",
                    [name],
                )
                assert worker.stdout is not None
                said = ""
                while "La base de datos no responde" not in said:
                    said = worker.stdout.readline()
                    assert said, "the worker ended"
            finally:
                server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        job = wait_for(job, Job.State.SUCCEEDED)
        assert wait_until(lambda: worker.poll() is None)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    assert job.losses == 1
