"""Borders that two parts of a zone share, given the same corners.

A corner that the editor snaps to a border is rounded to a centimetre, so it lies beside that border
by as much: two parts that were drawn along each other overlap by a hair, or leave one free.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.crossings import pairs_near

# The seventh digit of a degree, a centimetre: to it the editor rounds
# (frontend/src/zones/geometry/equality.ts).
TOLERANCE_DEG = 1e-7

_Numbers = NDArray[np.intp]
_Places = NDArray[np.float64]


def noded(parts: NDArray[np.object_]) -> NDArray[np.object_]:
    """The parts with the corners of each in the borders of the others that they lie on.

    A corner within ``TOLERANCE_DEG`` of an earlier part's becomes that one, and a border gets
    the others' corners within that distance; nothing else moves. Raises InvalidGeometry where
    too many lie that near to each other.
    """
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    owner = part_of_ring[ring]
    places = _corners_shared(places, owner)
    places, ring = _corners_added(places, ring, owner)
    lines = shapely.linearrings(places, indices=ring)
    starts = np.searchsorted(part_of_ring, np.arange(len(parts) + 1))
    polygons = [
        shapely.Polygon(lines[start], list(lines[start + 1 : end]))
        for start, end in pairwise(starts.tolist())
    ]
    return np.array(polygons, dtype=object)


def _corners_shared(places: _Places, owner: _Numbers) -> _Places:
    """Each corner in the place of the first part's that lies as near as the tolerance."""
    points = shapely.points(places)
    one, other = pairs_near(points, points, TOLERANCE_DEG)
    earlier = (owner[other] < owner[one]) & (places[one] != places[other]).any(axis=1)
    moved = places.copy()
    target: dict[int, int] = {}
    for corner, found in zip(one[earlier].tolist(), other[earlier].tolist(), strict=True):
        target[corner] = min(found, target.get(corner, found))
    for corner in sorted(target):
        moved[corner] = moved[target[corner]]
    return moved


def _corners_added(places: _Places, ring: _Numbers, owner: _Numbers) -> tuple[_Places, _Numbers]:
    """The places, and their rings, with those of other parts that lie on a border put into it."""
    start = np.flatnonzero(ring[1:] == ring[:-1])
    ends = np.stack([places[start], places[start + 1]], axis=1)
    point, segment = pairs_near(shapely.points(places), shapely.linestrings(ends), TOLERANCE_DEG)
    side = ends[segment, 1] - ends[segment, 0]
    length2 = np.maximum((side**2).sum(axis=1), np.finfo(float).tiny)
    along = ((places[point] - ends[segment, 0]) * side).sum(axis=1) / length2
    at_end = (places[point][:, None, :] == ends[segment]).all(axis=2).any(axis=1)
    wanted = (owner[point] != owner[start[segment]]) & ~at_end & (along > 0) & (along < 1)
    point, segment, along = point[wanted], segment[wanted], along[wanted]
    order = np.lexsort((along, segment))
    before = start[segment[order]] + 1
    added = places[point[order]]
    return np.insert(places, before, added, axis=0), np.insert(ring, before, ring[before])
