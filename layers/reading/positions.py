"""A position that a file gives in degrees: taken only where it can be true.

What is wrong is reported and left out, never mended: a sign put back or two columns swapped would
be this site's position, not the file's.
"""

from __future__ import annotations

import re
from decimal import Decimal

from layers.reading.cells import CellError
from layers.reading.numbers import parse_number

# Peru's mainland and islands with some 20 km around, degrees: west, south, east, north.
PERU = (Decimal("-81.6"), Decimal("-18.6"), Decimal("-68.4"), Decimal("0.2"))
# Degrees as nearly all files write them, of which a sum of floats is near enough to tell that they
# are within Peru, and that they aren't whole.
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,2})\.\d{0,14}[1-9]\d{0,14}", re.ASCII)
_WEST, _SOUTH, _EAST, _NORTH = (float(edge) for edge in PERU)


def parse_position(latitude: str, longitude: str) -> str | None:
    """EWKT of the point, EPSG:4326; None where both are empty; raises CellError with the reason.

    A fault is the latitude's, unless there is only the other.
    """
    if _is_plain_and_within(latitude, longitude):
        return f"SRID=4326;POINT({longitude} {latitude})"
    lat, lon = _degrees(latitude, 0), _degrees(longitude, 0 if latitude.strip() else 1)
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise CellError("Falta la otra coordenada.", cell=int(lat is None))
    if reason := why_not(lat, lon):
        raise CellError(reason)
    return f"SRID=4326;POINT({lon:f} {lat:f})"


def _is_plain_and_within(latitude: str, longitude: str) -> bool:
    """Nearly all are; of what lies on an edge the digits themselves are asked."""
    if not (_PLAIN.fullmatch(latitude) and _PLAIN.fullmatch(longitude)):
        return False
    return _SOUTH < float(latitude) < _NORTH and _WEST < float(longitude) < _EAST


def _degrees(raw: str, cell: int) -> Decimal | None:
    try:
        return parse_number(raw, fits=_is_degrees)
    except CellError as error:
        raise CellError("La coordenada no es un número de grados decimales.", cell) from error


def _is_degrees(number: Decimal) -> bool:
    """Not -12,345 degrees: no thousand of them is written."""
    return abs(number) <= 180


def why_not(lat: Decimal, lon: Decimal) -> str:
    """The reason for which it can't be a place in Peru, or "" where it can."""
    if lat == 0 and lon == 0:
        return "La posición 0, 0 significa que no se conoce."
    if abs(lat) > 180 or abs(lon) > 180:
        return "No son grados: parecen metros (UTM)."
    if not _in_peru(lat, lon):
        if _in_peru(lon, lat):
            return "La latitud y la longitud están intercambiadas."
        if _in_peru(-abs(lat), -abs(lon)):
            return "La coordenada perdió su signo: en el Perú ambas son negativas."
        return "La posición está fuera del Perú."
    if lat == lat.to_integral_value() and lon == lon.to_integral_value():
        return "La posición está cortada a grados enteros (unos 100 km)."
    return ""


def _in_peru(lat: Decimal, lon: Decimal) -> bool:
    west, south, east, north = PERU
    return south <= lat <= north and west <= lon <= east
