"""What everybody asks of emergency beds: now, near, by region, how punctually."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from territory.emergency_beds.current import refresh_emergency_beds
from territory.emergency_beds.freshness import stale_after
from tests.facilities import CODE, facility
from tests.territory.emergency_beds.test_live import live

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/emergency-beds/"


@pytest.fixture(autouse=True)
def reported() -> None:
    facility()
    live(at=timezone.now())
    facility("00000007", geom=None)
    live("00000007", at=timezone.now() - stale_after())
    refresh_emergency_beds()


def get(path: str) -> Any:
    return Client().get(f"{ROOT}{path}")


@pytest.mark.parametrize("path", ["", "regions/", "punctuality/"])
def test_each_list_says_that_it_is_not_the_106(path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert all("106" in row["notice"] for row in answer.json()["results"])
    assert answer.json()["results"]
    rows = list(csv.DictReader(io.StringIO(get(f"{path}?f=csv").content.decode("utf-8-sig"))))
    assert len(rows) == answer.json()["count"]
    assert all("106" in row["notice"] for row in rows)


def test_each_number_says_whether_it_is_stale() -> None:
    rows = {row["facility"]: row for row in get("").json()["results"]}
    assert rows[CODE]["used_is_stale"] is False
    assert rows["00000007"]["used_is_stale"] is True
    assert rows[CODE]["inoperative_is_stale"] is None
    assert rows[CODE]["used_at"] is not None
    text = str(rows).lower()
    assert "director" not in text
    assert "telef" not in text


def test_the_nearest_says_how_it_is_measured() -> None:
    answer = get("nearest/?lon=-70.2&lat=-15.0&category=II-1,III-1")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = answer.json()
    assert found["distance_kind"] == "línea recta"
    assert "106" in found["notice"]
    (near,) = found["results"]
    assert near["beds"]["facility"] == CODE
    assert near["distance_m"] == pytest.approx(11_064, abs=5)
    assert get("nearest/?lon=-70.2&lat=-15.0&category=III-1").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lat=-15", "lon"),
        ("lon=-70&lat=", "lat"),
        ("lon=x&lat=-15", "lon"),
        ("lon=nan&lat=-15", "lon"),
        ("lon=-70&lat=inf", "lat"),
        ("lon=-70&lat=1e400", "lat"),
        ("lon=0&lat=0", "lon"),
        ("lon=-15&lat=-70", "lon"),
        ("lon=-70&lat=-15&category=hospital", "category"),
        ("lon=-70&lat=-15&category=II-1;DROP", "category"),
        ("lon=-70&lat=-15&area=uci", "area"),
        ("lon=-70&lat=-15&limit=0", "limit"),
        ("lon=-70&lat=-15&limit=21", "limit"),
        ("lon=-70&lat=-15&radius=5", "radius"),
    ],
)
def test_what_is_wrong_is_named(query: str, parameter: str) -> None:
    answer = get(f"nearest/?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_the_api_is_described() -> None:
    schema = Client().get("/api/v1/schema/?format=json").json()
    paths = [path for path in schema["paths"] if path.startswith(ROOT)]
    assert len(paths) == 6
    operation = schema["paths"][f"{ROOT}reports/"]["post"]
    assert {"token": []} in operation["security"]
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
