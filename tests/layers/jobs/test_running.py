"""A job, done: how it ends is written where people look, whatever its work does."""

from __future__ import annotations

import datetime as dt
import logging
import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from layers import jobs, stored
from layers.errors import WrongState
from layers.jobs import kinds, reporting, running, timetable
from layers.jobs.cleaning import clean
from layers.models import Job, LoadedFile, StoredFile
from layers.progress import Unwatched
from tests.jobs import done_here

pytestmark = pytest.mark.usefixtures("queue")


def queued() -> list[tuple[str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, lock FROM procrastinate_jobs ORDER BY id")
        found: list[tuple[str, str | None]] = cursor.fetchall()
    return found


def test_what_is_asked_for_waits_in_the_queue(account: User) -> None:
    job = jobs.submit("test_count", by=account, lock="source:x", title="Contar", rows=3)
    assert (job.state, job.title, job.by) == (Job.State.QUEUED, "Contar", account)
    assert queued() == [("todo", "source:x")]


def test_a_job_that_is_done_has_its_result_and_count() -> None:
    job = done_here(jobs.submit("test_count", by=None, rows=3))
    assert (job.state, job.result) == (Job.State.SUCCEEDED, {"counted": 3})
    assert (job.step, job.rows_done, job.rows_total) == ("Contando", 3, 3)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.expires_at is not None
    assert job.expires_at > job.finished_at


def test_a_refusal_is_told_in_its_own_words() -> None:
    job = done_here(jobs.submit("test_refuse", by=None))
    assert (job.state, job.message) == (Job.State.FAILED, "El archivo está vacío.")


def test_a_defect_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    job = done_here(jobs.submit("test_fail", by=None))
    assert (job.state, job.message) == (Job.State.FAILED, running.DEFECT)
    assert any(record.exc_info for record in caplog.records)
    assert "Zero" not in job.message


def test_a_kind_that_nobody_knows_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(ValueError, match="no kind of job"):
        jobs.submit("nothing", by=None)


def test_a_kind_of_another_version_fails_and_says_so() -> None:
    job = jobs.submit("test_count", by=None, rows=1)
    Job.objects.filter(pk=job.pk).update(kind="of_tomorrow")
    assert done_here(job).message == running.UNKNOWN


def test_a_job_is_done_once_only() -> None:
    job = done_here(jobs.submit("test_count", by=None, rows=1))
    attempt = job.attempt
    assert done_here(job).attempt == attempt


def test_one_that_waits_is_cancelled_at_once() -> None:
    job = jobs.cancel(jobs.submit("test_count", by=None, rows=3))
    assert (job.state, queued()) == (Job.State.CANCELLED, [])
    assert job.expires_at is not None
    assert done_here(job).started_at is None
    with pytest.raises(WrongState):
        jobs.cancel(job)


def cancel_once_running(job: Job) -> threading.Thread:
    """From another thread and session, as a person would."""

    def act() -> None:
        while Job.objects.get(pk=job.pk).state != Job.State.RUNNING:
            pass
        # Its row in the queue is a worker's, as it would be.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        jobs.cancel(Job.objects.get(pk=job.pk))
        connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


@pytest.mark.parametrize("kind", ["test_wait", "test_sleep_in_the_database"])
def test_one_that_is_running_is_cancelled_with_what_it_wrote(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Between two rows, and in the middle of a statement of minutes."""
    monkeypatch.setattr(reporting, "EVERY_S", 0.05)
    job = jobs.submit(kind, by=None)
    asking = cancel_once_running(job)
    job = done_here(job)
    asking.join()
    assert (job.state, job.message) == (Job.State.CANCELLED, running.CANCELLED)
    assert not LoadedFile.objects.filter(name="half").exists()


def test_work_that_is_stopped_may_put_its_things_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "EVERY_S", 0.05)
    job = jobs.submit("test_tidy", by=None)
    asking = cancel_once_running(job)
    assert done_here(job).state == Job.State.CANCELLED
    asking.join()
    assert LoadedFile.objects.filter(name="tidied").delete()[0] == 1


def test_what_is_kept_is_not_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "EVERY_S", 0.05)
    job = jobs.submit("test_keep", by=None)
    asking = cancel_once_running(job)
    job = done_here(job)
    asking.join()
    assert (job.state, job.result) == (Job.State.SUCCEEDED, {"kept": True})


def test_a_job_of_another_worker_is_written_by_that_one_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reporting, "EVERY_S", 0.05)
    job = jobs.submit("test_wait", by=None)

    def take_over() -> None:
        while not Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(attempt=7):
            pass
        connection.close()

    thread = threading.Thread(target=take_over)
    thread.start()
    with caplog.at_level(logging.WARNING):
        job = done_here(job)
    thread.join()
    assert (job.state, job.attempt) == (Job.State.RUNNING, 7)
    assert "another worker" in caplog.text


def test_a_worker_that_stops_puts_its_job_back() -> None:
    job = jobs.submit("test_wait", by=None)
    with pytest.raises(running.PutBack):
        running.run(str(job.uuid), lambda: True)
    job.refresh_from_db()
    assert (job.state, job.losses, job.message) == (Job.State.QUEUED, 0, running.INTERRUPTED)


def test_one_that_may_not_be_repeated_fails_instead() -> None:
    job = jobs.submit("test_once", by=None)
    running.run(str(job.uuid), lambda: True)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, running.LOST_ONCE)


def test_pace_and_time_left_are_of_the_present_step() -> None:
    begun = timezone.now()
    job = Job(state=Job.State.RUNNING, step_started_at=begun, progressed_at=begun, rows_total=400)
    assert (job.rows_per_second, job.seconds_left) == (None, None)  # nothing was done yet
    job.rows_done, job.progressed_at = 100, begun + dt.timedelta(seconds=50)
    assert (job.rows_per_second, job.seconds_left) == (2, 150)
    job.rows_total = None
    assert job.seconds_left is None
    job.rows_total, job.state = 400, Job.State.SUCCEEDED
    assert job.seconds_left is None


def test_results_are_kept_their_time_and_then_deleted() -> None:
    kept = done_here(jobs.submit("test_count", by=None, rows=1))
    old = done_here(jobs.submit("test_count", by=None, rows=1))
    Job.objects.filter(pk=old.pk).update(expires_at=old.finished_at)
    waiting = jobs.submit("test_count", by=None, rows=1)
    assert clean(Unwatched())["jobs"] == 1
    assert set(Job.objects.all()) == {kept, waiting}


def test_what_a_job_made_is_deleted_with_it(account: User) -> None:
    with stored.create("a.csv", "text/csv", owner=account) as writer:
        writer.write(b"a\n")
    job = done_here(jobs.submit("test_count", by=account, rows=1))
    Job.objects.filter(pk=job.pk).update(result_file=writer.file, expires_at=job.finished_at)
    assert clean(Unwatched())["jobs"] == 1
    assert not StoredFile.objects.filter(pk=writer.file.pk).exists()


def test_what_has_a_timetable_is_asked_for_when_due_and_waits_once() -> None:
    timetable.register()
    timetable.register()
    due = {kind for _task, kind in app.periodic_registry.periodic_tasks}
    assert due == {kind.name for kind in kinds.KINDS if kind.cron}
    assert "clean_jobs" in due
    for timestamp in (1, 2):
        timetable.due(timestamp, kind="clean_jobs")
    assert Job.objects.filter(kind="clean_jobs", by=None).count() == 1


def test_what_every_kind_does_can_be_found() -> None:
    assert all(callable(kind.load()) for kind in kinds.KINDS)
    names = [kind.name for kind in kinds.KINDS]
    assert len(set(names)) == len(names)
