"""Jobs that ended long enough ago, deleted."""

from __future__ import annotations

from django.db.models.functions import Now

from layers.models import Job
from layers.progress import Progress


def clean(progress: Progress) -> dict[str, int]:
    """Delete the jobs that are kept no longer; gives how many."""
    progress.step("Borrando trabajos antiguos")
    deleted, _by_model = Job.objects.filter(expires_at__lt=Now()).delete()
    progress.add(deleted)
    return {"deleted": deleted}
