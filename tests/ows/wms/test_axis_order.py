"""The same rectangle, written as each CRS has it, is the same place: held against pyproj."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.test import Client
from pyproj import CRS, Transformer

from tests.ows.wms.wire import INFO, MAP, Mask, Pixels, ask, is_blank, pixels

pytestmark = pytest.mark.django_db

# Cusco's surroundings, x/y: away from Peru's middle in both axes, so that a flip can't fit.
WEST, SOUTH, EAST, NORTH = -73.5, -14.5, -70.5, -11.5
CUSCO = (-71.967, -13.532)

NORTH_FIRST = [
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
]
EAST_FIRST = [
    "CRS:84",
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "EPSG:3857",
    "EPSG:32717",
    "EPSG:32718",
    "EPSG:32719",
    "urn:ogc:def:crs:EPSG::32718",
]


def corners(crs: str, *, swap: bool) -> str:
    """The rectangle in ``crs``: pyproj gives the authority's axis order, or always x/y."""
    move = Transformer.from_crs("OGC:CRS84", CRS.from_user_input(_name(crs)), always_xy=True)
    minx, miny, maxx, maxy = move.transform_bounds(WEST, SOUTH, EAST, NORTH)
    return ",".join(map(str, (miny, minx, maxy, maxx) if swap else (minx, miny, maxx, maxy)))


def _name(crs: str) -> str:
    """What pyproj calls it."""
    is_crs84 = crs.endswith(("CRS:84", "CRS84"))
    return "OGC:CRS84" if is_crs84 else "EPSG:" + re.findall(r"\d+", crs)[-1]


def test_the_table_is_the_authoritys() -> None:
    for crs in NORTH_FIRST + EAST_FIRST:
        first = CRS.from_user_input(_name(crs)).axis_info[0].direction
        assert first == ("north" if crs in NORTH_FIRST else "east"), crs


def cover(image: Pixels) -> Mask:
    covered: Mask = image[..., 3] > 0
    return covered


@pytest.mark.parametrize("crs", NORTH_FIRST + EAST_FIRST)
def test_getmap(client: Client, crs: str) -> None:
    """Cusco department's shape, filtered, fills the same part of the picture in any CRS."""
    size = {"WIDTH": "200", "HEIGHT": "200", "TRANSPARENT": "TRUE", "CQL_FILTER": "ubigeo = '08'"}
    reference = ask(client, **size, CRS="CRS:84", BBOX=f"{WEST},{SOUTH},{EAST},{NORTH}")
    swap = crs in NORTH_FIRST
    same = cover(pixels(ask(client, **size, CRS=crs, BBOX=corners(crs, swap=swap))))
    expected = cover(pixels(reference))
    both, either = (same & expected).sum(), (same | expected).sum()
    assert both / either > 0.93  # a UTM rectangle is a slightly turned one
    flipped = ask(client, **size, CRS=crs, BBOX=corners(crs, swap=not swap))
    if crs.endswith(("32717", "32718", "32719")):  # there the mirror image can't be
        assert "orden inverso" in flipped.content.decode()
        return
    other = cover(pixels(flipped))
    assert (other & expected).sum() / max(1, (other | expected).sum()) < 0.5


@pytest.mark.parametrize("crs", NORTH_FIRST + EAST_FIRST)
def test_getfeatureinfo(client: Client, crs: str) -> None:
    bbox = corners(crs, swap=crs in NORTH_FIRST)
    first, second, third, fourth = map(float, bbox.split(","))
    west, south, east, north = (
        (second, first, fourth, third) if crs in NORTH_FIRST else (first, second, third, fourth)
    )
    x, y = Transformer.from_crs("OGC:CRS84", _name(crs), always_xy=True).transform(*CUSCO)
    column, row = int((x - west) / (east - west) * 300), int((north - y) / (north - south) * 300)
    pixel = {"WIDTH": "300", "HEIGHT": "300", "I": str(column), "J": str(row)}
    found = ask(client, INFO, **pixel, CRS=crs, BBOX=bbox).json()["features"]
    assert [feature["properties"]["name"] for feature in found] == ["Cusco"]


@pytest.mark.parametrize("srs", ["EPSG:4326", "EPSG:3857", "EPSG:32718", "CRS:84"])
def test_1_1_1_is_always_x_y(client: Client, srs: str) -> None:
    old = MAP | {"VERSION": "1.1.1", "SRS": srs, "BBOX": corners(srs, swap=False)}
    new = MAP | {"CRS": srs, "BBOX": corners(srs, swap=srs in NORTH_FIRST)}
    old.pop("CRS")
    image = pixels(ask(client, old))
    assert not is_blank(image)
    assert np.array_equal(image, pixels(ask(client, new)))
