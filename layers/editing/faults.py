"""Why one part of a drawn zone is no polygon, in the words of who drew it.

What a polygon has to be is OGC 06-103r4 §6.1.11 (ISO 19107's GM_Polygon): simple closed rings that
meet at single points only, holes within the shell, an interior in one piece.
"""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.crossings import segments_of

# GEOS writes "[x y]" behind its reason.
_PLACE = re.compile(r"\[(\S+) (\S+)\]")
# A ring passes by the place that GEOS names, but for the rounding of that place.
_NEAR_DEG = 1e-9
# More rings than these at one place are not looked into.
_MAX_RINGS = 4

_FEW = "tiene menos de tres esquinas distintas"
_SPIKE = "tiene una punta sin superficie, que va y vuelve por la misma línea"
_CROSSING = "se cruza a sí mismo"
_DOUBLED = "pasa dos veces por el mismo borde"
_TOUCH = "se toca a sí mismo: pasa dos veces por el mismo punto"
_SPLIT = "los huecos parten la superficie{of} en trozos: dibuje cada trozo como una parte"


def near(place: shapely.Point | None) -> str:
    """Where a place is, as a note behind a sentence; empty where it isn't known."""
    return f" (cerca de latitud {place.y:.5f}, longitud {place.x:.5f})" if place else ""


def reported_place(shape: shapely.Geometry) -> shapely.Point | None:
    """Where GEOS finds a shape invalid; None where it is valid."""
    found = _PLACE.search(shapely.is_valid_reason(shape))
    return shapely.Point(*map(float, found.groups())) if found else None


def part_fault(part: shapely.Polygon, of: str) -> str:
    """Why a part that isn't valid is not, and where.

    ``of`` names the part behind its rings, such as " de la parte 2"; empty for the only one.
    """
    rings = shapely.get_rings(part)
    names = [f"el contorno{of}", *(f"el hueco {n}{of}" for n in range(1, len(rings)))]
    for name, ring in zip(names, rings, strict=True):
        if len(np.unique(shapely.get_coordinates(ring), axis=0)) < 3:
            return f"{name} {_FEW}{near(shapely.Point(ring.coords[0]))}"
    simple = shapely.is_simple(rings)
    if not simple.all():
        at = int(np.argmin(simple))
        what, place = _ring_fault(rings[at])
        return f"{names[at]} {what}{near(place)}"
    return _fault_between(rings, names, reported_place(part), of)


def _ring_fault(ring: shapely.LinearRing) -> tuple[str, shapely.Point | None]:
    """What is wrong with a ring that meets itself; the worst of it, and where."""
    coordinates = shapely.get_coordinates(ring)
    keep = np.r_[True, (coordinates[1:] != coordinates[:-1]).any(axis=1)]
    segments = segments_of(shapely.LinearRing(coordinates[keep]))
    one, other = shapely.STRtree(segments).query(segments, predicate="intersects")
    one, other = one[one < other], other[one < other]
    beside = (other - one == 1) | ((one == 0) & (other == len(segments) - 1))
    shared = shapely.intersection(segments[one], segments[other])
    along = shapely.length(shared) > 0
    crossing = shapely.crosses(segments[one], segments[other])
    for what, found in (
        (_SPIKE, along & beside),
        (_CROSSING, crossing),
        (_DOUBLED, along & ~beside),
        (_TOUCH, ~along & ~beside),
    ):
        if found.any():
            at = int(np.argmax(found))
            if what == _SPIKE:
                # Where the first of the two turns back: its end, or its start at the ring's.
                is_next = other[at] - one[at] == 1
                return what, shapely.get_point(segments[one[at]], -1 if is_next else 0)
            return what, _middle(shared[at])
    return _CROSSING, None


def _middle(shared: shapely.Geometry) -> shapely.Point:
    """A place on what two rings share: the middle of its longest line, if it has one."""
    longest = max(shapely.get_parts(shared), key=lambda part: part.length)
    if isinstance(longest, shapely.LineString):
        return longest.interpolate(0.5, normalized=True)
    return shapely.point_on_surface(longest)


def _fault_between(
    rings: NDArray[np.object_], names: list[str], place: shapely.Point | None, of: str
) -> str:
    """What is wrong between rings that are simple each, at the place that GEOS names."""
    areas = shapely.polygons(rings)
    if place is not None:
        at_place = np.flatnonzero(shapely.dwithin(areas, place, _NEAR_DEG))[:_MAX_RINGS]
        # A hole that is outside meets the shell nowhere.
        for one, other in combinations(sorted({0, *map(int, at_place)}), 2):
            if fault := _pair_fault(areas[one], areas[other], names[one], names[other], one == 0):
                return fault
    return _SPLIT.format(of=of) + near(place)


def _pair_fault(
    one: shapely.Polygon, other: shapely.Polygon, name: str, other_name: str, is_shell: bool
) -> str:
    """What is wrong between a ring and a hole; ``is_shell`` where the first is the shell."""
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    common = shapely.intersection(one, other)
    place = near(_middle(shared or other))
    if shapely.equals(one, other):
        return f"{other_name} repite {name}{place}"
    if is_shell and not common.area:
        return f"{other_name} está fuera d{name}{place}"
    inside = shapely.covers(one, other) or (not is_shell and shapely.covers(other, one))
    if inside and not is_shell:
        inner, outer = (other_name, name) if shapely.covers(one, other) else (name, other_name)
        return f"{inner} está dentro d{outer}{place}"
    if common.area and not inside:
        return (
            f"{other_name} cruza {name}{place}"
            if is_shell
            else (f"{name} y {other_name} se superponen{place}")
        )
    if shared.length:
        return f"{other_name} comparte un borde con {name}{place}"
    return ""
