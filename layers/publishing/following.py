"""Where the work on a file stands, and what becomes of a file whose work was lost."""

from __future__ import annotations

from django.db.models import QuerySet

from layers import jobs
from layers.errors import WrongState
from layers.models import Job, Submission
from layers.publishing.states import State, move
from layers.source import Source

_ENDED = (Job.State.FAILED, Job.State.CANCELLED)
# Where a file goes back to whose work ended without having moved it on.
_BACK: dict[str, State] = {State.CHECKING: State.UPLOADED, State.PUBLISHING: State.CHECKED}
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
    """The unfinished work that was asked of a source's parts and publications."""
    return Job.objects.filter(
        state__in=[Job.State.QUEUED, Job.State.RUNNING], arguments__source=source.name
    )
