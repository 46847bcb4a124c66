"""How many people live in an area, or within a distance of something, by a grid of population.

Each cell counts by the exact fraction of it that lies inside. Without a grid nobody can know.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import AzimuthalEquidistantConversion

from layers.errors import InvalidParameter, StoredFileMissing
from layers.layer import AnyUser
from layers.models.rasters import CoverageKind
from layers.rasters import listing
from layers.rasters.coverage import RasterLayer
from layers.rasters.ground import side_m
from layers.rasters.zones import statistics

MAX_DISTANCE_M = 50_000
# A shape is seen from its middle: the farther, the more distances are stretched (by (d/R)²/6: at
# this half width, less than one in five thousand).
MAX_WIDTH_DEG = 4.0
# A circle of so many corners has all of its area but one part in 2,500.
_CORNERS_A_QUARTER = 32
# Straight in degrees is bent on the ground: a long edge is cut, but into no more pieces than these.
_PIECE_DEG, _MOST_PIECES = 0.02, 20_000
_LONG_AGO = dt.date.min


@dataclass(frozen=True)
class People:
    """``number`` counts those of the part that the grid covers, a share of ``covered`` (0 to 1)."""

    layer: RasterLayer
    number: float
    covered: float
    is_whole: bool


def people_in(area: shapely.Geometry, user: AnyUser) -> People | None:
    """Who lives in an area of EPSG:4326, by the newest grid that covers it, else what covers most.

    None where no grid that the user sees has a value there. Raises InvalidParameter for an area of
    too many cells.
    """
    best: People | None = None
    for layer in newest_first(user):
        try:
            found = statistics(layer.raster, area)
        except StoredFileMissing:
            continue
        if found.total is None or found.covered <= (best.covered if best else 0.0):
            continue
        best = People(layer, max(0.0, found.total), found.covered, found.is_whole)
        if best.is_whole:
            break
    return best


def newest_first(user: AnyUser) -> list[RasterLayer]:
    """The user's grids of population, of one date those with the smaller cells first."""
    layers = [
        layer for layer in listing.published(user) if layer.raster.kind is CoverageKind.POPULATION
    ]
    finest = sorted(layers, key=lambda layer: side_m(layer.raster))
    return sorted(finest, key=_cutoff, reverse=True)


def _cutoff(layer: RasterLayer) -> dt.date:
    return (layer.summary.cutoff_date if layer.summary else None) or _LONG_AGO


def around(shape: shapely.Geometry, distance_m: float) -> shapely.Geometry:
    """All that lies within a distance of a shape, both in EPSG:4326, on the ellipsoid.

    Raises InvalidParameter for a distance or a shape that is too large.
    """
    if not 0 < distance_m <= MAX_DISTANCE_M:
        raise InvalidParameter(f"La distancia va de 1 a {MAX_DISTANCE_M} m.", parameter="distance")
    west, south, east, north = shape.bounds
    if max(east - west, north - south) > MAX_WIDTH_DEG:
        raise InvalidParameter(
            f"La forma mide más de {MAX_WIDTH_DEG:g} grados: use una menor.", parameter="geometry"
        )
    middle = AzimuthalEquidistantConversion((south + north) / 2, (west + east) / 2)
    there = Transformer.from_crs("OGC:CRS84", ProjectedCRS(middle), always_xy=True)
    fine = shapely.segmentize(shape, max(_PIECE_DEG, shape.length / _MOST_PIECES))
    flat = shapely.transform(fine, lambda xy: _moved(there, xy))
    reach = shapely.buffer(flat, distance_m, quad_segs=_CORNERS_A_QUARTER)
    return shapely.transform(reach, lambda xy: _moved(there, xy, back=True))


def _moved(
    move: Transformer, xy: NDArray[np.float64], *, back: bool = False
) -> NDArray[np.float64]:
    direction = "INVERSE" if back else "FORWARD"
    return np.column_stack(move.transform(xy[:, 0], xy[:, 1], direction=direction))
