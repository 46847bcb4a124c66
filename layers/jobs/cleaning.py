"""Jobs that ended long enough ago, and stored files that nobody wants any more, deleted."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from layers import stored
from layers.models import Job, StoredFile
from layers.progress import Progress


def clean(progress: Progress) -> dict[str, int]:
    """Delete the jobs that are kept no longer, with what they made; gives how many of each."""
    progress.step("Borrando trabajos antiguos")
    with transaction.atomic():
        # Once: a moment later there may be more of them.
        old = list(Job.objects.filter(expires_at__lt=Now()).values("pk", "result_file"))
        made = [job["result_file"] for job in old]
        StoredFile.objects.filter(pk__in=made).update(expires_at=Now())
        jobs, _by_model = Job.objects.filter(pk__in=[job["pk"] for job in old]).delete()
    progress.step("Borrando archivos vencidos")
    return {"jobs": jobs, "files": stored.sweep()}
