"""Statistics within an area, held against each cell cut by shapely and measured by pyproj."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from django.conf import settings
from pyproj import Geod, Transformer

from layers.models.rasters import CoverageKind
from layers.rasters.coverage import Raster
from layers.rasters.zones import statistics

TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"
AREAS = {
    "within a cell": shapely.box(-71.98, -13.56, -71.93, -13.52),
    "a triangle": shapely.Polygon([(-73, -14), (-71.03, -13.51), (-72.2, -12.07)]),
    "with a hole": shapely.box(-74, -12, -73, -11) - shapely.box(-73.71, -11.74, -73.31, -11.33),
    "two parts": shapely.union(shapely.box(-76, -9, -75.9, -8.9), shapely.box(-70, -15, -69, -14)),
}


def weighed(path: Path, area: Any) -> tuple[float, float, float]:
    """Mean by true surfaces, sum by fractions, and the share of the area that has a value."""
    geod = Geod(ellps="WGS84")
    mean = surface = whole = total = 0.0
    with rasterio.open(path) as file:
        cells = file.read(1, masked=True)
        for row in range(file.height):
            for column in range(file.width):
                west, north = file.transform @ (column, row)
                east, south = file.transform @ (column + 1, row + 1)
                cell = shapely.box(west, south, east, north)
                part = shapely.intersection(cell, area)
                if part.is_empty or not part.area:
                    continue
                share = part.area / cell.area
                size = abs(geod.geometry_area_perimeter(cell)[0]) * share
                whole += size
                if cells[row, column] is not np.ma.masked:
                    mean += size * float(cells[row, column])
                    surface += size
                    total += share * float(cells[row, column])
    return mean / surface, total, surface / whole


@pytest.mark.parametrize("name", AREAS)
def test_the_mean_is_weighed_by_surfaces(name: str, raster_of: Callable[..., Raster]) -> None:
    found = statistics(raster_of(TERRAIN, CoverageKind.TERRAIN), AREAS[name])
    mean, _total, covered = weighed(TERRAIN, AREAS[name])
    # A sphere's cells against an ellipsoid's.
    assert found.mean == pytest.approx(mean, rel=1e-4)
    assert found.covered == pytest.approx(covered, abs=1e-6)
    assert found.total is None
    assert found.minimum is not None
    assert found.maximum is not None
    assert found.minimum <= mean <= found.maximum


def test_people_are_summed_by_fractions(tmp_path: Path, raster_of: Callable[..., Raster]) -> None:
    people = np.random.default_rng(3).gamma(1, 20, (40, 30)).astype("float32")
    people[7:9, 5:11] = -1
    path = tmp_path / "people.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=30,
        height=40,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=rasterio.Affine(0.01, 0, -75, 0, -0.01, -10),
        nodata=-1,
    ) as file:
        file.write(people, 1)
    area = shapely.Polygon([(-74.99, -10.33), (-74.73, -10.21), (-74.93, -10.02)])
    found = statistics(raster_of(path, CoverageKind.POPULATION), area)
    _mean, total, covered = weighed(path, area)
    assert found.total == pytest.approx(total, rel=1e-6)
    assert found.covered == pytest.approx(covered, abs=1e-4)
    assert not found.is_whole


def test_beyond_the_raster_nothing_is_known(raster_of: Callable[..., Raster]) -> None:
    raster = raster_of(TERRAIN, CoverageKind.TERRAIN)
    outside = statistics(raster, shapely.box(10, 10, 11, 11))
    assert (outside.covered, outside.mean) == (0.0, None)
    sea = statistics(raster, shapely.box(-80, -13, -79, -12))
    assert (sea.covered, sea.mean, sea.total) == (0.0, None, None)
    half = statistics(raster, shapely.box(-70, -12, -67, -11))
    assert half.covered == pytest.approx(0.5, abs=0.01)


def test_a_projected_raster_is_asked_in_its_own_crs(
    tmp_path: Path, raster_of: Callable[..., Raster]
) -> None:
    """A plane that rises to the east by a metre each kilometre: its mean is that of the middle."""
    path = tmp_path / "plane.tif"
    cells = np.tile(np.arange(400, dtype="float32") + 0.5, (400, 1))
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=400,
        height=400,
        count=1,
        dtype="float32",
        crs="EPSG:32718",
        transform=rasterio.Affine(1000, 0, 300_000, 0, -1000, 8_800_000),
    ) as file:
        file.write(cells, 1)
    raster = replace(raster_of(path, CoverageKind.QUANTITY), stops=((0.0, "#000000"),))
    area = shapely.box(-75.2, -12.2, -74.8, -11.8)
    found = statistics(raster, area)
    east, _north = Transformer.from_crs(4326, 32718, always_xy=True).transform(-75, -12)
    assert found.mean == pytest.approx((east - 300_000) / 1000, abs=0.05)
    assert found.covered == pytest.approx(1.0)


@pytest.mark.parametrize("kind", [CoverageKind.CLASSES, CoverageKind.HAZARD])
def test_codes_have_shares_and_classes_no_mean(
    tmp_path: Path, raster_of: Callable[..., Raster], kind: CoverageKind
) -> None:
    codes = np.random.default_rng(5).integers(1, 5, (40, 30), "uint8")
    codes[3:6, 4:9] = 255
    path = tmp_path / "codes.tif"
    place = rasterio.Affine(0.01, 0, -75, 0, -0.01, -10)
    profile = {"driver": "GTiff", "width": 30, "height": 40, "count": 1, "dtype": "uint8"}
    with rasterio.open(path, "w", crs="EPSG:4326", transform=place, nodata=255, **profile) as file:
        file.write(codes, 1)
    area = shapely.Polygon([(-74.99, -10.33), (-74.73, -10.21), (-74.93, -10.02)])
    found = statistics(raster_of(path, kind), area)
    # Cell by cell, by its surface on the ellipsoid.
    geod = Geod(ellps="WGS84")
    sizes: dict[int, float] = {}
    for row, column in np.ndindex(codes.shape):
        west, north = place @ (column, row)
        east, south = place @ (column + 1, row + 1)
        cell = shapely.box(west, south, east, north)
        part = shapely.intersection(cell, area).area / cell.area
        if part and codes[row, column] != 255:
            size = abs(geod.geometry_area_perimeter(cell)[0]) * part
            code = int(codes[row, column])
            sizes[code] = sizes.get(code, 0) + size
    whole = sum(sizes.values())
    assert found.shares is not None
    assert dict(found.shares) == pytest.approx({k: v / whole for k, v in sizes.items()}, abs=1e-6)
    assert [share for _, share in found.shares] == sorted(dict(found.shares).values(), reverse=True)
    is_measured = kind is CoverageKind.HAZARD
    for figure in (found.mean, found.median, found.minimum, found.maximum, found.deviation):
        assert (figure is not None) == is_measured
    assert found.covered < 1


def test_many_codes_are_no_list(tmp_path: Path, raster_of: Callable[..., Raster]) -> None:
    path = tmp_path / "codes.tif"
    place = rasterio.Affine(0.01, 0, -75, 0, -0.01, -10)
    profile = {"driver": "GTiff", "width": 30, "height": 40, "count": 1, "dtype": "int16"}
    with rasterio.open(path, "w", crs="EPSG:4326", transform=place, **profile) as file:
        file.write(np.arange(1200, dtype="int16").reshape(40, 30), 1)
    found = statistics(raster_of(path, CoverageKind.CLASSES), shapely.box(-75, -10.4, -74.7, -10))
    assert found.shares is None
    assert found.mean is None
    assert found.covered == pytest.approx(1)
