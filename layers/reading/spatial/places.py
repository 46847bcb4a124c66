"""The positions that a table's rows give, in degrees or metres, and the columns that give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.reading import utm
from layers.reading.cells import CellError
from layers.reading.conventions import in_column
from layers.reading.numbers import parse_number
from layers.reading.positions import why_not
from layers.reading.results import ChoiceMissing, RowError, SourceError
from layers.reading.spatial.tables import Table
from layers.reading.tabular import column_name
from layers.reading.utm import ZONES, Datum

# What offices call them, as ``column_name`` writes it; the likelier first.
_X = (
    *("longitud", "lon", "long", "lng", "longitude", "x", "este", "easting", "coord_este"),
    *("coordenada_este", "utm_este", "coord_x", "coordenada_x", "este_x", "x_este", "point_x"),
    "utm_x",
)
_Y = (
    *("latitud", "lat", "latitude", "y", "norte", "northing", "coord_norte", "coordenada_norte"),
    *("utm_norte", "coord_y", "coordenada_y", "norte_y", "y_norte", "point_y", "utm_y"),
)
_UBIGEO = ("ubigeo", "cod_ubigeo", "codigo_ubigeo", "ubigeo_inei", "iddist", "ubigeo_distrito")
_ZONE = ("zona", "zona_utm", "huso", "utm_zona", "zone")


_MOSTLY = 0.5


@dataclass(frozen=True)
class Places:
    """Shapely's points in degrees, longitude first, by row; None where a row has none."""

    shapes: Any
    notices: list[RowError] = field(default_factory=list)
    crs: str = ""


def candidates(names: Sequence[str]) -> dict[str, str]:
    """Which columns may be ``x``, ``y``, ``ubigeo`` and ``zone``, by what they are called."""
    known = {column_name(name): name for name in names}
    wanted = {"x": _X, "y": _Y, "ubigeo": _UBIGEO, "zone": _ZONE}
    found = {
        role: next((known[each] for each in names_of if each in known), None)
        for role, names_of in wanted.items()
    }
    return {role: name for role, name in found.items() if name is not None}


def coordinate_columns(names: Sequence[str]) -> list[str]:
    """The columns that are called as coordinates are; none where there is but one of the two."""
    by_role = [[name for name in names if column_name(name) in known] for known in (_X, _Y)]
    return [name for found in by_role for name in found] if all(by_role) else []


def places_of(table: Table, chosen: Mapping[str, Any]) -> Places:
    """The points of a table.

    ``chosen``: the columns ``x`` and ``y``; ``crs`` (``EPSG:32718``), or a ``zone`` (17 to 19) or
    ``zone_column`` with a ``datum``, where they are metres. Raises SourceError where the table
    hasn't the columns, or it isn't clear where its metres are.
    """
    for role in ("x", "y"):
        if chosen[role] not in table.names:
            raise SourceError(f"La tabla no tiene la columna «{str(chosen[role])[:60]}».")
    texts = [table.column(chosen[role]) for role in ("x", "y")]
    pairs, notices = _numbers(table, chosen["x"], texts)
    present = [at for at, pair in enumerate(pairs) if pair is not None]
    shapes = np.full(len(pairs), None, dtype=object)
    if not present:
        raise SourceError("Ninguna fila tiene coordenadas que se puedan leer.")
    corners = np.array([pairs[at] for at in present], dtype=float)
    degrees, crs, reasons = _in_degrees(table, corners, present, chosen)
    fits = [at not in reasons for at in range(len(present))]
    points = shapely.points(degrees[fits])
    shapes[[at for at, ok in zip(present, fits, strict=True) if ok]] = points
    notices += [
        RowError(table.rows[present[at]], chosen["x"], texts[0][present[at]][:80], reason)
        for at, reason in reasons.items()
    ]
    return Places(shapes, sorted(notices, key=lambda notice: notice.row), crs)


def _numbers(
    table: Table, name: str, texts: Sequence[Sequence[str]]
) -> tuple[list[tuple[Decimal, Decimal] | None], list[RowError]]:
    parsers = [in_column(parse_number, set(column)) for column in texts]
    pairs: list[tuple[Decimal, Decimal] | None] = []
    notices: list[RowError] = []
    for at, cells in enumerate(zip(*texts, strict=True)):
        reason = ""
        try:
            x, y = (parse(cell) for parse, cell in zip(parsers, cells, strict=True))
        except CellError:
            x, y, reason = None, None, "La coordenada no es un número."
        if (x is None) != (y is None):
            reason = "Falta la otra coordenada."
        if reason:
            notices.append(RowError(table.rows[at], name, "; ".join(cells)[:80], reason))
        pairs.append((x, y) if x is not None and y is not None else None)
    return pairs, notices


def _in_degrees(
    table: Table, corners: Any, present: Sequence[int], chosen: Mapping[str, Any]
) -> tuple[Any, str, dict[int, str]]:
    """The corners in degrees, what they were, and why some can't be (by place in the list)."""
    if given := chosen.get("crs"):
        return _from_crs(corners, str(given))
    if (np.abs(corners) <= 180).all(axis=1).mean() > _MOSTLY:
        reasons = {
            at: reason
            for at, (x, y) in enumerate(corners)
            if (reason := why_not(Decimal(str(y)), Decimal(str(x))))
        }
        return corners, "EPSG:4326", reasons
    datum = Datum(chosen.get("datum") or Datum.WGS84)
    zones = _zones(table, present, chosen)
    reasons = {
        at: "No se sabe su zona UTM." if zones[at] not in ZONES else reason
        for at, (x, y) in enumerate(corners)
        if (reason := utm.fault(np.array([x, y, x, y]))) or zones[at] not in ZONES
    }
    degrees = np.full(corners.shape, np.nan)
    for zone in sorted(set(zones) & set(ZONES)):
        which = np.array([z == zone for z in zones])
        points = utm.to_degrees(shapely.points(corners[which]), zone, datum)
        degrees[which] = shapely.get_coordinates(points)
    named = ", ".join(str(zone) for zone in sorted(set(zones) & set(ZONES)))
    return degrees, f"UTM {named} S {datum}", reasons


def _zones(table: Table, present: Sequence[int], chosen: Mapping[str, Any]) -> list[int]:
    if column := chosen.get("zone_column"):
        if column not in table.names:
            raise SourceError(f"La tabla no tiene la columna «{str(column)[:60]}».")
        texts = table.column(column)
        return [_zone(texts[at]) for at in present]
    if not chosen.get("zone"):
        raise ChoiceMissing(
            "Las coordenadas son metros (UTM): indique la zona (17, 18 o 19) y el datum.",
            "zone",
            map(str, ZONES),
        )
    return [int(chosen["zone"])] * len(present)


def _zone(text: str) -> int:
    """``18``, ``18S``, ``18 L`` → 18; 0 where it is none."""
    digits = text.strip()[:2]
    return int(digits) if digits.isdecimal() else 0


def _from_crs(corners: Any, text: str) -> tuple[Any, str, dict[int, str]]:
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise SourceError(f"«{text[:80]}» no es un sistema de coordenadas conocido.") from error
    to_degrees = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    degrees = np.column_stack(to_degrees.transform(corners[:, 0], corners[:, 1]))
    on_earth = np.isfinite(degrees).all(axis=1) & (np.abs(degrees) <= [180, 90]).all(axis=1)
    wrong = np.flatnonzero(~on_earth)
    return degrees, text, {int(at): "Sus coordenadas no son un lugar de la Tierra." for at in wrong}
