"""What a drawn polygon has to be before it is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from layers.crossings import check_density
from layers.editing.parts import Joined, joined
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


@dataclass(frozen=True)
class Checked:
    """A valid shape, and what had to be done to make it so: a sentence in Spanish each."""

    shape: MultiPolygon
    notes: tuple[str, ...]


def checked_multipolygon(geom: GEOSGeometry) -> Checked:
    """The shape as a valid, two-dimensional multipolygon; raises InvalidGeometry with the reason.

    Parts that share a border or area are joined (``parts``). A query finds its area.
    """
    found = checked_parts(geom)
    shape = cast("MultiPolygon", GEOSGeometry(memoryview(shapely.to_wkb(found.shape)), srid=4326))
    _check_area(shape)
    return Checked(shape, found.notes)


def checked_parts(geom: GEOSGeometry) -> Joined:
    """The same of a shape whose area nobody asked for; raises InvalidGeometry."""
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
    check_frame(geom)
    flat = shapely.force_2d(shapely.from_wkb(bytes(geom.wkb)))
    check_density(flat)
    return joined(flat)


def check_frame(geom: GEOSGeometry) -> None:
    """Refuse what lies outside Peru and its sea; raises InvalidGeometry."""
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


def _check_area(shape: MultiPolygon) -> None:
    area = area_ha(shape)
    if area < MIN_AREA_HA:
        raise InvalidGeometry("La geometría no tiene superficie.", parameter=PARAMETER)
    if area > MAX_AREA_HA:
        raise InvalidGeometry(
            f"La geometría tiene {area:.0f} ha; se admiten {MAX_AREA_HA:.0f}.",
            parameter=PARAMETER,
        )
