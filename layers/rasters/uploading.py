"""From a GeoTIFF that was handed in to a private raster: work of a job."""

from __future__ import annotations

from typing import Any

from layers import stored
from layers.errors import FeatureNotFound
from layers.models import CoverageUpload
from layers.progress import Progress
from layers.rasters.registering import Reading, Said, import_raster
from layers.reading.results import ChoiceMissing, SourceError
from layers.temporary import temporary_folder


def take(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Check the file and keep it as its agency's; what it doesn't say becomes the question.

    Raises SourceError where it can't be a raster.
    """
    found = _upload(upload)
    if found.coverage is not None:  # done already, by a worker that died
        return {"raster": found.coverage.name, "page": page_of(found.coverage.name)}
    if found.file is None:
        raise SourceError("El archivo ya no está: súbalo otra vez.")
    reading = Reading(**found.reading)
    with temporary_folder("raster") as folder:
        file = folder / "archivo"
        stored.copy_to(found.file, file)
        try:
            coverage = import_raster(
                file,
                Said(cutoff_date=None, **found.said),
                reading,
                agency=found.agency,
                by=found.created_by,
                original_name=found.file.name,
                progress=progress,
            )
        except ChoiceMissing as missing:
            found.question = {"choice": missing.choice, "message": missing.message}
            found.save(update_fields=["question"])
            return {"question": missing.choice, "page": page_of_file(upload)}
    found.coverage, found.question = coverage, {}
    found.save(update_fields=["coverage", "question"])
    return {"raster": coverage.name, "page": page_of(coverage.name)}


def page_of(name: str) -> str:
    """The site's page of a raster, where its job leads to."""
    return f"/publicar/raster/{name}/"


def page_of_file(upload: str) -> str:
    """The same of a file that isn't one yet."""
    return f"/publicar/raster/archivo/{upload}/"


def _upload(key: str) -> CoverageUpload:
    found = CoverageUpload.objects.select_related("agency", "file", "coverage", "created_by")
    upload = found.filter(pk=key).first()
    if upload is None:
        raise FeatureNotFound("El archivo del ráster ya no está.")
    return upload
