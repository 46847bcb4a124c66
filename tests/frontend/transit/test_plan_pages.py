"""``/transporte/``: a plan's measures with budget, phases and indicators, and what isn't known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers import versions
from territory.models import UrbanTransportIndicator, UrbanTransportPlan, UrbanTransportProject
from territory.urban_plans import find_plan, phases_of
from tests.frontend.reading import text_of
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

SOURCED: dict[str, Any] = {
    "declared_unit_id": "1301",
    "commitments": [10],
    "source": "Plan de prueba",
    "source_url": "https://example.org/plan.pdf",
    "cutoff_date": dt.date(2020, 12, 31),
}


def publish_plan(**given: Any) -> UrbanTransportPlan:
    values = {**SOURCED, "code": "PMUS-X", "name": "Plan X", **given}
    return UrbanTransportPlan.objects.create(**values)


def publish_measure(**given: Any) -> UrbanTransportProject:
    values = {
        **SOURCED,
        "plan_code": "PMUS-X",
        "code": "M-1",
        "name": "Corredor",
        "phase": "PIM 1",
        "phase_number": 1,
        **given,
    }
    return UrbanTransportProject.objects.create(**values)


def publish_number(**given: Any) -> UrbanTransportIndicator:
    values = {
        **SOURCED,
        "plan_code": "PMUS-X",
        "code": "I-1",
        "name": "Tiempo",
        "unit_of_measure": "min",
        "kind": "value",
        "period_start": dt.date(2019, 1, 1),
        "granularity": "year",
        "value": Decimal(48),
        **given,
    }
    return UrbanTransportIndicator.objects.create(**values)


def test_samples_are_marked_and_give_way_to_a_fact(client: Client) -> None:
    assert "EJEMPLO" in text_of(client, "/transporte/")
    assert "no son un hecho" in text_of(client, "/transporte/planes/EJ-1301/").lower()
    publish_plan()
    page = text_of(client, "/transporte/")
    assert "Plan X" in page
    assert "PLAN DE EJEMPLO" not in page
    assert client.get("/transporte/planes/EJ-1301/").status_code == 404


def test_phases_add_up_as_pandas_adds_the_file() -> None:
    file = FIXTURES / "samples" / "urban_transport_projects.csv"
    frame = pd.read_csv(file, sep=";", dtype={"ubigeo": str})
    own = frame[frame["codigo_plan"] == "EJ-1301"].groupby("fase")["presupuesto_soles"]
    expected = own.agg(["size", "sum", lambda v: v.isna().sum()]).to_dict("index")
    phases = phases_of(find_plan("EJ-1301"))
    assert len(phases) == len(expected) == 3
    for phase in phases:
        number, total, unknown = expected[phase.name].values()
        assert (phase.measures, phase.without_budget) == (number, unknown)
        assert float(phase.budget or 0) == total


def test_a_measure_stands_with_budget_and_follow_up(client: Client) -> None:
    publish_plan()
    publish_measure(
        budget_pen=Decimal("1250000.50"),
        status="running",
        status_on=dt.date(2021, 5, 1),
        progress_pct=Decimal(40),
    )
    page = text_of(client, "/transporte/planes/PMUS-X/")
    assert "1\u202f250\u202f000,50" in page
    assert "en ejecución" in page
    assert "40 %" in page
    assert "1 de mayo de 2021" in page.lower()


def test_an_unknown_budget_is_no_zero(client: Client) -> None:
    publish_plan()
    publish_measure(budget_pen=None)
    publish_measure(code="M-2", budget_pen=Decimal(10))
    page = text_of(client, "/transporte/planes/PMUS-X/")
    assert "sin el de 1 medida, que no se conoce" in page
    (phase,) = phases_of(find_plan("PMUS-X"))
    assert (phase.budget, phase.without_budget) == (Decimal(10), 1)


def test_measures_stand_in_the_order_of_their_numbers(client: Client) -> None:
    publish_plan()
    for code in ("M-10", "M-2", "M-3B", "M-3A", "SIN"):
        publish_measure(code=code)
    found = re.findall(r"(M-\d+[AB]?|SIN) Corredor", text_of(client, "/transporte/planes/PMUS-X/"))
    assert found == ["M-2", "M-3A", "M-3B", "M-10", "SIN"]


def test_an_indicator_is_a_chart_with_baseline_values_and_target(client: Client) -> None:
    publish_plan()
    publish_number(kind="baseline", period_start=dt.date(2016, 1, 1), value=Decimal(50))
    publish_number(value=Decimal("48.125"))
    publish_number(kind="target", period_start=dt.date(2030, 1, 1), value=Decimal(25))
    html = client.get("/transporte/planes/PMUS-X/").content.decode()
    page = text_of(client, "/transporte/planes/PMUS-X/")
    for text in ("Línea de base", "Meta", "48,125", "2030"):
        assert text in page
    widths = [float(width) for width in re.findall(r'<rect x="62" y="1" width="([\d.]+)"', html)]
    assert widths == pytest.approx([190, 190 * 48.125 / 50, 95], abs=0.06)


def test_the_file_of_an_indicator_has_its_numbers_alone(client: Client) -> None:
    publish_plan()
    publish_number()
    publish_number(code="I-2")
    versions.bump("urban_transport_indicators")
    html = client.get("/transporte/planes/PMUS-X/").content.decode()
    (address,) = (
        a.replace("&amp;", "&") for a in re.findall(r'href="([^"]+code=I-2[^"]+csv)"', html)
    )
    answer: Any = client.get(address)
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:200] else ","))
    assert [row["code"] for row in rows] == ["I-2"]


def test_the_picture_holds_measures_beyond_the_plan_s_area(client: Client) -> None:
    area = "MULTIPOLYGON (((-79.05 -8.12, -79.04 -8.12, -79.04 -8.11, -79.05 -8.12)))"
    publish_plan(geom=GEOSGeometry(area, srid=4326))
    publish_measure(geom=GEOSGeometry("POINT (-78.5 -8.5)", srid=4326))
    html = client.get("/transporte/planes/PMUS-X/").content.decode()
    west, south, east, north = map(float, re.findall(r"BBOX=([-\d.%C]+)", html)[0].split("%2C"))
    x, y, *_same = Point(-78.5, -8.5, srid=4326).transform(3857, clone=True).extent
    assert west < x < east
    assert south < y < north


@pytest.mark.parametrize("address", ["/transporte/planes/NO-HAY/", "/transporte/planes/a/"])
def test_no_such_plan(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_script_in_a_name_stays_text(client: Client) -> None:
    publish_plan(name="<script>alert(1)</script>")
    publish_measure(name="<img src=x onerror=alert(1)>")
    html = client.get("/transporte/planes/PMUS-X/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_queries_don_t_grow_with_measures_and_indicators(client: Client) -> None:
    publish_plan()
    numbers = []
    for count in (1, 30):
        for at in range(count):
            publish_measure(code=f"M-{count}{at:03}")
            publish_number(code=f"I-{count}{at:03}")
        client.get("/transporte/planes/PMUS-X/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/transporte/planes/PMUS-X/")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 11


@pytest.mark.parametrize(
    ("publish", "given"),
    [
        (publish_plan, {"source_url": None}),
        (publish_measure, {"source_url": None}),
        (publish_number, {"source_url": None}),
        (publish_measure, {"status": "done"}),
        (publish_measure, {"budget_pen": Decimal(-1)}),
        (publish_plan, {"horizon_from": 2030, "horizon_to": 2020}),
    ],
)
def test_the_database_holds_what_the_reader_checks(publish: Any, given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        publish(**given)


def test_a_commitment_leads_to_its_function(client: Client) -> None:
    for number in (9, 10):
        assert 'href="/transporte/"' in client.get(f"/compromisos/{number}/").content.decode()
    assert 'href="/transporte/"' not in client.get("/compromisos/3/").content.decode()


def test_a_feed_is_no_plan_and_a_plan_is_no_participation(client: Client) -> None:
    """Each badge names what its data leave out of the promise, and nothing that is shown beside."""
    page = text_of(client, "/compromisos/10/")
    assert "no los planes de transporte ni su seguimiento" not in page
    assert "cómo participó la ciudadanía en elaborarlos no está en el mapa" in page
    other = text_of(client, "/compromisos/9/")
    assert (
        "los espacios participativos y los instrumentos de la reforma no están en el mapa" in other
    )
