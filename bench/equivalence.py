"""Both sides must answer the same before their times mean anything."""

from __future__ import annotations

import json
import math
from typing import Any

from lxml import etree

from bench.cases.tiles import ALL_LAYERS, places_of_points
from bench.client import read
from bench.database import NATIONAL
from bench.peers.peer import Box
from bench.peers.wfs import degrees
from bench.pictures import Pixels, fetch, share_painted_alike
from bench.requests import GEOJSON, GML, PERU, PERU_PX, TILE_PX, features, image, tile_bbox
from bench.run import Run
from bench.site.layers import LINES, POINTS, POLYGONS

# Two engines smooth edges each in their own way.
_PAINTED_ALIKE = 0.97
# MapServer hands GDAL a boolean as an integer that is 0 whatever it was.
_NOT_COMPARED = "is_sample"
_EDGE_PX = 4
_COMPARED = 400
_MOST = 10_000
_DECIMALS = 6
_GML_NAMESPACE = "{http://www.opengis.net/gml/3.2}"
_WFS_NAMESPACE = "{http://www.opengis.net/wfs/2.0}"


class NotEquivalent(Exception):
    """The two sides answered differently, so a comparison of their times would be void."""


def check(run_: Run) -> None:
    """Features of a box, numbers of features, and images.

    Raises:
        NotEquivalent: names the request and the difference.
    """
    for layer in (POINTS, POLYGONS, LINES):
        _check_features(run_, layer.name)
    _check_counts(run_)
    _check_images(run_)
    _check_others(run_)


def _check_features(run_: Run, layer: str) -> None:
    """The features that meet a box: the same keys, attributes and coordinates."""
    box = _box(run_)
    pair = features(run_, layer, GEOJSON, bbox=degrees(box), count=_MOST)
    ours, peer = _geojson(pair.ours), _geojson(pair.peer)
    if not ours or ours.keys() != peer.keys():
        found = f"{len(ours)} and {len(peer)} features"
        raise NotEquivalent(f"{layer} in {box}: {found}")
    for key, feature in ours.items():
        if feature != peer[key]:
            raise NotEquivalent(f"{layer} {key}: {feature} and {peer[key]}")


def _box(run_: Run) -> Box:
    """Half a degree across at national size; larger where the country is thinly settled."""
    (longitude, latitude), *_ = places_of_points(run_, 1, 7)
    half = 0.25 * math.sqrt(NATIONAL.points / run_.points)
    return (longitude - half, latitude - half, longitude + half, latitude + half)


def _check_others(run_: Run) -> None:
    """Every peer: the features of a rectangle by their keys, with the same coordinates."""
    box = _box(run_)
    for layer in (POINTS, POLYGONS, LINES):
        ours = _shapes(run_.ours.geojson(layer.name, _MOST, box=box))
        for side in run_.peers:
            address = side.geojson(layer.name, _MOST, box=box)
            if address is None:
                continue
            theirs = _shapes(address)
            if theirs.keys() != ours.keys():
                raise NotEquivalent(f"{side.name}, {layer.name}: {len(theirs)} other features")
            unlike = [key for key, shape in ours.items() if not _same(shape, theirs[key])]
            if unlike:
                raise NotEquivalent(
                    f"{side.name}, {layer.name} {unlike[0]}: {theirs[unlike[0]]} and not "
                    f"{ours[unlike[0]]}"
                )


def _shapes(address: str) -> dict[str, tuple[str, Any]]:
    """Key → geometry."""
    features = json.loads(read(address))["features"]
    return {
        str(feature["id"]).rpartition(".")[2]: _geometry(feature["geometry"])
        for feature in features
    }


def _same(one: Any, other: Any) -> bool:
    """The same coordinates, or off by the last digit, which some cut and others round."""
    if isinstance(one, list | tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(_same(a, b) for a, b in pairs)
    if isinstance(one, str):
        return one == str(other)
    return bool(abs(float(one) - float(other)) < 1.5 * 10**-_DECIMALS)


def _check_counts(run_: Run) -> None:
    """As many features as asked for, in both formats, on both sides."""
    for format_ in (GEOJSON, GML):
        pair = features(run_, POINTS.name, format_, count=_COMPARED)
        counted = [_number_of_features(url, format_) for url in (pair.ours, pair.peer)]
        if counted != [_COMPARED, _COMPARED]:
            raise NotEquivalent(f"{format_}: {counted} features instead of {_COMPARED}")


def _check_images(run_: Run) -> None:
    (place,) = places_of_points(run_, 1, 8)
    tile = (TILE_PX, TILE_PX)
    wanted = [(layer, tile_bbox(place, zoom), tile) for zoom in (8, 11) for layer in _layers()]
    for layers, bbox, size in [*wanted, (POINTS.name, PERU, PERU_PX)]:
        pair = image(run_, layers, bbox, size)
        alike = share_painted_alike(_inner(fetch(pair.ours)), _inner(fetch(pair.peer)))
        if alike < _PAINTED_ALIKE:
            raise NotEquivalent(f"{layers} in {bbox}: {alike:.0%} of the pixels are alike")


def _inner(pixels: Pixels) -> Pixels:
    """Without its edges, where MapServer draws no symbol whose middle lies outside."""
    return pixels[_EDGE_PX:-_EDGE_PX, _EDGE_PX:-_EDGE_PX]


def _layers() -> list[str]:
    return [POINTS.name, POLYGONS.name, LINES.name, ALL_LAYERS]


def _geojson(url: str) -> dict[str, Any]:
    """Key → attributes and geometry, without what each side writes in its own way."""
    found = {}
    for feature in json.loads(read(url))["features"]:
        properties = {
            name: value
            for name, value in feature["properties"].items()
            if value is not None and name != _NOT_COMPARED  # an empty one it leaves out
        }
        key = str(feature["id"]).rpartition(".")[2]
        found[key] = (properties, *_geometry(feature["geometry"]))
    return found


def _geometry(geometry: dict[str, Any]) -> tuple[str, Any]:
    """Its type and coordinates; MapServer writes a multipolygon of one part as a polygon."""
    kind, coordinates = geometry["type"], _rounded(geometry["coordinates"])
    return ("MultiPolygon", [coordinates]) if kind == "Polygon" else (kind, coordinates)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_rounded(item) for item in coordinates]
    return round(coordinates, _DECIMALS)


def _number_of_features(url: str, format_: str) -> int:
    body = read(url)
    if format_ == GEOJSON:
        return len(json.loads(body)["features"])
    root = etree.fromstring(body)
    members = root.findall(f"{_WFS_NAMESPACE}member")
    return sum(member.find(f".//{_GML_NAMESPACE}pos") is not None for member in members)
