"""Geometry literals of a filter: GeoJSON shapes in x/y order, with their ``srid``."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from layers.errors import InvalidParameter
from ows.crs import WireCrs, bbox_of

Position = list[float]


def geometry(kind: str, parts: Any, crs: WireCrs) -> dict[str, Any]:
    """The literal of a GeoJSON type.

    ``parts`` are its coordinates in the order of ``crs``, or for a GeometryCollection its
    members' literals. Heights are left out. Raises ValueError, whose text is for the user.
    """
    if kind == "GeometryCollection":
        members = _sequence(parts, 1, "Una GEOMETRYCOLLECTION necesita geometrías.")
        return {"type": kind, "geometries": members, "srid": crs.srid}
    return {"type": kind, "coordinates": _SHAPES[kind](parts, crs), "srid": crs.srid}


def box(numbers: Sequence[float], crs: WireCrs) -> dict[str, Any]:
    """The literal of a rectangle; raises ValueError, whose text is for the user."""
    try:
        bbox = bbox_of(numbers, crs, wraps=True)
    except InvalidParameter as error:
        raise ValueError(f"BBOX: {error.message}") from None
    return {"bbox": [bbox.minx, bbox.miny, bbox.maxx, bbox.maxy], "srid": crs.srid}


def _position(numbers: Any, crs: WireCrs) -> Position:
    if not isinstance(numbers, list) or not 2 <= len(numbers) <= 4:
        raise ValueError("Una posición tiene de 2 a 4 números.")
    if not all(map(is_finite_number, numbers)):
        raise ValueError("Una coordenada no es un número finito.")
    return list(crs.xy(numbers[0], numbers[1]))


def is_finite_number(value: Any) -> bool:
    """A JSON number that a double can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _line(parts: Any, crs: WireCrs) -> list[Position]:
    items = _sequence(parts, 2, "Una línea necesita al menos 2 posiciones.")
    return [_position(item, crs) for item in items]


def _ring(parts: Any, crs: WireCrs) -> list[Position]:
    items = _sequence(parts, 4, "Un anillo necesita al menos 4 posiciones.")
    ring = [_position(item, crs) for item in items]
    if ring[0] != ring[-1]:
        raise ValueError("Un anillo termina donde empieza.")
    return ring


def _polygon(parts: Any, crs: WireCrs) -> list[list[Position]]:
    items = _sequence(parts, 1, "Un polígono necesita un anillo.")
    return [_ring(item, crs) for item in items]


def _many(one: Callable[[Any, WireCrs], Any]) -> Callable[[Any, WireCrs], list[Any]]:
    def read(parts: Any, crs: WireCrs) -> list[Any]:
        items = _sequence(parts, 1, "Una geometría múltiple necesita partes.")
        return [one(item, crs) for item in items]

    return read


def _sequence(parts: Any, least: int, message: str) -> list[Any]:
    if not isinstance(parts, list) or len(parts) < least:
        raise ValueError(message)
    return parts


_SHAPES: dict[str, Callable[[Any, WireCrs], list[Any]]] = {
    "Point": _position,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _many(_position),
    "MultiLineString": _many(_line),
    "MultiPolygon": _many(_polygon),
}
GEOMETRY_TYPES = (*_SHAPES, "GeometryCollection")
