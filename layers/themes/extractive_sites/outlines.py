"""A cadastre's outlines placed on the globe, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from layers.reading import utm
from layers.reading.columns import Columns
from layers.reading.positions import PERU
from layers.reading.results import SourceError
from layers.reading.utm import ZONES, Datum
from layers.themes.extractive_sites.files import RawConcessions
from territory import ewkb
from territory.boundaries.rules import DEPARTMENT_TOLERANCE_DEG

# Geographic CRSs that are WGS 84 within centimetres: itself, SIRGAS 2000 and Peru96.
_DEGREES = (4326, 4674, 5373)
_PSAD56_DEGREES = 4248
_AT_ONCE = 1_000
_POLYGONS = (3, 6)  # shapely's type ids: Polygon, MultiPolygon
# How sure PROJ has to be of what a .prj without codes means, percent.
_CONFIDENCE = 70

Bounds = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Stated:
    """What rows say of themselves: zone, datum and their department's extent, or None."""

    zones: pd.Series
    datums: pd.Series
    extents: pd.Series


@dataclass(frozen=True)
class Outlines:
    """By row: hexadecimal EWKB, EPSG:4326, and the name of the datum it came from."""

    ewkb: list[str | None]
    datums: list[str]


@dataclass(frozen=True)
class Called:
    """How a register calls its columns, of which faults are reported."""

    code: str = "codigou"
    zone: str = "zona"
    datum: str = "datum"


_IN_CADASTRE = Called()


def place(
    table: Columns, raw: RawConcessions, stated: Stated, called: Called = _IN_CADASTRE
) -> Outlines:
    """Every outline as a multipolygon in degrees; what can't be is refused in ``table``."""
    rows, shapes = table.frame.index, raw.shapes.copy()
    drawn = np.isin(shapely.get_type_id(shapes), _POLYGONS) & ~shapely.is_empty(shapes)
    _refuse(table, rows, ~drawn, called.code, "No tiene un polígono.")
    bounds = shapely.bounds(shapes)
    zones, datums = _in_use(raw.crs, bounds, stated)
    in_metres = drawn & (zones != 0)
    usable = drawn & _is_complete(table, called, in_metres, zones, datums)
    looked_at = np.flatnonzero(usable & in_metres & ~utm.are_plausible(bounds)).tolist()
    faults = {at: reason for at in looked_at if (reason := utm.fault(bounds[at]))}
    table.report({int(rows[at]): reason for at, reason in faults.items()}, called.code, refuse=True)
    usable[list(faults)] = False
    degrees = _degrees(shapes, usable, zones, datums)
    reasons = _misplaced(shapes, degrees, usable, zones, datums, stated)
    table.report(
        {int(rows[at]): reason for at, reason in reasons.items()}, called.zone, refuse=True
    )
    usable[list(reasons)] = False
    return Outlines(_written(table, called, degrees, usable), [str(d or "") for d in datums])


def _in_use(
    crs: pyproj.CRS | None, bounds: Bounds, stated: Stated
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Zone (0: the outline is in degrees, −1: unknown) and datum of every row.

    The file's CRS decides, for a right may lie in another zone than the one that it is drawn
    in; the row where the file has none, or calls metres degrees as GeoJSON does.
    """
    declared = stated.zones.map(lambda zone: -1 if zone is None else zone).to_numpy(dtype=int)
    datums = stated.datums.to_numpy(dtype=object)
    degrees = np.abs(bounds).max(axis=1) <= 180
    if crs is None:
        return np.where(degrees, 0, declared), np.where(
            degrees & pd.isna(datums), Datum.WGS84, datums
        )
    code = crs.to_epsg(min_confidence=_CONFIDENCE) or 0
    if known := utm.zone_and_datum(code):
        size = len(declared)
        return np.full(size, known[0]), np.full(size, known[1], dtype=object)
    if code not in (*_DEGREES, _PSAD56_DEGREES):
        raise SourceError(
            f"El archivo está en «{crs.name[:80]}»: se leen WGS 84 y PSAD56, en grados o en UTM "
            "de las zonas 17, 18 y 19 sur."
        )
    datum = Datum.PSAD56 if code == _PSAD56_DEGREES else Datum.WGS84
    return np.where(degrees, 0, declared), np.where(degrees, datum, datums)


def _is_complete(
    table: Columns,
    called: Called,
    in_metres: np.ndarray[Any, Any],
    zones: np.ndarray[Any, Any],
    datums: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Whether zone and datum are known; a row without one is refused, never guessed."""
    no_zone = in_metres & (zones < 0)
    no_datum = in_metres & pd.isna(datums)
    rows = table.frame.index
    _refuse(table, rows, no_zone, called.zone, "Falta la zona UTM: 17, 18 o 19.")
    reason = "Ni la fila ni el archivo dicen el datum: WGS84 o PSAD56 (los separan unos 400 m)."
    _refuse(table, rows, no_datum, called.datum, reason)
    complete: np.ndarray[Any, Any] = ~(no_zone | no_datum)
    return complete


def _degrees(
    shapes: Any, usable: Any, zones: np.ndarray[Any, Any], datums: np.ndarray[Any, Any]
) -> Any:
    degrees = shapes.copy()
    for zone in (0, *ZONES):
        for datum in Datum:
            chosen = usable & (zones == zone) & (datums == datum)
            if zone and chosen.any():
                degrees[chosen] = utm.to_degrees(shapes[chosen], zone, datum)
            elif datum is Datum.PSAD56 and chosen.any():
                degrees[chosen] = utm.psad56_to_wgs84(shapes[chosen])
    return degrees


def _misplaced(
    shapes: Any, degrees: Any, usable: Any, zones: Any, datums: Any, stated: Stated
) -> dict[int, str]:
    """Why an outline isn't where its row says: outside Peru, or far from its department."""
    peru = tuple(map(float, PERU))
    at = np.flatnonzero(usable)
    bounds = shapely.bounds(degrees[at])
    extents = np.array([box or peru for box in stated.extents.to_numpy(dtype=object)[at]])
    extents = extents.reshape(-1, 4)
    in_peru = _meet(bounds, np.array(peru))
    wrong = ~(in_peru & _meet(bounds, extents))
    at, bounds, in_peru = at[wrong], bounds[wrong], in_peru[wrong]
    swapped = (zones[at] == 0) & _meet(bounds[:, [1, 0, 3, 2]], np.array(peru))
    others = _other_zones(shapes[at], zones[at], datums[at], extents[wrong])
    reasons: dict[int, str] = {}
    for row, is_swapped, is_in_peru, other in zip(at, swapped, in_peru, others, strict=True):
        where = "lejos del departamento que declara" if is_in_peru else "fuera del Perú"
        zone = f"; sería la zona {other}, no la {zones[row]}" if other else ""
        reasons[int(row)] = (
            "La latitud y la longitud están intercambiadas."
            if is_swapped
            else f"Queda {where}{zone}."
        )
    return reasons


def _other_zones(shapes: Any, zones: Any, datums: Any, extents: Bounds) -> Any:
    """For each the zone in which the same metres would be where they should, 0 for none."""
    found = np.zeros(len(shapes), dtype=int)
    for other in ZONES:
        for datum in Datum:
            tried = np.flatnonzero(
                (zones != 0) & (zones != other) & (found == 0) & (datums == datum)
            )
            bounds = shapely.bounds(utm.to_degrees(shapes[tried], other, datum))
            found[tried[_meet(bounds, extents[tried])]] = other
    return found


def _meet(bounds: Bounds, extents: Bounds) -> Any:
    """Whether each rectangle is near the extent: of its own row, or the one that is given."""
    west, south, east, north = extents.T
    near = DEPARTMENT_TOLERANCE_DEG
    return (
        (bounds[:, 0] <= east + near)
        & (bounds[:, 2] >= west - near)
        & (bounds[:, 1] <= north + near)
        & (bounds[:, 3] >= south - near)
    )


def _written(table: Columns, called: Called, degrees: Any, usable: Any) -> list[str | None]:
    """EWKB; an outline that crosses itself is repaired, which is reported."""
    rows = table.frame.index
    crossed = usable & ~shapely.is_valid(degrees)
    if crossed.any():
        # A part without an inside says nothing of the others'.
        degrees[crossed] = shapely.make_valid(
            degrees[crossed], method="structure", keep_collapsed=False
        )
        flat = crossed & shapely.is_empty(degrees)
        _refuse(table, rows, flat, called.code, "Su polígono no encierra nada.")
        usable = usable & ~flat
        reasons = {
            int(rows[at]): "Su polígono se cruzaba y se reparó."
            for at in np.flatnonzero(crossed & ~flat)
        }
        table.report(reasons, called.code, refuse=False)
    written: list[str | None] = [None] * len(degrees)
    places = np.flatnonzero(usable)
    # Some at a time: each step makes all its outlines once more.
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        for at, text in zip(some.tolist(), _ewkb(degrees[some]), strict=True):
            written[at] = text
    return written


def _ewkb(polygons: Any) -> list[str | None]:
    """Polygons or multipolygons as multipolygons."""
    parts, row = shapely.get_parts(polygons, return_index=True)
    # As the database turns them, so that the rings of an equal outline compare equal.
    turned = shapely.orient_polygons(shapely.multipolygons(parts, indices=row))
    return ewkb.written(turned, 4326)


def _refuse(table: Columns, rows: pd.Index, chosen: Any, column: str, reason: str) -> None:
    table.report({int(row): reason for row in rows[chosen]}, column, refuse=True)
