"""A file handed in at ``/publicar/capa/``, and the jobs that follow done here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.jobs import kinds
from layers.models import Job
from layers.progress import Unwatched
from territory.models import Agency
from tests.publishers import MINAM

ROOT = "/publicar/capa/"


def handed_in(client: Client, path: Path, title: str = "Áreas verdes") -> str:
    """The page that the job of describing the file leads to."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    agency = Agency.objects.get(acronym=MINAM).pk
    sent = client.post(f"{ROOT}nueva/", {"title": title, "agency": agency, "file": file})
    return after_job(client, sent)


def after_job(client: Client, sent: Any) -> str:
    assert sent.status_code == 302, sent.content.decode()[:2000]
    job = Job.objects.get(pk=sent["Location"].split("/")[-2])
    # Within the test's transaction, which no worker sees.
    job.result = kinds.named(job.kind).load()(Unwatched(), **job.arguments)
    job.state = Job.State.SUCCEEDED
    job.save()
    assert job.result is not None
    page = client.get(sent["Location"]).content.decode()
    assert job.result["page"] in page
    return str(job.result["page"])
