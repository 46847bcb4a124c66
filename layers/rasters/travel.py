"""How long it takes to get from a place to others, by a raster of friction.

The friction of a cell is the time that crossing a metre of it takes. Between the middles of
neighbouring cells one travels the metres on the ellipsoid at the mean of both, as the surfaces of
accessibility of Weiss et al. (2018) have it. Cells without a value can't be crossed.

Only a window around the places is looked at. What leaves it has to cross its edge: times up to the
quickest way to the edge are those of the whole raster. For the others the window grows.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layers.errors import StoredFileMissing
from layers.layer import AnyUser
from layers.models.rasters import CoverageKind
from layers.rasters import listing
from layers.rasters.coverage import Raster, RasterLayer
from layers.rasters.ground import side_m
from layers.rasters.opening import opened
from layers.rasters.points import GEOD, cell_of, to_raster
from layers.rasters.quickest import Floats, Steps, times_from
from layers.rasters.units import FRICTION_S

# 800 by 800 km of cells of 1 km: gone through in some seconds.
MAX_CELLS = 640_000
MAX_PLACES = 100
# Around the places at first: a share of how far they are apart, and cells at least.
_MARGIN, _LEAST_MARGIN = 0.25, 16
_LONG_AGO = dt.date.min
Place = tuple[float, float]
Cell = tuple[int, int]


@dataclass(frozen=True)
class Journeys:
    """Seconds to each place; None where no way leads, or nobody can know.

    ``is_bounded``: some are None since so far isn't looked.
    """

    layer: RasterLayer
    seconds: tuple[float | None, ...]
    is_bounded: bool


@dataclass(frozen=True)
class _Window:
    """Columns and rows of the raster, the last ones left out."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)

    def inside(self, cell: Cell) -> tuple[int, int] | None:
        """Row and column within it of a cell (column, row) of the raster; None outside."""
        column, row = cell
        if self.left <= column < self.right and self.top <= row < self.bottom:
            return row - self.top, column - self.left
        return None


def journeys(origin: Place, places: Sequence[Place], user: AnyUser) -> Journeys | None:
    """From a place to others, longitude and latitude, by the newest friction that knows most.

    None where no raster of friction that the user sees has a value at the origin.
    """
    best: Journeys | None = None
    for layer in frictions(user):
        try:
            found = travel(layer, origin, places)
        except StoredFileMissing:
            continue
        if found is None:
            continue
        if best is None or found.seconds.count(None) < best.seconds.count(None):
            best = found
        if None not in best.seconds:
            break
    return best


def frictions(user: AnyUser) -> list[RasterLayer]:
    """The rasters of friction, the newest first, of one date those with the smaller cells."""
    kind = CoverageKind.FRICTION
    layers = [layer for layer in listing.published(user) if layer.raster.kind is kind]
    finest = sorted(layers, key=lambda layer: side_m(layer.raster))
    return sorted(finest, key=_cutoff, reverse=True)


def _cutoff(layer: RasterLayer) -> dt.date:
    return (layer.summary.cutoff_date if layer.summary else None) or _LONG_AGO


def travel(layer: RasterLayer, origin: Place, places: Sequence[Place]) -> Journeys | None:
    """The same by one raster; None where it has no value at the origin, or no unit of time."""
    raster = layer.raster
    factor = FRICTION_S.get(raster.bands[0].unit.strip())
    start, *ends = [_cell(raster, place) for place in (origin, *places)]
    if start is None or factor is None:
        return None
    window = _first(raster, start, ends)
    while True:
        seen = _seen(raster, window, start, ends)
        if seen is None:
            return None
        times, unsure = seen
        larger = _grown(raster, window)
        if not unsure or larger.size > MAX_CELLS or larger == window:
            break
        window = larger
    near = _within(raster, start, origin, places, ends)
    seconds = [one if one is not None else other for one, other in zip(near, times, strict=True)]
    told = tuple(None if each is None else each * factor for each in seconds)
    return Journeys(layer, told, unsure)


def _seen(
    raster: Raster, window: _Window, start: Cell, ends: Sequence[Cell | None]
) -> tuple[list[float | None], bool] | None:
    """The times that are sure within a window, and whether another could be in a larger one."""
    costs = _read(raster, window)
    row, column = window.inside(start) or (0, 0)
    if not math.isfinite(costs[row, column]):
        return None
    times = times_from(costs, _steps(raster, window), row, column)
    sure = _quickest_out(raster, window, times)
    found: list[float | None] = []
    is_unsure = False
    for end in ends:
        at = window.inside(end) if end else None
        time = float(times[at]) if at else math.inf
        found.append(time if time <= sure and time < math.inf else None)
        # One that nobody can stand on stays unknown in any window.
        can_be = end is not None and (at is None or math.isfinite(costs[at]))
        is_unsure |= can_be and time > sure
    return found, is_unsure


def _read(raster: Raster, window: _Window) -> Floats:
    """The frictions, NaN where there is none or no time at all."""
    place = ((window.top, window.bottom), (window.left, window.right))
    with opened(raster) as source:
        cells = source.read(1, window=place, masked=True)
    found: Floats = np.ma.filled(cells.astype("float64"), np.nan)
    found[~(found > 0) | np.isinf(found)] = np.nan
    return found


def _steps(raster: Raster, window: _Window) -> Steps:
    """Measured in the middle of the window; of degrees each column has the same."""
    a, _b, c, _d, e, f = raster.transform
    middle = (window.left + window.right) // 2
    rows = np.arange(window.top, window.bottom + 1)
    back = to_raster(raster.crs, 4326)

    def degrees(column: int) -> tuple[Floats, Floats]:
        xs, ys = np.full(rows.size, c + a * (column + 0.5)), f + e * (rows + 0.5)
        lon, lat = back.transform(xs, ys, direction="INVERSE")
        return lon, np.clip(lat, -90, 90)

    west, south = degrees(middle), degrees(middle + 1)
    across = GEOD.inv(west[0][:-1], west[1][:-1], south[0][:-1], south[1][:-1])[2]
    down = GEOD.inv(west[0][:-1], west[1][:-1], west[0][1:], west[1][1:])[2]
    aslant = GEOD.inv(west[0][:-1], west[1][:-1], south[0][1:], south[1][1:])[2]
    return Steps(across, down, aslant)


def _quickest_out(raster: Raster, window: _Window, times: Floats) -> float:
    """The least time to an edge beyond which the raster goes on; infinite without one."""
    edges = (
        (window.left > 0, times[:, 0]),
        (window.top > 0, times[0]),
        (window.right < raster.width, times[:, -1]),
        (window.bottom < raster.height, times[-1]),
    )
    return min((float(edge.min()) for goes_on, edge in edges if goes_on), default=math.inf)


def _within(
    raster: Raster,
    start: Cell,
    origin: Place,
    places: Sequence[Place],
    ends: Sequence[Cell | None],
) -> list[float | None]:
    """The straight way to those of the origin's own cell, of which no middle is passed."""
    column, row = start
    cost = float(_read(raster, _Window(column, row, column + 1, row + 1))[0, 0])
    return [
        float(GEOD.inv(*origin, *place)[2]) * cost if end == start else None
        for place, end in zip(places, ends, strict=True)
    ]


def _cell(raster: Raster, place: Place) -> Cell | None:
    return cell_of(raster, *to_raster(raster.crs, 4326).transform(*place))


def _first(raster: Raster, start: Cell, ends: Sequence[Cell | None]) -> _Window:
    """Around all of the places, or the start alone where they are too far apart."""
    window = _around(raster, [start, *(end for end in ends if end)])
    return window if window.size <= MAX_CELLS else _around(raster, [start])


def _around(raster: Raster, cells: Sequence[Cell]) -> _Window:
    columns, rows = [column for column, _ in cells], [row for _, row in cells]
    farthest = max(max(columns) - min(columns), max(rows) - min(rows))
    margin = max(_LEAST_MARGIN, math.ceil(_MARGIN * farthest))
    return _Window(
        max(0, min(columns) - margin),
        max(0, min(rows) - margin),
        min(raster.width, max(columns) + 1 + margin),
        min(raster.height, max(rows) + 1 + margin),
    )


def _grown(raster: Raster, window: _Window) -> _Window:
    """Twice as long on each side, as far as the raster goes."""
    across, down = (window.right - window.left + 1) // 2, (window.bottom - window.top + 1) // 2
    return _Window(
        max(0, window.left - across),
        max(0, window.top - down),
        min(raster.width, window.right + across),
        min(raster.height, window.bottom + down),
    )
