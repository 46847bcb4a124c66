"""The API of complaints, held against sums that pandas makes of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from territory.crime import areas
from territory.models import AdminUnit, BoundarySource, CrimeCount
from tests.complaints import complaints, publish, sums

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/security/"


def results(client: Client, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}complaints/", {"limit": 1000, **parameters})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.fixture
def file(tmp_path: Path) -> pd.DataFrame:
    frame = complaints(("23",), (2024, 2025))
    publish(frame, tmp_path, "2025-12-31", "23")
    return frame


def test_every_published_number_is_the_sum_that_pandas_makes(
    client: Client, file: pd.DataFrame
) -> None:
    rows = CrimeCount.objects.filter(is_sample=False, value__gt=0)
    assert rows.count() > 300
    expected = {
        (level, by): sums(file, level, by) for level in (6, 4, 2) for by in ("year", "month")
    }
    for row in rows:
        by = expected[len(row.declared_unit_id), row.granularity]
        assert row.value == by[row.declared_unit_id, row.period.code, row.category], str(row)


def test_zeros_are_those_of_the_file_and_few_are_never_given(
    client: Client, file: pd.DataFrame
) -> None:
    rows = CrimeCount.objects.filter(is_sample=False)
    assert not rows.filter(value__gt=0, value__lt=5).exists()
    assert rows.filter(state="suppressed").exists()
    by = {(6, kind): sums(file, 6, kind) for kind in ("year", "month")}
    zeros = rows.filter(value=0, declared_unit__level="district")
    assert zeros.exists()
    for row in zeros:
        key = (row.declared_unit_id, row.period.code, row.category)
        assert key not in by[6, row.granularity].index
    few = by[6, "year"]
    hidden = few[(few > 0) & (few < 5)]
    assert len(hidden) > 10
    for unit, period, kind in hidden.index:
        row = rows.get(
            declared_unit=unit, period_start=f"{period}-01-01", category=kind, granularity="year"
        )
        assert (row.value, row.state) == (None, "suppressed")


def test_no_row_is_of_a_district_a_month_and_a_kind(file: pd.DataFrame) -> None:
    months = CrimeCount.objects.filter(is_sample=False, granularity="month")
    assert set(months.values_list("category", flat=True)) == {"total"}


def test_a_rate_is_of_the_same_years_population_alone(client: Client, file: pd.DataFrame) -> None:
    people = dict(AdminUnit.objects.values_list("pk", "population"))
    assert set(AdminUnit.objects.values_list("population_year", flat=True)) <= {2025, None}
    rows = results(client, level="province", category="total", granularity="year")
    assert {row["period"] for row in rows} == {"2024", "2025"}
    for row in rows:
        if row["period"] == "2024" or row["value"] is None:
            assert row["rate"] is None
        else:
            assert row["rate"] == round(row["value"] * 10_000 / people[row["unit"]], 1)
    assert any(row["rate"] for row in rows)


def test_rows_are_chosen_and_are_a_table_too(client: Client, file: pd.DataFrame) -> None:
    chosen = results(client, units="23,2301", period="2025", category="theft")
    assert [(row["unit"], row["period"]) for row in chosen] == [("23", "2025"), ("2301", "2025")]
    months = results(client, units="23", year="2025", granularity="month")
    assert [row["period"] for row in months] == [f"2025-{month:02}" for month in range(1, 13)]
    answer: Any = client.get(f"{ROOT}complaints/", {"units": "23", "f": "csv"})
    lines = b"".join(answer).decode("utf-8-sig").strip().splitlines()
    assert lines[0].startswith("unit,unit_name,level,period")
    assert len(lines) == 1 + CrimeCount.objects.filter(is_sample=False, declared_unit="23").count()


WRONG = (
    {"units": "99"},
    {"units": "23\x00"},
    {"units": "' OR 1=1"},
    {"units": ",".join(f"{n:06}" for n in range(300))},
    {"level": "country"},
    {"category": "murder"},
    {"granularity": "day"},
    {"period": "2025-06-01"},
    {"period": "ayer"},
    {"year": "2025-06"},
    {"unit": "23"},
    {"f": "pdf"},
)


@pytest.mark.parametrize("given", WRONG)
def test_what_cannot_be_asked_is_refused(client: Client, given: dict[str, str]) -> None:
    assert client.get(f"{ROOT}complaints/", given).status_code == 400


def test_samples_say_so_and_have_no_rate(client: Client) -> None:
    rows = results(client)
    assert rows
    assert all(row["is_sample"] and row["rate"] is None for row in rows)


def ask(client: Client, geometry: Any) -> Any:
    return client.post(f"{ROOT}area/", {"geometry": geometry}, content_type="application/json")


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-71, -19], [-69, -19], [-69, -17], [-71, -17], [-71, -19]]],
}


def test_no_area_is_answered_with_approximate_boundaries(client: Client) -> None:
    answer = ask(client, SQUARE).json()
    assert (answer["answered"], answer["units"]) == (False, [])
    assert "aproximados" in answer["reason"]


@pytest.fixture
def official() -> dict[str, GEOSGeometry]:
    """Three official districts side by side, a degree wide each; no other has a boundary."""
    AdminUnit.objects.filter(level="district").update(geom=None, boundary_source=None)
    shapes = {}
    for at, code in enumerate(("230101", "230102", "230103")):
        west = -72 + at
        east = west + 1
        ring = f"{west} -18,{east} -18,{east} -17,{west} -17,{west} -18"
        shape = GEOSGeometry(f"SRID=4326;MULTIPOLYGON((({ring})))")
        AdminUnit.objects.filter(pk=code).update(geom=shape, boundary_source=BoundarySource.INEI)
        shapes[code] = shape
    AdminUnit.objects.filter(level="district").update(capital_point=None)
    return shapes


def box(west: float, east: float) -> dict[str, Any]:
    ring = [[west, -18.1], [east, -18.1], [east, -16.9], [west, -16.9], [west, -18.1]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_an_area_is_the_districts_that_it_holds_whole(
    client: Client, official: dict[str, GEOSGeometry]
) -> None:
    answer = ask(client, box(-72.1, -70.5)).json()
    assert answer["answered"]
    assert [unit["ubigeo"] for unit in answer["units"]] == ["230101"]
    assert answer["cut"] == 1
    both = ask(client, box(-72.1, -69.9)).json()
    assert [unit["ubigeo"] for unit in both["units"]] == ["230101", "230102"]
    none = ask(client, box(-71.9, -71.2)).json()
    assert (none["answered"], none["units"]) == (False, [])


def test_the_official_districts_can_be_drawn_over(official: dict[str, GEOSGeometry]) -> None:
    assert areas.can_be_drawn()


BAD = (
    None,
    "POLYGON((0 0))",
    {"type": "Point", "coordinates": [-70, -17]},
    {"type": "Polygon", "coordinates": []},
    {
        "type": "Polygon",
        "coordinates": [[[-71, -19], [-69, -17], [-69, -19], [-71, -17], [-71, -19]]],
    },
)


@pytest.mark.parametrize("geometry", BAD)
def test_a_shape_that_is_none_is_refused(client: Client, geometry: Any) -> None:
    assert ask(client, geometry).status_code == 400


def test_nothing_besides_a_geometry_is_taken(client: Client) -> None:
    for body in ({}, {"geometry": SQUARE, "year": 2025}, [SQUARE]):
        answer = client.post(f"{ROOT}area/", body, content_type="application/json")
        assert answer.status_code == 400
