"""Real workers, killed and stopped: no job is lost, none is left half done."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from layers import jobs
from layers.jobs import running
from layers.models import Job, LoadedFile
from tests.jobs import wait_for, wait_until, working

pytestmark = [pytest.mark.usefixtures("queue"), pytest.mark.slow]


def begun(mark: Path) -> int:
    """How often the work that leaves this mark began."""
    return len(mark.read_text().splitlines()) if mark.exists() else 0


def test_a_worker_does_what_is_asked_and_stops_when_told() -> None:
    before = jobs.submit("test_count", by=None, rows=2)
    with working() as worker:
        wait_for(before, Job.State.SUCCEEDED)
        wait_for(jobs.submit("test_count", by=None, rows=2), Job.State.SUCCEEDED)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(timeout=30) == 0


def test_jobs_of_one_lock_are_done_one_after_the_other(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with working():
        one = jobs.submit("test_wait", by=None, lock="source:x", mark=str(first), seconds=2)
        two = jobs.submit("test_wait", by=None, lock="source:x", mark=str(second), seconds=0.1)
        assert wait_until(first.exists)
        assert not second.exists()
        wait_for(one, Job.State.SUCCEEDED)
        wait_for(two, Job.State.SUCCEEDED)
    one.refresh_from_db()
    assert one.finished_at is not None
    assert two.started_at is not None
    assert one.finished_at <= two.started_at


def test_quick_jobs_do_not_wait_for_long_ones() -> None:
    long = [jobs.submit("test_wait", by=None) for _place in range(2)]
    with working(JOBS_AT_ONCE="1"):
        wait_for(long[0], Job.State.RUNNING)
        wait_for(jobs.submit("test_quick", by=None, rows=1), Job.State.SUCCEEDED)
        long[1].refresh_from_db()
        assert long[1].state == Job.State.QUEUED
        for job in reversed(long):
            wait_for(jobs.cancel(job), Job.State.CANCELLED)


def test_more_jobs_at_once_than_the_machine_has_processors() -> None:
    """Python's own number of threads is four more than processors."""
    number = (os.cpu_count() or 1) + 6
    many = [jobs.submit("test_wait", by=None) for _place in range(number)]
    with working(JOBS_AT_ONCE=str(number)):
        assert wait_until(
            lambda: Job.objects.filter(rows_done__gt=0, state=Job.State.RUNNING).count() == number
        )
        for job in many:
            jobs.cancel(Job.objects.get(pk=job.pk))
        for job in many:
            wait_for(job, Job.State.CANCELLED)


def test_a_killed_workers_job_is_done_once_more_and_then_fails(tmp_path: Path) -> None:
    """SIGKILL in the middle: the first time it is retried, the second time it is told."""
    mark = tmp_path / "mark"
    job = jobs.submit("test_wait", by=None, mark=str(mark))
    for times in (1, 2):
        with working() as worker:
            assert wait_until(lambda times=times: begun(mark) == times)  # type: ignore[misc]
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    with working():
        job = wait_for(job, Job.State.FAILED)
    assert (job.message, job.losses, begun(mark)) == (running.LOST_TWICE, 1, 2)


def test_what_a_killed_worker_wrote_is_undone() -> None:
    job = jobs.submit("test_sleep_in_the_database", by=None)
    with working() as worker:
        wait_for(job, Job.State.RUNNING)
        assert wait_until(lambda: Job.objects.get(pk=job.pk).step == "Escribiendo")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    with working():
        assert wait_until(lambda: Job.objects.get(pk=job.pk).losses == 1)
        assert not LoadedFile.objects.filter(name="half").exists()
        wait_for(jobs.cancel(job), Job.State.CANCELLED)


def test_one_that_may_not_be_repeated_is_told_as_failed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    job = jobs.submit("test_once", by=None, mark=str(mark))
    with working() as worker:
        assert wait_until(lambda: begun(mark) == 1)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    with working():
        job = wait_for(job, Job.State.FAILED)
    assert (job.message, begun(mark)) == (running.LOST_ONCE, 1)


def test_a_worker_that_is_stopped_puts_its_jobs_back(tmp_path: Path) -> None:
    """In order, so it counts as no loss; another worker takes it from the beginning."""
    mark = tmp_path / "mark"
    job = jobs.submit("test_wait", by=None, mark=str(mark))
    with working() as worker:
        assert wait_until(lambda: begun(mark) == 1)
        worker.terminate()
        assert worker.wait(timeout=30) == 0
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.QUEUED, 0)
    with working():
        assert wait_until(lambda: begun(mark) == 2)
        wait_for(jobs.cancel(Job.objects.get(pk=job.pk)), Job.State.CANCELLED)


def test_cancelling_reaches_another_process() -> None:
    job = jobs.submit("test_sleep_in_the_database", by=None)
    with working():
        wait_for(job, Job.State.RUNNING)
        wait_for(jobs.cancel(job), Job.State.CANCELLED)
    assert not LoadedFile.objects.filter(name="half").exists()
