"""A GeoTIFF handed in at ``/publicar/raster/``, and the job that follows done here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.jobs import kinds
from layers.models import Job
from layers.progress import Unwatched
from layers.reading.results import SourceError
from territory.models import Agency
from tests.publishers import MINAM

ROOT = "/publicar/raster/"
SAID = {"title": "Lluvia anual", "kind": "quantity", "unit": "mm", "source": "Prueba"}
DESCRIBED = SAID | {
    "abstract": "Lluvia de un año.",
    "theme": "environment",
    "keywords": "lluvia, clima",
    "source_url": "",
    "cutoff_date": "2020-12-31",
    "licence": "CC-BY-4.0",
    "attribution": "",
    "accuracy": "De una prueba.",
    "ramp": "warm",
}
NAME = "r_minam_dgpiga_lluvia_anual"
CELLS = np.arange(12 * 15, dtype="int16").reshape(12, 15) * 10 - 50


def hand_in(client: Client, path: Path, **said: str) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    agency = Agency.objects.get(acronym=MINAM).pk
    return client.post(f"{ROOT}nuevo/", SAID | {"agency": agency, "file": file} | said)


def after_job(client: Client, sent: Any) -> str:
    """The page that the work leads to, or the file's, where it was refused."""
    assert sent.status_code == 302, sent.content.decode()[:2000]
    job = Job.objects.get(pk=sent["Location"].split("/")[-2])
    assert job.kind == "import_coverage"
    # Within the test's transaction, which no worker sees.
    try:
        job.result = kinds.named(job.kind).load()(Unwatched(), **job.arguments)
        job.state = Job.State.SUCCEEDED
    except SourceError as error:
        job.state, job.message = Job.State.FAILED, error.message
    job.save()
    if job.result is None:
        return f"{ROOT}archivo/{job.arguments['upload']}/"
    assert job.result["page"] in client.get(sent["Location"]).content.decode()
    return str(job.result["page"])
