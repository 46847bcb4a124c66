"""Stored files that are no longer wanted."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from layers.models import StoredFile

# So many at a time: a file's blocks go with it, half a gigabyte of them.
_AT_ONCE = 10


def delete(file: StoredFile) -> None:
    """Delete the file with its content; one that is gone already stays so."""
    StoredFile.objects.filter(pk=file.pk).delete()


def sweep() -> int:
    """Delete what has expired; gives how many files there were.

    Several may sweep at once: what one is deleting the others leave to it.
    """
    removed = 0
    while number := _sweep_some():
        removed += number
    return removed


def _sweep_some() -> int:
    with transaction.atomic():
        expired = StoredFile.objects.filter(expires_at__lte=Now()).order_by("expires_at")
        locked = expired.select_for_update(skip_locked=True).values_list("pk", flat=True)
        keys = list(locked[:_AT_ONCE])
        StoredFile.objects.filter(pk__in=keys).delete()
    return len(keys)
