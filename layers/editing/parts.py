"""The parts of a drawn zone made one valid multipolygon.

The parts of a multipolygon share no area and meet at single points only (OGC 06-103r4 §6.1.14,
ISO 19107's GM_MultiSurface). Parts that share a border, overlap or are drawn twice are what a
planner means by one area, so they are joined, and what was done is reported. A part within another
might have been meant as a hole: it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from numpy.typing import NDArray

from layers.crossings import pairs_near, segments_of
from layers.editing.faults import near, part_fault, reported_place
from layers.editing.noding import TOLERANCE_DEG, noded
from layers.errors import InvalidGeometry
from territory.zones import area_ha

# Two shapes whose areas differ by no more than rounding does.
_SAME = 1 - 1e-9
# More than these are given as a number.
_LISTED = 5


@dataclass(frozen=True)
class Joined:
    """A valid multipolygon, and what was done to make it one: a sentence in Spanish each."""

    shape: shapely.MultiPolygon
    notes: tuple[str, ...]


class _Meeting(NamedTuple):
    """Two parts, by position, that can't stand beside each other; ``common`` is what both have."""

    one: int
    other: int
    kind: str
    common: shapely.Geometry


def joined(shape: shapely.Polygon | shapely.MultiPolygon) -> Joined:
    """The parts of a shape (degrees, x/y) as one valid multipolygon.

    Raises InvalidGeometry, which names the parts and the place, where it can't be known what
    was meant.
    """
    given = shapely.get_parts(shape)
    for at in np.flatnonzero(~shapely.is_valid(given)):
        raise _invalid(part_fault(given[at], f" de la parte {at + 1}" if len(given) > 1 else ""))
    parts = shapely.remove_repeated_points(given, 0)
    repeated = int(shapely.count_coordinates(given) - shapely.count_coordinates(parts))
    notes = [_repeated(repeated)] if repeated else []
    if len(parts) == 1:
        return Joined(shapely.multipolygons(parts), tuple(notes))
    on_borders = noded(parts)
    meetings = _meetings(on_borders)
    groups = _groups(len(parts), meetings)
    result = _unions(parts, on_borders, groups)
    _check_nesting(parts, _unions(on_borders, on_borders, groups))
    if not result.is_valid:
        # A corner that touches a border does so but for its rounding.
        result = _unions(on_borders, on_borders, groups)
    if not result.is_valid:
        raise _invalid(_fault_of_parts(parts, result))
    return Joined(result, (*notes, *_notes(meetings, groups)))


def _invalid(fault: str) -> InvalidGeometry:
    return InvalidGeometry(f"La geometría no es válida: {fault}.", parameter="geometry")


def _meetings(parts: NDArray[np.object_]) -> list[_Meeting]:
    """The pairs of parts that share more than points."""
    found = []
    for one, other in _candidates(parts):
        common = shapely.intersection(parts[one], parts[other])
        smaller, larger = sorted((parts[one].area, parts[other].area))
        if common.area <= TOLERANCE_DEG * common.length:
            if common.length > TOLERANCE_DEG:
                found.append(_Meeting(one, other, "border", common))
        elif common.area >= larger * _SAME:
            found.append(_Meeting(one, other, "duplicate", common))
        elif common.area >= smaller * _SAME:
            inner, outer = (one, other) if parts[one].area < parts[other].area else (other, one)
            raise _invalid(_nested(inner, outer, shapely.point_on_surface(common)))
        else:
            found.append(_Meeting(one, other, "overlap", common))
    return found


def _candidates(parts: NDArray[np.object_]) -> list[tuple[int, int]]:
    """The pairs of parts whose borders meet, in the order of the parts."""
    segments = segments_of(shapely.multipolygons(parts))
    sides = shapely.get_num_coordinates(parts) - shapely.get_num_interior_rings(parts) - 1
    owner = np.repeat(np.arange(len(parts)), sides)
    one, other = owner[np.stack(pairs_near(segments, segments, 0.0))]
    pairs = np.unique(np.stack([one, other], axis=1)[one < other], axis=0)
    return [(int(one), int(other)) for one, other in pairs]


def _groups(count: int, meetings: Sequence[_Meeting]) -> list[list[int]]:
    """The parts that become one each, in the order of their first ones."""
    leader = list(range(count))

    def first(part: int) -> int:
        while leader[part] != part:
            leader[part] = part = leader[leader[part]]
        return part

    for meeting in meetings:
        one, other = sorted((first(meeting.one), first(meeting.other)))
        leader[other] = one
    members: dict[int, list[int]] = {}
    for part in range(count):
        members.setdefault(first(part), []).append(part)
    return list(members.values())


def _unions(
    alone: NDArray[np.object_], together: NDArray[np.object_], groups: list[list[int]]
) -> shapely.MultiPolygon:
    merged = [
        alone[group[0]] if len(group) == 1 else shapely.unary_union(together[group])
        for group in groups
    ]
    return shapely.multipolygons(shapely.get_parts(merged))


def _fault_of_parts(parts: NDArray[np.object_], result: shapely.MultiPolygon) -> str:
    """Why parts that are valid each and were joined aren't a multipolygon."""
    place = reported_place(result)
    return _nested_at(parts, place) or "sus partes se superponen" + near(place)


def _nested_at(parts: NDArray[np.object_], place: shapely.Point | None) -> str:
    """Which part lies within which at a place; empty where fewer than two are there."""
    at_place = np.flatnonzero(shapely.dwithin(parts, place, TOLERANCE_DEG))
    if len(at_place) < 2:
        return ""
    by_area = at_place[np.argsort(shapely.area(parts[at_place]))]
    return _nested(int(by_area[0]), int(by_area[1]), place)


def _check_nesting(parts: NDArray[np.object_], result: shapely.MultiPolygon) -> None:
    """Refuse a part within another: GEOS compares each two of them, which takes seconds."""
    alone = shapely.get_parts(result)
    corners = shapely.get_point(shapely.get_exterior_ring(alone), 0)
    tree = shapely.STRtree(alone)
    for corner in corners:
        if len(tree.query(corner, predicate="within")) and (fault := _nested_at(parts, corner)):
            raise _invalid(fault)


def _nested(inner: int, outer: int, place: shapely.Point | None) -> str:
    return (
        f"la parte {inner + 1} está dentro de la parte {outer + 1}{near(place)}: bórrela, "
        "pues no añade superficie, o envíela como hueco si eso es"
    )


def _repeated(count: int) -> str:
    return (
        "Se quita una esquina repetida." if count == 1 else f"Se quitan {count} esquinas repetidas."
    )


def _notes(meetings: list[_Meeting], groups: list[list[int]]) -> list[str]:
    kinds = {
        kind: [meeting for meeting in meetings if meeting.kind == kind]
        for kind in ("duplicate", "overlap", "border")
    }
    notes = [
        f"La parte {other + 1} repite la parte {one + 1}: se guarda una sola vez."
        for one, other, _, _ in kinds["duplicate"][:_LISTED]
    ]
    notes += [_overlap(meeting) for meeting in kinds["overlap"][:_LISTED]]
    for kind in ("duplicate", "overlap"):
        if (more := len(kinds[kind]) - _LISTED) > 0:
            notes.append(f"Hay {more} {_MORE[kind]} más, que se unen igual.")
    at_border = {part for meeting in kinds["border"] for part in (meeting.one, meeting.other)}
    for group in groups:
        if members := [part for part in group if part in at_border]:
            notes.append(f"{_listed(members)} comparten borde: se unen en una.")
    return notes


_MORE = {"duplicate": "partes repetidas", "overlap": "superposiciones"}


def _overlap(meeting: _Meeting) -> str:
    common = GEOSGeometry(memoryview(shapely.to_wkb(meeting.common)), srid=4326)
    size = f"{area_ha(common):.2f}".replace(".", ",")
    place = near(shapely.point_on_surface(meeting.common))
    return (
        f"Las partes {meeting.one + 1} y {meeting.other + 1} se superponen en {size} ha{place}: "
        "se unen, y esa superficie cuenta una sola vez."
    )


def _listed(parts: list[int]) -> str:
    numbers = [str(part + 1) for part in parts[: _LISTED + 1]]
    if (more := len(parts) - len(numbers)) > 0:
        return f"Las partes {', '.join(numbers)} y {more} más"
    return f"Las partes {', '.join(numbers[:-1])} y {numbers[-1]}"
