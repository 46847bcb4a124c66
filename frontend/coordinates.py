"""Coordinates as people type them; the browser's twin is ``src/search/coordinates.ts``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.gis.geos import Point

# Degrees, west south east north, with the sea.
PERU = (-85.0, -21.0, -68.0, 1.0)

_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
# "18S 279000 8667000", "18 L 279000, 8667000", "zona 18 279000 8667000"
_UTM = re.compile(
    rf"(?:utm\s*)?(?:zona\s*)?(?P<zone>1[789])\s*[a-z]?[\s,;]+(?P<easting>{_NUMBER})\s*(?:m?\s*e)?"
    rf"[\s,;]+(?P<northing>{_NUMBER})\s*(?:m?\s*n)?",
    re.IGNORECASE,
)
# "-12.05, -77.04", "12,05 S; 77,04 O", "-12.05 -77.04"
_DEGREES = re.compile(
    rf"(?P<first>{_NUMBER})\s*°?\s*(?P<ns>[NS])?(?:\s*[;,]\s*|\s+)(?P<second>{_NUMBER})\s*°?\s*"
    r"(?P<ew>[EWO])?",
    re.IGNORECASE,
)
MAX_TEXT = 100


@dataclass(frozen=True)
class Position:
    """A point in EPSG:4326, degrees."""

    longitude: float
    latitude: float

    @property
    def in_peru(self) -> bool:
        west, south, east, north = PERU
        return west <= self.longitude <= east and south <= self.latitude <= north


def parse_coordinates(text: str) -> Position | None:
    """The position that ``text`` names, or None when it is no coordinate at all.

    Degrees may come in either order and without their signs: Peru's ranges don't overlap. A
    position outside Peru is returned as well, so that the page can say so.
    """
    text = text.strip()[:MAX_TEXT]
    if utm := _UTM.fullmatch(text):
        return _from_utm(utm["zone"], _number(utm["easting"]), _number(utm["northing"]))
    found = _DEGREES.fullmatch(text)
    if found is None:
        return None
    first, second = _number(found["first"]), _number(found["second"])
    if found["ns"] and found["ew"]:
        north, east = found["ns"].upper() == "N", found["ew"].upper() == "E"
        return Position(abs(second) if east else -abs(second), abs(first) if north else -abs(first))
    return _as_peruvian(first, second)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _from_utm(zone: str, easting: float, northing: float) -> Position:
    point = Point(easting, northing, srid=int(f"327{zone}"))
    point.transform(4326)
    return Position(point.x, point.y)


def _as_peruvian(first: float, second: float) -> Position:
    readings = (
        Position(second, first),
        Position(first, second),
        Position(-second, -first),
        Position(-first, -second),
    )
    return next((reading for reading in readings if reading.in_peru), readings[0])
