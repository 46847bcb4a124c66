"""Jobs whose worker died: done once more, or said to have failed."""

from __future__ import annotations

import logging
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Now

from layers.jobs import queue
from layers.jobs.kinds import find, kept_of
from layers.jobs.running import CANCELLED, LOST, UNKNOWN, lost_for_good, most_losses
from layers.models import Job
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# A worker says that it lives each so many seconds, and is given up after so many.
HEARTBEAT_S, SILENCE_S = 5.0, 20.0

logger = logging.getLogger(__name__)


def rescue(silence_s: float = SILENCE_S) -> int:
    """See to the jobs of workers that were silent for so long; gives how many there were.

    Several processes may call it at once. A worker that was only slow, and still runs the job,
    notices by the job's attempt that it isn't its own any more.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_SQL["lock"])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute(_SQL["stalled"], {"task": queue.TASK, "silence": silence_s})
            stalled: list[tuple[int, str]] = cursor.fetchall()
            cursor.execute(_SQL["orphans"])
            orphans = [row[0] for row in cursor.fetchall()]
        lost = 0
        for number, uuid in stalled:
            job = Job.objects.select_for_update(no_key=True).filter(pk=uuid).first()
            if job is not None and job.queue_number != number:  # it was put there once more
                queue.forget(number)
            else:
                _see_to(number, job)
                lost += 1
        for job in Job.objects.select_for_update(no_key=True).filter(pk__in=orphans):
            _take_up(job)
    return lost + len(orphans)


def _see_to(number: int, job: Job | None) -> None:
    kind = None if job is None else find(job.kind)
    if job is None or job.is_finished:
        queue.forget(number)
    elif job.state == Job.State.QUEUED:  # lost before it began, or after it was put back
        job.queue_number = queue.again(number, str(job.pk))
        job.save(update_fields=["queue_number"])
    elif kind is not None and job.losses < most_losses(kind):
        logger.warning("%s: its worker died; it is done once more", job)
        job.state, job.message, job.losses = Job.State.QUEUED, LOST, job.losses + 1
        job.attempt += 1  # whoever may still do it is not to write any more
        job.queue_number = queue.again(number, str(job.pk))
        job.save()
    else:
        _give_up(job)
        queue.forget(number)


def _take_up(job: Job) -> None:
    """See to a job that the queue doesn't know: its worker left it without a word in either place.

    As where the database went away, and the worker didn't wait until it was there again.
    """
    kind = find(job.kind)
    if job.cancel_asked_at is not None:
        _end(job, Job.State.CANCELLED, CANCELLED)
    elif kind is not None and job.losses < most_losses(kind):
        logger.warning("%s: the queue has lost it; it is done once more", job)
        job.state, job.message, job.losses = Job.State.QUEUED, LOST, job.losses + 1
        job.attempt += 1
        job.queue_number = queue.put(str(job.pk), kind.queue, job.lock)
        job.save()
    else:
        _give_up(job)


def _give_up(job: Job) -> None:
    logger.warning("%s: its worker died; it is given up", job)
    kind = find(job.kind)
    _end(job, Job.State.FAILED, UNKNOWN if kind is None else lost_for_good(kind))


def _end(job: Job, state: Job.State, message: str) -> None:
    job.state, job.message, job.attempt = state, message, job.attempt + 1
    job.finished_at = Now()
    job.expires_at = Now() + kept_of(job.kind)
    job.save()
