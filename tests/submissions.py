"""Files handed in by the pages, and their work done at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.models import Submission
from layers.progress import Unwatched
from layers.publishing import work
from tests.layers.loading.test_import_source import HEADER

SOURCE = "/publicar/fuentes/environment/"


def csv_of(*rows: str, name: str = "comisiones.csv", header: str = HEADER) -> SimpleUploadedFile:
    """A file of commissions as a browser sends it."""
    return SimpleUploadedFile(name, "\r\n".join((header, *rows, "")).encode())


def hand_in(client: Client, *rows: str, **said: Any) -> Submission:
    """Hand in commissions by the plain form, and have them checked."""
    header = said.pop("header", HEADER)
    answer: Any = client.post(f"{SOURCE}entregar/", {"file": csv_of(*rows, header=header), **said})
    assert answer.status_code == 302, answer.content.decode()
    held = Submission.objects.latest("created_at")
    return checked(held)


def checked(held: Submission) -> Submission:
    """Do the check that waits for a worker."""
    work.check(Unwatched(), str(held.pk))
    held.refresh_from_db()
    return held


def published(held: Submission, by: User) -> Submission:
    """Do the publication that waits for a worker."""
    work.publish(Unwatched(), str(held.pk), by.pk)
    held.refresh_from_db()
    return held


def decide(client: Client, held: Submission, decision: str, **more: str) -> Any:
    """Press a button of the file's page."""
    return client.post(page(held, "decidir/"), {"decision": decision, **more})


def page(held: Submission, part: str = "") -> str:
    """The address of the file's page, or of one below it."""
    return f"/publicar/entregas/{held.pk}/{part}"
