"""People near stops on pages and in the API: figures with their method, or why there are none."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from territory.models import PopulationSource
from territory.population import near_units, refresh_near_stops, refresh_unit_population
from tests.frontend.reading import text_of
from tests.territory import peopled

pytestmark = pytest.mark.django_db

API = "/api/v1/transit/people-near-stops/"
PAGES = ("/transporte/", "/compromisos/9/", "/compromisos/10/")


@pytest.fixture(scope="module")
def city(module_db: None) -> None:
    peopled.make_land()
    peopled.make_stops([(-79.045, -8.11), (-79.013, -8.10)])
    peopled.make_population()
    refresh_unit_population()
    refresh_near_stops()


@pytest.fixture
def nothing_loaded(city: None, db: None) -> None:
    PopulationSource.objects.all().delete()


@pytest.mark.usefixtures("nothing_loaded")
@pytest.mark.parametrize("address", PAGES)
def test_without_a_population_the_page_says_why_nothing_is_known(
    client: Client, address: str
) -> None:
    text = text_of(client, address)
    assert "No se puede saber: nadie cargó aún una población" in text
    assert "centros poblados de este sitio no trae cuánta gente" in text


def test_no_other_commitment_speaks_of_stops(client: Client) -> None:
    assert "500 m" not in text_of(client, "/compromisos/14/")


@pytest.mark.usefixtures("city")
def test_the_page_has_figure_share_method_and_source(client: Client) -> None:
    text = text_of(client, "/transporte/").replace("\u202f", "")
    for row in near_units():
        assert str(round(row.people)) in text
        assert str(round(row.total)) in text
        assert f"{100 * row.people / row.total:.1f} %".replace(".", ",") in text
    for said in ("línea recta", "se cuenta una vez", "repartida por igual", "Rejilla de prueba"):
        assert said in text


@pytest.mark.usefixtures("city")
def test_a_commitments_page_has_its_own_provinces(client: Client) -> None:
    assert "Rejilla de prueba" in text_of(client, "/compromisos/10/")
    nine = text_of(client, "/compromisos/9/")
    assert "no cubre entero ninguno con paraderos" in nine
    assert "Trujillo 1301" not in nine


@pytest.mark.usefixtures("city")
def test_a_feeds_report_says_how_many_live_near(client: Client) -> None:
    text = text_of(client, "/transporte/redes/prueba/")
    assert "Personas a menos de 500 m de sus paraderos:" in text
    assert "según Rejilla de prueba" in text


@pytest.mark.usefixtures("nothing_loaded")
def test_a_feeds_report_without_a_population_says_so(client: Client) -> None:
    text = text_of(client, "/transporte/redes/prueba/")
    assert "Personas a menos de 500 m de sus paraderos: no se puede saber" in text


@pytest.mark.usefixtures("city")
def test_the_api_gives_units_and_feeds(client: Client) -> None:
    answer = client.get(API).json()
    found = {line["ubigeo"] or line["feed"]: line for line in answer["results"]}
    assert set(found) == {"1301", "130101", "130102", "prueba"}
    unit = found["1301"]
    assert (unit["distance_m"], unit["distance_kind"]) == (500, "línea recta")
    assert unit["people"] < unit["people_in_unit"] == round(peopled.people().sum())
    assert unit["source"] == "Rejilla de prueba"
    assert unit["cutoff_date"] == "2025-01-01"
    assert found["prueba"]["people_in_unit"] is None
    lines = list(
        csv.DictReader(io.StringIO(client.get(f"{API}?f=csv").content.decode("utf-8-sig")))
    )
    assert {line["ubigeo"] or line["feed"]: line["people"] for line in lines} == {
        key: str(line["people"]) for key, line in found.items()
    }
    assert client.get(f"{API}?f=pdf").status_code == 400
    assert client.get(f"{API}?unit=13").status_code == 400


@pytest.mark.usefixtures("nothing_loaded")
def test_the_api_is_empty_without_a_population(client: Client) -> None:
    assert client.get(API).json()["results"] == []


@pytest.mark.usefixtures("city")
def test_a_units_figures_and_a_commitments_have_it_too(client: Client) -> None:
    summary = client.get("/api/v1/units/130101/summary/").json()
    ten = next(found for found in summary["commitments"] if found["number"] == 10)
    assert "people_near_stops" in [figure["name"] for figure in ten["figures"]]
    lines = client.get("/api/v1/commitments/10/figures/?f=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    near = [row for row in rows if row["name"] == "people_near_stops"]
    assert {(row["ubigeo"], row["is_partial"], row["covers"]) for row in near} == {
        ("13", "True", near[0]["covers"]),
        ("", "True", near[0]["covers"]),
    }
    assert "1301" in near[0]["covers"]
    assert "Personas a menos de 500 m" in text_of(client, "/t/130101/")
