"""``/publicar/raster/`` in a browser without scripts: from a GeoTIFF to a published raster."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from affine import Affine
from django.contrib.auth.models import User
from django.test import Client

from layers.models import Coverage, CoverageEvent, CoverageUpload
from territory.models import Agency
from tests.frontend.rasters.handing_in import CELLS, DESCRIBED, NAME, ROOT, SAID, after_job, hand_in
from tests.layers.reading.rasters.test_converting import tiff, write
from tests.publishers import MINAM
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
