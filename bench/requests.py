"""The same request to either side."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.run import Run

GEOJSON, GML = "application/json", "application/gml+xml; version=3.2"
# MapServer calls its GeoJSON by the name of its output format.
_PEER_FORMATS = {GEOJSON: "geojson", GML: GML}

# Half the side of the world in Web Mercator, metres (EPSG:3857).
_HALF_WORLD_M = 20037508.342789244
TILE_PX = 256
MIN_ZOOM, MAX_ZOOM = 8, 13

# Peru with a little around it, in Web Mercator's metres, and the pixels that fit its shape.
PERU = (-9_062_000.0, -2_080_000.0, -7_636_000.0, 12_000.0)
PERU_PX = (512, 751)


@dataclass(frozen=True)
class Pair:
    """The same question in the words of either side."""

    ours: str
    peer: str


def features(run: Run, layer: str, format_: str, **parameters: object) -> Pair:
    """A WFS 2.0 GetFeature; ``parameters`` are its own (count, bbox, resultType)."""
    common = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", **parameters}
    ours = common | {"typeNames": f"ta:{layer}", "outputFormat": format_}
    peer = common | {"typeNames": layer, "outputFormat": _PEER_FORMATS[format_]}
    return Pair(f"{run.server.url}/ows/wfs?{urlencode(ours)}", f"{run.peer_url}&{urlencode(peer)}")


def image(
    run: Run, layers: str, bbox: tuple[float, float, float, float], size: tuple[int, int]
) -> Pair:
    """A WMS 1.3.0 GetMap of transparent PNG in Web Mercator."""
    parameters = {
        "service": "WMS",
        "version": "1.3.0",
        "request": "GetMap",
        "layers": layers,
        "styles": "," * layers.count(","),
        "crs": "EPSG:3857",
        "bbox": ",".join(map(repr, bbox)),
        "width": size[0],
        "height": size[1],
        "format": "image/png",
        "transparent": "TRUE",
    }
    query = urlencode(parameters)
    return Pair(f"{run.server.url}/ows/wms?{query}", f"{run.peer_url}&{query}")


def tiles(run: Run, layers: str, places: list[tuple[float, float]], seed: int) -> list[Pair]:
    """For each place (longitude, latitude) the tile around it, at a random zoom."""
    chosen = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    size = (TILE_PX, TILE_PX)
    return [
        image(run, layers, tile_bbox(place, chosen.randint(MIN_ZOOM, MAX_ZOOM)), size)
        for place in places
    ]


def tile_of(place: tuple[float, float], zoom: int) -> tuple[int, int, int]:
    """Zoom, column and row (from the north) of the web grid's tile that holds a place."""
    side = 2 * _HALF_WORLD_M / 2**zoom
    x, y = _web_mercator(place)
    return zoom, math.floor((x + _HALF_WORLD_M) / side), math.floor((_HALF_WORLD_M - y) / side)


def box_around(place: tuple[float, float], side_m: float) -> tuple[float, float, float, float]:
    """A square, in Web Mercator's metres, with a place in its middle."""
    x, y = _web_mercator(place)
    half = side_m / 2
    return (x - half, y - half, x + half, y + half)


def tile_bbox(place: tuple[float, float], zoom: int) -> tuple[float, float, float, float]:
    """The rectangle, in Web Mercator's metres, of the tile of ``zoom`` that holds a place."""
    side = 2 * _HALF_WORLD_M / 2**zoom
    x, y = _web_mercator(place)
    west, south = math.floor(x / side) * side, math.floor(y / side) * side
    return (west, south, west + side, south + side)


def _web_mercator(place: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude in metres."""
    longitude, latitude = place
    y = _HALF_WORLD_M * math.asinh(math.tan(math.radians(latitude))) / math.pi
    return _HALF_WORLD_M * longitude / 180, y
