"""Cells of a coverage on a grid of any CRS: what maps and downloads show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.bbox import Bbox, image
from layers.errors import InvalidParameter
from layers.rasters.coverage import Raster
from layers.rasters.opening import library, opened

Values = np.ma.MaskedArray[Any, np.dtype[np.float64]]
# What the warper holds at once, MB.
_WARP_MB = 64
RESAMPLINGS = ("nearest", "bilinear", "cubic", "average", "mode")


@dataclass(frozen=True)
class Grid:
    """A grid of ``width`` by ``height`` cells that fills ``bbox`` exactly, rows from the north."""

    bbox: Bbox
    width: int
    height: int

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell, in units of its CRS."""
        return self.bbox.width / self.width, self.bbox.height / self.height

    @property
    def transform(self) -> Any:
        """From columns and rows to its CRS."""
        across, down = self.cell
        return library().Affine(across, 0, self.bbox.minx, 0, -down, self.bbox.maxy)


def read(raster: Raster, grid: Grid, bands: tuple[int, ...], resampling: str) -> Values:
    """The bands' numbers on the grid, masked where the raster has none: (band, row, column)."""
    with warped(raster, grid, resampling) as source:
        found: Values = source.read(bands, masked=True)
    return found


def warped(raster: Raster, grid: Grid, resampling: str) -> Any:
    """The raster as seen on the grid, to be read by parts; a context."""
    return _Warped(raster, grid, resampling)


class _Warped:
    """A context of a rasterio WarpedVRT on the overview that suits the grid."""

    def __init__(self, raster: Raster, grid: Grid, resampling: str) -> None:
        self._raster, self._grid = raster, grid
        self._resampling = _resampling(raster, resampling)
        self._file = opened(raster, coarser(raster, grid))

    def __enter__(self) -> Any:
        source = self._file.__enter__()
        try:
            # As in ``opening``.
            from rasterio.vrt import WarpedVRT  # noqa: PLC0415

            has_nothing = source.nodata is not None
            self._vrt = WarpedVRT(
                source,
                crs=crs_of(self._grid.bbox.srid),
                transform=self._grid.transform,
                width=self._grid.width,
                height=self._grid.height,
                resampling=self._resampling,
                warp_mem_limit=_WARP_MB,
                # Where there is no value for nothing, a mask says what lies outside.
                add_alpha=not has_nothing and source.mask_flag_enums[0] is not None,
            )
        except BaseException:
            self._file.__exit__(None, None, None)
            raise
        return self._vrt.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._vrt.__exit__(*error)
        self._file.__exit__(*error)


def crs_of(srid: int) -> Any:
    """Rasterio's object of a CRS, which it takes for x/y whatever the authority says."""
    return library().crs.CRS.from_epsg(srid)


def coarser(raster: Raster, grid: Grid) -> float:
    """How many of the raster's cells fit side by side into one of the grid's, at least 1.

    Of a grid that lies wholly elsewhere: 1.
    """
    if raster.srid == grid.bbox.srid:
        across, down = grid.cell
        own_across, own_down = raster.cell
        return max(1.0, min(across / own_across, down / own_down))
    bounds = library().warp.transform_bounds(
        crs_of(grid.bbox.srid), library().crs.CRS.from_wkt(raster.crs), *_corners(grid.bbox)
    )
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if not (np.isfinite(bounds).all() and width > 0 and height > 0):
        return 1.0
    own_across, own_down = raster.cell
    found = min(width / grid.width / own_across, height / grid.height / own_down)
    return max(1.0, float(found))


def _corners(bbox: Bbox) -> tuple[float, float, float, float]:
    clipped = image(bbox, bbox.srid) or bbox
    return clipped.minx, clipped.miny, clipped.maxx, clipped.maxy


def _resampling(raster: Raster, name: str) -> Any:
    if name not in RESAMPLINGS:
        raise InvalidParameter(
            f"«{name[:40]}» no es una interpolación que se ofrezca: {', '.join(RESAMPLINGS)}.",
            parameter="interpolation",
        )
    if raster.is_classes and name not in ("nearest", "mode"):
        name = "nearest"
    return library().enums.Resampling[name]


def as_floats(cells: Values) -> NDArray[np.float64]:
    """The numbers as decimals, NaN where there is none."""
    found: NDArray[np.float64] = np.ma.filled(cells.astype("float64"), np.nan)
    return found
