"""``/extraccion/`` and what a unit's sheet says of it: good, bad and hostile addresses."""

from __future__ import annotations

import pytest
from django.test import Client

from territory.models import AdminUnit, CanonSplitRule
from tests.extraction_rows import SOURCE, covered, received

pytestmark = pytest.mark.django_db

ADDRESS = "/extraccion/"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u202f", " ").split())


def test_samples_are_said_to_be_samples(client: Client) -> None:
    page = text(client, ADDRESS)
    assert "EJEMPLO: estos montos muestran el formato" in page
    assert "EJEMPLO: estos títulos muestran el formato" in page


def test_a_department_s_arithmetic_is_shown(client: Client) -> None:
    received("18", 2500)
    received("1801", 3000)
    received("180106", "4500.25")
    covered("18")
    page = text(client, f"{ADDRESS}?u=18")
    assert "gobierno regional S/ 2 500 + municipalidades S/ 7 500,25 = S/ 10 000,25" in page
    assert "10 000,25 × 25 % = 2 500,06" in page
    assert "artículo 5, numeral 5.2, literal d)" in page
    assert "consta vigente desde 2007" in page
    assert "una diferencia de S/ -0,06" in page
    assert "La diferencia no es una falta" in page
    assert SOURCE in page


def test_without_a_rule_nothing_is_worked_out_and_it_is_said(client: Client) -> None:
    CanonSplitRule.objects.all().delete()
    received("18", 2500)
    received("1801", 3000)
    covered("18")
    page = text(client, f"{ADDRESS}?u=18")
    assert "Sin cálculo: no hay una regla de reparto cargada" in page
    assert "×" not in page
    assert "No hay reglas de reparto cargadas" in text(client, ADDRESS)


def test_a_part_of_the_country_is_said_to_be_one(client: Client) -> None:
    received("18", 2500)
    covered("18")
    assert "Según los archivos de:" in text(client, ADDRESS)
    assert "Según los archivos de:" not in text(client, f"{ADDRESS}?u=18")


def test_an_amount_for_each_person_names_whom_it_is_divided_by(client: Client) -> None:
    received("180106", 100)
    covered("18")
    AdminUnit.objects.filter(pk="180106").update(population=8, population_year=2023)
    page = text(client, f"{ADDRESS}?u=180106")
    assert "12,50" in page
    assert "entre 8 de 2023" in page
    AdminUnit.objects.filter(pk="180106").update(population=8, population_year=2017)
    page = text(client, f"{ADDRESS}?u=180106")
    assert "12,50" not in page
    assert "no se sabe cuántos eran en 2023 (se sabe de 2017, que es otro número)" in page


def test_what_lacks_a_part_is_no_sum(client: Client) -> None:
    received("180106", 100)
    received("180101", None)
    covered("18")
    page = text(client, f"{ADDRESS}?u=18")
    assert "(falta 1; el resto suma 100)" in page


def test_a_year_without_anything_is_said(client: Client) -> None:
    received("18", 1)
    covered("18")
    assert "De 1999 no hay nada publicado" in text(client, f"{ADDRESS}?u=18&anio=1999")


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("u=99", "u: no hay unidad con el ubigeo 99."),
        ("u=0", "u: no hay unidad"),
        ("u=' OR 1=1", "u: no hay unidad"),
        ("u=<script>alert(1)</script>", "u: no hay unidad"),
        ("u=18%00", "u: no hay unidad"),
        ("u=" + "1" * 500, "u: no hay unidad"),
        ("anio=99", "anio: escriba un año de cuatro cifras."),
        ("anio=2023'--", "anio: escriba"),
        ("anio=٢٠٢٣", "anio: escriba"),
    ],
)
def test_what_cannot_be_meant_is_said_by_its_name(client: Client, query: str, what: str) -> None:
    page = text(client, f"{ADDRESS}?{query}", 400)
    assert what in page
    assert "<script>alert" not in page


def test_a_unit_s_sheet_has_sites_money_and_investment_together(client: Client) -> None:
    received("180106", 100)
    covered("18")
    page = text(client, "/t/180106/")
    assert "Sitios, dinero recibido e inversión, juntos" in page
    assert "Recibido en 2023 (S/): recurso no renovable" in page
    assert "/extraccion/?u=180106" in page
    assert SOURCE in page
    assert "Sitios, dinero recibido" not in text(client, "/t/240101/")


def test_the_commitment_leads_to_it(client: Client) -> None:
    assert 'href="/extraccion/"' in text(client, "/compromisos/4/")
