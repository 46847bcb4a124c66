"""The API of who uses which catalogue, and of practices: lists, choices, tables."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from tests.catalogues import adoption, facility, practice
from tests.ows.wfs.wire import body

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/health-catalogues/"
LISTS = ("", "adoption/", "practices/")


def results(client: Client, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}{name}", parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_what_is_said_of_each(client: Client) -> None:
    for number in (1, 2, 3):
        facility(number)
    adoption(1, edition="2.0", adopted_on="2018-06-01")
    adoption(2, state="not_used")
    used, unused = results(client, "")
    assert (used["catalogue"], used["edition"], used["facilities"]) == ("Lista A", "2.0", 1)
    assert (used["registered"], used["unknown"], used["is_sample"]) == (3, 1, False)
    assert (unused["state"], unused["edition"], unused["facilities"]) == ("not_used", None, 1)
    row, other = results(client, "adoption/")
    assert (row["facility_code"], row["facility_name"]) == ("00000001", "Posta 1")
    assert (row["unit"], row["adopted_on"]) == ("140101", "2018-06-01")
    assert other["edition"] is other["adopted_on"] is None
    practice("1.0", "2018-01-01")
    (found,) = results(client, "practices/")
    assert (found["edition"], found["document_hash"]) == ("1.0", "ab" * 32)


def test_what_the_list_is_chosen_by(client: Client) -> None:
    adoption(1, edition="2.0")
    adoption(2, "Lista B", state="not_used", declared_unit_id="130101")
    for asked, code in (
        ({"facility": "00000001"}, "00000001"),
        ({"catalogue": "Lista B"}, "00000002"),
        ({"edition": "2.0"}, "00000001"),
        ({"state": "not_used"}, "00000002"),
        ({"unit": "13"}, "00000002"),
    ):
        assert [row["facility_code"] for row in results(client, "adoption/", **asked)] == [code]
    assert [row["catalogue"] for row in results(client, "", unit="13")] == ["Lista B"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("adoption/?facility=1", "facility"),
        ("adoption/?facility=%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1", "facility"),
        ("adoption/?state=zzz", "state"),
        ("adoption/?unit=1", "unit"),
        ("?unit=<script>", "unit"),
        ("practices/?kind=zzz", "kind"),
        ("?f=csv&zzz=1", "zzz"),
    ],
)
def test_what_is_wrong_is_named(client: Client, asked: str, name: str) -> None:
    answer = client.get(ROOT + asked)
    assert answer.status_code == 400
    assert name in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_each_is_a_table_too_and_samples_say_what_they_are(client: Client, name: str) -> None:
    answer = client.get(f"{ROOT}{name}", {"f": "csv"})
    assert answer.status_code == 200
    assert "EJEMPLO" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert rows
    assert all("EJEMPLO" in next(iter(row.values())) or row["is_sample"] for row in rows)
