"""What readers may ask of the database, and the form in which samples of many files arrive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.contrib.gis.db.models.functions import Envelope
from django.utils import timezone

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance
from territory.models import AdminUnit


def facts_context() -> Context:
    """What a reader of facts may ask, of the database as it is."""
    return _context()


def directory() -> Directory:
    """The present units, as importers ask them."""
    units = AdminUnit.objects.filter(valid_to__isnull=True)
    return Directory.of(units.values_list("ubigeo", "name"))


def _context(*, samples: bool = False, provenance: Provenance | None = None) -> Context:
    drawn = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, geom__isnull=False)
    extents = {ubigeo: box.extent for ubigeo, box in drawn.values_list("pk", Envelope("geom"))}
    return Context(
        directory(),
        timezone.localdate(),
        samples,
        provenance,
        department_extents=extents,
    )


def _zipped(folder: Path) -> bytes:
    """The files of a directory as a zip, the form in which such a source arrives."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return content.getvalue()
