"""``/api/v1/residences/``: residences, needs and their sums, as JSON and CSV; refusals by name."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from tests.ows.wfs.wire import body
from tests.residences import alliance, delivery, need, residence, shown_delivery

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/residences/"


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    first = residence(1, name="=1+1")
    residence(2, "SRE", declared_unit_id="130101")
    need(first, "bed", 10)
    need(first, "stove", 2, state="submitted")


def results(client: Client, path: str = "", **asked: str) -> list[dict[str, Any]]:
    answer = client.get(ROOT + path, asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_residences_with_what_is_known_of_each(client: Client) -> None:
    first, second = results(client)
    assert (first["residence"], first["needs"], first["need_state"]) == ("0000001-0", 1, "unmet")
    assert (second["needs"], second["need_state"]) == (None, None)
    assert first["page"] == "/residencias/0000001-0/"
    assert first["district_capital_m"] > 0
    assert [row["residence"] for row in results(client, unit="13")] == ["0000002-0"]
    assert [row["residence"] for row in results(client, state="unmet")] == ["0000001-0"]


def test_needs_are_what_is_published(client: Client) -> None:
    (row,) = results(client, "needs/")
    assert (row["item"], row["quantity"], row["counted_in"]) == ("bed", 10, "unidades")
    assert row["source_url"].startswith("https://")
    assert results(client, "needs/", item="stove") == []
    assert results(client, "needs/", residence="0000002-0") == []


def test_sums_say_of_how_many_residences_they_are(client: Client) -> None:
    (line,) = results(client, "coverage/")
    assert (line["ubigeo"], line["item"], line["needed"]) == ("08", "bed", 10)
    assert (line["residences"], line["residences_with_needs"]) == (1, 1)
    assert line["is_sample"] is False


@pytest.mark.parametrize("path", ["", "needs/", "coverage/"])
def test_each_is_a_table_too_without_formulas(client: Client, path: str) -> None:
    answer: Any = client.get(ROOT + path, {"f": "csv"})
    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert len(rows) > 1
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize(
    ("path", "asked", "parameter"),
    [
        ("", {"unit": "8"}, "unit"),
        ("", {"unit": "08' OR 1=1"}, "unit"),
        ("", {"state": "x"}, "state"),
        ("", {"item": "bed"}, "item"),
        ("needs/", {"item": "yacht"}, "item"),
        ("needs/", {"residence": "0000009-0"}, "residence"),
        ("needs/", {"residence": "\x00"}, "residence"),
        ("coverage/", {"unit": "٠٨"}, "unit"),
        ("coverage/", {"state": "unmet", "f": "csv"}, "state"),
    ],
)
def test_what_cannot_be_asked_for_is_named(
    client: Client, path: str, asked: dict[str, str], parameter: str
) -> None:
    answer = client.get(ROOT + path, asked)
    assert answer.status_code == 400
    assert parameter in answer.content.decode()


def test_alliances_say_what_was_delivered_and_what_shows_it(client: Client) -> None:
    wanted = need(residence(3), "lamp", 10)
    first = alliance(wanted, 8)
    shown_delivery(first, 3)
    delivery(first, 2)
    alliance(wanted, stage="offered", organisation="Empresa Qz S.A.C.", state="draft")
    (row,) = results(client, "alliances/")
    assert (row["organisation"], row["stage"]) == ("Asociación Kallpa", "agreed")
    assert (row["offered"], row["agreed"], row["delivered"]) == (8, 8, 3)
    # Of one day they come in any order.
    shown = {each["quantity"]: each["evidence"] for each in row["deliveries"]}
    assert {quantity: len(evidence) for quantity, evidence in shown.items()} == {3: 1, 2: 0}
    assert shown[3][0]["url"].startswith("https://")
    assert results(client, "alliances/", stage="offered") == []
    assert results(client, "alliances/", unit="13") == []
    assert client.get(f"{ROOT}alliances/", {"stage": "x"}).status_code == 400
    (of_need,) = [line for line in results(client, "needs/") if line["item"] == "lamp"]
    assert (of_need["agreed"], of_need["delivered"], of_need["missing"]) == (8, 3, 7)
    (line,) = results(client, "coverage/", item="lamp")
    assert (line["needed"], line["agreed"], line["delivered"], line["missing"]) == (10, 8, 3, 7)
    assert line["percent"] == 30.0
