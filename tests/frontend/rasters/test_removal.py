"""``/publicar/raster/``: a raster deleted with its file, after a while."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from layers.models import Coverage, CoverageState, CoverageUpload
from layers.progress import Unwatched
from layers.rasters import storage
from layers.rasters.cleaning import clean
from territory.models import Agency
from tests.frontend.rasters.handing_in import CELLS, NAME, after_job, hand_in
from tests.layers.reading.rasters.test_converting import write
from tests.publishers import MINAM
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_deleting_waits_and_then_takes_the_file(tmp_path: Path, editor: User, kept: Path) -> None:
    client = client_of(editor)
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS)))
    coverage = Coverage.objects.get(name=NAME)
    assert client.post(f"{made}borrar/").status_code == 302
    assert client.get(f"/catalogo/{NAME}/").status_code == 404
    page = client.get(made).content.decode()
    assert "Nadie lo ve." in page
    assert client.post(f"{made}publicar/").status_code == 409
    clean(Unwatched())
    assert storage.address(coverage.file_key)
    assert client.post(f"{made}recuperar/").status_code == 302
    assert client.get(f"/catalogo/{NAME}/").status_code == 200
    client.post(f"{made}borrar/")
    past = timezone.now() - dt.timedelta(minutes=1)
    Coverage.objects.filter(pk=coverage.pk).update(delete_after=past)
    assert clean(Unwatched())["dropped"] == 1
    coverage.refresh_from_db()
    assert coverage.state == CoverageState.DELETED
    assert client.get(made).status_code == 404


def test_its_file_goes_with_it(
    tmp_path: Path, editor: User, kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(editor)
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS)))
    assert len(list(kept.iterdir())) == 1
    client.post(f"{made}borrar/")
    Coverage.objects.filter(name=NAME).update(delete_after=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        clean(Unwatched())
    assert list(kept.iterdir()) == []


def test_abandoned_files_are_forgotten(editor: User) -> None:
    agency = Agency.objects.get(acronym=MINAM)
    old = CoverageUpload.objects.create(agency=agency, title="Viejo")
    new = CoverageUpload.objects.create(agency=agency, title="Nuevo")
    long_ago = timezone.now() - dt.timedelta(days=4)
    CoverageUpload.objects.filter(pk=old.pk).update(created_at=long_ago)
    assert clean(Unwatched())["abandoned"] == 1
    assert list(CoverageUpload.objects.values_list("pk", flat=True)) == [new.pk]
