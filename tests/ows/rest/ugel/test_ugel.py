"""``/api/v1/ugel/``: indicators with their source, shares, peers; refusals by parameter."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from territory.ugel.peers import VERSION
from tests.ows.wfs.wire import body
from tests.services_of_ugel import register, service, several

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registered(db: None) -> None:
    register(
        [
            *several(3, "140101", "140001", pupils=100, area="urban"),
            service("140101", "140002"),
            *several(4, "140201", "140002", pupils=20, area="rural"),
            *several(2, "140301", "140003", pupils=30, area="rural"),
            service("140201", "140000", "DRE LAMBAYEQUE"),
        ]
    )


def test_the_list_gives_each_indicator_with_source_cut_off_and_coverage(client: Client) -> None:
    found = client.get("/api/v1/ugel/", {"department": "14"}).json()
    assert [row["code"] for row in found["results"]] == ["140001", "140002", "140003"]
    indicators = {each["name"]: each for each in found["results"][1]["indicators"]}
    pupils = indicators["pupils"]
    assert (pupils["value"], pupils["known"], pupils["services"]) == (80, 4, 5)
    assert (pupils["source"], pupils["cutoff_date"]) == ("Padrón de prueba", "2025-07-01")
    assert (indicators["crfa"]["value"], indicators["crfa"]["source"]) == (None, None)


def test_one_has_its_shares_and_peers(client: Client) -> None:
    found = client.get("/api/v1/ugel/140001/").json()
    assert [(row["code"], row["percent"]) for row in found["shares"]] == [
        ("140001", 75.0),
        ("140002", 25.0),
    ]
    peers = found["peers"]
    assert peers["compared"] == 3
    assert {peer["code"] for peer in peers["peers"]} == {"140002", "140003"}
    for peer in peers["peers"]:
        assert sum(side["contribution"] for side in peer["variables"]) == pytest.approx(1)
    assert peers["left_out"] == ["fad_percent", "eib_percent"]
    assert peers["version"] == VERSION


@pytest.mark.parametrize("code", ["140000", "999999", "x", "140001%00"])
def test_what_is_no_ugel_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/api/v1/ugel/{code}/").status_code in (400, 404)


def test_shares_are_chosen_by_unit_and_code_and_are_a_table_too(client: Client) -> None:
    found = client.get("/api/v1/ugel/districts/", {"unit": "1401"}).json()["results"]
    assert {(row["ubigeo"], row["code"]) for row in found} == {
        ("140101", "140001"),
        ("140101", "140002"),
    }
    answer = client.get("/api/v1/ugel/districts/", {"code": "140000", "f": "csv"})
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert [(row["ubigeo"], row["is_regional"]) for row in rows] in (
        [("140201", "true")],
        [("140201", "True")],
        [("140201", "sí")],
    )


@pytest.mark.parametrize(
    ("address", "query", "parameter"),
    [
        ("/api/v1/ugel/", {"department": "1"}, "department"),
        ("/api/v1/ugel/", {"department": "1401"}, "department"),
        ("/api/v1/ugel/", {"department": "²²"}, "department"),
        ("/api/v1/ugel/", {"departamento": "14"}, "departamento"),
        ("/api/v1/ugel/districts/", {"unit": "x"}, "unit"),
        ("/api/v1/ugel/districts/", {"code": "14000"}, "code"),
        ("/api/v1/ugel/districts/", {"code": "1' OR 1"}, "code"),
        ("/api/v1/ugel/140001/", {"x": "1"}, "x"),
    ],
)
def test_a_refusal_names_the_parameter(
    client: Client, address: str, query: dict[str, str], parameter: str
) -> None:
    answer = client.get(address, query)
    assert answer.status_code == 400
    assert parameter in answer.content.decode()
