"""The commissions' pages: what is known with its source, what isn't as unknown, persons never."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from layers.versions import bump
from territory.models import (
    CommissionAssistance,
    CommissionPolicy,
    EnvironmentalCommission,
    GuidelineVersion,
    PublishedPart,
)
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db

ORIGIN: dict[str, Any] = {
    "commitments": [3],
    "source": "Informe 7",
    "source_url": "https://www.gob.pe/informe-7",
    "cutoff_date": "2019-12-31",
}
CUSCO: dict[str, Any] = ORIGIN | {"kind": "CAR", "declared_unit_id": "08"}


@pytest.fixture
def cusco() -> None:
    """Everything that can be known of one commission."""
    EnvironmentalCommission.objects.create(
        **CUSCO,
        name="CAR Cusco",
        created_by="Ordenanza Regional",
        instrument_number="020-2014-CR",
        instrument_on="2014-02-01",
        instrument_url="https://www.gob.pe/norma",
        plan="Plan de acción ambiental",
        plan_url="https://www.gob.pe/plan",
        member_sectors="Gobierno regional; Sociedad civil",
        assisted=False,
    )
    CommissionAssistance.objects.create(
        **CUSCO,
        topic="Reglamento <script>",
        assisted_on="2018-05-10",
        improvement="Aprobó su reglamento",
        evidence_url="https://www.gob.pe/evidencia",
    )
    for stage, day in (("design", "2017-04-01"), ("follow_up", None)):
        CommissionPolicy.objects.create(
            **CUSCO, name="Política ambiental", stage=stage, stage_on=day
        )
    bump("environmental_commissions", "commission_assistance", "commission_policies")


@pytest.mark.usefixtures("cusco")
def test_the_sheet_says_what_is_known_and_what_is_not(client: Client) -> None:
    text = text_of(client, "/comisiones/CAR/08/")
    for said in (
        "Ordenanza Regional N.º 020-2014-CR (1 de febrero de 2014) leer la norma",
        "Fecha de creación no se conoce",
        "Plan de acción ambiental leer el plan",
        "Gobierno regional; Sociedad civil",
        "las fuentes se contradicen",
        "Mejora implementada: Aprobó su reglamento ver la evidencia",
        "Diseño 1 de abril de 2017",
        "Implementación no se conoce",
        "Seguimiento alcanzada; no se conoce la fecha",
        "Fuente: Informe 7 ; corte 31 de diciembre de 2019",
    ):
        assert said in text, said
    assert "EJEMPLO ·" not in text
    content = client.get("/comisiones/CAR/08/").content.decode()
    assert "Reglamento &lt;script&gt;" in content
    for address in ("norma", "plan", "evidencia", "informe-7"):
        assert f'href="https://www.gob.pe/{address}"' in content


def test_a_sheet_of_samples_is_marked(client: Client) -> None:
    text = text_of(client, "/comisiones/CAR/08/")
    assert "Esta página contiene ejemplos" in text
    assert "EJEMPLO · Fuente:" in text


@pytest.mark.parametrize(
    "address",
    [
        "/comisiones/CAR/0801/",
        "/comisiones/CAM/08/",
        "/comisiones/CAR/99/",
        "/comisiones/XXX/08/",
        "/comisiones/car/08/",
        "/comisiones/CAR/8/",
        "/comisiones/CAM/150142/",
    ],
)
def test_no_commission_has_no_sheet(client: Client, address: str) -> None:
    EnvironmentalCommission.objects.filter(declared_unit_id="150142").delete()
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("cusco")
def test_the_list_counts_against_the_plan_once_its_files_cover_the_country(client: Client) -> None:
    text = text_of(client, "/comisiones/")
    assert "CAR distintas con asistencia fechada 1" in text
    assert "de 8 que dice el plan" not in text
    PublishedPart.objects.create(
        source="environment_assistance",
        covers=["PE"],
        records=["territory.commissionassistance"],
    )
    text = text_of(client, "/comisiones/")
    assert "CAR distintas con asistencia fechada 1 de 8 que dice el plan" in text
    assert "CAR distintas con mejora evidenciada 1" in text
    assert "CAM distintas" not in text  # nothing says it, which is not zero
    assert "políticas con diseño registrado 1" in text.lower()
    assert "1 comisión" in text
    assert "CAR Cusco Cusco 08 Ordenanza Regional 1 1 1" in text


def test_the_list_is_paged_and_chosen_by_kind(client: Client) -> None:
    first = text_of(client, "/comisiones/?tipo=CAM")
    assert "Página 1 de" in first
    assert "tipo=CAM&amp;pagina=2" in client.get("/comisiones/?tipo=CAM").content.decode()
    assert "25 comisiones" in text_of(client, "/comisiones/?tipo=CAR")
    for odd in ("tipo=x'", "pagina=-7", "pagina=x", "tipo=CAR&pagina=99"):
        assert client.get(f"/comisiones/?{odd}").status_code == 200


@pytest.mark.usefixtures("cusco")
def test_pages_lead_to_it(client: Client) -> None:
    """From the commitment, from the unit, from the map and from what the API says of the layer."""
    link = 'href="/comisiones/CAR/08/"'
    assert link in client.get("/compromisos/3/").content.decode()
    assert link in client.get("/t/08/").content.decode()
    assert 'href="/comisiones/"' in client.get("/compromisos/3/").content.decode()
    layers = client.get("/api/v1/layers/", {"limit": 1000}).json()["results"]
    sheets = {layer["name"]: layer["sheet"] for layer in layers}
    assert sheets["environmental_commissions"] == "/comisiones/{kind}/{declared_ubigeo}/"
    assert sheets["commission_assistance"] == sheets["commission_policies"] != ""
    assert sheets["districts"] == ""


def test_versions_of_the_guidelines_say_what_each_changed(client: Client) -> None:
    assert "EJEMPLO · Versión 3.0" in text_of(client, "/comisiones/lineamientos/")
    for version, day, changes in (
        ("1", "2017-09-01", None),
        ("2", "2018-09-01", "Agrega el reglamento"),
        ("3", "2019-03-01", None),
    ):
        GuidelineVersion.objects.create(
            **ORIGIN,
            title="Lineamientos",
            version=version,
            issued_on=day,
            changes=changes,
            document_url=f"https://www.gob.pe/v{version}",
        )
    text = text_of(client, "/comisiones/lineamientos/")
    assert "EJEMPLO ·" not in text
    newest, middle, first = text.split("Versión ")[1:]
    assert newest.startswith("3 la más reciente que se conoce")
    assert "Qué cambió: no se conoce." in newest
    assert "Qué cambió: Agrega el reglamento" in middle
    assert "es la primera versión que se conoce" in first
    answer = client.get("/comisiones/lineamientos.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="guideline_versions.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode()), delimiter=";"))
    assert [(row["version"], row["cambios"]) for row in rows] == [
        ("3", ""),
        ("2", "Agrega el reglamento"),
        ("1", ""),
    ]


def test_without_any_row_the_pages_say_so(client: Client) -> None:
    for model in (
        CommissionAssistance,
        CommissionPolicy,
        EnvironmentalCommission,
        GuidelineVersion,
    ):
        model.objects.all().delete()
    assert "Aún no se publica ninguna." in text_of(client, "/comisiones/")
    assert "Aún no se publica ninguna versión." in text_of(client, "/comisiones/lineamientos/")
    assert client.get("/comisiones/CAR/08/").status_code == 404
