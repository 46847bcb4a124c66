"""What is left of datasets that nobody wants any more, taken away on a timetable."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from layers.datasets.replacing import discard
from layers.datasets.states import sweep
from layers.models import DatasetUpload
from layers.progress import Progress

# A file that nobody went on with.
UPLOAD_KEPT = dt.timedelta(days=3)


def clean(progress: Progress) -> dict[str, int]:
    """Drop the datasets whose delay is over, and forget abandoned files."""
    progress.step("Capas cuyo plazo pasó")
    dropped = sweep()
    old = DatasetUpload.objects.filter(created_at__lt=timezone.now() - UPLOAD_KEPT)
    abandoned = list(old.select_related("dataset"))
    for upload in abandoned:
        discard(upload)
    return {"dropped": dropped, "abandoned": len(abandoned)}
