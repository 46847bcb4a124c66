"""A row without a shape, or with an empty one, breaks no format: it is listed and not drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client

from layers import versions
from territory.models import AdminUnit, BoundarySource
from tests.ows.wms.wire import INFO, MAP, ask, pixels

UBIGEO = "999901"
TILE = "/ogc/collections/districts/tiles/WebMercatorQuad/4/8/4"
DISTRICTS = {"LAYERS": "districts", "STYLES": "", "CQL_FILTER": "ubigeo >= '99'"}


@pytest.fixture(params=[None, MultiPolygon(srid=4326)], ids=["null", "empty"])
def shapeless(request: pytest.FixtureRequest, committed_db: None) -> Iterator[AdminUnit]:
    """A committed row, since Mapnik connects by itself."""
    unit = AdminUnit.objects.create(
        ubigeo=UBIGEO,
        level=AdminUnit.Level.DISTRICT,
        parent_id="1501",
        name="Sin límite",
        geom=request.param,
        boundary_source=BoundarySource.APPROXIMATE,
        source="prueba",
        cutoff_date="2025-06-30",
    )
    versions.bump("districts")
    yield unit
    unit.delete()
    versions.bump("districts")


def read(client: Client, path: str) -> bytes:
    response: Any = client.get(path)
    assert response.status_code == 200, response.getvalue()
    body: bytes = response.getvalue()
    return body


def test_as_an_item(client: Client, shapeless: AdminUnit) -> None:
    path = f"/ogc/collections/districts/items/{UBIGEO}"
    for crs in ("", "&crs=http://www.opengis.net/def/crs/EPSG/0/32718"):
        feature = json.loads(read(client, f"{path}?f=json{crs}"))
        assert not (feature["geometry"] or {}).get("coordinates")
        assert feature["properties"]["name"] == "Sin límite"
    assert "Sin límite" in read(client, f"{path}?f=html").decode()
    listed = json.loads(read(client, f"/ogc/collections/districts/items?ubigeo={UBIGEO}&f=json"))
    assert [feature["id"] for feature in listed["features"]] == [UBIGEO]


def test_in_a_vector_tile(client: Client, shapeless: AdminUnit) -> None:
    for content in mapbox_vector_tile.decode(read(client, TILE)).values():
        assert UBIGEO not in {feature["properties"]["fid"] for feature in content["features"]}


def test_on_a_map(client: Client, shapeless: AdminUnit) -> None:
    alone = pixels(ask(client, MAP, **DISTRICTS, TRANSPARENT="TRUE"))
    assert not alone[..., 3].any()
    beside = pixels(ask(client, MAP, **DISTRICTS | {"CQL_FILTER": "ubigeo >= '25'"}))
    without = pixels(ask(client, MAP, **DISTRICTS | {"CQL_FILTER": "ubigeo BETWEEN '25' AND '26'"}))
    assert without.std() > 0
    assert np.array_equal(beside, without)


def test_under_a_pixel(client: Client, shapeless: AdminUnit) -> None:
    response = ask(client, INFO, **DISTRICTS, QUERY_LAYERS="districts")
    assert response.status_code == 200
    assert response.json()["features"] == []
