"""``/api/v1/extraction/``: the same numbers as the tables, and what can't be meant refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from territory.models import ResourceTransfer
from tests.extraction_rows import SOURCE, covered, received

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/extraction/"


def answer(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def lines(client: Client, query: str) -> list[dict[str, str]]:
    response = client.get(f"{ADDRESS}transfers/?f=csv&{query}")
    assert response.status_code == 200, response.content
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_site_transfer_and_investment_are_one_answer(client: Client) -> None:
    received("18", 2500)
    received("1801", 7500)
    received("180106", 5, category="hydropower_canon")
    covered("18")
    found = answer(client, f"{ADDRESS}?unit=18")
    assert (found["unit"], found["year"], found["years"]) == ("18", 2023, [2023])
    assert not found["is_partial"]
    assert {(one["kind"], one["recipient"]): one["amount_pen"] for one in found["transfers"]} == {
        ("mining_canon", "region"): 2500.0,
        ("mining_canon", "province"): 7500.0,
        ("hydropower_canon", "district"): 5.0,
    }
    by_kind = {one["kind"]: one for one in found["splits"]}
    assert by_kind["mining_canon"]["region_lawful_pen"] == 2500.0
    assert by_kind["mining_canon"]["difference_pen"] == 0.0
    assert by_kind["hydropower_canon"]["why"] == "one_side"
    assert by_kind["hydropower_canon"]["difference_pen"] is None
    assert all(part["source_url"] for part in by_kind["mining_canon"]["parts"])
    assert {"sites", "holders", "industries", "investments", "each"} <= found.keys()
    assert [one["industry"] for one in found["industries"]] == [
        "mining",
        "hydrocarbons",
        "hydropower",
        "fishing",
        "forestry",
    ]
    assert answer(client, ADDRESS)["is_partial"]


def test_the_table_adds_up_to_the_rows(client: Client) -> None:
    """Against a sum of the samples that is made here, row by row."""
    found = lines(client, "by=unit")
    expected: dict[tuple[str, str], float] = {}
    for row in ResourceTransfer.objects.filter(is_sample=True):
        key = (row.declared_unit_id[:2], str(row.period_start.year))
        expected[key] = expected.get(key, 0) + float(row.value or 0)
    told: dict[tuple[str, str], float] = {}
    for line in found:
        key = (line["unit"], line["year"])
        told[key] = told.get(key, 0) + float(line["amount_pen"])
    assert told == pytest.approx(expected)
    assert {line["is_sample"] for line in found} <= {"true", "True", "1"}


def test_years_and_units_choose(client: Client) -> None:
    received("18", 1, year=2022)
    received("18", 2)
    received("1801", 3)
    covered("18")
    assert [line["year"] for line in lines(client, "unit=18&year=2022")] == ["2022"]
    assert {line["unit"] for line in lines(client, "unit=18&by=unit&year=2023")} == {"18", "1801"}
    (one,) = answer(client, f"{ADDRESS}transfers/?unit=1801")["results"]
    assert (one["amount_pen"], one["source"]) == (3.0, SOURCE)


def test_what_is_not_reported_is_no_zero(client: Client) -> None:
    received("180106", None)
    covered("18")
    (one,) = answer(client, f"{ADDRESS}transfers/?unit=18")["results"]
    assert (one["amount_pen"], one["known_pen"], one["not_reported"]) == (None, 0.0, 1)


def test_the_rules_have_their_articles(client: Client) -> None:
    found = answer(client, f"{ADDRESS}rules/?limit=1000")["results"]
    assert len(found) == 20
    assert all(one["article"] and one["source_url"] and one["first_year"] for one in found)


@pytest.mark.parametrize("path", ["", "transfers/"])
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("unit=99", "unit"),
        ("unit=18;DROP TABLE", "unit"),
        ("unit=18%00", "unit"),
        ("year=dos", "year"),
        ("year=-5", "year"),
        ("year=99999999999999999999", "year"),
        ("unit=18&unit=04", "unit"),
        ("nada=1", "nada"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    client: Client, path: str, query: str, name: str
) -> None:
    response = client.get(f"{ADDRESS}{path}?{query}")
    assert response.status_code == 400
    assert name in response.content.decode()


def test_a_way_to_group_that_there_is_not_is_refused(client: Client) -> None:
    response = client.get(f"{ADDRESS}transfers/?by=mine")
    assert response.status_code == 400
    assert "by" in response.content.decode()
