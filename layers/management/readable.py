"""Rows that a command would write, as a person reads them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import shapely

# As much of a row as a terminal shows.
_SHOWN = 400


def readable_row(row: dict[str, Any]) -> str:
    """``name=…; geom=Polígono de 5 vértices en -13.5171, -71.9781; …``: what is known of a row."""
    cells = (f"{name}={readable(value)}" for name, value in row.items() if value not in (None, ""))
    return "; ".join(cells)[:_SHOWN]


def readable(value: Any) -> str:
    """A value as a person reads it; a geometry by its kind, size and place."""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(readable, value))
    shape = _shape(value) if isinstance(value, str) else None
    return str(value) if shape is None else _described(shape)


_KINDS = {
    "Point": "punto",
    "MultiPoint": "puntos",
    "LineString": "línea",
    "MultiLineString": "líneas",
    "Polygon": "polígono",
    "MultiPolygon": "polígono",
}


def _described(shape: Any) -> str:
    """``polígono de 5 vértices en -13.5171, -71.9781``: latitude first, as people say it."""
    kind = _KINDS.get(shape.geom_type, shape.geom_type)
    if shape.is_empty:
        return f"{kind} vacío"
    place = shape.representative_point()
    corners = shapely.get_num_coordinates(shape)
    size = "" if shape.geom_type == "Point" else f" de {corners} vértices"
    return f"{kind}{size} en {place.y:.4f}, {place.x:.4f}"


def _shape(text: str) -> Any:
    """The geometry that a reader wrote as EWKT or hexadecimal EWKB, else None."""
    try:
        if text.startswith("SRID="):
            return shapely.from_wkt(text.partition(";")[2])
        if text.startswith(("00", "01")) and len(text) > 40:
            return shapely.from_wkb(text)
    except shapely.errors.GEOSException:
        return None
    return None
