"""What a worker does of harvests: one that was asked for, those that are due, a decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from layers import jobs
from layers.harvest import running
from layers.harvest.protocols import HARVESTED
from layers.harvest.sources import Source, sources
from layers.layer import AnyUser
from layers.models import HarvestedSource, Job
from layers.progress import Progress

PAGE = "/publicar/servicios/"


def harvest(progress: Progress, *, source: str, by_account: int | None = None) -> dict[str, Any]:
    """Harvest a source; raises SourceError or WrongState where it can't be."""
    account = User.objects.filter(pk=by_account or 0).first()
    run = running.harvest(source, progress, by=account)
    return {"run": str(run.pk), "state": run.state, "page": f"{PAGE}{source}/"}


def accept(progress: Progress, *, run: str, by_account: int) -> dict[str, Any]:
    """Publish a held harvest as somebody decided."""
    done = running.accept(run, progress, User.objects.get(pk=by_account))
    return {"run": str(done.pk), "state": done.state, "page": f"{PAGE}{done.source_id}/"}


def harvest_due(progress: Progress) -> dict[str, Any]:
    """Ask for a harvest of each source that is on and whose time has come."""
    progress.step("Fuentes a las que les toca")
    states = {state.key: state for state in HarvestedSource.objects.filter(is_enabled=True)}
    due = [s for s in sources() if s.key in states and _is_due(s, states[s.key])]
    for source in due:
        ask(source, None)
    return {"asked": [source.key for source in due]}


def _is_due(source: Source, state: HarvestedSource) -> bool:
    if source.protocol not in HARVESTED or not source.is_ready:
        return False
    # One that failed is tried again the day after, whatever its rhythm.
    last = state.last_success_at if not state.stale_since else None
    tried = state.last_attempt_at
    if last is None:
        return tried is None or timezone.now() - tried >= dt.timedelta(days=1)
    return timezone.now() - last >= dt.timedelta(days=source.every_days)


def ask(source: Source, by: AnyUser | None) -> Job:
    """Have a worker harvest it."""
    with transaction.atomic():
        return jobs.submit(
            "harvest_source",
            by=by,
            lock=f"harvest:{source.key}",
            title=f"Cosecha: {source.title}",
            source=source.key,
            by_account=by.pk if by is not None and by.is_authenticated else None,
        )


def ask_to_accept(run: str, title: str, by: AnyUser) -> Job:
    """Have a worker publish a held harvest."""
    with transaction.atomic():
        return jobs.submit(
            "harvest_accept",
            by=by,
            lock=f"harvest:{run}",
            title=f"Cosecha: {title}",
            run=run,
            by_account=by.pk,
        )
