"""The search page as a browser without script gets it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from territory.models import AdminUnit, RuralSchool
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("150101", "/t/150101/"),
        ("1501", "/t/1501/"),
        ("08", "/t/08/"),
        ("  150101 ", "/t/150101/"),
        ("Machupicchu", "/t/081304/"),
        ("ANCASH", "/t/02/"),
    ],
)
def test_exact_match_goes_to_its_sheet(client: Client, query: str, target: str) -> None:
    unit = AdminUnit.objects.get(pk=target.split("/")[2])
    response = client.get("/buscar/", {"q": query})
    assert (response.status_code, response.headers["Location"]) == (302, target), str(unit)


def test_namesakes_are_listed_with_what_contains_them(client: Client) -> None:
    text = text_of(client, "/buscar/?q=san+isidro")
    assert "San Isidro Distrito · 150131 · Lima, Lima" in text
    assert "Huancavelica" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "-12.05, -77.04",
            ("El punto cae en", "no permiten decir el distrito", "Lima", "en el mapa"),
        ),
        ("18S 277925 8667091", ("El punto cae en", "Lima")),
        ("-14, -80", ("El punto no cae en ningún departamento",)),
        ("48.85, 2.35", ("caen fuera del Perú",)),
        ("xyzzyx", ("Sin resultados",)),
    ],
)
def test_search_says_what_it_found(client: Client, query: str, words: tuple[str, ...]) -> None:
    text = text_of(client, f"/buscar/?q={query}")
    for word in words:
        assert word in text


def test_position_names_departments_only_while_boundaries_are_rough(client: Client) -> None:
    html = client.get("/buscar/?q=-12.05, -77.04").content.decode()
    assert re.findall(r'class="result" +href="/t/(\d+)/"', html) == ["15"]


def test_kinds_are_apart_and_a_sample_says_so(client: Client) -> None:
    html = client.get("/buscar/?q=escuela+de+ejemplo").content.decode()
    kinds = re.findall(r'<h3 id="(\w+)"', html)
    assert kinds == ["rural_schools", "rural_residences", "eib_schools"]
    text = text_of(client, "/buscar/?q=escuela+de+ejemplo")
    assert "EJEMPLO · ESCUELA DE EJEMPLO" in text
    assert "Ver en el mapa" in text


def test_the_kind_that_answers_best_comes_first(client: Client) -> None:
    RuralSchool.objects.create(
        modular_code="0000001",
        annex="0",
        name="AGUA",
        commitments=[8],
        source="Prueba",
        cutoff_date="2025-01-01",
    )
    html = client.get("/buscar/?q=agua").content.decode()
    assert re.findall(r'<h3 id="(\w+)"', html)[:2] == ["rural_schools", "units"]


def test_all_of_a_kind_are_a_page_away(client: Client) -> None:
    html = client.get("/buscar/?q=san").content.decode()
    (address,) = re.findall(r'href="(/buscar/\?q=san&amp;tipo=units)"', html)
    assert html.count('class="result"') < 20
    whole = client.get(address.replace("&amp;", "&")).content.decode()
    assert 20 < whole.count('class="result"') <= 100
    assert 'href="/buscar/?q=san"' in whole


def test_a_unit_shares_its_page_with_a_row_of_its_name(client: Client) -> None:
    RuralSchool.objects.create(
        modular_code="0000001",
        annex="0",
        name="MACHUPICCHU",
        commitments=[8],
        source="Prueba",
        cutoff_date="2025-01-01",
    )
    text = text_of(client, "/buscar/?q=machupicchu")
    assert "Machupicchu Distrito · 081304" in text
    assert "MACHUPICCHU Escuela rural · 0000001" in text


def test_hostile_query_is_shown_as_text(client: Client) -> None:
    html = client.get("/buscar/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
