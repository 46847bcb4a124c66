"""FES 2.0 and its elders on rows: geometries, distances, and the documents that QGIS sends."""

from __future__ import annotations

import pytest

from tests.layers.filters.sample import create_rows
from tests.ows.filters.fes_documents import POLYGON, envelope, fes, lit, ogc, ref, selected


@pytest.fixture(autouse=True)
def rows_made(db: None) -> None:
    create_rows()


LAT_LON_RING = "-10 -78 -10 -77.5 -9.5 -77.5 -9.5 -78 -10 -78"
LON_LAT_RING = "-78 -10 -77.5 -10 -77.5 -9.5 -78 -9.5 -78 -10"
ROUND = POLYGON.format(srs=' srsName="urn:ogc:def:crs:EPSG::4326"', places=LAT_LON_RING)


@pytest.mark.parametrize(
    ("srs", "ring"),
    [
        ("urn:ogc:def:crs:EPSG::4326", LAT_LON_RING),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", LAT_LON_RING),
        (None, LAT_LON_RING),
        ("EPSG:4326", LON_LAT_RING),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", LON_LAT_RING),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", LON_LAT_RING),
    ],
)
def test_gml_in_every_axis_order(srs: str | None, ring: str) -> None:
    name = f' srsName="{srs}"' if srs else ""
    polygon = POLYGON.format(srs=name, places=ring)
    document = fes(f"<fes:Intersects>{ref('geom')}{polygon}</fes:Intersects>")
    assert selected(document) == ["91"]


def test_a_name_on_the_members_only() -> None:
    member = POLYGON.format(srs=' srsName="EPSG:4326"', places=LON_LAT_RING)
    surface = (
        f"<gml:MultiSurface><gml:surfaceMember>{member}</gml:surfaceMember></gml:MultiSurface>"
    )
    document = fes(f"<fes:Intersects>{ref('geom')}{surface}</fes:Intersects>")
    assert selected(document) == ["91"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Intersects", ["91"]),
        ("Contains", ["91"]),
        ("Within", []),
        ("Disjoint", ["92", "93", "94"]),
        ("Equals", []),
        ("Touches", []),
        ("Overlaps", []),
        ("Crosses", []),
    ],
)
def test_spatial_operators(name: str, expected: list[str]) -> None:
    assert selected(fes(f"<fes:{name}>{ref('geom')}{ROUND}</fes:{name}>")) == expected


def test_operands_turned_round() -> None:
    assert selected(fes(f"<fes:Within>{ROUND}{ref('geom')}</fes:Within>")) == ["91"]
    assert selected(fes(f"<fes:Within>{lit(ROUND)}{ref('geom')}</fes:Within>")) == ["91"]


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        ('<fes:Distance uom="m">1000</fes:Distance>', ["91"]),
        ('<fes:Distance uom="km">120</fes:Distance>', ["91", "92"]),
        ('<ogc:Distance xmlns:ogc="http://www.opengis.net/ogc" units="m">1</ogc:Distance>', ["91"]),
    ],
)
def test_distances(distance: str, expected: list[str]) -> None:
    point = "<gml:Point><gml:pos>-9.5 -77.9</gml:pos></gml:Point>"
    within = fes(f"<fes:DWithin>{ref('geom')}{point}{distance}</fes:DWithin>")
    assert selected(within) == expected
    beyond = fes(f"<fes:Beyond>{ref('geom')}{point}{distance}</fes:Beyond>")
    assert selected(beyond) == [k for k in ("91", "92", "93", "94") if k not in expected]


# What QGIS sends: its BBOX and the layer's own filter, merged (qgswfsfeatureiterator).
QGIS_20 = fes(
    f"<fes:And><fes:BBOX>{ref('ta:geom')}{envelope('-20 -80', '-5 -60')}</fes:BBOX>"
    f"<fes:PropertyIsGreaterThan>{ref('ta:people')}{lit('50')}</fes:PropertyIsGreaterThan>"
    "</fes:And>"
)
QGIS_11 = ogc(
    "<ogc:And><ogc:BBOX><ogc:PropertyName>ta:geom</ogc:PropertyName>"
    '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>-20 -80'
    "</gml:lowerCorner><gml:upperCorner>-5 -60</gml:upperCorner></gml:Envelope></ogc:BBOX>"
    '<ogc:PropertyIsLike wildCard="%" singleChar="_" escapeChar="\\" matchCase="false">'
    "<ogc:PropertyName>ta:name</ogc:PropertyName><ogc:Literal>%ANC%</ogc:Literal>"
    "</ogc:PropertyIsLike></ogc:And>"
)


def test_qgis_documents() -> None:
    assert selected(QGIS_20) == ["91", "92"]
    assert selected(QGIS_11) == ["92"]
