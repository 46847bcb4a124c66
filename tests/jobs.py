"""Jobs as tests have them: of kinds of their own, done here or by a real worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from config.cluster_place import CHECKOUT
from layers.jobs.kinds import QUICK, Kind
from layers.jobs.running import PutBack, run
from layers.models import Job

DEADLINE_S = 60
_WORKS = "tests.layers.jobs.works"
_NAMES = ("count", "refuse", "fail", "wait", "sleep_in_the_database", "tidy", "keep", "publish")
KINDS = (
    *(Kind(f"test_{name}", f"Prueba: {name}", f"{_WORKS}:{name}") for name in _NAMES),
    Kind("test_quick", "Prueba: rápido", f"{_WORKS}:count", QUICK),
    Kind("test_once", "Prueba: una vez", f"{_WORKS}:wait", retry=False),
)


def done_here(job: Job) -> Job:
    """The job as it is after this process has done it, as often as it is put back."""
    for _attempt in range(3):
        try:
            run(str(job.uuid), lambda: False)
        except PutBack:
            continue
        break
    job.refresh_from_db()
    return job


def start_worker(**variables: str) -> subprocess.Popen[str]:
    """A real one, on this test's database."""
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.worker"],
        cwd=CHECKOUT,
        env=os.environ | {"DB_NAME": name} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def working(**variables: str) -> Iterator[subprocess.Popen[str]]:
    """A worker during the block; it has to take being stopped well."""
    process = start_worker(**variables)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        said, _ = process.communicate(timeout=DEADLINE_S)
        sys.stdout.write(said)  # what pytest shows of a failure


def wait_until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def wait_for(job: Job, *states: Job.State) -> Job:
    """The job once it is in one of the states; fails where that doesn't come."""

    def is_there() -> bool:
        job.refresh_from_db()
        return job.state in states

    assert wait_until(is_there), f"{job.state}: {job.step} {job.message}"
    return job
