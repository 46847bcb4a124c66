"""The pages of trainings: sessions, what they add up to, and small numbers nowhere."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.versions import bump
from territory.models import UgelTraining
from tests.frontend.reading import text_of
from tests.layers.themes.focalised_ugel.test_publishing import publish, written
from tests.layers.themes.ugel_trainings.rows import EMPTY, GOOD
from tests.services_of_ugel import register, several

pytestmark = pytest.mark.django_db

PAGE = "/ugel/capacitaciones/"
FEW = EMPTY | {
    "codigo_sesion": "S2",
    "fecha": "2018-06-10",
    "tema": "Taller <script>alert(1)</script>",
    "participantes": "33",
    "de_dre": "3",
    "de_ugel": "14",
    "de_otros_sectores": "16",
}


@pytest.fixture
def _trained() -> None:
    other = {"codigo_oficina": "140000", "oficina": "DRE Lambayeque"}
    publish("ugel_trainings", written(GOOD, GOOD | FEW, GOOD | other))
    bump("ugel_trainings")


@pytest.mark.usefixtures("_trained")
def test_sessions_say_how_many_of_which_sector_and_what_is_withheld(client: Client) -> None:
    text = text_of(client, PAGE)
    for said in (
        "3 filas, una por sesión y oficina",
        "Uso del censo educativo 10 de mayo de 2018",
        "Chiclayo , Auditorio de la DRE",
        "Ministerio de Educación",
        "de la UGEL: 12",
        "de la UGEL: res.",
        "de otros sectores del Estado: 16",
        "Fuente: Informe 9 ; corte 31 de diciembre de 2019",
        "UGEL Chiclayo 140001 2 63 6 + 1 res. 12 + 1 res.",
    ):
        assert said in text, said
    assert "<script>alert" not in client.get(PAGE).content.decode()
    assert "sample-note" not in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("_trained")
def test_an_office_chooses_and_anything_else_chooses_nothing(client: Client) -> None:
    text = text_of(client, f"{PAGE}?oficina=140000")
    assert "1 fila, una por sesión y oficina" in text
    assert "UGEL Chiclayo" not in text
    assert "No hay ninguna capacitación" in text_of(client, f"{PAGE}?oficina=999999")
    for odd in ("oficina=x%00'", "oficina=１４０００１", "pagina=-1", "tabla=x", "tabla=99"):
        assert "3 filas" in text_of(client, f"{PAGE}?{odd}")


@pytest.mark.usefixtures("_trained")
def test_the_ugels_page_the_unit_and_the_commitment_lead_to_them(client: Client) -> None:
    register(several(2, "140101", "140001"))
    bump("ugel_areas")
    text = text_of(client, "/ugel/140001/")
    assert "Sesiones para esta UGEL" in text
    assert "Uso del censo educativo" in text
    assert "res." in text
    assert f'href="{PAGE}"' in client.get("/compromisos/6/").content.decode()
    unit = text_of(client, "/t/140101/")
    assert "sesiones de capacitación en estadística 2" in unit.lower().replace("  ", " ")


@pytest.mark.usefixtures("_trained")
def test_what_goes_out_comes_in_again_and_has_no_small_number(client: Client) -> None:
    answer = client.get("/ugel/archivos/capacitaciones.csv")
    assert 'filename="ugel_trainings.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode()), delimiter=";"))
    assert [(row["participantes"], row["de_dre"], row["de_ugel"]) for row in rows] == [
        ("33", "reservado", "reservado"),
        ("30", "6", "12"),
        ("30", "6", "12"),
    ]
    assert not publish("ugel_trainings", answer.content).changed


def test_samples_are_marked(client: Client) -> None:
    assert "EJEMPLO: estas sesiones" in text_of(client, PAGE)
    answer = client.get("/ugel/archivos/capacitaciones.csv")
    assert 'filename="EJEMPLO_ugel_trainings.csv"' in answer["Content-Disposition"]


def test_without_any_row_the_page_says_so(client: Client) -> None:
    UgelTraining.objects.all().delete()
    bump("ugel_trainings")
    text = text_of(client, PAGE)
    assert "Aún no se publicó ninguna capacitación." in text
    assert "No hay ninguna capacitación publicada con eso." in text


def test_queries_stay_fixed_whatever_the_number_of_rows(client: Client) -> None:
    publish("ugel_trainings", written(GOOD))
    few = _queries(client)
    more = [GOOD | {"codigo_oficina": f"1400{number:02}"} for number in range(2, 30)]
    publish("ugel_trainings", written(GOOD, *more))
    assert _queries(client) == few


def _queries(client: Client) -> int:
    client.get(PAGE)  # what is remembered of layers is there then
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    return len(queries)
