"""UTM of Peru to degrees, by operations that are pinned: no library's choice of the day.

WGS 84's zones are only projected back. PSAD56's are projected back on their own ellipsoid and
then shifted by EPSG:1208 (Peru: −279, 175, −379 m), whose accuracy is 16 m; there are three
other shifts in the EPSG dataset, which differ by up to tens of metres.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.reading.cells import CellError
from layers.reading.numbers import parse_number
from territory.names import bare_name

ZONES = (17, 18, 19)
_ZONE = re.compile(r"(?:utm|zona)*(1[789])(?:s|sur|[klm])?")


class Datum(StrEnum):
    """The two datums of official files."""

    WGS84 = "WGS84"
    PSAD56 = "PSAD56"


_DATUMS = {
    **dict.fromkeys(("wgs84", "wgs1984", "dwgs1984"), Datum.WGS84),
    **dict.fromkeys(("psad56", "psad1956", "dpsad1956"), Datum.PSAD56),
}
_TO_WGS84 = "urn:ogc:def:coordinateOperation:EPSG::1208"
# EPSG:1208's accuracy, metres.
_SHIFT_ACCURACY_M = 16

# Easting and northing of Peru in its own zones and a good part of the neighbouring ones: west,
# south, east, north. The equator is at 10,000,000.
_METRES = (100_000, 7_900_000, 900_000, 10_030_000)

Corners = np.ndarray[Any, np.dtype[np.float64]]


def parse_zone(raw: str) -> int | None:
    """``17``, ``17S``, ``UTM 17 L``; None when empty; raises CellError."""
    match = _ZONE.fullmatch(bare_name(raw))
    number = Decimal(match[1]) if match else parse_number(raw)
    if number is None:
        return None
    if number not in ZONES:
        raise CellError("La zona UTM del Perú es 17, 18 o 19.")
    return int(number)


def datum_named(raw: str) -> Datum | None:
    """``WGS84``, ``WGS 84``, ``UTM PSAD-56``; None for any other text."""
    return _DATUMS.get(bare_name(raw).removeprefix("utm"))


def epsg_of(zone: int, datum: Datum) -> int:
    """The code of a southern UTM zone."""
    return {Datum.WGS84: 32700, Datum.PSAD56: 24860}[datum] + zone


def zone_and_datum(epsg: int) -> tuple[int, Datum] | None:
    """The way back; None for any other CRS."""
    known = {epsg_of(zone, datum): (zone, datum) for zone in ZONES for datum in Datum}
    return known.get(epsg)


def accuracy_m(datum: str) -> int | None:
    """What the change of datum adds to the uncertainty of a position, metres; None: nothing."""
    return _SHIFT_ACCURACY_M if datum == Datum.PSAD56 else None


def to_degrees(shapes: Any, zone: int, datum: Datum) -> Any:
    """Shapely geometries (an array or one) in metres as EPSG:4326, longitude first."""
    return shapely.transform(shapes, _to_degrees(zone, datum))


def psad56_to_wgs84(shapes: Any) -> Any:
    """As ``to_degrees``, of geographic PSAD56 (EPSG:4248), longitude first."""
    return shapely.transform(shapes, _shift)


def is_easting(metres: Decimal) -> bool:
    """Whether it may be one of Peru's."""
    return _METRES[0] <= metres <= _METRES[2]


def is_northing(metres: Decimal) -> bool:
    """Whether it may be one of Peru's."""
    return _METRES[1] <= metres <= _METRES[3]


def are_plausible(bounds: Corners) -> Any:
    """Of which rows of bounds ``fault`` finds nothing."""
    west, south, east, north = bounds.T
    return (
        (west >= _METRES[0]) & (south >= _METRES[1]) & (east <= _METRES[2]) & (north <= _METRES[3])
    )


def fault(bounds: Corners) -> str:
    """Why a shape with these bounds can't be metres of UTM in Peru, or ""; x/y order."""
    west, south, east, north = bounds
    if not np.isfinite(bounds).all():
        return "Una coordenada no es un número."
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        return "Son grados, no metros UTM."
    if _METRES[1] <= west and east <= _METRES[3] and _METRES[0] <= south and north <= _METRES[2]:
        return "El este y el norte están intercambiados."
    if west < _METRES[0] or east > _METRES[2]:
        return "El este no es de una zona UTM del Perú."
    if south < _METRES[1] or north > _METRES[3]:
        return "El norte no es de una zona UTM del Perú."
    return ""


@lru_cache(maxsize=6)
def _to_degrees(zone: int, datum: Datum) -> Callable[[Corners], Corners]:
    projected = pyproj.CRS.from_epsg(epsg_of(zone, datum))
    # To the CRS that it is a projection of: no datum changes here.
    back = pyproj.Transformer.from_crs(projected, projected.geodetic_crs, always_xy=True)

    def transformed(corners: Corners) -> Corners:
        degrees = np.column_stack(back.transform(corners[:, 0], corners[:, 1]))
        return _shift(degrees) if datum is Datum.PSAD56 else degrees

    return transformed


def _shift(degrees: Corners) -> Corners:
    latitude, longitude = _operation().transform(degrees[:, 1], degrees[:, 0])
    return np.column_stack((longitude, latitude))


@lru_cache(maxsize=1)
def _operation() -> pyproj.Transformer:
    return pyproj.Transformer.from_pipeline(_TO_WGS84)
