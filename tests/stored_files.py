"""What is stored beside the files of samples, a few of which are there from the start."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.models import StoredBlock, StoredFile


def stored_files() -> QuerySet[StoredFile]:
    """The stored files that belong to no sample, whose names all begin with EJEMPLO."""
    return StoredFile.objects.exclude(name__startswith="EJEMPLO")


def stored_blocks() -> QuerySet[StoredBlock]:
    """The blocks of content that belong to no sample's file."""
    return StoredBlock.objects.exclude(file__name__startswith="EJEMPLO")
