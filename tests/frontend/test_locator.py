"""The small map: its frame, and the outline laid over the picture."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from pyproj import Transformer

from frontend.locator import draw_locator

FORWARD = Transformer.from_crs(4326, 3857, always_xy=True)


def _box(west: float, south: float, east: float, north: float) -> GEOSGeometry:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def _bbox(address: str) -> list[float]:
    return [float(side) for side in parse_qs(urlsplit(address).query)["BBOX"][0].split(",")]


def _points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


@pytest.mark.parametrize(
    "extent",
    [(-77.1, -12.1, -77.0, -12.0), (-75.0, -14.0, -70.0, -13.9), (-72.0, -15.0, -71.9, -10.0)],
)
def test_outline_lies_where_the_picture_shows_the_unit(
    extent: tuple[float, float, float, float],
) -> None:
    found = draw_locator(_box(*extent), ("departments",))
    minx, miny, maxx, maxy = _bbox(found.image_url)
    assert (maxx - minx) / (maxy - miny) == pytest.approx(found.width / found.height, rel=1e-4)
    west, south, east, north = extent
    corners = [FORWARD.transform(x, y) for x in (west, east) for y in (south, north)]
    scale = found.width / (maxx - minx)
    expected = {(round((x - minx) * scale), round((maxy - y) * scale)) for x, y in corners}
    assert {(round(x), round(y)) for x, y in _points(found.path)} == expected


def test_tiny_unit_still_has_surroundings() -> None:
    minx, _, maxx, _ = _bbox(draw_locator(_box(-77, -12, -76.9999, -11.9999), ("a",)).image_url)
    assert maxx - minx > 2_000


def test_both_pictures_show_the_same_ground() -> None:
    found = draw_locator(_box(-77, -12, -76, -11), ("departments", "provinces"))
    assert _bbox(found.image_url) == _bbox(found.small_image_url)
    assert parse_qs(urlsplit(found.image_url).query)["LAYERS"] == ["departments,provinces"]
