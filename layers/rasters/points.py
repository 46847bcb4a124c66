"""What a coverage says of a point, and of the points along a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from pyproj import CRS, Geod, Transformer

from layers.rasters.coverage import Raster
from layers.rasters.opening import opened

MAX_POINTS = 500
# A line goes along the ellipsoid of GRS 80, as all of the site's lengths do.
GEOD = Geod(ellps="GRS80")


@dataclass(frozen=True)
class ProfilePoint:
    """``distance_m`` from the line's start; ``value`` None where the raster has none."""

    longitude: float
    latitude: float
    distance_m: float
    value: float | None


def values_at(raster: Raster, x: float, y: float, srid: int = 4326) -> list[float | None]:
    """Each band's value in the cell that holds the point (x/y order of ``srid``); None where none.

    A point on an edge is of the cell to its east and south, as GDAL has it.
    """
    inside = cell_of(raster, *to_raster(raster.crs, srid).transform(x, y))
    if inside is None:
        return [None] * len(raster.bands)
    column, row = inside
    with opened(raster) as source:
        cells = source.read(window=((row, row + 1), (column, column + 1)), masked=True)
    flat = np.ma.getmaskarray(cells).reshape(-1)
    return [
        None if nothing or not math.isfinite(value) else float(value)
        for value, nothing in zip(cells.data.reshape(-1), flat, strict=True)
    ]


def profile(raster: Raster, line: Sequence[tuple[float, float]], number: int) -> list[ProfilePoint]:
    """The first band at ``number`` points, evenly spaced along a line of EPSG:4326 (x/y)."""
    places = _spaced(line, min(number, MAX_POINTS))
    move = to_raster(raster.crs, 4326)
    xs, ys = move.transform([place[0] for place in places], [place[1] for place in places])
    cells = [cell_of(raster, x, y) for x, y in zip(xs, ys, strict=True)]
    with opened(raster) as source:
        found = {}
        for cell in dict.fromkeys(cells):
            if cell is not None:
                column, row = cell
                window = ((row, row + 1), (column, column + 1))
                read = source.read(1, window=window, masked=True)
                value = read.filled(0)[0, 0]
                is_value = not np.ma.getmaskarray(read)[0, 0] and math.isfinite(value)
                found[cell] = float(value) if is_value else None
    return [
        ProfilePoint(longitude, latitude, distance, None if cell is None else found[cell])
        for (longitude, latitude, distance), cell in zip(places, cells, strict=True)
    ]


def _spaced(line: Sequence[tuple[float, float]], number: int) -> list[tuple[float, float, float]]:
    """Longitude, latitude and metres from the start, of points evenly along the line."""
    legs = [GEOD.inv(*a, *b) for a, b in pairwise(line)]
    ends = np.concatenate([[0.0], np.cumsum([leg[2] for leg in legs])])
    found = []
    for distance in np.linspace(0.0, ends[-1], max(number, 2)):
        at = min(int(np.searchsorted(ends, distance, side="right")) - 1, len(legs) - 1)
        longitude, latitude = line[at]
        azimuth = legs[at][0]
        x, y, _ = GEOD.fwd(longitude, latitude, azimuth, distance - ends[at])
        found.append((float(x), float(y), float(distance)))
    return found


@lru_cache(maxsize=64)
def to_raster(crs: str, srid: int) -> Transformer:
    """From ``srid`` to the raster's CRS, x/y on both sides."""
    return Transformer.from_crs(CRS.from_epsg(srid), CRS.from_wkt(crs), always_xy=True)


def cell_of(raster: Raster, x: float, y: float) -> tuple[int, int] | None:
    """Column and row of the cell that holds a point of the raster's CRS; None outside."""
    a, _b, c, _d, e, f = raster.transform
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    # By the inverse map, as GDAL has it: a division rounds an edge to the other side at times.
    column, row = math.floor(-c / a + x * (1 / a)), math.floor(-f / e + y * (1 / e))
    inside = 0 <= column < raster.width and 0 <= row < raster.height
    return (column, row) if inside else None
