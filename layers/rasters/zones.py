"""What a coverage says of an area: each cell counts by the fraction of it that lies inside.

By ``exactextract``, whose fractions are exact for straight edges in the raster's own CRS. Cells of
degrees are of different size: means are weighted by the cells' area on a sphere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from layers.bbox import transformer
from layers.errors import InvalidParameter
from layers.models.rasters import CoverageKind
from layers.rasters.coverage import Raster
from layers.rasters.grids import Grid
from layers.rasters.opening import opened
from layers.reading.numbers import grouped

# So many cells around an area are read in some seconds; a larger one is asked of an overview.
MAX_CELLS = 60_000_000
# Sums are never taken from an overview, whose cells are means.
MAX_SUMMED_CELLS = 400_000_000
_AT_ONCE = 4_000_000
# An edge that is straight in degrees bends in another CRS: it is cut into pieces of this share.
_PIECES = 50
# Of more different codes nobody reads a list.
MAX_CLASSES = 100
# What of an area may be without a value for its mean to be told without saying so.
WHOLE = 0.999


@dataclass(frozen=True)
class ZoneStatistics:
    """Of the cells with a value; None where the area has none.

    ``covered`` is the share of the area that they make, 0 to 1: below ``WHOLE`` the numbers are of
    a part alone. ``total`` is the sum of values by fractions, of people alone. ``coarser`` says how
    many of the raster's cells one of those that were read stands for, side by side. ``shares``: of
    codes, from which no mean is taken, each with the part that it makes of the cells with a value,
    the largest first; None of a measure, and of more than ``MAX_CLASSES``.
    """

    covered: float
    mean: float | None
    minimum: float | None
    maximum: float | None
    deviation: float | None
    median: float | None
    total: float | None
    coarser: float
    shares: tuple[tuple[int, float], ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the numbers are of all of the area."""
        return self.covered >= WHOLE


def statistics(
    raster: Raster, area: shapely.Geometry, band: int = 1, most_cells: int = MAX_CELLS
) -> ZoneStatistics:
    """The statistics of an area in EPSG:4326 (x/y).

    Of more cells than ``most_cells`` they are those of an overview.

    Raises InvalidParameter for an area over which a sum would read too many cells.
    """
    shape = in_raster(raster, area)
    inside = shapely.intersection(shape, shapely.box(*raster.bounds))
    if inside.is_empty or not inside.area:
        return _NOTHING
    is_summed = raster.kind is CoverageKind.POPULATION
    coarser = _coarser(raster, inside, most_cells, is_summed=is_summed)
    with opened(raster, coarser) as source:
        found = _extracted(source, inside, band, raster)
        actual = source.transform.a / raster.transform[0]
    share = inside.area / shape.area
    if not found["count"]:
        return _NOTHING
    return ZoneStatistics(
        covered=min(1.0, share * found["count"] / found["all"]) if found["all"] else 0.0,
        mean=found.get("mean"),
        minimum=found.get("min"),
        maximum=found.get("max"),
        deviation=found.get("stdev"),
        median=found.get("median"),
        total=found["sum"] if is_summed else None,
        coarser=actual,
        # Of levels an overview has means, of classes the most frequent.
        shares=_shares(found) if raster.is_classes or actual == 1 else None,
    )


_NOTHING = ZoneStatistics(0.0, None, None, None, None, None, None, 1.0)


def in_raster(raster: Raster, area: shapely.Geometry) -> shapely.Geometry:
    """The area in the raster's CRS, its edges cut so that they bend as they should."""
    if raster.srid == 4326:
        return area
    minx, miny, maxx, maxy = area.bounds
    longest = max(maxx - minx, maxy - miny)
    fine = shapely.segmentize(area, longest / _PIECES) if longest else area
    move = transformer(4326, raster.srid)
    moved = shapely.transform(fine, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
    return moved if moved.is_valid else shapely.make_valid(moved)


def _coarser(
    raster: Raster, inside: shapely.Geometry, most_cells: int, *, is_summed: bool
) -> float:
    minx, miny, maxx, maxy = inside.bounds
    across, down = raster.cell
    cells = ((maxx - minx) / across + 1) * ((maxy - miny) / down + 1)
    if is_summed and cells > MAX_SUMMED_CELLS:
        raise InvalidParameter(
            f"La zona abarca {grouped(round(cells))} celdas; se suman "
            f"{grouped(MAX_SUMMED_CELLS)} a lo más: pida una menor.",
            parameter="geometry",
        )
    if is_summed or cells <= most_cells:
        return 1.0
    return 2.0 ** math.ceil(math.log2(math.sqrt(cells / most_cells)))


def _weight(raster: Raster) -> str:
    geographic = CRS.from_wkt(raster.crs).is_geographic
    return "coverage_weight=area_spherical_m2" if geographic else "coverage_weight=fraction"


def _has_codes(raster: Raster, band: int) -> bool:
    """Whether its numbers are codes: classes, or a hazard's levels."""
    is_whole = np.dtype(raster.bands[band - 1].type).kind in "iu"
    return raster.is_classes or (raster.kind is CoverageKind.HAZARD and is_whole)


def _shares(found: dict[str, Any]) -> tuple[tuple[int, float], ...] | None:
    codes = found.get("unique")
    if codes is None or len(codes) > MAX_CLASSES or (codes != np.round(codes)).any():
        return None
    pairs = zip(codes, found["frac"], strict=True)
    shares = [(int(code), float(share)) for code, share in pairs if share > 0]
    return tuple(sorted(shares, key=lambda each: (-each[1], each[0])))


def _extracted(source: Any, inside: shapely.Geometry, band: int, raster: Raster) -> dict[str, Any]:
    """What ``statistics`` asks for, by name; of codes nothing that mixes them."""
    from exactextract import exact_extract  # noqa: PLC0415 - C++, and only for who asks
    from exactextract.raster import RasterioRasterSource  # noqa: PLC0415

    weight = _weight(raster)
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(inside)}
    operations = [f"count({weight})", f"all=count({weight},default_value=0)"]
    if not raster.is_classes:
        measures = (f"mean({weight})", "min", "max", f"stdev({weight})", f"median({weight})", "sum")
        operations += measures
    if _has_codes(raster, band):
        operations += ["unique", f"frac({weight})"]
    (found,) = exact_extract(
        RasterioRasterSource(source, band),
        [feature],
        operations,
        max_cells_in_memory=_AT_ONCE,
    )
    return {
        name: value if isinstance(value, np.ndarray) else float(value)
        for name, value in found["properties"].items()
        if value is not None
    }


def mean_of(
    values: NDArray[np.float64], grid: Grid, shape: shapely.Geometry, raster: Raster
) -> float | None:
    """The mean within a shape of what was computed on a grid; both in the raster's CRS."""
    from exactextract import exact_extract  # noqa: PLC0415 - as above
    from exactextract.raster import NumPyRasterSource  # noqa: PLC0415

    box = grid.bbox
    source = NumPyRasterSource(np.ma.masked_invalid(values), box.minx, box.miny, box.maxx, box.maxy)
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)}
    (found,) = exact_extract(source, [feature], [f"value=mean({_weight(raster)})"])
    mean = found["properties"]["value"]
    return None if mean is None or not math.isfinite(mean) else float(mean)
