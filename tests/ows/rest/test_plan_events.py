"""The events of the plan's making in the API."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from territory.models import PlanEvent
from tests.territory.test_plan_making import event

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/plan/events/"
Kind = PlanEvent.Kind


@pytest.fixture
def three() -> None:
    event(Kind.REGIONAL_WORKSHOP, title="Taller", unit_id="080101", held_on=dt.date(2017, 5, 2))
    event(Kind.THEMATIC_TABLE, title="Mesa", theme="education", held_on=dt.date(2017, 4, 3))
    event(Kind.LESSONS, title="=Consulta", unit_id="15")


def titles(client: Client, query: str) -> list[str]:
    found = client.get(f"{ADDRESS}{query}").json()["results"]
    return [row["title"] for row in found]


def test_a_fresh_machine_has_none(client: Client) -> None:
    assert client.get(ADDRESS).json()["results"] == []


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Mesa", "Taller", "=Consulta"]),
        ("?kind=thematic_table", ["Mesa"]),
        ("?sector=education", ["Mesa"]),
        ("?unit=08", ["Taller"]),
        ("?unit=0801", ["Taller"]),
        ("?unit=0802", []),
        ("?kind=lessons&unit=08", []),
    ],
)
def test_they_are_chosen_by_kind_sector_and_unit(
    client: Client, query: str, found: list[str]
) -> None:
    assert titles(client, query) == found


@pytest.mark.usefixtures("three")
def test_what_a_source_does_not_say_is_null(client: Client) -> None:
    table, workshop, _lessons = client.get(ADDRESS).json()["results"]
    assert (table["ubigeo"], table["unit_name"], table["sector"]) == (None, None, "education")
    assert (workshop["sector"], workshop["sector_title"]) == (None, None)
    assert (workshop["ubigeo"], workshop["unit_name"]) == ("080101", "Cusco")
    assert workshop["source_url"] == "https://example.org/evento"
    assert workshop["is_sample"] is False


@pytest.mark.usefixtures("three")
def test_the_table_has_the_same_rows_and_no_formula(client: Client) -> None:
    response: Any = client.get(f"{ADDRESS}?f=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows][:2] == ["Mesa", "Taller"]
    assert not rows[2]["title"].startswith("=")
    columns = client.get(f"{ADDRESS}columns/").json()
    assert [column["name"] for column in columns] == list(rows[0])
    assert all(column["meaning"] for column in columns)
    (kind,) = (column for column in columns if column["name"] == "kind")
    assert kind["values"] == Kind.values


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("kind=fiesta", "kind"),
        ("sector=%00", "sector"),
        ("unit=8", "unit"),
        ("unit=<script>", "unit"),
        ("nada=1", "nada"),
        ("f=pdf", "f"),
    ],
)
def test_what_cannot_be_read_is_named(client: Client, query: str, parameter: str) -> None:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_the_number_of_queries_is_fixed(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(12):
        event(Kind.LESSONS, title=f"Evento {place}", unit_id="15")
    with django_assert_max_num_queries(2):
        client.get(ADDRESS)
    with django_assert_max_num_queries(1):
        client.get(f"{ADDRESS}?f=csv")
