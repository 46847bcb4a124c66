"""How much work a shape from outside makes, counted before GEOS does it.

To check a polygon GEOS compares every two segments whose rectangles meet, and to repair one that
crosses itself it cuts them all: a comb of 20,000 vertices took 10 s, 300 vertices strewn about
20 s. An outline of nature's meets itself a few times a vertex, so a limit of that kind refuses
no map.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.errors import InvalidGeometry

# Beyond a segment's meeting with itself and its two neighbours.
_MEETINGS_OF_VERTEX = 40
_MEETINGS_OF_ANY = 100_000
_OWN = 3
# Pairs that a step may find before they are counted: 16 bytes each.
_PAIRS_OF_STEP = 1_000_000

_TOO_DENSE = (
    "La geometría es demasiado enredada: sus lados se superponen o cruzan más de {limit} veces."
)


def check_density(shape: shapely.Geometry) -> None:
    """Raise InvalidGeometry where more segments meet than its number of vertices lets expect."""
    vertices = shapely.count_coordinates(shape)
    limit = _MEETINGS_OF_ANY + _MEETINGS_OF_VERTEX * vertices
    if meetings(shape, limit) > limit:
        raise InvalidGeometry(_TOO_DENSE.format(limit=limit), parameter="geometry")


def repaired(shape: shapely.Geometry) -> shapely.Geometry:
    """A valid shape of the same area, each part of the plane counted once.

    Raises InvalidGeometry where it crosses itself more often than can be repaired in the time
    of a request.
    """
    if meetings(shape, _MEETINGS_OF_ANY) > _MEETINGS_OF_ANY:
        raise InvalidGeometry(_TOO_DENSE.format(limit=_MEETINGS_OF_ANY))
    # Not GEOS's first method, whose time grows with the square of the crossings.
    return shapely.make_valid(shape, method="structure", keep_collapsed=True)


def meetings(shape: shapely.Geometry, at_most: int) -> int:
    """How many times the rectangles of two segments meet, both orders counted.

    A segment's meeting with itself and with those beside it is left out. The count stops
    somewhere beyond ``at_most``, so it takes no longer than that.
    """
    segments = segments_of(shape)
    tree = shapely.STRtree(segments)
    found = -_OWN * len(segments)
    step = max(1, _PAIRS_OF_STEP // max(1, len(segments)))
    for start in range(0, len(segments), step):
        found += tree.query(segments[start : start + step]).shape[1]
        if found > at_most:
            break
    return found


def pairs_near(
    given: NDArray[np.object_], others: NDArray[np.object_], distance: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The positions of each of ``given`` and each of ``others`` within a distance of it.

    Raises InvalidGeometry where there are more than their number lets expect.
    """
    limit = _MEETINGS_OF_ANY + _MEETINGS_OF_VERTEX * len(given)
    tree = shapely.STRtree(others)
    step = max(1, _PAIRS_OF_STEP // max(1, len(others)))
    found, count = [], 0
    for start in range(0, len(given), step):
        pairs = tree.query(given[start : start + step], predicate="dwithin", distance=distance)
        pairs[0] += start
        found.append(pairs)
        count += pairs.shape[1]
        if count > limit:
            raise InvalidGeometry(_TOO_DENSE.format(limit=limit), parameter="geometry")
    one, other = np.concatenate(found, axis=1)
    return one, other


def segments_of(shape: shapely.Geometry) -> NDArray[np.object_]:
    """The segments of a shape's rings and lines, in their order."""
    lines = list(_lines(shape))
    coordinates, owner = shapely.get_coordinates(np.array(lines, dtype=object), return_index=True)
    within = owner[1:] == owner[:-1]
    ends = np.stack([coordinates[:-1][within], coordinates[1:][within]], axis=1)
    segments: NDArray[np.object_] = shapely.linestrings(ends)
    return segments


def _lines(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """The rings and lines of a shape, however deep within collections."""
    if isinstance(shape, shapely.Polygon):
        yield from shapely.get_rings(shape)
    elif isinstance(shape, shapely.LineString):
        yield shape
    elif not isinstance(shape, shapely.Point):
        for part in shapely.get_parts(shape):
            yield from _lines(part)
