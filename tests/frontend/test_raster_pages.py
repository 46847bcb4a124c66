"""``/publicar/raster/`` in a browser without scripts: from a GeoTIFF to a published raster."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from layers.jobs import kinds
from layers.models import Coverage, CoverageEvent, CoverageState, CoverageUpload, Job
from layers.progress import Unwatched
from layers.rasters import storage
from layers.rasters.cleaning import clean
from layers.reading.results import SourceError
from territory.models import Agency
from tests.layers.reading.rasters.test_converting import tiff, write
from tests.publishers import APPROVER, EDITOR, MINAM, MTC, everybody, publisher
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

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


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def editor() -> User:
    return publisher("edita", MINAM, EDITOR)


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


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_from_a_file_to_a_published_raster(tmp_path: Path, editor: User) -> None:
    client, visitor = client_of(editor), Client()
    assert "GeoTIFF, hasta 500 MB" in client.get(f"{ROOT}nuevo/").content.decode()
    path = write(tmp_path / "lluvia.tif", CELLS, nodata=-50)
    made = after_job(client, hand_in(client, path))
    assert made == f"{ROOT}{NAME}/"
    sheet = text_of(client.get(made))
    assert "Solo lo ve su entidad" in sheet
    assert "lluvia.tif" in sheet
    assert "15 × 12" in sheet
    assert "EPSG:4326" in sheet
    assert "de -40 a 1 740 mm" in sheet.replace("\xa0", " ")
    assert "sin dato: -50" in sheet
    for missing in ("el resumen", "la fecha de corte", "la licencia"):
        assert f"Falta {missing}." in sheet
    # Nobody else knows of it.
    for address in (f"/catalogo/{NAME}/", f"/ogc/collections/{NAME}/map/tiles"):
        assert visitor.get(address).status_code == 404
        assert client.get(address).status_code == 200
    assert client.post(f"{made}publicar/").status_code == 409
    sent = client.post(f"{made}descripcion/", DESCRIBED)
    assert sent["Location"] == f"{made}#descripcion"
    assert client.post(f"{made}publicar/").status_code == 302
    shown = text_of(visitor.get(f"/catalogo/{NAME}/"))
    for said in ("Lluvia de un año.", "31 de diciembre de 2020", "lluvia, clima", "CC-BY-4.0"):
        assert said in shown
    answer = visitor.get(f"/api/v1/rasters/{NAME}/value/", {"lon": "-74.955", "lat": "-10.035"})
    assert answer.json()["values"] == [{"name": "value", "value": CELLS[3, 4], "unit": "mm"}]
    # As GDAL reads the file that was handed in.
    asked = ["gdallocationinfo", "-valonly", "-wgs84", str(path), "-74.955", "-10.035"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert float(told) == answer.json()["values"][0]["value"]
    assert client.post(f"{made}retirar/").status_code == 302
    assert visitor.get(f"/catalogo/{NAME}/").status_code == 404
    assert "retirado" in client.get(made).content.decode()
    done = list(CoverageEvent.objects.order_by("pk").values_list("done", "by_name"))
    assert [each[0] for each in done if each[1]] == [
        *("created", "described", "published", "withdrawn")
    ]


def test_what_the_file_does_not_say_is_asked(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    path = write(
        tmp_path / "a.tif", CELLS, crs=None, transform=Affine(200, 0, 180_000, 0, -200, 8_500_000)
    )
    page = after_job(client, hand_in(client, path))
    assert page.startswith(f"{ROOT}archivo/")
    looked = client.get(page).content.decode()
    assert "no dice su sistema de coordenadas" in looked
    assert "falta elegir" in client.get(ROOT).content.decode()
    assert client.post(page, {"crs": ""}).status_code == 400
    made = after_job(client, client.post(page, {"crs": "EPSG:32719", "nodata": "-50"}))
    coverage = Coverage.objects.get(name=NAME)
    assert (made, coverage.srid) == (f"{ROOT}{NAME}/", 32719)
    assert coverage.bands[0]["nodata"] == -50
    assert coverage.bands[0]["cells"] == CELLS.size - 1
    assert client.get(page)["Location"] == made


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 a zip", "No es un GeoTIFF"),
        (b"<VRTDataset rasterXSize='1'/>", "No es un GeoTIFF"),
        (tiff((256, 4, 1, 4_000_000_000), (257, 4, 1, 4_000_000_000)), "celdas"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), (277, 3, 1, 65_535)), "bandas"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), following=8), "dañado"),
    ],
)
def test_hostile_files_are_refused_and_nothing_is_kept(
    tmp_path: Path, editor: User, kept: Path, data: bytes, words: str
) -> None:
    client = client_of(editor)
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    page = after_job(client, hand_in(client, path))
    assert words in client.get(page).content.decode()
    assert words in client.get(ROOT).content.decode()
    assert not Coverage.objects.filter(agency__acronym=MINAM).exists()
    assert not kept.exists()
    assert client.post(f"{page}descartar/").status_code == 302
    assert not CoverageUpload.objects.exists()


def test_a_reference_to_elsewhere_is_refused(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    tags = {"SOURCE": "/vsicurl/http://10.0.0.1/a.tif"}
    page = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS, tags=tags)))
    assert "otros archivos" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "Este campo"),
        ({"source": ""}, "Este campo"),
        ({"unit": ""}, "Falta la unidad"),
        ({"kind": "otro"}, "válida"),
        ({"crs": "EPSG:1"}, "válida"),
        ({"nodata": "nada"}, "Escriba un número"),
        ({"agency": "999999"}, "válida"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(
    tmp_path: Path, editor: User, said: dict[str, str], words: str
) -> None:
    sent = hand_in(client_of(editor), write(tmp_path / "a.tif", CELLS), **said)
    assert sent.status_code == 400
    assert words in sent.content.decode()
    assert not CoverageUpload.objects.exists()


def test_without_a_file_it_is_asked_for(editor: User) -> None:
    agency = Agency.objects.get(acronym=MINAM).pk
    sent = client_of(editor).post(f"{ROOT}nuevo/", SAID | {"agency": agency})
    assert sent.status_code == 400
    assert "Elija un archivo." in sent.content.decode()


def test_a_usual_value_for_none_is_doubted(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    cells = CELLS.copy()
    cells[0, 0] = -9999
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", cells)))
    assert "suele ser «sin dato»" in client.get(made).content.decode()


def test_a_measure_does_not_become_classes(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS)))
    sent = client.post(f"{made}descripcion/", DESCRIBED | {"kind": "classes"})
    assert sent.status_code == 400
    assert "suba el archivo otra vez" in sent.content.decode()
    assert Coverage.objects.get(name=NAME).kind == "quantity"


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


# What each account may, of a raster of MINAM that is not published: look, change, publish.
MAY = {
    "member": (404, 404, 404),
    "planner": (404, 404, 404),
    "staff": (404, 404, 404),
    "editor": (200, 302, 302),
    "second_editor": (200, 302, 302),
    "approver": (200, 403, 302),
    "both": (200, 302, 302),
    "foreign_editor": (404, 404, 404),
    "foreign_approver": (404, 404, 404),
    "admin": (200, 302, 302),
}


def test_who_may_what(tmp_path: Path) -> None:
    accounts = everybody(MINAM, MTC)
    maker = client_of(accounts["editor"])
    made = after_job(maker, hand_in(maker, write(tmp_path / "a.tif", CELLS)))
    assert maker.post(f"{made}descripcion/", DESCRIBED).status_code == 302
    for name, allowed in MAY.items():
        client = client_of(accounts[name])
        found = (
            client.get(made).status_code,
            client.post(f"{made}descripcion/", DESCRIBED).status_code,
            client.post(f"{made}publicar/").status_code,
        )
        assert found == allowed, name
        Coverage.objects.filter(name=NAME).update(state=CoverageState.PRIVATE)
    assert Client().get(made)["Location"].startswith("/cuenta/ingresar/")
    terrain = f"{ROOT}terrain/"
    assert client_of(accounts["editor"]).get(terrain).status_code == 404
    assert client_of(accounts["admin"]).get(terrain).status_code == 200


def test_where_a_second_person_is_required_who_handed_it_in_does_not_publish(
    tmp_path: Path, editor: User
) -> None:
    Agency.objects.filter(acronym=MINAM).update(needs_approval=True)
    client = client_of(editor)
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS)))
    assert client.post(f"{made}descripcion/", DESCRIBED).status_code == 302
    assert client.post(f"{made}publicar/").status_code == 403
    other = client_of(publisher("aprueba", MINAM, APPROVER))
    assert other.post(f"{made}publicar/").status_code == 302
    assert Coverage.objects.get(name=NAME).is_public
