"""The maps of pages: WMS pictures, and on a unit's the unit's outline drawn over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon

from territory.addresses import on_site

WIDTH_PX = 720
HEIGHT_PX = 496
# Room around the unit, as a share of its size: enough to see what it borders on.
_MARGIN = 0.35
# A point, or a unit of a few metres, still gets a map to look at.
_MIN_SIDE_M = 4_000.0
_WEB_MERCATOR = 3857
# Outlines lose what a screen can't show.
_TOLERANCE_PX = 0.5
_BACKGROUND = "0xE9EDF0"

# EPSG:3857, west south east north: Peru, for pictures of 3:4 and 16:10.
PERU_TALL = (-9_090_000.0, -2_100_000.0, -7_610_000.0, 25_000.0)
PERU_WIDE = (-10_110_000.0, -2_140_000.0, -6_590_000.0, 60_000.0)


@dataclass(frozen=True)
class Locator:
    """``path`` is an SVG path in pixels of a ``width`` by ``height`` picture, y down.

    ``paths`` are those of the other shapes that were asked for, and ``marks`` the pixels of the
    places. ``bbox`` is the picture's frame in EPSG:3857. The small picture is half as wide: a
    phone's, whose labels would be too small otherwise.
    """

    image_url: str
    small_image_url: str
    path: str
    bbox: tuple[float, float, float, float]
    paths: tuple[str, ...] = ()
    marks: tuple[tuple[float, float], ...] = ()
    width: int = WIDTH_PX
    height: int = HEIGHT_PX


def draw_locator(
    geom: GEOSGeometry,
    layers: tuple[str, ...],
    *,
    others: Sequence[GEOSGeometry] = (),
    places: Sequence[Point] = (),
) -> Locator:
    """The map of ``geom`` over the given layers, with other shapes and places in sight.

    All of them in EPSG:4326.
    """
    shape, *drawn = (item.transform(_WEB_MERCATOR, clone=True) for item in (geom, *others))
    points = [cast("Point", place.transform(_WEB_MERCATOR, clone=True)) for place in places]
    minx, _miny, maxx, maxy = frame = _frame(_extent([shape, *drawn, *points]))
    scale = WIDTH_PX / (maxx - minx)
    path, *paths = (
        _svg_path(item.simplify(_TOLERANCE_PX / scale, preserve_topology=True), minx, maxy, scale)
        for item in (shape, *drawn)
    )
    return Locator(
        image_url=map_url(layers, frame),
        small_image_url=map_url(layers, frame, WIDTH_PX // 2, HEIGHT_PX // 2),
        path=path,
        bbox=frame,
        paths=tuple(paths),
        marks=tuple(
            (round((point.x - minx) * scale, 1), round((maxy - point.y) * scale, 1))
            for point in points
        ),
    )


def _extent(shapes: Iterable[GEOSGeometry]) -> tuple[float, float, float, float]:
    minx, miny, maxx, maxy = zip(*(shape.extent for shape in shapes), strict=True)
    return min(minx), min(miny), max(maxx), max(maxy)


def outline_of(
    geoms: Iterable[GEOSGeometry], bbox: tuple[float, float, float, float], width: int
) -> str:
    """The SVG path of geometries (EPSG:4326) on a picture of ``bbox`` (EPSG:3857), pixels."""
    left, _south, right, top = bbox
    scale = width / (right - left)
    shapes = (geom.transform(_WEB_MERCATOR, clone=True) for geom in geoms)
    simple = (shape.simplify(_TOLERANCE_PX / scale, preserve_topology=True) for shape in shapes)
    return "".join(_svg_path(shape, left, top, scale) for shape in simple)


def picture_of(
    geom: GEOSGeometry,
    layers: tuple[str, ...],
    width: int,
    height: int,
    filters: Sequence[str] = (),
) -> str:
    """The address of a picture of ``geom`` (EPSG:4326) with room around it, of any shape."""
    frame = _frame(geom.transform(_WEB_MERCATOR, clone=True).extent, width / height)
    return map_url(layers, frame, width, height, filters=filters)


def map_url(
    layers: tuple[str, ...],
    bbox: tuple[float, float, float, float],
    width: int = WIDTH_PX,
    height: int = HEIGHT_PX,
    *,
    transparent: bool = False,
    filters: Sequence[str] = (),
) -> str:
    """A WMS 1.3.0 GetMap address; ``bbox`` in EPSG:3857, x/y.

    ``filters`` are CQL2 text, one for each layer; INCLUDE leaves all of one in.
    """
    parameters = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": ",".join(layers),
        "STYLES": "",
        "CRS": f"EPSG:{_WEB_MERCATOR}",
        "BBOX": ",".join(f"{side:.2f}" for side in bbox),
        "WIDTH": width,
        "HEIGHT": height,
        "FORMAT": "image/png8",
    }
    parameters |= {"CQL_FILTER": ";".join(filters)} if filters else {}
    parameters |= {"TRANSPARENT": "TRUE"} if transparent else {"BGCOLOR": _BACKGROUND}
    return on_site(f"/ows/wms?{urlencode(parameters)}")


def _frame(
    extent: tuple[float, float, float, float], ratio: float = WIDTH_PX / HEIGHT_PX
) -> tuple[float, float, float, float]:
    """The extent with its margin, widened to the picture's shape."""
    minx, miny, maxx, maxy = extent
    side = max(maxx - minx, maxy - miny, _MIN_SIDE_M) * _MARGIN
    width, height = maxx - minx + 2 * side, maxy - miny + 2 * side
    width = max(width, height * ratio)
    height = width / ratio
    x, y = (minx + maxx) / 2, (miny + maxy) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _svg_path(shape: GEOSGeometry, left: float, top: float, scale: float) -> str:
    polygons = shape if isinstance(shape, MultiPolygon) else [shape]
    commands = []
    for polygon in polygons:
        assert isinstance(polygon, Polygon)
        for ring in polygon:
            points = (f"{(x - left) * scale:.1f} {(top - y) * scale:.1f}" for x, y, *_ in ring)
            commands.append(f"M{'L'.join(points)}Z")
    return "".join(commands)
