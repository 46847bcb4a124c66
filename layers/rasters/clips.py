"""A part of a coverage as a GeoTIFF, written block by block: memory doesn't grow with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.bbox import Bbox, image
from layers.errors import InvalidParameter
from layers.rasters.coverage import Raster, RasterLayer
from layers.rasters.grids import Grid, crs_of, warped
from layers.rasters.opening import environment, library
from layers.rasters.zones import in_raster
from layers.reading.numbers import grouped

# 5,000 by 5,000 cells: of one band of decimals 200 MB unpacked.
MAX_CELLS = 25_000_000
MAX_SIDE = 20_000
_BLOCK = 1_024
_TILE = 256
# A cell's edge is met within this share of the cell: numbers are written with few digits.
_EPSILON = 1e-6


class OutsideRaster(InvalidParameter):
    """Lo pedido queda fuera del ráster."""


@dataclass(frozen=True)
class Clip:
    """What to write: cells on a grid, of which bands, mixed how.

    With ``shape``, of the grid's CRS, the cells that it doesn't touch are without a value.
    """

    layer: RasterLayer
    grid: Grid
    bands: tuple[int, ...]
    resampling: str = "nearest"
    shape: shapely.Geometry | None = None


def own_grid(raster: Raster, bbox: Bbox | None = None) -> Grid:
    """The raster's own cells that the rectangle touches, all of them without one.

    Raises OutsideRaster where it touches none.
    """
    a, _b, c, _d, e, f = raster.transform
    left, top, right, bottom = 0, 0, raster.width, raster.height
    if bbox is not None:
        left = max(left, math.floor((bbox.minx - c) / a + _EPSILON))
        right = min(right, math.ceil((bbox.maxx - c) / a - _EPSILON))
        top = max(top, math.floor((bbox.maxy - f) / e + _EPSILON))
        bottom = min(bottom, math.ceil((bbox.miny - f) / e - _EPSILON))
    if right <= left or bottom <= top:
        raise OutsideRaster(parameter="subset")
    box = Bbox(c + a * left, f + e * bottom, c + a * right, f + e * top, raster.srid)
    return Grid(box, right - left, bottom - top)


def of_shape(layer: RasterLayer, area: shapely.Geometry) -> Clip:
    """The raster's own cells that an area of EPSG:4326 touches, and nothing of the others.

    Raises OutsideRaster where it touches none.
    """
    raster = layer.raster
    shape = in_raster(raster, area)
    minx, miny, maxx, maxy = shape.bounds
    grid = own_grid(raster, Bbox(minx, miny, maxx, maxy, raster.srid))
    return Clip(layer, grid, tuple(range(1, len(raster.bands) + 1)), shape=shape)


def clip_fits(layer: RasterLayer, area: shapely.Geometry) -> bool:
    """Whether the cells that an area of EPSG:4326 touches are few enough to be written at once."""
    try:
        found = of_shape(layer, area)
        check_size(found.grid, len(found.bands), "unit")
    except InvalidParameter:
        return False
    return True


def of_box(layer: RasterLayer, bbox: Bbox) -> Clip:
    """The raster's own cells within a rectangle; raises OutsideRaster where there are none."""
    raster = layer.raster
    grid = own_grid(raster, moved(bbox, raster.srid))
    return Clip(layer, grid, tuple(range(1, len(raster.bands) + 1)))


def natural_grid(raster: Raster, bbox: Bbox | None, srid: int) -> Grid:
    """A grid of ``srid`` over the rectangle, or over all, with cells about as large as its own.

    The size of a cell is what gdalwarp would choose for the whole raster.
    """
    if srid == raster.srid:
        return own_grid(raster, bbox if bbox is None else moved(bbox, srid))
    own = library().crs.CRS.from_wkt(raster.crs)
    with environment():
        transform, width, height = library().warp.calculate_default_transform(
            own, crs_of(srid), raster.width, raster.height, *raster.bounds
        )
    step = transform.a
    west, north = transform.c, transform.f
    whole = Bbox(west, north - step * height, west + step * width, north, srid)
    if bbox is None:
        return Grid(whole, width, height)
    box = moved(bbox, srid)
    minx, maxx = max(box.minx, whole.minx), min(box.maxx, whole.maxx)
    miny, maxy = max(box.miny, whole.miny), min(box.maxy, whole.maxy)
    if minx >= maxx or miny >= maxy:
        raise OutsideRaster(parameter="subset")
    cut = Bbox(minx, miny, maxx, maxy, srid)
    return Grid(cut, max(1, round(cut.width / step)), max(1, round(cut.height / step)))


def moved(bbox: Bbox, srid: int) -> Bbox:
    """The rectangle of ``srid`` around it; raises OutsideRaster where there can be none."""
    if bbox.srid == srid:
        return bbox
    found = image(bbox, srid)
    if found is None:
        raise OutsideRaster(parameter="subset")
    return found


def check_size(grid: Grid, bands: int, parameter: str) -> None:
    """Raises InvalidParameter for more cells than are written at once."""
    if max(grid.width, grid.height) > MAX_SIDE or grid.width * grid.height * bands > MAX_CELLS:
        raise InvalidParameter(
            f"Serían {grouped(grid.width)} × {grouped(grid.height)} celdas de {bands} bandas; se "
            f"entregan {grouped(MAX_CELLS)} a la vez y {grouped(MAX_SIDE)} por lado: pida una "
            "parte menor o menos detalle.",
            parameter=parameter,
        )


def write(clip: Clip, path: Path) -> None:
    """The clip as a GeoTIFF that says whose data it is; raises StoredFileMissing."""
    raster, grid = clip.layer.raster, clip.grid
    with warped(raster, grid, clip.resampling) as source:
        nothing = source.nodata
        profile = {
            "driver": "GTiff",
            "width": grid.width,
            "height": grid.height,
            "count": len(clip.bands),
            "dtype": raster.bands[0].type,
            "crs": crs_of(grid.bbox.srid),
            "transform": grid.transform,
            "nodata": nothing,
            "tiled": True,
            "blockxsize": _TILE,
            "blockysize": _TILE,
            "compress": "DEFLATE",
        }
        with library().open(path, "w", **profile) as target:
            _describe(target, clip)
            for window in _windows(grid):
                cells = source.read(clip.bands, window=window)
                outside = _outside(clip, target, window)
                if nothing is None:
                    mask = source.dataset_mask(window=window)
                    target.write_mask(np.where(outside, 0, mask).astype("uint8"), window=window)
                else:
                    cells[:, outside] = nothing
                target.write(cells, window=window)


def _outside(clip: Clip, target: Any, window: Any) -> NDArray[np.bool_]:
    """Which cells of the window the shape doesn't touch; none without a shape."""
    size = (window.height, window.width)
    if clip.shape is None:
        return np.zeros(size, dtype=bool)
    found: NDArray[np.bool_] = library().features.geometry_mask(
        [shapely.geometry.mapping(clip.shape)],
        out_shape=size,
        transform=target.window_transform(window),
        all_touched=True,
    )
    return found


def _describe(target: Any, clip: Clip) -> None:
    """In the tags that any program shows: title, source, cut-off date, licence, units."""
    layer = clip.layer
    summary = layer.summary
    cutoff = summary.cutoff_date if summary else None
    said = f"{layer.title}. Fuente: {layer.source}."
    said += f" Fecha de corte: {cutoff.isoformat()}." if cutoff else " Fecha de corte: no se sabe."
    target.update_tags(
        TIFFTAG_IMAGEDESCRIPTION=f"{said} {layer.raster.accuracy}".strip(),
        TIFFTAG_COPYRIGHT=layer.licence or "no declarada",
    )
    for at, number in enumerate(clip.bands, start=1):
        band = layer.raster.bands[number - 1]
        target.set_band_description(at, band.title)
        if band.unit:
            target.set_band_unit(at, band.unit)


def _windows(grid: Grid) -> Iterator[Any]:
    window = library().windows.Window
    for top in range(0, grid.height, _BLOCK):
        for left in range(0, grid.width, _BLOCK):
            yield window(left, top, min(_BLOCK, grid.width - left), min(_BLOCK, grid.height - top))
