"""What the site asks of jobs: to be done, to be seen, to be cancelled."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from layers.errors import WrongState
from layers.jobs import kinds, queue
from layers.layer import AnyUser
from layers.models import Job

VIEW = "layers.view_job"
_CANCELLED = "Se canceló antes de empezar; no cambió nada."


def submit(
    kind: str, *, by: AnyUser | None, lock: str | None = None, title: str = "", **arguments: Any
) -> Job:
    """Ask for work of a kind; a worker takes it once the transaction is committed.

    Args:
        kind: the name of one of ``KINDS``.
        by: who asks, and may follow it; None is the site itself.
        lock: of the jobs of one lock one is done at a time, as ``source:education``.
        title: what people read of it, instead of the kind's title.
        arguments: what the work is given, as JSON.
    """
    chosen = kinds.named(kind)
    account = by if by is not None and by.is_authenticated else None
    with transaction.atomic():
        job = Job.objects.create(
            kind=chosen.name,
            title=(title or chosen.title)[:200],
            arguments=arguments,
            by_id=account.pk if account else None,
            lock=lock,
        )
        job.queue_number = queue.put(str(job.uuid), chosen.queue, lock)
        job.save(update_fields=["queue_number"])
    return job


def is_waiting(kind: str) -> bool:
    """Whether a job of this kind waits for a worker: a second one would find nothing to do."""
    return Job.objects.filter(kind=kind, state=Job.State.QUEUED).exists()


def visible_to(user: AnyUser) -> QuerySet[Job]:
    """The jobs that the user may follow by their address; for anybody else they don't exist."""
    jobs = Job.objects.select_related("by")
    if user.is_authenticated and getattr(user, "has_perm", lambda _name: False)(VIEW):
        return jobs
    seen = Q(by=None, kind__in=[kind.name for kind in kinds.KINDS if kind.by_address])
    return jobs.filter(seen | Q(by=user.pk) if user.is_authenticated else seen)


def own(user: AnyUser) -> QuerySet[Job]:
    """The jobs that the user asked for, the last first."""
    if not user.is_authenticated:
        return Job.objects.none()
    return Job.objects.select_related("by").filter(by=user.pk)


def cancel(job: Job) -> Job:
    """Cancel a job: one that waits at once, one that is running as soon as it can be undone.

    Raises WrongState where it ended already.
    """
    with transaction.atomic():
        # The queue's row first, as a worker takes them: never the one against the other.
        was_waiting = job.queue_number is not None and queue.take_out(job.queue_number)
        locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        if locked.is_finished:
            raise WrongState(f"Este trabajo ya acabó: {locked.get_state_display()}.")
        now = Now()
        if was_waiting:
            locked.state, locked.message = Job.State.CANCELLED, _CANCELLED
            locked.finished_at = now
            locked.expires_at = now + kinds.kept_of(locked.kind)
        locked.cancel_asked_at = now
        locked.save()
        locked.refresh_from_db()
    return locked
