"""What is stored beside what samples keep: a few drawings are there from the start."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.models import StoredFile
from territory.models import ResidenceCondition


def stored_files() -> QuerySet[StoredFile]:
    """The stored files that belong to no sample."""
    kept = ResidenceCondition.objects.filter(is_sample=True, file__isnull=False)
    return StoredFile.objects.exclude(pk__in=list(kept.values_list("file", flat=True)))
