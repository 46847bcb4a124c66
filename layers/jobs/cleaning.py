"""Jobs that ended long enough ago, and stored files that nobody wants any more, deleted."""

from __future__ import annotations

from django.db.models.functions import Now

from layers import stored
from layers.models import Job, StoredFile
from layers.progress import Progress


def clean(progress: Progress) -> dict[str, int]:
    """Delete the jobs that are kept no longer, with what they made; gives how many of each."""
    progress.step("Borrando trabajos antiguos")
    old = Job.objects.filter(expires_at__lt=Now())
    StoredFile.objects.filter(pk__in=old.exclude(result_file=None).values("result_file")).delete()
    jobs, _by_model = old.delete()
    progress.step("Borrando archivos vencidos")
    return {"jobs": jobs, "files": stored.sweep()}
