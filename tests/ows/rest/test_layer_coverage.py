"""What a layer's published files cover, as the map draws and names it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.core.cache import cache
from django.test import Client

from layers import versions
from territory.models import AdminUnit, EnvironmentalCommission, PublishedPart

pytestmark = pytest.mark.django_db

NAME = "environmental_commissions"


def publish(*covers: str) -> None:
    """A commission in each unit, from a file that covers them; of none, added by hand."""
    part = PublishedPart.objects.create(
        source="environment", covers=list(covers), records=["territory.environmentalcommission"]
    )
    for unit in ("24",) if covers in ((), ("PE",)) else covers:
        EnvironmentalCommission.objects.create(
            kind="CAR" if len(unit) == 2 else "CAM",
            name=f"Comisión de {unit}",
            declared_unit_id=unit,
            commitments=[3],
            source="MINAM",
            cutoff_date="2019-12-31",
            parts=[part.pk],
        )
    if not covers:
        part.delete()
    versions.bump(NAME)
    cache.clear()


def described(client: Client, name: str = NAME) -> dict[str, Any]:
    layers = client.get("/api/v1/layers/", {"limit": 100}).json()["results"]
    (layer,) = (layer for layer in layers if layer["name"] == name)
    found: dict[str, Any] = layer
    return found


def outlines(client: Client) -> dict[str, Any]:
    answer = client.get(f"/api/v1/layers/{NAME}/coverage/").json()
    assert answer["type"] == "FeatureCollection"
    return {feature["id"]: feature for feature in answer["features"]}


def test_a_part_of_the_country_is_named_and_outlined(client: Client) -> None:
    publish("18", "2401")
    layer = described(client)
    assert layer["is_partial"]
    assert [unit["ubigeo"] for unit in layer["covers"]] == ["18", "2401"]
    found = outlines(client)
    assert list(found) == ["18", "2401"]
    for code, feature in found.items():
        drawn = GEOSGeometry(str(feature["geometry"]).replace("'", '"'))
        whole = AdminUnit.objects.get(pk=code).geom
        assert whole is not None
        # About 200 m of difference along the outline, in square degrees.
        assert drawn.sym_difference(whole).area < 0.002 * whole.length
        assert feature["properties"]["name"]


def test_the_whole_country_needs_no_outline(client: Client) -> None:
    publish("PE")
    assert (described(client)["is_partial"], described(client)["covers"]) == (False, None)
    assert outlines(client) == {}


def test_of_rows_added_by_hand_nobody_knows(client: Client) -> None:
    publish()
    assert (described(client)["is_partial"], described(client)["covers"]) == (True, [])
    assert outlines(client) == {}


@pytest.mark.parametrize("name", [NAME, "departments", "intervention_zones"])
def test_samples_and_what_no_file_publishes_cover_what_they_show(client: Client, name: str) -> None:
    assert (described(client, name)["is_partial"], described(client, name)["covers"]) == (
        False,
        None,
    )
    assert client.get(f"/api/v1/layers/{name}/coverage/").json()["features"] == []


def test_what_is_unknown_is_refused(client: Client) -> None:
    assert client.get("/api/v1/layers/nothing/coverage/").status_code == 404
    assert client.get(f"/api/v1/layers/{NAME}/coverage/", {"x": "1"}).status_code == 400
