"""Grids of people per cell: what is a value, what is none, and what is no such grid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from layers.reading.population import grid
from layers.reading.population.cells import CELLS
from layers.reading.population.grid import is_tiff, read_grid
from layers.reading.results import ChoiceMissing, SourceError
from tests.layers.population.population_files import (
    CELL,
    NO_DATA,
    NORTH,
    WEST,
    from_corner,
    write_grid,
)

GEOD = pyproj.Geod(ellps="WGS84")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "grid.tif"


def cells(folder: Path) -> tuple[Any, Any]:
    """People and shapes as they were written, by another reader of lines."""
    lines = [line.split("\t") for line in (folder / CELLS).read_text().splitlines()]
    shapes = shapely.from_wkb([bytes.fromhex(shape) for _people, shape in lines])
    return np.array([float(people) for people, _shape in lines]), shapes


def read(file: Path, **wanted: str) -> tuple[dict[str, Any], Any, Any]:
    found = read_grid(file, file.parent, **wanted)
    return found, *cells(file.parent)


def test_a_cell_without_a_value_is_none_and_zero_is_one(file: Path) -> None:
    """GDAL's no-data, and NaN beside it: not zero people, and not part of what is covered."""
    values = np.array([[1.5, NO_DATA, 0], [np.nan, 2.25, 0]], dtype="float32")
    found, people, shapes = read(write_grid(file, values))
    assert (found["without_value"], found["cells"]) == (2, 4)
    assert people.sum() == found["people"] == 3.75
    west, south, east, north = shapely.total_bounds(shapes)
    back = pyproj.Transformer.from_crs(6933, 4326, always_xy=True)
    assert back.transform(west, south) == pytest.approx((WEST, NORTH - 2 * CELL))
    assert back.transform(east, north) == pytest.approx((WEST + 3 * CELL, NORTH))


def test_areas_are_those_of_the_ellipsoid(file: Path) -> None:
    """Each cell's area in EPSG:6933 against pyproj's geodesic one."""
    _found, _people, shapes = read(write_grid(file, np.full((2, 2), 3.0)))
    east, south = WEST + CELL, NORTH - CELL
    ring = ([WEST, WEST, east, east], [NORTH, south, south, NORTH])
    expected, _perimeter = GEOD.polygon_area_perimeter(ring[0], ring[1])
    assert shapely.area(shapes)[0] == pytest.approx(abs(expected), rel=1e-5)


def test_empty_cells_side_by_side_are_one_shape_of_the_same_surface(file: Path) -> None:
    values = np.zeros((3, 200))
    values[1, 100] = 5
    found, people, shapes = read(write_grid(file, values))
    assert found["people"] == 5
    assert len(shapes) < 20
    whole = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(whole.area, rel=1e-9)
    assert whole.area == pytest.approx(shapely.box(*whole.bounds).area, rel=1e-9)
    assert people[people > 0].tolist() == [5]


def test_a_grid_in_utm_lies_where_its_projection_says(file: Path) -> None:
    place = from_corner(717_000, 9_106_000, 100)
    _found, _people, shapes = read(write_grid(file, np.ones((2, 2)), crs="EPSG:32717", place=place))
    to_utm = pyproj.Transformer.from_crs(6933, 32717, always_xy=True)
    corners = shapely.get_coordinates(shapes[3])
    east, north = to_utm.transform(corners[:, 0], corners[:, 1])
    assert (min(east), max(north)) == pytest.approx((717_100, 9_105_900), abs=0.01)


def test_a_turned_grid_is_read_corner_by_corner(file: Path) -> None:
    place = Affine(86.60254, 50.0, 717_000, 50.0, -86.60254, 9_106_000)  # by 30 degrees
    _found, _people, shapes = read(write_grid(file, np.ones((1, 1)), crs="EPSG:32717", place=place))
    to_utm = pyproj.Transformer.from_crs(6933, 32717, always_xy=True)
    corners = shapely.get_coordinates(shapes[0])
    east, north = to_utm.transform(corners[2, 0], corners[2, 1])
    assert (east, north) == pytest.approx((717_136.60254, 9_105_963.39746), abs=0.01)


def test_a_scale_that_the_file_declares_is_applied(file: Path) -> None:
    """GDAL's data model: the value is the stored number times the scale, plus the offset."""
    write_grid(file, np.array([[3, 4]], dtype="int16"), nodata=-1)
    with rasterio.open(file, "r+") as target:
        target.scales, target.offsets = (0.5,), (1.0,)
    _found, people, _shapes = read(file)
    assert people.tolist() == [2.5, 3.0]


def test_windows_hold_every_cell_once_and_few_at_a_time() -> None:
    class Raster:
        def __init__(self, height: int, width: int, block: tuple[int, int]) -> None:
            self.height, self.width, self.block_shapes = height, width, [block]

    for height, width, block in (
        (22_000, 18_000, (1, 18_000)),
        (22_000, 18_000, (256, 256)),
        (5_000, 90_000, (512, 512)),
        (10, 10, (16, 16)),
    ):
        windows = list(grid._windows(Raster(height, width, block)))
        sizes = [window.height * window.width for window in windows]
        assert sum(sizes) == height * width
        assert max(sizes) <= max(grid._WINDOW_PIXELS, block[0] * block[1])
        assert len({(window.row_off, window.col_off) for window in windows}) == len(windows)


def test_a_grid_of_several_windows_is_the_sum_of_them(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.random.default_rng(1).uniform(0, 9, (70, 90))
    write_grid(file, values, tiled=True, blockxsize=16, blockysize=16)
    monkeypatch.setattr(grid, "_WINDOW_PIXELS", 1_000)
    found, people, _shapes = read(file)
    assert (found["cells"], found["people"]) == (6_300, pytest.approx(values.sum()))
    assert sorted(people) == pytest.approx(sorted(values.ravel()))


@pytest.mark.parametrize(
    ("wrong", "said"), [(-1.0, "fila 2, columna 1"), (np.inf, "fila 2, columna 1")]
)
def test_a_number_that_no_people_can_be_is_refused_with_its_cell(
    file: Path, wrong: float, said: str
) -> None:
    write_grid(file, np.array([[1.0, 2.0], [wrong, 3.0]]))
    with pytest.raises(SourceError, match=said):
        read_grid(file, file.parent)


def test_without_a_crs_somebody_has_to_say_it(file: Path) -> None:
    write_grid(file, np.ones((2, 2)), crs=None)
    with pytest.raises(ChoiceMissing, match="--crs") as missing:
        read_grid(file, file.parent)
    assert missing.value.choice == "crs"
    assert read_grid(file, file.parent, crs="EPSG:4326")["cells"] == 4


def test_of_several_bands_somebody_has_to_say_which(file: Path) -> None:
    write_grid(file, np.array([[[1.0]], [[7.0]]]))
    with pytest.raises(ChoiceMissing) as missing:
        read_grid(file, file.parent)
    assert (missing.value.choice, missing.value.offers) == ("field", ("1", "2"))
    assert read_grid(file, file.parent, band="2")["people"] == 7
    with pytest.raises(ChoiceMissing, match="«3»"):
        read_grid(file, file.parent, band="3")


def _no_place(file: Path) -> None:
    write_grid(file, np.ones((2, 2)), place=Affine.identity())


def _elsewhere(file: Path) -> None:
    write_grid(file, np.ones((2, 2)), place=from_corner(10, 50, CELL))


def _complex(file: Path) -> None:
    write_grid(file, np.ones((2, 2), dtype="complex64"), nodata=None)


def _dense(file: Path) -> None:
    write_grid(file, np.full((2, 2), 20_000.0))


def _nobody(file: Path) -> None:
    write_grid(file, np.zeros((2, 2)))


def _one_block(file: Path) -> None:
    values = np.zeros((4_200, 4_200), dtype="uint8")
    blocks: dict[str, Any] = {"tiled": True, "blockxsize": 4_208, "blockysize": 4_208}
    write_grid(file, values, nodata=None, compress="deflate", **blocks)


def _endless(file: Path) -> None:
    options = {
        "tiled": True,
        "blockxsize": 2048,
        "blockysize": 2048,
        "sparse_ok": True,
        "compress": "deflate",
        "bigtiff": "yes",
    }
    with rasterio.open(
        file,
        "w",
        driver="GTiff",
        count=1,
        height=60_000,
        width=60_000,
        dtype="uint8",
        crs="EPSG:4326",
        transform=from_corner(WEST, NORTH, 1e-6),
        **options,
    ):
        pass


def _cut(file: Path) -> None:
    write_grid(file, np.random.default_rng(2).uniform(0, 9, (200, 200)))
    file.write_bytes(file.read_bytes()[:20_000])


def _header_alone(file: Path) -> None:
    file.write_bytes(b"II*\0" + b"\xff" * 64)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_no_place, "georreferencia"),
        (_elsewhere, "Perú"),
        (_complex, "números reales"),
        (_dense, "metro cuadrado"),
        (_nobody, "nadie"),
        (_one_block, "bloques"),
        (_endless, "máximo"),
        (_cut, "dañado"),
        (_header_alone, "dañado"),
    ],
)
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_what_is_no_grid_of_people_is_refused(file: Path, make: Any, said: str) -> None:
    make(file)
    assert is_tiff(file)
    assert file.stat().st_size < 400_000
    with pytest.raises(SourceError, match=said):
        read_grid(file, file.parent)
