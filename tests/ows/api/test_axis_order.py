"""Each way of writing a CRS, held against pyproj's own axis order."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.test import Client
from pyproj import Transformer

from tests.ows.api.wire import CRS84, EPSG, ask, ids, items

pytestmark = pytest.mark.django_db

# How it is written, and the CRS in pyproj's terms (authority's axis order, unless x/y).
WRITTEN = {
    CRS84: ("OGC:CRS84", CRS84),
    "https://www.opengis.net/def/crs/OGC/1.3/CRS84": ("OGC:CRS84", CRS84),
    "urn:ogc:def:crs:OGC:1.3:CRS84": ("OGC:CRS84", CRS84),
    f"{EPSG}4326": ("EPSG:4326", f"{EPSG}4326"),
    "urn:ogc:def:crs:EPSG::4326": ("EPSG:4326", f"{EPSG}4326"),
    "[EPSG:4326]": ("EPSG:4326", f"{EPSG}4326"),
    f"{EPSG}3857": ("EPSG:3857", f"{EPSG}3857"),
    f"{EPSG}32717": ("EPSG:32717", f"{EPSG}32717"),
    f"{EPSG}32718": ("EPSG:32718", f"{EPSG}32718"),
    f"{EPSG}32719": ("EPSG:32719", f"{EPSG}32719"),
}
CUSCO = (-71.98, -13.52)


def authority(crs: str) -> Transformer:
    """From longitude, latitude to the order in which the authority writes coordinates."""
    return Transformer.from_crs("OGC:CRS84", crs)


@pytest.mark.parametrize("written", WRITTEN)
def test_coordinates_of_an_answer(client: Client, written: str) -> None:
    crs, uri = WRITTEN[written]
    response = ask(client, "/collections/district_capitals/items", crs=written, limit=50)
    assert response["Content-Crs"] == f"<{uri}>"
    page = json.loads(response.getvalue())
    plain = items(client, "district_capitals", limit=50)
    for feature, same in zip(page["features"], plain["features"], strict=True):
        expected = authority(crs).transform(*same["geometry"]["coordinates"])
        # The reference is itself written to 1e-7 degrees, a centimetre.
        assert feature["geometry"]["coordinates"] == pytest.approx(expected, abs=0.03, rel=1e-9)
        alone = ask(client, f"/collections/district_capitals/items/{feature['id']}", crs=written)
        assert alone["Content-Crs"] == f"<{uri}>"
        assert alone.json()["geometry"] == feature["geometry"]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_box_in_its_own_order(client: Client, written: str) -> None:
    crs, _uri = WRITTEN[written]
    lon, lat = CUSCO
    first = authority(crs).transform(lon - 0.001, lat - 0.001)
    second = authority(crs).transform(lon + 0.001, lat + 0.001)
    box = ",".join(map(repr, (*first, *second)))
    with_heights = ",".join(map(repr, (*first, 0.0, *second, 9000.0)))
    expected = ids(client, bbox="-71.981,-13.521,-71.979,-13.519")
    assert "080101" in expected
    assert ids(client, bbox=box, bbox_crs=written) == expected
    assert ids(client, bbox=with_heights, bbox_crs=written) == expected


@pytest.mark.parametrize("written", WRITTEN)
def test_a_filters_geometry_in_its_own_order(client: Client, written: str) -> None:
    crs, _uri = WRITTEN[written]
    first, second = authority(crs).transform(*CUSCO)
    text = f"S_INTERSECTS(geom, POINT({first!r} {second!r}))"
    tree: dict[str, Any] = {
        "op": "s_intersects",
        "args": [{"property": "geom"}, {"type": "Point", "coordinates": [first, second]}],
    }
    expected = ids(client, filter=f"S_INTERSECTS(geom, POINT({CUSCO[0]} {CUSCO[1]}))")
    assert len(expected) == 1
    assert ids(client, filter=text, filter_crs=written) == expected
    found = ids(client, filter=json.dumps(tree), filter_lang="cql2-json", filter_crs=written)
    assert found == expected


def test_each_crs_is_independent_of_the_others(client: Client) -> None:
    page = items(
        client,
        crs=f"{EPSG}32718",
        bbox="-13.521,-71.981,-13.519,-71.979",
        bbox_crs=f"{EPSG}4326",
        filter="S_INTERSECTS(geom, POINT(-71.98 -13.52))",
    )
    (feature,) = page["features"]
    point = Transformer.from_crs("OGC:CRS84", "EPSG:32718").transform(*CUSCO)
    assert shapely.geometry.shape(feature["geometry"]).covers(shapely.Point(point))


def test_a_box_across_the_antimeridian(client: Client) -> None:
    assert ids(client, bbox="170,-20,-70,10") == ids(client, bbox="-180,-20,-70,10")
    assert ids(client, bbox="100,-90,-100,90") == []
