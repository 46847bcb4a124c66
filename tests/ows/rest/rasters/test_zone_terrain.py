"""The terrain of a zone while it is drawn."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely.geometry
from django.contrib.auth import get_user_model
from django.test import Client

from layers.models.rasters import Coverage, CoverageState
from layers.rasters.registering import set_state

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/zones/measure/"


def measure(client: Client, west: float, south: float) -> Any:
    area = shapely.box(west, south, west + 0.4, south + 0.4)
    geometry = shapely.geometry.mapping(area)
    client.force_login(get_user_model().objects.create_user(f"planner{west}{south}"))
    return client.post(ADDRESS, json.dumps({"geometry": geometry}), "application/json").json()


def test_the_altitude_is_told_and_the_slope_of_coarse_cells_isn_t(client: Client) -> None:
    terrain = measure(client, -72.2, -13.7)["terrain"]
    assert terrain["altitude_minimum_m"] < terrain["altitude_mean_m"]
    assert terrain["altitude_mean_m"] < terrain["altitude_maximum_m"]
    assert terrain["slope_deg"] is None
    assert terrain["slope_note"] == "no se puede saber: las celdas son muy grandes"
    assert "Mapzen" in terrain["source"]
    assert (terrain["layer"], terrain["cutoff_date"]) == ("terrain", None)


def test_without_a_terrain_nothing_is_said(client: Client) -> None:
    set_state(Coverage.objects.get(name="terrain"), CoverageState.PRIVATE)
    assert measure(client, -72.2, -13.7)["terrain"] is None
