"""Zones of several parts at ``/api/v1/zones/``: what is joined, and who is told (OGC 06-103r4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from territory.models import InterventionZone
from tests.ows.rest.zone_wire import ZONES, created, send
from tests.zones import SIDE, SOUTH, WEST, client_of, feature, planner, square

pytestmark = pytest.mark.django_db

JOINED = "Las partes 1 y 2 comparten borde: se unen en una."


def parts(*squares: dict[str, Any]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in squares]}


NEIGHBOURS = parts(square(), square(round(WEST + SIDE, 7)))


@pytest.fixture
def client() -> Client:
    return client_of(planner("ana"))


def test_neighbours_are_stored_as_one_and_every_answer_says_so(client: Client) -> None:
    measured = send(client, "post", f"{ZONES}measure/", {"geometry": NEIGHBOURS}).json()
    assert (measured["valid"], measured["notes"]) == (True, [JOINED])
    assert not InterventionZone.objects.exists()
    zone = created(client, feature(NEIGHBOURS))
    assert zone.pop("notes") == [JOINED]
    assert [len(part) for part in zone["geometry"]["coordinates"]] == [1]
    assert len(zone["geometry"]["coordinates"][0][0]) == 7
    assert zone["properties"]["area_ha"] == pytest.approx(measured["area_ha"])
    path = f"{ZONES}{zone['id']}/"
    assert client.get(path).json() == zone
    replaced = send(client, "put", path, feature(NEIGHBOURS), version=1).json()
    assert replaced["notes"] == [JOINED]
    # What an answer brought may come back.
    again = send(client, "put", path, replaced, version=2)
    assert (again.status_code, "notes" in again.json()) == (200, False)
    patched = send(client, "patch", path, {"geometry": NEIGHBOURS}, version=3).json()
    assert patched["notes"] == [JOINED]


def test_an_overlap_counts_once(client: Client) -> None:
    shape = parts(square(), square(WEST + SIDE / 2))
    measured = send(client, "post", f"{ZONES}measure/", {"geometry": shape}).json()
    whole = {"geometry": square(side=SIDE * 1.5, height=SIDE)}
    alone = send(client, "post", f"{ZONES}measure/", whole).json()
    assert measured["area_ha"] == pytest.approx(alone["area_ha"], rel=1e-6)
    assert "Las partes 1 y 2 se superponen en" in measured["notes"][0]


def test_a_part_within_another_is_refused_alike_before_and_while_saving(client: Client) -> None:
    shape = parts(square(), square(WEST + SIDE / 4, SOUTH + SIDE / 4, SIDE / 4))
    measured = send(client, "post", f"{ZONES}measure/", {"geometry": shape}).json()
    assert (measured["valid"], measured["notes"]) == (False, [])
    assert "la parte 2 está dentro de la parte 1 (cerca de latitud" in measured["reason"]
    problem = send(client, "post", ZONES, feature(shape))
    assert problem.status_code == 400
    assert problem.json()["detail"] == measured["reason"]
    assert problem.json()["parameter"] == "geometry"
    assert not InterventionZone.objects.exists()
