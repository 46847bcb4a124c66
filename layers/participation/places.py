"""Where a contribution is, as GeoJSON says it: a point or an outline."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Point, Polygon

from layers.errors import InvalidGeometry
from layers.participation.receiving import MAX_VERTICES

PARAMETER = "geometry"
# A thousand corners with all their digits take a fifth of it.
MAX_LETTERS = 200_000


def place_from_text(text: str) -> GEOSGeometry:
    """The geometry of GeoJSON's text; raises InvalidGeometry."""
    if len(text) > MAX_LETTERS:
        raise InvalidGeometry("El dibujo tiene demasiadas esquinas.", parameter=PARAMETER)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidGeometry("El dibujo no se puede leer.", parameter=PARAMETER) from None
    return place_from_geojson(value)


def place_from_geojson(value: Any) -> GEOSGeometry:
    """A Point, Polygon or MultiPolygon in EPSG:4326 (RFC 7946); raises InvalidGeometry."""
    if not isinstance(value, dict) or "crs" in value:
        raise InvalidGeometry("Se espera una geometría de GeoJSON.", parameter=PARAMETER)
    coordinates = value.get("coordinates")
    try:
        match value.get("type"):
            case "Point":
                return Point(*_position(coordinates), srid=4326)
            case "Polygon":
                return _polygon(coordinates)
            case "MultiPolygon" if isinstance(coordinates, list):
                return MultiPolygon(*(_polygon(part) for part in coordinates), srid=4326)
    except (GEOSException, ValueError, TypeError):
        raise InvalidGeometry("El dibujo no se puede leer.", parameter=PARAMETER) from None
    raise InvalidGeometry("Se espera un Point, Polygon o MultiPolygon.", parameter=PARAMETER)


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise ValueError("no rings")
    return Polygon(*(list(_ring(ring)) for ring in rings), srid=4326)


def _ring(positions: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(positions, list) or len(positions) > MAX_VERTICES + 1:
        raise ValueError("no ring")
    return map(_position, positions)


def _position(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise ValueError("no position")
    x, y = value[:2]
    if not all(
        isinstance(number, int | float) and not isinstance(number, bool) for number in (x, y)
    ):
        raise ValueError("no numbers")
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise ValueError("no degrees")
    return float(x), float(y)
