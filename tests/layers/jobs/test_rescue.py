"""Jobs whose worker died: found, put back once, and by one of those who look only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now

from layers import jobs
from layers.jobs import queue, running
from layers.jobs.rescue import rescue
from layers.models import Job
from tests.database import address
from tests.jobs import done_here, wait_until

pytestmark = pytest.mark.usefixtures("queue")


def _lost_by_the_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert rescue() == 1


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.RUNNING])
def test_a_job_that_the_queue_lost_is_done_once_more_in_its_turn(state: Job.State) -> None:
    job = jobs.submit("test_count", by=None, rows=1, lock="source:education")
    Job.objects.filter(pk=job.pk).update(state=state)
    _lost_by_the_queue()
    job.refresh_from_db()
    assert (job.state, job.message, job.losses) == (Job.State.QUEUED, running.LOST, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text, lock FROM procrastinate_jobs")
        assert cursor.fetchall() == [(job.queue_number, "todo", "source:education")]
    assert rescue() == 0
    done_here(job)
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.SUCCEEDED, 1)


def test_a_job_that_the_queue_lost_twice_is_told_as_failed() -> None:
    job = jobs.submit("test_count", by=None, rows=1)
    _lost_by_the_queue()
    _lost_by_the_queue()
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, running.LOST_TWICE)
    assert job.expires_at is not None
    assert rescue() == 0


def test_one_that_does_not_repeat_itself_is_told_as_failed_at_once() -> None:
    job = jobs.submit("test_once", by=None)
    _lost_by_the_queue()
    job.refresh_from_db()
    assert (job.state, job.message, job.losses) == (Job.State.FAILED, running.LOST_ONCE, 0)


def test_one_that_was_to_be_cancelled_is_cancelled() -> None:
    job = jobs.submit("test_count", by=None, rows=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, cancel_asked_at=Now())
    _lost_by_the_queue()
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.CANCELLED, running.CANCELLED)
    assert job.expires_at is not None
    assert rescue() == 0


def _taken(job: Job, *, heard_s: int, taken_s: int) -> None:
    """A worker that was heard of so long ago has taken the job so long ago."""
    ago = "now() - %s * interval '1 second'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({ago}) RETURNING id",
            [heard_s],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker, job.queue_number],
        )
        cursor.execute(
            f"UPDATE procrastinate_events SET at = {ago} WHERE job_id = %s AND type = 'started'",
            [taken_s, job.queue_number],
        )
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)


@pytest.mark.parametrize(
    ("heard_s", "taken_s", "lost"), [(60, 60, 1), (60, 0, 0), (0, 60, 0), (0, 0, 0)]
)
def test_who_has_just_taken_a_job_lives_though_not_heard_of(
    heard_s: int, taken_s: int, lost: int
) -> None:
    """As after the database was away: one death isn't counted twice."""
    job = jobs.submit("test_count", by=None, rows=1)
    _taken(job, heard_s=heard_s, taken_s=taken_s)
    assert rescue(silence_s=5) == lost
    job.refresh_from_db()
    assert job.losses == lost


def test_a_dead_worker_s_last_word_is_not_of_what_was_put_back() -> None:
    """As where the database was away: the session that lost it still comes to its end."""
    job = jobs.submit("test_count", by=None, rows=1, lock="one")
    before = job.queue_number
    assert before is not None
    _taken(job, heard_s=60, taken_s=60)
    assert rescue(silence_s=5) == 1
    queue.forget(before)
    assert rescue(silence_s=5) == 0
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.QUEUED, 1)
    done_here(job)
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED


def test_what_a_dead_worker_left_in_the_queue_is_taken_out() -> None:
    job = jobs.submit("test_count", by=None, rows=1, lock="one")
    _taken(job, heard_s=60, taken_s=60)
    assert rescue(silence_s=5) == 1
    assert rescue(silence_s=5) == 0
    job.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text, lock FROM procrastinate_jobs")
        assert cursor.fetchall() == [(job.queue_number, "todo", "one")]


def test_nobody_is_dead_to_a_database_that_has_just_begun() -> None:
    """As long as the silence that is looked for is longer than the server has been there."""
    job = jobs.submit("test_count", by=None, rows=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - pg_postmaster_start_time())::float")
        up_s = cursor.fetchone()[0]
    _taken(job, heard_s=int(up_s) + 7_200, taken_s=int(up_s) + 7_200)
    assert rescue(silence_s=up_s + 3_600) == 0
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.RUNNING, 0)
    assert rescue(silence_s=up_s / 2) == 1


def in_the_queue() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")
        found: list[tuple[int, str]] = cursor.fetchall()
    return found


@contextmanager
def another_session() -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(address(str(connection.settings_dict["NAME"])))) as session:
        yield session


class Rescuer(threading.Thread):
    """One that looks for lost jobs, in a thread and a session of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: int | None = None
        self.session: int | None = None
        self.start()

    def run(self) -> None:
        try:
            connection.ensure_connection()
            self.session = connection.connection.info.backend_pid
            self.found = rescue(silence_s=5)
        finally:
            connection.close()

    def waits(self) -> bool:
        """Whether it waits for somebody's lock."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.session])
            return bool(cursor.fetchone()[0])


BACK = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
ENDED = "SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)"


@pytest.mark.parametrize(
    ("word", "state"), [(BACK, Job.State.QUEUED), (ENDED, Job.State.SUCCEEDED)]
)
def test_a_slow_worker_that_is_at_its_last_word_is_waited_for(word: str, state: Job.State) -> None:
    """What it puts back isn't put back a second time, and what it ended isn't looked for."""
    job = jobs.submit("test_count", by=None, rows=1)
    _taken(job, heard_s=60, taken_s=60)
    Job.objects.filter(pk=job.pk).update(state=state)
    with another_session() as session:
        session.execute(word, [job.queue_number])
        rescuer = Rescuer()
        assert wait_until(lambda: rescuer.waits() or not rescuer.is_alive())
        session.commit()
        rescuer.join()
    assert rescuer.found == 0
    assert in_the_queue() == ([(job.queue_number, "todo")] if state == Job.State.QUEUED else [])
    job.refresh_from_db()
    assert (job.state, job.losses) == (state, 0)


def test_of_two_that_look_at_once_one_puts_a_job_back() -> None:
    job = jobs.submit("test_count", by=None, rows=1)
    before = job.queue_number
    _taken(job, heard_s=60, taken_s=60)
    with another_session() as session:
        session.execute("SELECT FROM layers_job WHERE uuid = %s FOR UPDATE", [job.pk])
        first = Rescuer()
        assert wait_until(first.waits)
        second = Rescuer()
        second.join()
        session.rollback()
        first.join()
    assert (first.found, second.found) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.QUEUED, 1)
    assert in_the_queue() == [(before, "doing"), (job.queue_number, "todo")]
