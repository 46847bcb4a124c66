"""Quickest ways, held against a search by hand over every cell of the raster."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import rasterio
from pyproj import Geod, Transformer

from layers.models.rasters import CoverageKind
from layers.rasters import travel as room
from layers.rasters.coverage import Raster, RasterLayer
from layers.rasters.travel import Journeys, travel

GEOD = Geod(ellps="GRS80")
DEGREES = ("EPSG:4326", rasterio.Affine(0.01, 0, -75, 0, -0.01, -10))
METRES = ("EPSG:32718", rasterio.Affine(500, 0, 300_000, 0, -500, 8_800_000))
Layers = Callable[..., RasterLayer]


@pytest.fixture
def layer_of(tmp_path: Path, raster_of: Callable[..., Raster]) -> Layers:
    """What ``travel`` looks at of a layer: a raster of these frictions, in a unit."""

    def made(costs: Any, place: tuple[str, Any] = DEGREES, unit: str = "min/m") -> RasterLayer:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.tif"
        height, width = costs.shape
        profile = {"driver": "GTiff", "width": width, "height": height, "count": 1}
        crs, transform = place
        with rasterio.open(
            path, "w", crs=crs, transform=transform, dtype="float64", nodata=-1, **profile
        ) as file:
            file.write(costs.astype("float64"), 1)
        raster = raster_of(path, CoverageKind.FRICTION)
        band = SimpleNamespace(unit=unit)
        changed = {**vars(raster), "bands": (band,)}
        return cast(RasterLayer, SimpleNamespace(raster=Raster(**changed)))

    return made


def middle(place: tuple[str, Any], row: int, column: int) -> tuple[float, float]:
    """Longitude and latitude of a cell's middle."""
    crs, transform = place
    x, y = transform @ (column + 0.5, row + 0.5)
    return cast(
        tuple[float, float], Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    )


def by_hand(costs: Any, place: tuple[str, Any], start: tuple[int, int]) -> dict[Any, float]:
    """Times from a cell (row, column) to all, each step measured between its own two middles."""
    height, width = costs.shape
    middles = {at: middle(place, *at) for at in np.ndindex(height, width)}
    times: dict[tuple[int, int], float] = {}
    waiting = [(0.0, start)]
    while waiting:
        time, at = heapq.heappop(waiting)
        if at in times:
            continue
        times[at] = time
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                to = at[0] + down, at[1] + right
                if to == at or to in times or to not in middles or costs[to] <= 0:
                    continue
                metres = GEOD.inv(*middles[at], *middles[to])[2]
                heapq.heappush(waiting, (time + metres * (costs[at] + costs[to]) / 2, to))
    return times


def told(found: Journeys | None) -> tuple[float | None, ...]:
    assert found is not None
    return found.seconds


@pytest.mark.parametrize(("place", "within"), [(DEGREES, 1e-9), (METRES, 1e-4)])
def test_the_quickest_of_all_ways(layer_of: Layers, place: Any, within: float) -> None:
    rng = np.random.default_rng(8)
    costs = rng.gamma(2, 0.01, (45, 60))
    costs[rng.random(costs.shape) < 0.15] = -1
    costs[20, 30] = 0.02
    expected = by_hand(costs, place, (20, 30))
    cells = [(0, 0), (44, 59), (3, 51), (40, 2), (21, 31), (20, 33)]
    cells = [cell for cell in cells if costs[cell] > 0]
    ends = [middle(place, *cell) for cell in cells]
    found = travel(layer_of(costs, place), middle(place, 20, 30), ends)
    assert told(found) == pytest.approx([60 * expected[cell] for cell in cells], rel=within)


def test_a_way_around_beyond_the_first_window(layer_of: Layers) -> None:
    """A wall with a gap far away: the nearest window has no way, or a worse one."""
    costs = np.full((200, 60), 0.01)
    costs[:185, 30] = -1
    costs[5, 30] = 5.0  # a door that takes far longer than the way around
    expected = by_hand(costs, DEGREES, (8, 27))
    found = travel(layer_of(costs), middle(DEGREES, 8, 27), [middle(DEGREES, 8, 33)])
    assert told(found) == pytest.approx([60 * expected[8, 33]], rel=1e-9)
    straight = GEOD.inv(*middle(DEGREES, 8, 27), *middle(DEGREES, 8, 33))[2] * 0.01 * 60
    assert told(found)[0] > 20 * straight


def test_a_larger_raster_is_looked_at_no_farther_than_it_may(
    layer_of: Layers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MAX_CELLS", 2_000)
    costs = np.full((300, 300), 0.01)
    ends = [middle(DEGREES, 150, 155), middle(DEGREES, 5, 295)]
    found = travel(layer_of(costs), middle(DEGREES, 150, 150), ends)
    near, far = told(found)
    assert near == pytest.approx(60 * 0.01 * GEOD.inv(*middle(DEGREES, 150, 150), *ends[0])[2])
    assert far is None
    assert found is not None
    assert found.is_bounded


def test_where_no_way_leads_nothing_is_told(layer_of: Layers) -> None:
    costs = np.full((40, 40), 0.01)
    costs[:, 20] = -1
    costs[5, 5] = 0.0  # no time at all is no way to cross it
    outside = (-60.0, -10.0)
    ends = [middle(DEGREES, 5, 30), middle(DEGREES, 5, 20), middle(DEGREES, 5, 5), outside]
    found = travel(layer_of(costs), middle(DEGREES, 9, 9), ends)
    assert told(found) == (None, None, None, None)
    assert found is not None
    assert not found.is_bounded
    for start in (middle(DEGREES, 5, 20), outside):
        assert travel(layer_of(costs), start, ends) is None


def test_within_a_cell_one_goes_straight(layer_of: Layers) -> None:
    lon, lat = middle(DEGREES, 9, 9)
    near = (lon + 0.003, lat - 0.002)
    found = travel(layer_of(np.full((40, 40), 0.01)), (lon, lat), [near, (lon, lat)])
    metres = GEOD.inv(lon, lat, *near)[2]
    assert told(found) == pytest.approx([60 * 0.01 * metres, 0])


@pytest.mark.parametrize(
    ("unit", "seconds"),
    [("min/m", 60), ("s/m", 1), ("h/m", 3600), ("min/km", 0.06), ("s/km", 0.001), ("h/km", 3.6)],
)
def test_its_unit_says_how_long(layer_of: Layers, unit: str, seconds: float) -> None:
    start, end = middle(DEGREES, 9, 9), middle(DEGREES, 9, 12)
    found = travel(layer_of(np.full((20, 20), 2.0), unit=unit), start, [end])
    assert told(found) == pytest.approx([seconds * 2 * GEOD.inv(*start, *end)[2]], rel=1e-9)
    assert math.isfinite(told(found)[0] or math.inf)


def test_of_another_unit_nothing_is_told(layer_of: Layers) -> None:
    start, end = middle(DEGREES, 9, 9), middle(DEGREES, 9, 12)
    assert travel(layer_of(np.full((20, 20), 2.0), unit="puntos"), start, [end]) is None
