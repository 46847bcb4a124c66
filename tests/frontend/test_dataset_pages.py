"""``/publicar/capa/`` in a browser without scripts: from a file to a published layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyproj
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.jobs import kinds
from layers.models import Dataset, DatasetUpload, Job
from layers.progress import Unwatched
from territory.models import Agency
from tests.datasets import DESCRIBED, dataset
from tests.layers.datasets.files import (
    POINTS,
    SQUARES,
    frame,
    rows_of,
    shapes_of,
    table,
    written,
)
from tests.publishers import APPROVER, EDITOR, MINAM, MTC, everybody, publisher
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

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


@pytest.fixture
def editor() -> User:
    return publisher("edita", MINAM, EDITOR)


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


@pytest.mark.parametrize(
    ("step", "may"),
    [
        ("", {"editor", "second_editor", "approver", "both", "admin"}),
        ("descripcion/", {"editor", "second_editor", "both", "admin"}),
        ("campos/", {"editor", "second_editor", "both", "admin"}),
        ("estilo/", {"editor", "second_editor", "both", "admin"}),
        ("publicar/", {"editor", "second_editor", "approver", "both", "admin"}),
        ("borrar/", {"editor", "second_editor", "both", "admin"}),
    ],
)
def test_who_may_do_what(step: str, may: set[str]) -> None:
    """A row a verb: what others' agencies get is what a layer that isn't there gives."""
    accounts = everybody()
    for who, user in accounts.items():
        made = dataset("Lugares")
        client = Client() if who == "inactive" else client_of(user)
        address = f"{ROOT}{made.name}/{step}"
        status = (client.post(address, {}) if step else client.get(address)).status_code
        if who in may:
            assert status in (200, 302, 400), (who, status)
        elif who == "approver":
            assert status == 403, who
        else:
            assert status in (404, 302), who
            assert client.get(f"{ROOT}{made.name}/").status_code in (404, 302)
        Dataset.objects.filter(pk=made.pk).update(state="deleted")


def test_a_second_person_publishes_where_one_is_required(editor: User) -> None:
    Agency.objects.filter(acronym=MINAM).update(needs_approval=True)
    second = publisher("aprueba", MINAM, APPROVER)
    made = dataset("Lugares", created_by=editor)
    assert client_of(editor).post(f"{ROOT}{made.name}/publicar/").status_code == 403
    assert client_of(second).post(f"{ROOT}{made.name}/publicar/").status_code == 302
    made.refresh_from_db()
    assert made.state == "published"


def test_what_is_missing_is_said_and_nothing_published(editor: User) -> None:
    made = dataset("Lugares", source="")
    answer = client_of(editor).post(f"{ROOT}{made.name}/publicar/")
    assert answer.status_code == 409
    assert "Falta la fuente." in answer.content.decode()


def test_deleted_and_kept(editor: User) -> None:
    client, made = client_of(editor), dataset("Lugares")
    page = f"{ROOT}{made.name}/"
    client.post(f"{page}borrar/")
    assert "Nadie la ve. Se borra desde" in client.get(page).content.decode()
    assert client.get(f"/catalogo/{made.name}/").status_code == 404
    client.post(f"{page}recuperar/")
    assert client.get(f"/catalogo/{made.name}/").status_code == 200


def test_visitors_are_asked_to_sign_in() -> None:
    for address in (ROOT, f"{ROOT}nueva/", f"{ROOT}algo/"):
        assert "/cuenta/ingresar/" in Client().get(address)["Location"]


def test_who_prepares_for_nobody_hands_nothing_in(tmp_path: Path) -> None:
    client = client_of(publisher("aprueba", MTC, APPROVER))
    assert "no prepara capas" in client.get(ROOT).content.decode()
    assert client.get(f"{ROOT}nueva/").status_code == 403


def test_a_form_without_a_file(editor: User) -> None:
    agency = Agency.objects.get(acronym=MINAM).pk
    answer = client_of(editor).post(f"{ROOT}nueva/", {"title": "x", "agency": agency})
    assert answer.status_code == 400
    assert "Elija un archivo." in answer.content.decode()


def test_another_agency_s_file_is_nobody_s(tmp_path: Path, editor: User) -> None:
    page = handed_in(client_of(editor), written(tmp_path, frame(), "a.gpkg"))
    other = client_of(publisher("ajena", MTC, EDITOR))
    assert other.get(page).status_code == 404
    assert other.post(f"{page}descartar/").status_code == 404
    assert client_of(editor).post(f"{page}descartar/").status_code == 302
