"""What the ground of a drawn area is like: its altitude, and its slope where cells tell one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from layers.bbox import Bbox
from layers.errors import StoredFileMissing
from layers.layer import AnyUser
from layers.models.rasters import CoverageKind
from layers.rasters import listing
from layers.rasters.clips import OutsideRaster, own_grid
from layers.rasters.coverage import Raster, RasterLayer
from layers.rasters.grids import as_floats, read
from layers.rasters.pictures import cell_m, gradient
from layers.rasters.zones import MAX_CELLS, ZoneStatistics, in_raster, mean_of, statistics

# Over a cell of kilometres a slope is that of a region, not of the ground that one stands on.
FINEST_FOR_SLOPE_M = 250.0
# Of a larger area the slope isn't computed while somebody draws.
_MAX_SLOPE_CELLS = 4_000_000


@dataclass(frozen=True)
class Ground:
    """By the finest terrain that has a value there; ``slope_deg`` None where it isn't known."""

    layer: RasterLayer
    altitude: ZoneStatistics
    slope_deg: float | None

    @property
    def slope_note(self) -> str:
        """Why the slope isn't known; empty where it is."""
        if self.slope_deg is not None:
            return ""
        is_coarse = side_m(self.layer.raster) > FINEST_FOR_SLOPE_M
        why = "las celdas son muy grandes" if is_coarse else "el área tiene demasiadas o muy pocas"
        return f"no se puede saber: {why}"


def terrains(user: AnyUser) -> list[RasterLayer]:
    """The rasters of altitudes that the user sees."""
    return [layer for layer in listing.published(user) if layer.raster.kind is CoverageKind.TERRAIN]


def ground_of(area: shapely.Geometry, user: AnyUser, most_cells: int = MAX_CELLS) -> Ground | None:
    """The ground of an area in EPSG:4326; None where no terrain knows anything of it.

    Of more cells than ``most_cells`` altitudes are those of an overview.
    """
    layers = terrains(user)
    best: Ground | None = None
    for layer in sorted(layers, key=lambda layer: side_m(layer.raster)):
        try:
            altitude = statistics(layer.raster, area, most_cells=most_cells)
            if altitude.covered > (best.altitude.covered if best else 0.0):
                best = Ground(layer, altitude, None)
            if best and best.altitude.is_whole:
                break
        except StoredFileMissing:
            continue
    if best is None:
        return None
    return Ground(best.layer, best.altitude, slope(best.layer.raster, area))


def slope(raster: Raster, area: shapely.Geometry) -> float | None:
    """The mean slope, degrees, by each cell's eight neighbours (Horn 1981).

    None where the cells are too coarse to tell it, or too many.
    """
    if side_m(raster) > FINEST_FOR_SLOPE_M:
        return None
    shape = in_raster(raster, area)
    try:
        grid = own_grid(raster, _with_neighbours(raster, shape))
    except OutsideRaster:
        return None
    if grid.width * grid.height > _MAX_SLOPE_CELLS:
        return None
    to_east, to_south = gradient(as_floats(read(raster, grid, (1,), "nearest")[0]), *cell_m(grid))
    degrees: NDArray[np.float64] = np.degrees(np.arctan(np.hypot(to_east, to_south)))
    degrees[[0, -1], :] = degrees[:, [0, -1]] = np.nan  # not all of their neighbours are there
    return mean_of(degrees, grid, shape, raster)


def _with_neighbours(raster: Raster, shape: shapely.Geometry) -> Bbox:
    """The shape's rectangle and a cell more on each side."""
    across, down = raster.cell
    minx, miny, maxx, maxy = shape.bounds
    return Bbox(minx - across, miny - down, maxx + across, maxy + down, raster.srid)


def side_m(raster: Raster) -> float:
    """The longer side of a cell, metres; a degree is taken for one of latitude."""
    side = max(raster.cell)
    return side * math.radians(1) * 6_371_000 if CRS.from_wkt(raster.crs).is_geographic else side
