"""``/api/v1/security/``: evidence, documents and what they stand on, as JSON and CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from tests.ows.wfs.wire import body
from tests.security_policy import basis, document, evidence, planned, system, system_version

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/security/"
LISTS = ("evidence/", "policy-documents/", "policy-basis/", "calendar/", "systems/")


@pytest.fixture(autouse=True)
def _library(db: None) -> None:
    study = evidence(17, title="=1+1", units=["1301"], method="qualitative")
    evidence(16, title="Encuesta", state="submitted", cleared_at=None)
    of = document()
    basis(of, 1)
    basis(of, 2, evidence=study)
    basis(of, 3, state="draft")
    planned(series="=1+1")
    planned(series="Otra", state="draft")
    system_version(system(name="=1+1"), evidence=study)


def results(path: str, **asked: str) -> list[dict[str, Any]]:
    answer = Client().get(ROOT + path, asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_evidence_is_what_is_published() -> None:
    (row,) = results("evidence/")
    assert (row["commitment"], row["method"], row["units"]) == (17, "qualitative", "1301")
    assert row["address"].startswith("https://")
    assert row["file_url"] is None
    assert row["is_sample"] is False
    assert results("evidence/", commitment="16") == []
    assert results("evidence/", method="quantitative") == []


def test_documents_and_what_they_stand_on() -> None:
    (row,) = results("policy-documents/", commitment="17", kind="proposal")
    assert row["number_of_bases"] == 2
    first, second = results("policy-basis/")
    assert (first["layer"], first["period"], first["evidence"]) == ("departments", "2017", None)
    assert (second["layer"], second["evidence_title"]) == (None, "=1+1")


def test_calendar_and_systems() -> None:
    (row,) = results("calendar/")
    assert (row["period"], row["planned_on"], row["published_on"]) == (
        "2019-01",
        "2019-02-15",
        None,
    )
    assert row["punctuality"] == "overdue"
    assert row["late_days"] > 365
    (version,) = results("systems/")
    assert (version["system"], version["version"], version["lag_days"]) == ("RETA", "1", None)
    assert version["evidence"] == "=1+1"


@pytest.mark.parametrize("path", LISTS)
def test_each_is_a_table_too_without_formulas(path: str) -> None:
    answer = Client().get(ROOT + path, {"f": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert len(rows) > 1
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert Client().get(ROOT + path, {"f": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("evidence/", {"method": "rumour"}),
        ("evidence/", {"commitment": "x"}),
        ("evidence/", {"commitment": "99"}),
        ("policy-documents/", {"kind": "<script>"}),
        ("policy-basis/", {"nadie": "1"}),
        ("policy-basis/", {"f": "exe"}),
    ],
)
def test_bad_parameters_are_named(path: str, asked: dict[str, str]) -> None:
    answer = Client().get(ROOT + path, asked)
    assert answer.status_code == 400
    (name,) = asked
    assert answer.json()["parameter"] == name
