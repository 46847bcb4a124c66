"""GML in, against well-known text written by hand and GDAL's own reader."""

from __future__ import annotations

import pytest
from django.contrib.gis.gdal import OGRGeometry
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from layers.errors import InvalidGeometry
from layers.geometry_in import geometry_from_gml

GML32 = 'xmlns:gml="http://www.opengis.net/gml/3.2"'
GML31 = 'xmlns:gml="http://www.opengis.net/gml"'
RING = "<gml:LinearRing><gml:posList>0 0 4 0 4 4 0 0</gml:posList></gml:LinearRing>"
HOLE = "<gml:LinearRing><gml:posList>2 1 3 1 3 2 2 1</gml:posList></gml:LinearRing>"
POLYGON = f"<gml:Polygon><gml:exterior>{RING}</gml:exterior></gml:Polygon>"


def gml(text: str, namespace: str = GML32, attributes: str = "") -> str:
    name, _, rest = text.partition(">")
    return f"{name} {namespace} {attributes}>{rest}"


READ = [
    ("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>", "POINT (1 2)"),
    ("<gml:Point><gml:pos> \n1\t2 </gml:pos></gml:Point>", "POINT (1 2)"),
    ("<gml:Point><gml:coordinates>1,2</gml:coordinates></gml:Point>", "POINT (1 2)"),
    (
        "<gml:Point><gml:coord><gml:X>1</gml:X><gml:Y>2</gml:Y></gml:coord></gml:Point>",
        "POINT (1 2)",
    ),
    ('<gml:Point><gml:pos srsDimension="3">1 2 3</gml:pos></gml:Point>', "POINT (1 2)"),
    (
        "<gml:LineString><gml:posList>0 0 1 1 2 0</gml:posList></gml:LineString>",
        "LINESTRING (0 0, 1 1, 2 0)",
    ),
    (
        "<gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>0 0 1 1</gml:posList>"
        "</gml:LineStringSegment></gml:segments></gml:Curve>",
        "LINESTRING (0 0, 1 1)",
    ),
    (
        f"<gml:Polygon><gml:exterior>{RING}</gml:exterior>"
        f"<gml:interior>{HOLE}</gml:interior></gml:Polygon>",
        "POLYGON ((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1))",
    ),
    (
        "<gml:Polygon><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>0,0 4,0 4,4 0,0"
        "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>",
        "POLYGON ((0 0, 4 0, 4 4, 0 0))",
    ),
    (
        f"<gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior>{RING}</gml:exterior>"
        "</gml:PolygonPatch></gml:patches></gml:Surface>",
        "POLYGON ((0 0, 4 0, 4 4, 0 0))",
    ),
    (
        f"<gml:MultiSurface><gml:surfaceMember>{POLYGON}</gml:surfaceMember></gml:MultiSurface>",
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
    ),
    (
        f"<gml:MultiPolygon><gml:polygonMember>{POLYGON}</gml:polygonMember></gml:MultiPolygon>",
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
    ),
    (
        "<gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>1 2</gml:pos></gml:Point>"
        "</gml:pointMember></gml:MultiPoint>",
        "MULTIPOINT (1 2)",
    ),
    (
        "<gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList>0 0 1 1</gml:posList>"
        "</gml:LineString></gml:curveMember></gml:MultiCurve>",
        "MULTILINESTRING ((0 0, 1 1))",
    ),
]


@pytest.mark.parametrize(("text", "wkt"), READ)
@pytest.mark.parametrize("namespace", [GML32, GML31])
def test_gml_becomes_the_geometry(db: None, text: str, wkt: str, namespace: str) -> None:
    found = geometry_from_gml(gml(text, namespace), 4326)
    assert found.srid == 4326
    assert found.wkt == GEOSGeometry(wkt).wkt


@pytest.mark.parametrize(("text", "wkt"), READ)
def test_gdal_reads_the_same(db: None, text: str, wkt: str) -> None:
    oracle = OGRGeometry.from_gml(gml(text)).geos
    assert geometry_from_gml(gml(text), 4326).equals(GEOSGeometry(oracle.wkb))
    assert wkt


@pytest.mark.parametrize(
    ("name", "srid", "expected"),
    [
        ("EPSG:4326", 4326, (1, 2)),
        ("urn:ogc:def:crs:EPSG::4326", 4326, (2, 1)),
        ("EPSG:32718", 32718, (1, 2)),
        ("urn:ogc:def:crs:EPSG::32718", 32718, (1, 2)),
    ],
)
def test_the_axis_order_of_a_name(
    db: None, name: str, srid: int, expected: tuple[float, float]
) -> None:
    text = gml("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>", GML32, f'srsName="{name}"')
    found = geometry_from_gml(text, srid)
    assert isinstance(found, Point)
    assert (found.coords, found.srid) == (expected, srid)


REFUSED = {
    "not GML": "<foo/>",
    "not XML": "<gml:Point",
    "nothing": "",
    "no coordinates": "<gml:Point/>",
    "letters": "<gml:Point><gml:pos>a b</gml:pos></gml:Point>",
    "NaN": "<gml:Point><gml:pos>NaN NaN</gml:pos></gml:Point>",
    "infinite": "<gml:Point><gml:pos>1e999 2</gml:pos></gml:Point>",
    "open ring": POLYGON.replace("4 4 0 0", "4 4 1 1"),
    "empty": "<gml:Polygon></gml:Polygon>",
    "a surface of triangles": "<gml:Tin><gml:patches><gml:Triangle><gml:exterior>"
    '<gml:LinearRing><gml:posList srsDimension="3">0 0 0 1 0 0 1 1 0 0 0 0</gml:posList>'
    "</gml:LinearRing></gml:exterior></gml:Triangle></gml:patches></gml:Tin>",
    "an entity": "<!DOCTYPE a [<!ENTITY x '1 2'>]><gml:Point><gml:pos>&x;</gml:pos></gml:Point>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(db: None, name: str) -> None:
    text = REFUSED[name]
    text = gml(text) if text.startswith("<gml") else text
    with pytest.raises(InvalidGeometry):
        geometry_from_gml(text, 4326)


@pytest.mark.parametrize("srs", ["EPSG:99999", "foo", "EPSG:32718", "EPSG:" + "9" * 40])
def test_another_crs_is_refused(db: None, srs: str) -> None:
    text = gml("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>", GML32, f'srsName="{srs}"')
    with pytest.raises(InvalidGeometry):
        geometry_from_gml(text, 4326)


def test_a_reference_never_reaches_postgis(db: None) -> None:
    """PostGIS 3.3.2 crashes on it, and the whole server with it."""
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple" xlink:href="#a"'
    member = f"<gml:MultiPoint><gml:pointMember {link}/></gml:MultiPoint>"
    for text in (gml("<gml:Point></gml:Point>", GML32, link), gml(member)):
        with pytest.raises(InvalidGeometry, match="xlink"):
            geometry_from_gml(text, 4326)


def test_a_failure_leaves_the_transaction_usable(db: None) -> None:
    with transaction.atomic():
        with pytest.raises(InvalidGeometry):
            geometry_from_gml(gml("<gml:Point></gml:Point>"), 4326)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
