"""What is left of rasters that nobody wants any more, taken away on a timetable."""

from __future__ import annotations

from django.utils import timezone

from layers.datasets.cleaning import UPLOAD_KEPT
from layers.models import CoverageUpload
from layers.progress import Progress
from layers.rasters.states import drop_left, sweep


def clean(progress: Progress) -> dict[str, int]:
    """Remove the rasters whose delay is over, and forget abandoned files."""
    progress.step("Rásteres cuyo plazo pasó")
    dropped = sweep()
    drop_left()
    old = CoverageUpload.objects.filter(created_at__lt=timezone.now() - UPLOAD_KEPT)
    abandoned, _ = old.delete()
    return {"dropped": dropped, "abandoned": abandoned}
