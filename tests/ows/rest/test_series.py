"""/api/v1/series/: what is asked for and no more, with every state, as JSON and as CSV."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from layers import versions
from layers.exports.workbook import MEDIA_TYPE as XLSX
from territory.models import AdminUnit, PublishedPart, WaterSupplyCount

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/series/water_supply_counts/"


def read(client: Client, **query: str) -> list[dict[str, Any]]:
    response = client.get(ADDRESS, {"limit": "1000", **query})
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_the_list_says_what_each_series_is_of(client: Client) -> None:
    listed = {one["name"]: one for one in client.get("/api/v1/series/").json()["results"]}
    assert list(listed) == [
        "resource_transfers",
        "degree_counts",
        "trafficking_counts",
        "victim_service_counts",
        "water_supply_counts",
        "crime_counts",
        "crime_months",
        "extortion_counts",
    ]
    assert list(listed["degree_counts"]["dimensions"]) == ["category"]
    series = listed["water_supply_counts"]
    assert series["title"].startswith("EJEMPLO · ")
    assert series["dimensions"]["category"]["well"] == "pozo"
    assert list(series["dimensions"]["counted"]) == ["dwellings", "occupants"]
    assert series["periods"] == ["2017", "2018"]
    assert client.get(series["values"]).status_code == 200
    assert client.get("/api/v1/").json()["series"].endswith("/api/v1/series/")


def test_a_unit_s_values_are_those_of_its_rows(client: Client) -> None:
    lacking = WaterSupplyCount.objects.filter(state="suppressed").order_by("pk")
    unit = lacking.values_list("declared_unit", flat=True)[0]
    rows = {
        (row.period.code, row.category, row.counted): (row.value, row.state)
        for row in WaterSupplyCount.objects.filter(declared_unit=unit).defer("declared_unit")
    }
    found = {
        (cell["period"], cell["category"], cell["dimensions"]["counted"]): (
            cell["value"],
            cell["state"],
        )
        for cell in read(client, unit=unit)
    }
    assert found == rows
    assert {state for _value, state in found.values()} > {"value"}


def test_a_department_is_the_sum_of_its_provinces(client: Client) -> None:
    rows = WaterSupplyCount.objects.filter(
        declared_unit__ubigeo__startswith="15",
        category="well",
        period_start__year=2018,
        counted="dwellings",
    )
    provinces = AdminUnit.objects.filter(parent="15", valid_to=None).count()
    assert rows.count() == provinces
    (cell,) = read(
        client, unit="15", category="well", counted="dwellings", **{"from": "2018", "to": "2018"}
    )
    assert cell["value"] == sum(row.value or 0 for row in rows)
    assert (cell["is_sum"], cell["is_sample"], cell["ubigeo"]) == (True, True, "15")


def test_the_country_is_asked_for_by_naming_no_unit(client: Client) -> None:
    (cell,) = read(client, category="spring", counted="dwellings", **{"from": "2018"})
    assert (cell["ubigeo"], cell["state"]) == ("", "value")
    assert cell["source"]
    assert cell["cutoff_date"] == "2018-12-31"


def test_facts_take_the_place_of_samples(client: Client) -> None:
    row = WaterSupplyCount.objects.filter(category="well").first()
    assert row is not None
    row.pk, row.is_sample, row.value, row.state, row.source = None, False, 7, "value", "Oficio 1"
    row.save(force_insert=True)
    versions.bump("water_supply_counts")
    (cell,) = read(client, unit=str(row.declared_unit_id))
    assert (cell["value"], cell["is_sample"], cell["source"]) == (7, False, "Oficio 1")


def test_the_csv_holds_the_same(client: Client) -> None:
    response = client.get(ADDRESS, {"unit": "01", "f": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="EJEMPLO_water_supply_counts.csv"' in response["Content-Disposition"]
    # A byte order mark, by which Excel knows the text for UTF-8.
    assert response.content.startswith(codecs.BOM_UTF8)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    cells = read(client, unit="01")
    assert len(rows) == len(cells)
    for row, cell in zip(rows, cells, strict=True):
        assert row["value"] == ("" if cell["value"] is None else str(cell["value"]))
        assert (row["state"], row["period"]) == (cell["state"], cell["period"])
        assert row["category"] == cell["category"]
        assert row["is_sample"] == "True"
    assert {row["category_label"] for row in rows} >= {"pozo", "red pública"}


@pytest.fixture
def only_tumbes() -> None:
    """Facts of Tumbes alone, from a file that covers it."""
    part = PublishedPart.objects.create(
        source="water_supply", covers=["24"], records=["territory.watersupplycount"]
    )
    WaterSupplyCount.objects.all().delete()
    for unit in ("2401", "2402", "2403"):
        WaterSupplyCount.objects.create(
            declared_unit_id=unit,
            period_start=dt.date(2025, 1, 1),
            granularity="year",
            category="well",
            counted="dwellings",
            value=3,
            state="value",
            commitments=[14],
            source="=Oficio 1",
            cutoff_date=dt.date(2025, 10, 31),
            parts=[part.pk],
        )
    versions.bump("water_supply_counts")


@pytest.mark.usefixtures("only_tumbes")
def test_a_sum_says_what_it_covers(client: Client) -> None:
    """As figures do: the country's is that of the units in the files, and says so."""
    (cell,) = read(client)
    assert (cell["value"], cell["state"]) == (9, "value")
    assert (cell["is_sum"], cell["is_partial"]) == (True, True)
    assert cell["covers"] == [{"ubigeo": "24", "name": "Tumbes"}]
    (cell,) = read(client, unit="24")
    assert (cell["value"], cell["is_partial"], cell["covers"]) == (9, False, [])
    response = client.get(ADDRESS, {"f": "csv"})
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["is_partial"], row["covers"]) == ("True", "Tumbes (24)")
    # No spreadsheet runs it.
    assert row["source"] == "'=Oficio 1"


@pytest.mark.usefixtures("only_tumbes")
def test_a_covered_part_without_a_number_leaves_the_sum_incomplete(client: Client) -> None:
    WaterSupplyCount.objects.filter(declared_unit="2402").delete()
    versions.bump("water_supply_counts")
    (cell,) = read(client)
    assert (cell["value"], cell["state"]) == (None, "incomplete")


@pytest.mark.usefixtures("only_tumbes")
def test_a_row_outside_what_files_cover_is_not_added(client: Client) -> None:
    row = WaterSupplyCount.objects.get(declared_unit="2401")
    row.pk, row.declared_unit_id, row.parts = None, "1301", []
    row.save(force_insert=True)
    versions.bump("water_supply_counts")
    (cell,) = read(client)
    assert cell["value"] == 9
    (cell,) = read(client, unit="1301")
    assert cell["value"] == 3


def test_a_unit_s_summary_has_the_latest_counts(client: Client) -> None:
    summary = client.get("/api/v1/units/15/summary/").json()
    (commitment,) = [c for c in summary["commitments"] if c["number"] == 14]
    counts = [c["cell"] for c in commitment["counts"] if c["series"] == "water_supply_counts"]
    assert counts == [cell for cell in read(client, unit="15") if cell["period"] == "2018"]
    others = {c["number"] for c in summary["commitments"] if c["counts"] and c != commitment}
    assert others == {4, 7, 16, 18}, "money, titles, complaints and victims are counted too"


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ({"unit": "99"}, 404, "unit"),
        ({"unit": "1%"}, 404, "unit"),
        ({"category": "ocean"}, 400, "category"),
        ({"counted": "x"}, 400, "counted"),
        ({"from": "ayer"}, 400, "from"),
        ({"to": "2018-13"}, 400, "to"),
        ({"f": "xls"}, 400, "f"),
        ({"colour": "red"}, 400, "colour"),
        ({"colour": "red", "f": "csv"}, 400, "colour"),
    ],
)
def test_a_bad_request_names_its_parameter(
    client: Client, query: dict[str, str], status: int, parameter: str
) -> None:
    response = client.get(ADDRESS, query)
    assert response.status_code == status
    assert parameter in response.content.decode()


@pytest.mark.parametrize("name", ["departments", "nothing"])
def test_what_is_no_series_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/api/v1/series/{name}/").status_code == 404
    assert client.get(f"/api/v1/series/{name}/", {"f": "csv"}).status_code == 404


def test_it_is_described(client: Client) -> None:
    schema = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()
    described = schema["paths"]["/api/v1/series/{name}/"]["get"]
    assert {"unit", "category", "from", "to", "f"} <= {p["name"] for p in described["parameters"]}
    answers = set(described["responses"]["200"]["content"])
    assert answers == {"application/json", "text/csv", XLSX}
