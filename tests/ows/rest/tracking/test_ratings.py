"""Ratings as JSON and as a table: both sources, each with its document, and no draft."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from territory.models import Rating
from tests.publishers import EDITOR, publisher
from tests.tracking import commitment
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]
ADDRESS = "/api/v1/tracking/ratings/"


def rated(by: str = "independent", number: int = 3, **values: Any) -> Rating:
    shared = {
        "scale": "completion",
        "value": "limited",
        "document": "Informe de prueba",
        "source_url": "https://example.org/informe",
        "read_on": "2019-05-02",
        "state": "published",
    }
    made: Rating = Rating.objects.create(commitment=commitment(number), by=by, **shared | values)
    return made


def test_both_sources_are_told_and_never_made_one() -> None:
    rated()
    rated("self", value="complete")
    rated(scale="early_results", value=None, value_original="Pending IRM Review")
    rated(number=4, value="not_started")
    page = Client().get(ADDRESS, {"commitment": "3", "scale": "completion"}).json()
    assert [(row["by"], row["value"]) for row in page["results"]] == [
        ("independent", "limited"),
        ("self", "complete"),
    ]
    first = page["results"][0]
    assert (first["document"], first["cutoff_date"]) == ("Informe de prueba", "2019-05-02")
    assert (first["by_title"], first["value_title"]) == ("evaluación independiente", "limitado")
    (unscaled,) = Client().get(ADDRESS, {"scale": "early_results"}).json()["results"]
    assert (unscaled["value"], unscaled["value_title"]) == (None, None)
    assert unscaled["value_original"] == "Pending IRM Review"
    rows = csv.DictReader(
        io.StringIO(Client().get(ADDRESS, {"f": "csv"}).content.decode("utf-8-sig"))
    )
    assert [(row["commitment"], row["by"]) for row in rows] == [
        ("3", "independent"),
        ("3", "self"),
        ("3", "independent"),
        ("4", "independent"),
    ]


def test_a_draft_is_its_agencys_alone() -> None:
    rated("self", state="draft")
    for client in (Client(), client_of(publisher("ajena", "MTC", EDITOR))):
        assert client.get(ADDRESS).json()["results"] == []
        assert "limited" not in client.get(ADDRESS, {"f": "csv"}).content.decode()
    own = client_of(publisher("e", "MINAM-DGPIGA", EDITOR)).get(ADDRESS).json()["results"]
    assert [row["state"] for row in own] == ["draft"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"commitment": "19"}, "commitment"),
        ({"by": "todos"}, "by"),
        ({"scale": "x\x00"}, "scale"),
        ({"valor": "1"}, "valor"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(given: dict[str, str], named: str) -> None:
    answer = Client().get(ADDRESS, given)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == named


def test_a_page_takes_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        rated(source_url=f"https://example.org/{number}")
    with django_assert_max_num_queries(4):
        answer = Client().get(ADDRESS)
    assert answer.json()["count"] == 9
