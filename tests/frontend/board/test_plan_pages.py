"""The pages of the plan as a whole: its words, what is sourced, and what isn't known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from territory.alignment import Framework
from territory.models import Plan, PlanEvent
from tests.frontend.reading import text_of
from tests.situations import SOURCE_URL, affected
from tests.territory.test_alignment import link, read

pytestmark = pytest.mark.django_db


def event(title: str = "Taller de la prueba", **values: Any) -> None:
    PlanEvent.objects.create(
        plan=Plan.objects.get(),
        kind=PlanEvent.Kind.REGIONAL_WORKSHOP,
        title=title,
        source="Fuente de la prueba",
        source_url="https://example.org/taller",
        cutoff_date=dt.date(2018, 1, 1),
        **values,
    )


def test_the_plans_words_are_on_the_page(client: Client) -> None:
    text = text_of(client, "/seguimiento/plan/")
    for words in (
        "seguridad ciudadana, educación, infraestructura, salud, saneamiento y ambiente",
        "Plan Bicentenario: Perú hacia el 2021",
        "CEPAL y la OCDE",
        "Objetivos de Desarrollo Sostenible de la Agenda 2030",
        "mesas temáticas, consultas públicas virtuales, talleres regionales y mesas nacionales",
        "Compromisos subnacionales: No",
        "Total de compromisos: 18",
        "texto publicado",  # the source
    ):
        assert words in text, words


def test_what_no_source_says_is_said_to_be_unknown(client: Client) -> None:
    text = text_of(client, "/seguimiento/plan/")
    assert "No se conoce ningún evento con fuente" in text
    assert "aquí no se supone ninguna" in text


def test_events_are_listed_and_chosen_by_sector_and_region(client: Client) -> None:
    event("Taller del Cusco", theme="health", unit_id="08", held_on=dt.date(2017, 3, 2))
    event("Taller de Tacna", theme="education", unit_id="23")
    everything = text_of(client, "/seguimiento/plan/")
    assert "Taller del Cusco" in everything
    assert "Taller de Tacna" in everything
    for chosen in ("?sector=health", "?region=08", "?sector=health&region=08"):
        text = text_of(client, f"/seguimiento/plan/{chosen}")
        assert "Taller del Cusco" in text
        assert "Taller de Tacna" not in text
    # What there isn't is as nothing asked.
    assert "Taller de Tacna" in text_of(client, "/seguimiento/plan/?sector=x&region=%27--&pagina=z")


def test_text_from_a_source_is_no_markup(client: Client) -> None:
    event("<script>alert(1)</script>", theme="health")
    affected("13", title="<img src=x onerror=alert(1)>")
    link(1, Framework.BICENTENNIAL, "2", **SOURCE, title="<svg onload=alert(1)>")
    for address in ("/seguimiento/plan/", "/seguimiento/alineacion/"):
        content = client.get(address).content.decode()
        for opened in ("<script>alert", "<img src=x", "<svg onload"):
            assert opened not in content


SOURCE = {
    "source": "Fuente de la prueba",
    "source_url": "https://example.org/fuente",
    "read_on": dt.date(2026, 11, 20),
}


def test_affected_regions_are_on_the_page_with_their_source(client: Client) -> None:
    affected("13", "20")
    content = client.get("/seguimiento/plan/").content.decode()
    assert SOURCE_URL in content
    assert "LAYERS=departments%2Caffected_regions" in content
    text = text_of(client, "/seguimiento/plan/")
    assert "La Libertad" in text
    assert "Piura" in text


def test_affected_regions_are_a_layer_of_every_service(client: Client) -> None:
    affected("13", "20")
    page: Any = client.get("/ogc/collections/affected_regions/items", {"f": "json"})
    features = json.loads(page.getvalue())["features"]
    assert {row["properties"]["declared_ubigeo"] for row in features} == {"13", "20"}
    properties = features[0]["properties"]
    assert properties["source_url"] == SOURCE_URL
    assert properties["cutoff_date"] == "2018-05-01"
    parameters = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    found: Any = client.get("/ows/wfs", {**parameters, "typeNames": "affected_regions"})
    assert found.getvalue().count(b"<ta:affected_regions ") == 2 or b'numberMatched="2"' in (
        found.getvalue()
    )


def test_a_proposal_is_marked_in_every_cell(client: Client) -> None:
    content = client.get("/seguimiento/alineacion/").content.decode()
    table = content.partition('aria-labelledby="sdg"')[2].partition("</section>")[0]
    assert table.count("cross-proposal") == table.count("propuesta</small>") == 30
    assert "propuesta de este sitio: ni el plan ni otra fuente lo dice" in text_of(
        client, "/seguimiento/alineacion/"
    )


def rows_of(client: Client, framework: str) -> list[dict[str, str]]:
    response: Any = client.get(f"/api/v1/plan/alignment/{framework}/", {"f": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_csv_and_json_have_the_same_cells(client: Client) -> None:
    read(4, 5, "access_to_information")
    link(1, Framework.OGP_VALUE, "technology")
    for framework in Framework:
        cells = client.get(f"/api/v1/plan/alignment/{framework}/").json()["cells"]
        rows = rows_of(client, framework)
        for cell, row in zip(cells, rows, strict=True):
            for name, value in cell.items():
                assert row[name] == ("" if value is None else str(value))
    values = rows_of(client, "ogp_value")
    assert [(row["commitment"], row["code"], row["cutoff_date"]) for row in values] == [
        ("1", "technology", "2026-11-20"),
        ("4", "access_to_information", "2026-11-05"),
    ]
    assert all(row["source_url"].startswith("https://") for row in values)
    proposed = rows_of(client, "sdg")
    assert {row["source"] for row in proposed} == {"Propuesta de este sitio"}
    assert {row["source_url"] for row in proposed} == {""}


def test_a_table_that_does_not_exist_is_said(client: Client) -> None:
    response = client.get("/api/v1/plan/alignment/nada/")
    assert response.status_code == 404
    assert "nada" in response.json()["detail"]
    assert client.get("/api/v1/plan/alignment/sdg/", {"x": "1"}).status_code == 400


def test_the_board_has_18_lines_and_invents_no_state(client: Client) -> None:
    text = text_of(client, "/seguimiento/")
    for number in range(1, 19):
        assert f"{number}. " in text
    assert text.count("no se conoce") >= 18
    assert client.get("/seguimiento/?tema=health").content.decode().count('<tr data-theme="') == 3


def test_the_record_is_on_the_commitments_page(client: Client) -> None:
    assert "Registro de la Alianza" not in text_of(client, "/compromisos/4/")
    read(4, 5, "access_to_information")
    text = text_of(client, "/compromisos/4/")
    assert "Registro de la Alianza para el Gobierno Abierto (OGP)" in text
    assert "la página no lo dice" in text
    assert "05/11/2026" in text


@pytest.mark.parametrize(
    "address", ["/seguimiento/", "/seguimiento/plan/", "/seguimiento/alineacion/"]
)
def test_more_rows_ask_no_more_queries(client: Client, address: str) -> None:
    counts = []
    for number in (1, 2, 3):
        event(theme="health", unit_id=f"{number:02}")
        affected(f"{number:02}", f"{number + 10:02}")
        read(number, 5, "technology")
        link(number, Framework.SDG, "1.1")
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
