"""Outer rings counter-clockwise, holes clockwise: RFC 7946 §3.1.6; ISO 19107 §6.3.6."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.test import Client
from lxml import etree

from layers import registry
from territory.models import AdminUnit
from tests.ows.wfs import wire
from tests.zones import client_of, feature, planner

pytestmark = pytest.mark.django_db

POLYGON_LAYERS = [
    layer.name for layer in registry.LAYERS if layer.geometry_type.endswith("Polygon")
]
# Clockwise around, with a hole that runs counter-clockwise: all of it the wrong way.
WRONG = [
    [[-72.0, -13.6], [-72.0, -13.4], [-71.8, -13.4], [-71.8, -13.6], [-72.0, -13.6]],
    [[-71.95, -13.55], [-71.9, -13.55], [-71.9, -13.5], [-71.95, -13.5], [-71.95, -13.55]],
]


def wrong_rings(geometry: dict[str, Any]) -> int:
    """How many rings of a GeoJSON geometry run the wrong way; by shapely's signed areas."""
    shape = shapely.from_geojson(json.dumps(geometry))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    outer: int = sum(not part.exterior.is_ccw for part in parts)
    inner: int = sum(hole.is_ccw for part in parts for hole in part.interiors)
    return outer + inner


@pytest.mark.parametrize("name", POLYGON_LAYERS)
@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/{0}/items?f=json&limit=10000",
        "/api/v1/layers/{0}/features/?limit=100",
        "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames={0}&outputFormat=json",
    ],
)
def test_geojson(client: Client, name: str, path: str) -> None:
    response: Any = client.get(path.format(name))
    geometries = [f["geometry"] for f in json.loads(response.getvalue())["features"]]
    assert sum(wrong_rings(geometry) for geometry in geometries if geometry) == 0


@pytest.mark.parametrize("srs", ["urn:ogc:def:crs:EPSG::4326", "EPSG:32718"])
def test_gml(client: Client, srs: str) -> None:
    """Seen from above: north up, east right, in whatever order the two are written."""
    root = wire.xml(wire.ask(client, typeNames="provinces", srsName=srs))
    rings = root.findall(".//gml:exterior/gml:LinearRing/gml:posList", wire.NS)
    assert len(rings) >= 196
    for ring in rings:
        numbers = [float(text) for text in str(ring.text).split()]
        first, second = numbers[::2], numbers[1::2]
        x, y = (second, first) if srs.startswith("urn") else (first, second)
        assert shapely.LinearRing(list(zip(x, y, strict=True))).is_ccw


def test_whoever_writes_a_row(client: Client) -> None:
    """The ORM, raw SQL and COPY alike: the database itself turns the rings."""
    wrong = {"type": "MultiPolygon", "coordinates": [WRONG]}
    shape = GEOSGeometry(json.dumps(wrong), 4326)
    AdminUnit.objects.filter(pk="080101").update(geom=shape)
    with connection.cursor() as cursor:
        statement = "UPDATE territory_adminunit SET geom = ST_GeomFromEWKB(%s) WHERE ubigeo = %s"
        cursor.execute(statement, [bytes(shape.ewkb), "080102"])
    for ubigeo in ("080101", "080102"):
        stored = AdminUnit.objects.get(pk=ubigeo).geom
        assert stored is not None
        assert wrong_rings(json.loads(stored.json)) == 0
        assert stored.equals(shape)
    assert wrong_rings(wrong) == 2


def test_a_zone_that_was_drawn_clockwise() -> None:
    client = client_of(planner("ana"))
    drawn = feature({"type": "Polygon", "coordinates": WRONG})
    answer: Any = client.post("/api/v1/zones/", drawn, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert wrong_rings(answer.json()["geometry"]) == 0
    again = client.get(f"/api/v1/zones/{answer.json()['id']}/").json()
    assert again["geometry"] == answer.json()["geometry"]
    versions: Any = client.get(f"/api/v1/zones/{answer.json()['id']}/versions/1/")
    assert wrong_rings(versions.json()["geometry"]) == 0


def test_feature_info(client: Client) -> None:
    asked = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetFeatureInfo",
        "LAYERS": "departments",
        "QUERY_LAYERS": "departments",
        "STYLES": "",
        "CRS": "EPSG:4326",
        "BBOX": "-14,-73,-13,-72",
        "WIDTH": "100",
        "HEIGHT": "100",
        "I": "50",
        "J": "50",
        "FORMAT": "image/png",
    }
    found = client.get("/ows/wms", asked | {"INFO_FORMAT": "application/json"}).json()
    assert found["features"]
    assert sum(wrong_rings(item["geometry"]) for item in found["features"]) == 0
    gml = client.get("/ows/wms", asked | {"INFO_FORMAT": "application/vnd.ogc.gml"}).content
    assert etree.fromstring(gml).tag.endswith("FeatureCollection")
