"""The file of an example of evidence: made for it, and gone with it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from layers import stored
from layers.models import StoredFile
from territory.models.evidence_files import EvidenceKind
from territory.models.placed import SAMPLE_PREFIX

_CONTENT = "EJEMPLO;no es un hecho\n"


def example_of_evidence() -> dict[str, Any]:
    """A stored file, as the fields of an ``EvidenceFile`` that says of itself that it is none."""
    with stored.create("EJEMPLO.csv", "text/csv") as writer:
        writer.write(_CONTENT.encode())
    return {
        "title": f"{SAMPLE_PREFIX}Archivo que no es un hecho",
        "file": writer.file.pk,
        "file_name": writer.file.name,
        "kind": EvidenceKind.TABLE,
        "size": writer.file.size,
        "sha256": writer.file.sha256,
        "cleared_at": timezone.now(),
    }


def forget_files(evidence: Any) -> None:
    """Delete the files of these rows of evidence."""
    StoredFile.objects.filter(pk__in=list(evidence.values_list("file", flat=True))).delete()
