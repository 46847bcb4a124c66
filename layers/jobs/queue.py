"""The queue: procrastinate's, in the site's own database."""

from __future__ import annotations

from django.db import connection
from procrastinate import JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy
from procrastinate.sql import queries

from layers.jobs.running import PutBack, run

TASK = "layers.job"


class Again(BaseRetryStrategy):
    """Of what a task raises only ``PutBack`` brings it into the queue again."""

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, PutBack):
            return RetryDecision(retry_in={"seconds": exception.in_s})
        return None


@app.task(name=TASK, pass_context=True, retry=Again())
def do(context: JobContext, job: str) -> None:
    """What the queue holds: the job of this identifier."""
    announce = context.additional_context.get("announce", lambda _text: None)
    run(job, lambda: context.abort_reason() is AbortReason.SHUTDOWN, announce)


def manager() -> JobManager:
    """The queue through Django's connection: what is asked of it belongs to the transaction.

    ``app``'s own manager has a worker's connections while one runs.
    """
    return JobManager(DjangoConnector())


def put(job: str, queue: str, lock: str | None) -> int:
    """Put the job into the queue; gives the queue's key of it.

    Of jobs of one ``lock`` one is done at a time, in the order in which they came.
    """
    queued = Queued(
        queue=queue, lock=lock, queueing_lock=None, task_name=TASK, task_kwargs={"job": job}
    )
    deferred = manager().defer_job(queued)
    assert deferred.id is not None
    return deferred.id


def take_out(number: int) -> bool:
    """Take a job out of the queue; False where a worker has it, or had."""
    return manager().cancel_job_by_id(number, delete_job=True)


def again(number: int, job: str) -> int:
    """Put a job into the queue once more whose worker is silent; gives the queue's new key of it.

    What it had stays: a session of that worker's that still comes to its end takes that out, and
    not what was put there since. Until then a job of the same lock waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, lock FROM procrastinate_jobs WHERE id = %s", [number])
        queue, lock = cursor.fetchone()
    return put(job, queue, lock)


def forget(number: int) -> None:
    """Take a job out whose worker died."""
    manager().connector.get_sync_connector().execute_query(
        queries["finish_job"], job_id=number, status=Status.FAILED.value, delete_job=True
    )
