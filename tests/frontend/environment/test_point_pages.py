"""``/ambiente/``: points, their series and the standard, with good, bad and hostile input."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.environment_rows import measured, measuring_point

pytestmark = pytest.mark.django_db

SHEET = "/ambiente/puntos/oefa-valores/e-01/"
API = "/api/v1/environment/measurements/"


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def series() -> None:
    measuring_point()
    for year, value in ((2018, 0.004), (2019, 0.02), (2020, 0.008)):
        measured(sampled_on=dt.date(year, 5, 4), value=value)
    measured(sampled_on=dt.date(2021, 5, 4), state="below", value=None, limit_value=0.05)
    measured(parameter="pH", parameter_key="ph", value=7.1, unit="pH", original_unit="pH")


def test_a_point_shows_its_series_with_the_standard_and_that_sampling_is_targeted(
    client: Client,
) -> None:
    series()
    shown = page(client, SHEET)
    assert "El muestreo es dirigido" in shown
    assert shown.count("<circle") == 3
    assert shown.count("<polygon") == 1
    assert "estándar 0.01" in shown
    assert "&lt; 0.05 mg/L" in shown
    assert "no se puede saber" in shown.lower()
    assert "Decreto Supremo 004-2017-MINAM" in shown
    assert "No se compara: no hay un límite registrado" in shown


def test_a_parameter_is_chosen_and_a_wrong_one_shows_the_longest_series(client: Client) -> None:
    series()
    assert "pH (pH)" in page(client, SHEET, parametro="ph")
    for wrong in ("nada", "'; DROP TABLE", "\x00", "a" * 3000):
        assert "Arsénico (mg/L)" in page(client, SHEET, parametro=wrong)


def test_two_methods_are_two_drawings(client: Client) -> None:
    measuring_point(feed="digesa-aire", matrix="air")
    for method in ("Activo", "Automático"):
        measured(feed="digesa-aire", matrix="air", method=method)
    assert page(client, "/ambiente/puntos/digesa-aire/e-01/").count('<figure class="series"') == 2


@pytest.mark.parametrize(
    "address",
    ["/ambiente/puntos/oefa-valores/nada/", "/ambiente/puntos/nada/e-01/"],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    measuring_point()
    assert client.get(address).status_code == 404


def test_a_point_without_a_place_or_values_says_so(client: Client) -> None:
    measuring_point(geom=None)
    shown = page(client, SHEET)
    assert "no está en el mapa" in shown
    assert "no lo que se midió en él" in shown


def test_texts_of_a_file_are_no_markup(client: Client) -> None:
    measuring_point(name="<script>alert(1)</script>")
    measured(parameter="<img src=x>")
    for address in (SHEET, "/ambiente/puntos/"):
        shown = page(client, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, True),
        ({"matriz": "surface_water"}, True),
        ({"matriz": "air"}, False),
        ({"registro": "digesa-aire"}, False),
        ({"unidad": "16"}, False),
        ({"unidad": "nada"}, True),
        ({"matriz": "nada"}, True),
        ({"pagina": "-1"}, True),
        ({"pagina": "x"}, True),
    ],
)
def test_the_list_is_filtered(client: Client, query: dict[str, str], *, expected: bool) -> None:
    measuring_point()
    assert ("Punto E-01" in page(client, "/ambiente/puntos/", **query)) is expected


def test_the_list_asks_as_many_queries_whatever_it_lists(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        measuring_point(place_key=f"e-{number}", name=f"Punto {number}")
    page(client, "/ambiente/puntos/")
    with django_assert_max_num_queries(8):
        page(client, "/ambiente/puntos/")


def test_samples_are_marked(client: Client) -> None:
    assert "EJEMPLO" in page(client, "/ambiente/puntos/")
    assert "EJEMPLO" in page(client, "/ambiente/")


def test_the_first_page_counts_verdicts_and_lists_limits_with_their_norm(client: Client) -> None:
    series()
    shown = page(client, "/ambiente/")
    assert "El muestreo es dirigido" in shown
    assert shown.count("Decreto Supremo 004-2017-MINAM") == 4
    row = shown[shown.index("Supera el estándar") :]
    numbers = re.findall(r'<td class="number">(\d+)</td>', row)[:3]
    assert numbers == ["1", "2", "1"]


def results(client: Client, **query: str) -> Any:
    response = client.get(API, query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_the_api_gives_values_with_their_verdict(client: Client) -> None:
    series()
    found = results(client, register="oefa-valores", point="e-01", parameter="arsenico")
    assert [row["verdict"] for row in found] == ["meets", "exceeds", "meets", "unknown"]
    assert found[-1]["value"] is None
    assert found[-1]["limit_value"] == 0.05
    assert all("dirigido" in row["sampling"] for row in found)
    assert not any(row["is_sample"] for row in found)


def test_a_point_s_values_are_a_table(client: Client) -> None:
    series()
    response = client.get(API, {"register": "oefa-valores", "point": "e-01", "f": "csv"})
    assert response.status_code == 200
    text = b"".join(response) if response.streaming else response.content
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(rows) == 5


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"register": "nada"}, "register"),
        ({"unit": "1"}, "unit"),
        ({"unit": "16%"}, "unit"),
        ({"f": "csv"}, "register"),
        ({"f": "csv", "register": "oefa-valores"}, "point"),
        ({"nada": "1"}, "nada"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_what_cannot_be_asked_is_named(
    client: Client, query: dict[str, str], parameter: str
) -> None:
    response = client.get(API, query)
    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_the_limits_are_a_list_with_their_norm(client: Client) -> None:
    found = client.get("/api/v1/environment/standard/").json()["results"]
    assert {(row["parameter_key"], row["limit"]) for row in found} == {
        ("arsenico", 0.01),
        ("mercurio", 0.001),
        ("plomo", 0.01),
        ("cadmio", 0.003),
    }
    assert {row["norm"] for row in found} == {"Decreto Supremo 004-2017-MINAM"}
