"""Where the work on a file stands, and what becomes of a file whose work was lost."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone

from layers import jobs
from layers.errors import FeatureNotFound, WrongState
from layers.models import Job, Submission
from layers.publishing.states import State, move
from layers.source import Source

_ENDED = (Job.State.FAILED, Job.State.CANCELLED)
# Where a file goes back to whose work ended without having moved it on.
_BACK: dict[str, State] = {State.CHECKING: State.UPLOADED, State.PUBLISHING: State.CHECKED}
# What is asked of published parts, rather than of a file handed in, which has its own page.
_ON_PARTS = ("undo_publication", "return_to_snapshot", "withdraw_part")
_SHOWN, _FAILURE_SHOWN, _MOST_SHOWN = dt.timedelta(hours=1), dt.timedelta(days=7), 5
_LOST = "El trabajo no llegó a su fin: pídalo de nuevo."


def job_of(held: Submission) -> Job | None:
    """The last work that was asked for it."""
    return Job.objects.filter(pk=held.job).first() if held.job else None


def standing(held: Submission) -> tuple[Submission, Job | None]:
    """The file as it stands and the work on it, neither older than the other.

    One whose work failed or was cancelled is where it was before. The work is read first: once
    that has ended, what it did of the file is there to be read.
    """
    job = job_of(held)
    held.refresh_from_db()
    if held.state in _BACK and (job is None or job.state in _ENDED):
        message = (job.message if job else "") or _LOST
        held = move(held, _BACK[held.state], message=message)
    return held, job


def up_to_date(held: Submission) -> Submission:
    """The file as it stands."""
    return standing(held)[0]


def cancel(held: Submission) -> None:
    """Ask that the work on the file ends; raises WrongState where there is none."""
    job = job_of(held)
    if job is None:
        raise WrongState("No hay un trabajo que cancelar.")
    jobs.cancel(job)


def work_on(source: Source) -> QuerySet[Job]:
    """The work that was asked of a source's parts and publications, the last first.

    What isn't finished, what ended lately, and what failed or was cancelled not long ago.
    """
    now = timezone.now()
    asked = Job.objects.filter(kind__in=_ON_PARTS, arguments__source=source.name)
    shown = asked.filter(
        Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])
        | Q(created_at__gt=now - _SHOWN)
        | Q(state__in=_ENDED, created_at__gt=now - _FAILURE_SHOWN)
    )
    return shown.select_related("by").order_by("-created_at", "-pk")[:_MOST_SHOWN]


def cancel_on(source: Source, key: uuid.UUID) -> None:
    """Ask that such work ends; raises FeatureNotFound, or WrongState where it has ended."""
    job = Job.objects.filter(pk=key, kind__in=_ON_PARTS, arguments__source=source.name).first()
    if job is None:
        raise FeatureNotFound("No existe ese trabajo.")
    jobs.cancel(job)
