"""Axis order of answers, BBOX and filters, held against pyproj."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pyproj import CRS, Transformer

from territory.models import AdminUnit
from tests.ows.wfs.wire import NS, ask, body, fes, ids, texts, xml

pytestmark = pytest.mark.django_db

SRIDS = (4326, 3857, 32717, 32718, 32719)
# Form of the name → whether it follows the authority (OGC 09-048r3; EPSG:x by convention not).
FORMS = {
    "urn:ogc:def:crs:EPSG::{}": True,
    "http://www.opengis.net/def/crs/EPSG/0/{}": True,
    "EPSG:{}": False,
    "http://www.opengis.net/gml/srs/epsg.xml#{}": False,
}
NAMES = [
    pytest.param(form.format(srid), srid, authority, id=form.format(srid))
    for form, authority in FORMS.items()
    for srid in SRIDS
] + [
    pytest.param(name, 4326, False, id=name)
    for name in (
        "CRS:84",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    )
]
LIMA = "district_capitals.150101"


def wire(srid: int, authority: bool, lon: float, lat: float) -> tuple[float, float]:
    """The pair that pyproj gives in the authority's order or x/y."""
    source = CRS("OGC:CRS84")
    target = CRS.from_epsg(srid)
    moved = Transformer.from_crs(source, target, always_xy=not authority).transform(lon, lat)
    return float(moved[0]), float(moved[1])


@pytest.fixture
def lima(db: None) -> tuple[float, float]:
    point = AdminUnit.objects.get(pk="150101").capital_point
    assert point is not None
    return point.x, point.y


def tolerance(srid: int) -> float:
    return 1e-7 if srid == 4326 else 0.011


@pytest.mark.parametrize(("name", "srid", "authority"), NAMES)
def test_gml_output(
    client: Client, lima: tuple[float, float], name: str, srid: int, authority: bool
) -> None:
    root = xml(ask(client, resourceId=LIMA, srsName=name))
    assert texts(root, "//@srsName") == [name]
    position = tuple(map(float, root.findtext(".//gml:pos", "", NS).split()))
    assert position == pytest.approx(wire(srid, authority, *lima), abs=tolerance(srid))


@pytest.mark.parametrize(("name", "srid", "authority"), NAMES)
def test_polygons_too(client: Client, name: str, srid: int, authority: bool) -> None:
    root = xml(ask(client, resourceId="departments.15", srsName=name))
    assert set(texts(root, "//@srsName")) == {name}
    numbers = [float(n) for n in root.findtext(".//gml:posList", "", NS).split()]
    expected = wire(srid, authority, -76.0, -12.0)
    # Degrees and metres of one department lie near its middle, each on its own axis.
    width = 3 if srid == 4326 else 350_000
    assert max(abs(n - expected[0]) for n in numbers[::2]) < width
    assert max(abs(n - expected[1]) for n in numbers[1::2]) < width


@pytest.mark.parametrize(("name", "srid", "authority"), NAMES)
def test_geojson_is_always_x_y(
    client: Client, lima: tuple[float, float], name: str, srid: int, authority: bool
) -> None:
    found = json.loads(body(ask(client, resourceId=LIMA, srsName=name, outputFormat="json")))
    (feature,) = found["features"]
    expected = wire(srid, False, *lima)
    assert feature["geometry"]["coordinates"] == pytest.approx(expected, abs=tolerance(srid))
    if srid == 4326:
        assert "crs" not in found
    else:
        assert found["crs"]["properties"]["name"] == f"urn:ogc:def:crs:EPSG::{srid}"


@pytest.mark.parametrize(("name", "srid", "authority"), NAMES)
def test_bbox_and_envelope(
    client: Client, lima: tuple[float, float], name: str, srid: int, authority: bool
) -> None:
    a, b = wire(srid, authority, *lima)
    step = 1e-5 if srid == 4326 else 1.0
    box = f"{a - step},{b - step},{a + step},{b + step},{name}"
    assert ids(xml(ask(client, typeNames="district_capitals", bbox=box))) == [LIMA]
    swapped = f"{b - step},{a - step},{b + step},{a + step},{name}"
    mirrored = ask(client, typeNames="district_capitals", bbox=swapped)
    if srid in (32717, 32718, 32719):  # there the mirror image can't be
        assert "orden inverso" in body(mirrored).decode()
    else:
        assert ids(xml(mirrored)) == []
    envelope = (
        "<fes:BBOX><fes:ValueReference>ta:geom</fes:ValueReference>"
        f'<gml:Envelope srsName="{name}"><gml:lowerCorner>{a - step} {b - step}</gml:lowerCorner>'
        f"<gml:upperCorner>{a + step} {b + step}</gml:upperCorner></gml:Envelope></fes:BBOX>"
    )
    assert ids(xml(ask(client, typeNames="district_capitals", filter=fes(envelope)))) == [LIMA]
    point = (
        "<fes:DWithin><fes:ValueReference>geom</fes:ValueReference>"
        f'<gml:Point gml:id="p" srsName="{name}"><gml:pos>{a} {b}</gml:pos></gml:Point>'
        '<fes:Distance uom="m">20</fes:Distance></fes:DWithin>'
    )
    assert ids(xml(ask(client, typeNames="district_capitals", filter=fes(point)))) == [LIMA]


def test_bbox_without_crs_is_in_the_default_one(client: Client, lima: tuple[float, float]) -> None:
    """WFS 2.0 §7.9.2.4.4: the type's DefaultCRS, whose urn means latitude first."""
    lon, lat = lima
    box = f"{lat - 1e-5},{lon - 1e-5},{lat + 1e-5},{lon + 1e-5}"
    for srs_name in ("", "EPSG:32718"):
        answer = ask(client, typeNames="district_capitals", bbox=box, srsName=srs_name)
        assert ids(xml(answer)) == [LIMA]


@pytest.mark.parametrize("predicate", ["Intersects", "Within"])
def test_polygon_filters(client: Client, lima: tuple[float, float], predicate: str) -> None:
    lon, lat = lima
    ring = [(-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1)]
    text = " ".join(f"{lat + dy * 1e-5} {lon + dx * 1e-5}" for dx, dy in ring)
    polygon = (
        f"<fes:{predicate}><fes:ValueReference>geom</fes:ValueReference>"
        '<gml:Polygon gml:id="p" srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing></gml:exterior>"
        f"</gml:Polygon></fes:{predicate}>"
    )
    assert ids(xml(ask(client, typeNames="district_capitals", filter=fes(polygon)))) == [LIMA]


def test_crs_that_is_not_offered(client: Client) -> None:
    for name in ("EPSG:4269", "urn:ogc:def:crs:EPSG::2056", "EPSG:99999999", "x", "EPSG:4326' --"):
        response = ask(client, typeNames="districts", srsName=name, count=1)
        assert response.status_code == 400
        assert b'exceptionCode="InvalidParameterValue" locator="srsName"' in body(response)
