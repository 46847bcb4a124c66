"""The sheets of territorial units."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from territory.models import (
    AdminUnit,
    BoundarySource,
    Commitment,
    EnvironmentalCommission,
    SanitationProject,
)
from tests.commitment_samples import without_data
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db


def test_sheet_shows_figures_with_source_and_date(client: Client) -> None:
    unit = AdminUnit.objects.get(pk="150101")
    text = text_of(client, "/t/150101/")
    assert unit.population is not None
    assert f"{unit.population:,}".replace(",", "\u202f") in text
    with translation.override("es"):
        assert unit.source in text
    assert "30 de junio de 2025" in text


def test_sheet_says_what_the_plan_names(client: Client) -> None:
    trujillo = text_of(client, "/t/130101/")
    assert "Nombra lo que lo contiene: La Libertad (departamento)" in trujillo.replace(" )", ")")
    named = re.search(r"El plan nombra este lugar(.*)De alcance nacional", trujillo)
    assert named
    assert "17. Extorsiones" in named[1]
    assert "9. Transporte" not in named[1]
    cusco = text_of(client, "/t/080101/")
    assert "El plan nombra este lugar" not in cusco
    elsewhere = cusco.split("El plan nombra otros lugares")[1]
    assert "17. Extorsiones" in elsewhere
    assert "9. Transporte" in elsewhere


def test_sheet_gives_the_plan_s_line_and_who_leads(client: Client) -> None:
    text = text_of(client, "/t/130101/")
    for commitment in Commitment.objects.prefetch_related("lead_agencies"):
        line = " ".join(commitment.title.split())
        assert f"«{escape(line)}»" in text, commitment
        for agency in commitment.lead_agencies.all():
            assert agency.name in text


def test_commitments_without_data_are_folded_into_one_line(client: Client) -> None:
    without_data(2)
    html = client.get("/t/130101/").content.decode()
    assert html.count("sin datos publicados") == html.count("state-nothing") + 1
    every = re.findall(r"<details.*?</details>", html, re.DOTALL)
    more = re.compile(r"compromisos?\s+más,\s+aún\s+sin\s+datos\s+publicados")
    (folded,) = filter(more.search, every)
    assert "/compromisos/2/" in folded
    # The plan names the place, or samples show what there will be.
    for number in (17, 14):
        assert f"/compromisos/{number}/" not in folded


def test_every_commitment_is_on_every_sheet(client: Client) -> None:
    html = client.get("/t/0801/").content.decode()
    assert set(re.findall(r"/compromisos/(\d+)/", html)) == {str(n) for n in range(1, 19)}


def test_approximate_boundary_is_reported_and_dashed(client: Client) -> None:
    html = client.get("/t/150101/").content.decode()
    assert "Límite aproximado, no oficial" in html
    assert "stroke-dasharray" in html
    AdminUnit.objects.filter(pk="150101").update(boundary_source=BoundarySource.INEI)
    official = client.get("/t/150101/").content.decode()
    assert "Límite aproximado" not in official
    assert "stroke-dasharray" not in official


def test_unit_without_polygon_has_no_map(client: Client) -> None:
    AdminUnit.objects.filter(pk="150101").update(geom=None, boundary_source=None)
    assert "GetMap" not in client.get("/t/150101/").content.decode()


def test_children_are_paged(client: Client) -> None:
    html = client.get("/t/1501/").content.decode()
    assert len(set(re.findall(r'href="/t/(1501\d\d)/"', html))) == 43
    parent = AdminUnit.objects.get(pk="1501")
    AdminUnit.objects.bulk_create(
        AdminUnit(
            ubigeo=f"1501{n}",
            level="district",
            parent=parent,
            name=f"Prueba {n}",
            source="prueba",
            cutoff_date="2025-01-01",
        )
        for n in range(60, 90)
    )
    assert "Página 1 de 2" in text_of(client, "/t/1501/")
    second = client.get("/t/1501/?pagina=2").content.decode()
    assert len(set(re.findall(r'href="/t/(1501\d\d)/"', second))) == 73 - 60
    assert client.get("/t/1501/?pagina=nada").status_code == 200


def test_fact_is_counted_where_it_is_declared(client: Client) -> None:
    fact = EnvironmentalCommission.objects.create(
        kind="CAM",
        name="CAM de Miraflores",
        declared_unit_id="150122",
        commitments=[3],
        source="MINAM",
        source_url="https://example.org/cam",
        cutoff_date="2019-12-31",
    )
    assert "1 fila publicada aquí" in text_of(client, "/t/150122/")
    assert "1 fila publicada aquí" in text_of(client, "/t/15/")
    page = client.get("/compromisos/3/").content.decode()
    assert fact.name in page
    assert 'href="https://example.org/cam"' in page


def test_sheet_shows_the_first_rows_and_leads_to_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        SanitationProject.objects.create(
            cui=f"200000{number}",
            name=f"Obra {number}",
            declared_unit_id="0801",
            commitments=[14],
            source="MEF",
            cutoff_date="2019-12-31",
            selected_by="name",
        )
    address = "/ogc/collections/sanitation_projects/items?f=html&amp;filter=declared_ubigeo"
    assert address not in client.get("/t/0801/").content.decode()
    monkeypatch.setattr("frontend.views.units.ROWS_SHOWN", 1)
    page = client.get("/t/0801/").content.decode()
    assert "Obra 1" in page
    assert "Obra 2" not in page
    assert address in page


def test_of_other_places_those_without_data_are_folded_too(client: Client) -> None:
    """Commitment 17 names La Libertad and Trujillo; without samples nothing of it is published."""
    without_data(17)
    elsewhere = client.get("/t/01/").content.decode().partition("El plan nombra otros lugares")[2]
    shown, opened, folded = elsewhere.partition("<details")
    assert opened
    assert "/compromisos/9/" in shown
    assert "/compromisos/17/" not in shown
    assert "/compromisos/17/" in folded
    # Where the plan names the place it stays in view, and says that there are no data.
    named = client.get("/t/13/").content.decode().partition("De alcance nacional")[0]
    assert "/compromisos/17/" in named
    assert "Aún sin datos publicados" in named
