"""From a file that an editor hands in to its publication, by plain forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from layers import stored
from layers.models import CandidateRow, DiaryEntry, StoredFile, Submission
from layers.progress import Unwatched
from layers.publishing import work
from tests.layers.loading.regional_files import COUNTRY, MOQUEGUA, TUMBES, covered, facts
from tests.layers.loading.test_choices import DEGREES, gpkg
from tests.layers.loading.test_import_source import BAD, HEADER
from tests.publishers import everybody
from tests.submissions import SOURCE, checked, decide, hand_in, page, published
from tests.zones import client_of

pytestmark = pytest.mark.django_db
State = Submission.State


@pytest.fixture
def people() -> dict[str, User]:
    return everybody()


@pytest.fixture
def editor(people: dict[str, User]) -> Client:
    return client_of(people["editor"])


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_file_is_checked_shown_and_published(people: dict[str, User], editor: Client) -> None:
    held = hand_in(editor, *TUMBES)
    assert held.state == State.CHECKED
    assert held.covered == ["24"]
    counts = {"new": 2, "changed": 0, "gone": 0, "same": 0}
    assert held.comparison == {"environmental_commissions": counts}
    assert facts() == set()  # nothing yet
    shown = words(editor.get(page(held)))
    assert "None" not in shown  # a figure that nobody knows afterwards is a dash
    assert "2 filas correctas, 0 rechazadas; 0 datos omitidos. Cubre: Tumbes (24)." in shown
    assert decide(editor, held, "publish").status_code == 302
    assert published(held, people["editor"]).state == State.PUBLISHED
    assert facts() == {"CAR Tumbes", "CAM Villar"}
    assert held.snapshot
    assert (held.snapshot.published_by, held.snapshot.sha256) == (people["editor"], held.sha256)
    actions = list(DiaryEntry.objects.order_by("pk").values_list("action", "account"))
    assert actions == [("handed_in", "edita"), ("published", "edita")]
    assert "Publicado el" in words(editor.get(SOURCE))


def test_what_is_compared_is_what_a_publication_writes(
    people: dict[str, User], editor: Client
) -> None:
    first = hand_in(editor, *TUMBES)
    decide(editor, first, "publish")
    published(first, people["editor"])
    changed = TUMBES[0].replace("CAR Tumbes", "CAR de Tumbes")
    new = "CAM;2401;Tumbes;CAM Tumbes;Oficio 1;2020-12-31"
    held = hand_in(editor, changed, new)
    counts = held.comparison["environmental_commissions"]
    assert counts == {"new": 1, "changed": 1, "gone": 1, "same": 0}
    rows = {row.change: row for row in CandidateRow.objects.filter(submission=held)}
    assert rows["changed"].values == {"name": "CAR de Tumbes"}
    assert rows["changed"].before == {"name": "CAR Tumbes"}
    assert rows["changed"].number == 2
    assert (rows["gone"].values or {})["declared_ubigeo"] == "2402"
    decide(editor, held, "publish")
    assert published(held, people["editor"]).message == "1 nuevas, 1 cambiadas, 1 retiradas"
    again = hand_in(editor, changed, new)
    assert again.comparison["environmental_commissions"]["same"] == 2


def test_figures_are_those_before_and_after(people: dict[str, User], editor: Client) -> None:
    first = hand_in(editor, *TUMBES)
    decide(editor, first, "publish")
    published(first, people["editor"])
    held = hand_in(editor, *MOQUEGUA)
    figures = {figure["title"]: (figure["before"], figure["after"]) for figure in held.figures}
    # The municipal ones: Villar, then Nieto and Ilo beside it.
    assert (1.0, 3.0) in figures.values()
    assert facts() == {"CAR Tumbes", "CAM Villar"}


def test_refused_rows_are_listed_and_hold_it_up(people: dict[str, User], editor: Client) -> None:
    held = hand_in(editor, *TUMBES, BAD)
    assert decide(editor, held, "publish").status_code == 409
    held.refresh_from_db()
    assert held.state == State.CHECKED
    listed = words(editor.get(page(held, "celdas/")))
    assert "El ubigeo 130101 del INEI es «Trujillo»" in listed
    filtered = editor.get(page(held, "celdas/"), {"columna": "nombre"})
    assert "Trujillo" not in words(filtered)
    answer: Any = editor.get(page(held, "celdas.csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "archivo;fila;código;columna;valor;motivo;efecto"
    assert lines[1].startswith(";4;UBIGEO 130101;territorio;Chiclayo;")
    assert decide(editor, held, "publish", skips_refused="on").status_code == 302
    assert published(held, people["editor"]).state == State.PUBLISHED
    assert held.snapshot
    assert held.snapshot.report["errors"][0][0] == 4


def test_what_cannot_be_read_says_why_and_changes_nothing(editor: Client) -> None:
    held = hand_in(editor, "x", header="una;dos")
    assert held.state == State.FAILED
    shown = editor.get(page(held))
    assert "Faltan columnas: tipo, ubigeo" in words(shown)
    assert decide(editor, held, "publish").status_code == 409
    assert decide(editor, held, "discard").status_code == 302
    held.refresh_from_db()
    assert (held.state, held.file) == (State.DISCARDED, None)


def test_another_part_in_the_way_has_to_be_replaced_on_purpose(
    people: dict[str, User], editor: Client
) -> None:
    first = hand_in(editor, *TUMBES)
    decide(editor, first, "publish")
    published(first, people["editor"])
    held = hand_in(editor, *COUNTRY, covers="PE")
    assert held.overlap == "Tumbes (24)"
    assert "Reemplazaría entero al archivo que cubre Tumbes (24)." in held.warnings
    assert held.comparison["environmental_commissions"]["gone"] == 1
    assert decide(editor, held, "publish").status_code == 409
    assert decide(editor, held, "publish", replaces_others="on").status_code == 302
    assert published(held, people["editor"]).state == State.PUBLISHED
    assert covered() == [["PE"]]


def test_a_file_that_shrinks_is_warned_of(people: dict[str, User], editor: Client) -> None:
    units = {"2401": "Tumbes", "2402": "Contralmirante Villar", "2403": "Zarumilla"}
    rows = [f"CAM;{code};{name};CAM {name};O;2020-12-31" for code, name in units.items()]
    first = hand_in(editor, *rows)
    assert first.state == State.CHECKED, first.message
    decide(editor, first, "publish")
    published(first, people["editor"])
    held = hand_in(editor, rows[0], covers="24")
    assert any("se reduce a menos de la mitad: de 3 filas a 1" in text for text in held.warnings)


def test_what_the_file_lacks_is_asked_exactly(people: dict[str, User], tmp_path: Path) -> None:
    """Of a GeoPackage with two layers that fit: which; then it is read."""
    path = tmp_path / "derechos.gpkg"
    for layer in ("derechos", "copia"):
        gpkg(path, DEGREES, layer=layer, crs="EPSG:4326")
    client = client_of(people["admin"])
    said = {"origin": "INGEMMET", "cutoff": "2025-12-31"}
    address = "/publicar/fuentes/extractives/entregar/"
    with path.open("rb") as file:
        assert client.post(address, {"file": file, **said}).status_code == 302
    held = checked(Submission.objects.get())
    assert held.state == State.UPLOADED
    assert held.lacks == {"choice": "layer", "offers": ["derechos", "copia"]}
    form = etree.HTML(client.get(page(held)).content.decode())
    options: Any = form.xpath("//select[@name='layer']/option/@value")
    assert options == ["derechos", "copia"]
    answer: Any = client.post(page(held, "revisar/"), {**said, "layer": "una que no hay"})
    assert answer.status_code == 422
    assert client.post(page(held, "revisar/"), {**said, "layer": "copia"}).status_code == 302
    assert checked(held).state == State.CHECKED
    answer = client.get(page(held, "filas.geojson"))
    (feature,) = answer.json()["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["change"] == "new"
    nowhere = client.get(page(held, "filas.geojson"), {"bbox": "-80,-5,-79,-4"})
    assert nowhere.json()["features"] == []


def test_columns_of_persons_are_found_in_the_file_and_wait(editor: Client) -> None:
    """Also one that isn't published: the official form has none."""
    header = f"{HEADER};DNI del presidente"
    held = hand_in(editor, *(f"{row};45678912" for row in TUMBES), header=header)
    assert held.state == State.CHECKED
    finding = {"table": "", "column": "DNI del presidente", "kind": "documents"}
    assert held.personal == [finding]
    shown = words(editor.get(page(held)))
    assert "DNI del presidente : números de documentos de identidad" in shown
    decide(editor, held, "publish")
    held.refresh_from_db()
    assert held.state == State.AWAITING
    assert facts() == set()


def test_a_second_check_after_the_layers_changed(people: dict[str, User], editor: Client) -> None:
    held = hand_in(editor, *MOQUEGUA)
    other = hand_in(editor, *TUMBES)
    decide(editor, other, "publish")
    published(other, people["editor"])
    assert "Lo publicado cambió después" in words(editor.get(page(held)))
    assert editor.post(page(held, "revisar/"), {}).status_code == 302
    assert checked(held).state == State.CHECKED
    assert "Lo publicado cambió después" not in words(editor.get(page(held)))


def test_an_address_within_the_network_is_refused(editor: Client) -> None:
    """Whoever hands in an address may mean harm to what only this machine reaches."""
    address = "http://127.0.0.1:8000/healthz"
    assert editor.post(f"{SOURCE}entregar/", {"address": address}).status_code == 302
    held = checked(Submission.objects.get())
    assert (held.state, held.file) == (State.FAILED, None)
    assert held.message
    assert "127.0.0.1" not in held.message or "red" in held.message


@pytest.mark.parametrize("said", [{}, {"address": "no es una dirección"}])
def test_a_form_without_a_file_says_so(editor: Client, said: dict[str, str]) -> None:
    answer = editor.post(f"{SOURCE}entregar/", said)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Submission.objects.exists()


def _marks(held: Submission) -> dict[str, str]:
    """Coordinate → comment of every marked cell of the workbook that is made of the file."""
    made = StoredFile.objects.get(pk=work.mark(Unwatched(), str(held.pk))["file"])
    assert made.name.endswith("-marcado.xlsx")
    book = openpyxl.load_workbook(stored.open(made))
    return {
        cell.coordinate: cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_the_file_comes_back_with_its_cells_marked(editor: Client) -> None:
    held = hand_in(editor, *TUMBES, BAD)
    (marked,) = _marks(held).items()
    assert marked[0] == "C4"  # the third column, «territorio», of the fourth line
    assert marked[1].startswith("Fila rechazada: El ubigeo 130101 del INEI es «Trujillo»")


def test_no_cell_of_what_is_made_is_a_formula(editor: Client) -> None:
    held = hand_in(editor, BAD.replace("CAM Chiclayo", "=HYPERLINK(A1)"), *TUMBES)
    made = StoredFile.objects.get(pk=work.mark(Unwatched(), str(held.pk))["file"])
    book = openpyxl.load_workbook(stored.open(made))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert kinds == {"s"}
