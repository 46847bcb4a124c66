"""``/publicar/capa/`` in a browser without scripts: from a file to a published layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyproj
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.models import Dataset, DatasetUpload
from territory.models import Agency
from tests.datasets import DESCRIBED
from tests.frontend.datasets.handing_in import ROOT, after_job, handed_in
from tests.layers.datasets.files import (
    POINTS,
    SQUARES,
    frame,
    rows_of,
    shapes_of,
    table,
    written,
)
from tests.publishers import APPROVER, MINAM, publisher
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_from_a_file_to_a_published_layer(tmp_path: Path, editor: User) -> None:
    client, visitor = client_of(editor), Client()
    page = handed_in(client, written(tmp_path, frame(SQUARES), "verdes.gpkg"))
    looked = client.get(page).content.decode()
    assert "verdes.gpkg (GeoPackage)" in looked
    assert "POBLACION" in looked
    made = after_job(client, client.post(page, {}))
    name = "minam_dgpiga_areas_verdes"
    assert made == f"{ROOT}{name}/"
    sheet = client.get(made).content.decode()
    assert "Solo la ve su entidad" in sheet
    assert "Falta el resumen." in sheet
    assert f"LAYERS=departments%2C{name}" in sheet
    assert visitor.get(f"/catalogo/{name}/").status_code == 404
    described = {**DESCRIBED, "title": "Áreas verdes", "keywords": "parques, plazas"}
    sent = client.post(f"{made}descripcion/", described)
    assert sent["Location"] == f"{made}#descripcion"
    titled = {"poblacion-title": "Habitantes", "poblacion-unit": "hab.", "title_field": "nombre"}
    for column in Dataset.objects.get().fields:
        titled.setdefault(f"{column['name']}-title", column["title"])
    assert client.post(f"{made}campos/", titled).status_code == 302
    look = {
        "how": "classes",
        "column": "poblacion",
        "method": "equal",
        "classes": "3",
        "ramp": "oranges",
        "color": "#0b4f8a",
        "size_px": "9",
        "label": "nombre",
    }
    assert client.post(f"{made}estilo/", look).status_code == 302
    assert client.post(f"{made}publicar/").status_code == 302
    shown = visitor.get(f"/catalogo/{name}/").content.decode()
    assert "Habitantes" in shown
    assert "hab." in shown
    assert "parques, plazas" in shown
    listed = visitor.get("/api/v1/layers/?limit=500").json()["results"]
    own = next(layer for layer in listed if layer["name"] == name)
    assert own["legend"][0]["title"] == "30 hab. o más"
    assert client.post(f"{made}retirar/").status_code == 302
    assert visitor.get(f"/catalogo/{name}/").status_code == 404
    original = client.get(f"{made}original/")
    assert original["Content-Disposition"] == 'attachment; filename="verdes.gpkg"'
    assert b"".join(original.streaming_content).startswith(b"SQLite format 3")  # type: ignore[attr-defined]


def test_what_a_table_does_not_say_is_asked(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    rows: dict[str, list[Any]] = {
        "nombre": ["a", "b"],
        "Este": [180000.5, 190000.0],
        "Norte": [8500000.0, 8510000.0],
    }
    page = handed_in(client, table(tmp_path, rows))
    looked = client.get(page).content.decode()
    for field in ("id_x", "id_y", "id_ubigeo", "id_crs"):
        assert f'id="{field}"' in looked
    assert '<option value="Este" selected>' in looked
    given = {"place": "xy", "x": "Este", "y": "Norte", "crs": "EPSG:32719"}
    made = after_job(client, client.post(page, given))
    assert Dataset.objects.get().extent == pytest.approx([-71.97, -13.55, -71.8, -13.45], abs=0.1)
    assert "2 elementos (geometría: punto)" in client.get(made).content.decode()


def test_how_a_table_is_written_may_be_said(tmp_path: Path, editor: User) -> None:
    """Its first rows show that letters and columns are wrong; what is said puts them right."""
    client = client_of(editor)
    path = tmp_path / "tabla.csv"
    lines = ("nombre|lugar;año", "Ñaña|Cañón; 2020", "Añay|Peñón; 2021", "Uña|Viñas; 2022")
    path.write_bytes("\n".join(lines).encode("mac-roman"))
    page = handed_in(client, path)
    assert "Ñaña" not in client.get(page).content.decode()
    given = {"encoding": "mac-roman", "separator": "|", "place": "none"}
    assert after_job(client, client.post(page, given)) == page
    looked = client.get(page).content.decode()
    assert "<td>Ñaña</td>" in looked
    assert "<td>Cañón; 2020</td>" in looked
    again = {"look": "", "encoding": "cp1252", "separator": "|", "place": "none"}
    assert after_job(client, client.post(page, again)) == page
    assert "Ñaña" not in client.get(page).content.decode()
    made = after_job(client, client.post(page, given))
    columns = [column["original"] for column in Dataset.objects.get().fields]
    assert columns == ["nombre", "lugar;año"]
    sheet = client.get(made).content.decode()
    assert "<td>texto</td>" in sheet


def test_a_file_that_is_kept_no_longer_can_still_be_discarded(editor: User) -> None:
    agency = Agency.objects.get(acronym=MINAM)
    sheet = {"name": "", "columns": [], "examples": [], "candidates": {}}
    description = {"kind": "CSV", "layers": [], "sheets": [sheet]}
    upload = DatasetUpload.objects.create(agency=agency, title="Vieja", description=description)
    page = f"{ROOT}archivo/{upload.pk}/"
    assert "Descartar este archivo" in client_of(editor).get(page).content.decode()


def test_mixed_geometries_are_asked_about(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    path = written(tmp_path, frame([POINTS[0], SQUARES[1], SQUARES[2]]), "a.gpkg")
    page = handed_in(client, path)
    again = after_job(client, client.post(page, {}))
    assert again == page
    asked = client.get(page).content.decode()
    assert "mezcla geometrías: 1 con puntos, 2 con áreas" in asked
    made = after_job(client, client.post(page, {"dimension": "2"}))
    assert (
        "Quedaron fuera elementos de otra clase: 1 con puntos." in client.get(made).content.decode()
    )


def test_new_rows_are_compared_before_they_replace(tmp_path: Path, editor: User) -> None:
    client = client_of(editor)
    made = after_job(
        client, client.post(handed_in(client, written(tmp_path, frame(), "a.gpkg")), {})
    )
    path = written(tmp_path, frame(NOMBRE=["Uno", "Dos", "Otro"]), "b.gpkg")
    sent = client.post(f"{made}archivo/", {"file": SimpleUploadedFile("b.gpkg", path.read_bytes())})
    page = after_job(client, sent)
    assert after_job(client, client.post(page, {})) == page
    shown = client.get(page).content.decode()
    assert "Filas nuevas o cambiadas" in shown
    assert client.post(f"{page}reemplazar/")["Location"] == made
    assert not DatasetUpload.objects.filter(replaces=True).exists()
    items = client.get(f"/ogc/collections/{made.split('/')[-2]}/items?f=json")
    assert b"Otro" in b"".join(items.streaming_content)  # type: ignore[attr-defined]


def test_persons_data_are_decided_by_two(tmp_path: Path, editor: User) -> None:
    client, second = client_of(editor), client_of(publisher("aprueba", MINAM, APPROVER))
    values = {
        "DNI": ["1", "2", "3"],
        "NOTA": ["tel. 987 654 321", "x", "y"],
        "TITULAR": ["A", "B", "C"],
    }
    path = written(tmp_path, frame(POINTS, **values), "a.gpkg")
    made = after_job(client, client.post(handed_in(client, path), {}))
    decided = {"dni": "drop", "nota": "mask"}
    assert client.post(f"{made}personales/", decided).status_code == 302
    row = Dataset.objects.get()
    assert row.personal_columns == {"titular": "", "nota": "mask"}
    assert "dni" not in {field["name"] for field in row.fields}
    items = client.get(f"/ogc/collections/{row.name}/items?f=json")
    body = b"".join(items.streaming_content).decode()  # type: ignore[attr-defined]
    assert "987" not in body
    assert "[dato personal]" in body
    # Who handed it in can't let a column stay.
    assert client.post(f"{made}personales/", {"titular": "keep"}).status_code == 400
    assert second.post(f"{made}personales/", {"titular": "keep"}).status_code == 302
    row.refresh_from_db()
    assert row.personal_columns["titular"] == "keep"


def test_rows_of_several_utm_zones_are_read_by_their_column(tmp_path: Path, editor: User) -> None:
    """Lima is in zone 18, Piura in 17, Puno in 19."""
    places = {"Lima": (-77.03, -12.05), "Piura": (-80.63, -5.19), "Puno": (-70.02, -15.84)}
    zones = {"Lima": 18, "Piura": 17, "Puno": 19}
    metres = {
        name: pyproj.Transformer.from_crs(4326, 32700 + zones[name], always_xy=True).transform(*at)
        for name, at in places.items()
    }
    rows: dict[str, list[Any]] = {
        "NOMBRE": list(places),
        "ESTE": [round(metres[name][0], 2) for name in places],
        "NORTE": [round(metres[name][1], 2) for name in places],
        "ZONA": [f"{zones[name]}S" for name in places],
    }
    client = client_of(editor)
    page = handed_in(client, table(tmp_path, rows))
    given = {"place": "xy", "x": "ESTE", "y": "NORTE"}
    assert after_job(client, client.post(page, given)) == page  # the zone is asked for
    assert '<option value="ZONA" selected>' in client.get(page).content.decode()
    both = client.post(page, given | {"zone_column": "ZONA", "crs": "EPSG:32718"})
    assert both.status_code == 400
    assert "no los dos" in both.content.decode()
    after_job(client, client.post(page, given | {"zone_column": "ZONA", "datum": "WGS84"}))
    found = dict(zip((row[0] for row in rows_of(made())), shapes_of(made()), strict=True))
    for name, at in places.items():
        assert (found[name].x, found[name].y) == pytest.approx(at, abs=1e-6), name


def made() -> Dataset:
    return Dataset.objects.get()
