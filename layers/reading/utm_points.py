"""A point that a row gives in metres of UTM, with its zone and its datum, in degrees."""

from __future__ import annotations

from decimal import Decimal

import shapely

from layers.reading import utm
from layers.reading.cells import CellError
from layers.reading.numbers import parse_number
from layers.reading.positions import why_not

# Degrees of a centimetre.
_PLACES = 7


def parse_utm_point(east: str, north: str, zone: str, datum: str) -> str | None:
    """EWKT, EPSG:4326; None where no coordinate is given; raises CellError.

    Rows of one file may be of several zones and datums: each says its own.
    """
    x, y = _metres(east, 0), _metres(north, 1)
    if x is None and y is None:
        return None
    if x is None or y is None:
        raise CellError("Falta la otra coordenada.", cell=int(x is None))
    number = _zone(zone)
    named = utm.datum_named(datum)
    if named is None:
        raise CellError("Sin el datum (WGS84 o PSAD56) no se sabe dónde está.", cell=3)
    point = shapely.Point(float(x), float(y))
    if reason := utm.fault(point.bounds):
        raise CellError(reason)
    degrees = utm.to_degrees(point, number, named)
    if reason := why_not(Decimal(repr(degrees.y)), Decimal(repr(degrees.x))):
        raise CellError(f"En la zona {number}: {reason[0].lower()}{reason[1:]}", cell=2)
    return f"SRID=4326;POINT({round(degrees.x, _PLACES)} {round(degrees.y, _PLACES)})"


def _metres(raw: str, cell: int) -> Decimal | None:
    fits = (utm.is_easting, utm.is_northing)[cell]
    try:
        return parse_number(raw, fits=fits)
    except CellError as error:
        raise CellError("La coordenada no es un número de metros.", cell) from error


def _zone(raw: str) -> int:
    try:
        number = utm.parse_zone(raw)
    except CellError as error:
        raise CellError(str(error), cell=2) from error
    if number is None:
        raise CellError("Sin la zona UTM (17, 18 o 19) no se sabe dónde está.", cell=2)
    return number
