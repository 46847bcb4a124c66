"""The slope of a plane, and of a real shape against gdaldem's."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Transformer

from layers.models.rasters import CoverageKind
from layers.rasters.coverage import Raster
from layers.rasters.ground import slope
from layers.rasters.zones import statistics

PLACE = rasterio.Affine(30, 0, 300_000, 0, -30, 8_700_000)


def written(path: Path, cells: object) -> Path:
    values = np.asarray(cells, dtype="float32")
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype="float32",
        crs="EPSG:32718",
        transform=PLACE,
        nodata=-9999,
    ) as file:
        file.write(values, 1)
    return path


def area_of(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """A rectangle of EPSG:32718 in degrees, its edges cut."""
    shape = shapely.segmentize(shapely.box(west, south, east, north), 100)
    move = Transformer.from_crs(32718, 4326, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(move.transform(*xy.T)))


def test_a_plane_has_its_slope(tmp_path: Path, raster_of: Callable[..., Raster]) -> None:
    cells = np.tile(np.arange(200) * 30 * math.tan(math.radians(20)), (200, 1))
    raster = raster_of(written(tmp_path / "plane.tif", cells), CoverageKind.TERRAIN)
    area = area_of(301_000, 8_695_000, 304_000, 8_698_000)
    assert slope(raster, area) == pytest.approx(20, abs=0.01)


def test_hills_are_as_steep_as_gdaldem_has_them(
    tmp_path: Path, raster_of: Callable[..., Raster]
) -> None:
    x, y = np.meshgrid(np.arange(200), np.arange(200))
    path = written(tmp_path / "hills.tif", 900 + 300 * np.sin(x / 17) * np.cos(y / 11))
    steep = tmp_path / "slope.tif"
    subprocess.run(["gdaldem", "slope", "-q", str(path), str(steep)], check=True)
    area = area_of(301_011, 8_695_007, 304_003, 8_698_001)
    expected = statistics(raster_of(steep, CoverageKind.QUANTITY), area).mean
    found = slope(raster_of(path, CoverageKind.TERRAIN), area)
    assert found == pytest.approx(expected, rel=1e-4)


def test_coarse_cells_tell_no_slope(raster_of: Callable[..., Raster]) -> None:
    terrain = Path(__file__).parents[3] / "fixtures" / "terrain.tif"
    raster = raster_of(terrain, CoverageKind.TERRAIN)
    assert slope(raster, shapely.box(-72, -14, -71, -13)) is None
