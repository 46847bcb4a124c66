"""What a drawn polygon has to be before it is stored."""

from __future__ import annotations

import math
import re

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon, WKBWriter

from layers.crossings import check_density
from layers.errors import InvalidGeometry
from territory.zones import area_ha

PARAMETER = "geometry"
# A department's official outline has some ten thousand vertices; who draws needs fewer.
MAX_VERTICES = 20_000
# Peru with its sea: west, south, east, north, degrees.
FRAME = (-85.0, -21.0, -68.0, 1.0)
# More than any department has: Loreto, the largest, stays below 37 million.
MAX_AREA_HA = 40_000_000.0
# A square metre, which is as fine as areas are reported.
MIN_AREA_HA = 0.0001

# GEOS's words for what is wrong with a polygon, with "[x y]" behind them where it knows.
_REASONS = {
    "Self-intersection": "su contorno se cruza a sí mismo",
    "Ring Self-intersection": "un anillo se toca a sí mismo",
    "Hole lies outside shell": "un hueco está fuera de su contorno",
    "Holes are nested": "un hueco está dentro de otro",
    "Interior is disconnected": "los huecos parten el interior",
    "Nested shells": "una parte está dentro de otra",
    "Duplicate Rings": "un anillo está repetido",
    "Too few points in geometry component": "un anillo tiene muy pocos vértices distintos",
}
_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def checked_multipolygon(geom: GEOSGeometry) -> MultiPolygon:
    """The shape as a two-dimensional multipolygon; raises InvalidGeometry with the reason."""
    if geom.srid != 4326:
        raise InvalidGeometry("La geometría debe estar en EPSG:4326.", parameter=PARAMETER)
    if not isinstance(geom, Polygon | MultiPolygon):
        raise InvalidGeometry(
            f"Se espera un polígono o multipolígono, no {geom.geom_type}.", parameter=PARAMETER
        )
    if geom.empty:
        raise InvalidGeometry("La geometría está vacía.", parameter=PARAMETER)
    if geom.num_coords > MAX_VERTICES:
        raise InvalidGeometry(
            f"La geometría tiene {geom.num_coords} vértices; se admiten {MAX_VERTICES}.",
            parameter=PARAMETER,
        )
    _check_frame(geom)
    check_density(shapely.from_wkb(bytes(geom.wkb)))
    if not geom.valid:
        raise InvalidGeometry(
            f"La geometría no es válida: {invalid_reason(geom)}.", parameter=PARAMETER
        )
    shape = _flat(geom)
    _check_area(shape)
    return shape


def invalid_reason(geom: GEOSGeometry) -> str:
    """Why a geometry is not valid and where, in Spanish."""
    text = geom.valid_reason
    words = text.partition("[")[0].strip()
    reason = _REASONS.get(words, words)
    if place := _PLACE.search(text):
        longitude, latitude = (float(number) for number in place.groups())
        reason += f" (cerca de {latitude:.5f}, {longitude:.5f})"
    return reason


def _check_frame(geom: GEOSGeometry) -> None:
    extent = geom.extent
    inside = (
        all(map(math.isfinite, extent))
        and extent[0] >= FRAME[0]
        and extent[1] >= FRAME[1]
        and extent[2] <= FRAME[2]
        and extent[3] <= FRAME[3]
    )
    if not inside:
        west, south, east, north = FRAME
        raise InvalidGeometry(
            f"La geometría sale del Perú: longitudes de {west:g} a {east:g}, latitudes de "
            f"{south:g} a {north:g}. ¿Están longitud y latitud en ese orden?",
            parameter=PARAMETER,
        )


def _flat(geom: GEOSGeometry) -> MultiPolygon:
    """Without heights, and of several parts even where there is one."""
    flat = GEOSGeometry(WKBWriter(dim=2).write(geom), srid=4326)
    return flat if isinstance(flat, MultiPolygon) else MultiPolygon(flat, srid=4326)


def _check_area(shape: MultiPolygon) -> None:
    area = area_ha(shape)
    if area < MIN_AREA_HA:
        raise InvalidGeometry("La geometría no tiene superficie.", parameter=PARAMETER)
    if area > MAX_AREA_HA:
        raise InvalidGeometry(
            f"La geometría tiene {area:.0f} ha; se admiten {MAX_AREA_HA:.0f}.",
            parameter=PARAMETER,
        )
