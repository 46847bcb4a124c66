"""Census blocks and points with how many people live in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.reading.population.blocks import read_blocks
from layers.reading.population.cells import CELLS
from layers.reading.results import ChoiceMissing, SourceError
from tests.layers.population.population_files import write_blocks

BLOCK = shapely.box(-79.03, -8.11, -79.02, -8.10)
OTHER = shapely.box(-79.02, -8.11, -79.01, -8.10)


def shapes(folder: Path) -> list[Any]:
    lines = (folder / CELLS).read_text().splitlines()
    return [shapely.from_wkb(bytes.fromhex(line.split("\t")[1])) for line in lines]


def test_blocks_with_their_people(tmp_path: Path) -> None:
    file = write_blocks(tmp_path / "b.gpkg", [120, 0], [BLOCK, OTHER])
    found = read_blocks(file, tmp_path)
    assert (found["kind"], found["field"], found["cells"]) == ("blocks", "POB_TOTAL", 2)
    assert (found["people"], found["without_value"]) == (120, 0)


def test_an_empty_number_is_not_zero(tmp_path: Path) -> None:
    file = write_blocks(tmp_path / "b.gpkg", [120, None], [BLOCK, OTHER])
    found = read_blocks(file, tmp_path)
    assert (found["cells"], found["without_value"]) == (1, 1)


def test_points_are_points(tmp_path: Path) -> None:
    file = write_blocks(tmp_path / "b.geojson", [7], [shapely.Point(-79.03, -8.1)])
    found = read_blocks(file, tmp_path)
    assert (found["kind"], shapes(tmp_path)[0].geom_type) == ("points", "Point")


def test_a_block_that_crosses_itself_keeps_its_surface(tmp_path: Path) -> None:
    bow = shapely.Polygon([(-79.03, -8.11), (-79.02, -8.10), (-79.02, -8.11), (-79.03, -8.10)])
    read_blocks(write_blocks(tmp_path / "b.gpkg", [7], [bow]), tmp_path)
    assert shapes(tmp_path)[0].is_valid
    assert shapes(tmp_path)[0].area > 0


@pytest.mark.parametrize(
    ("people", "places", "said"),
    [
        ([-4], [BLOCK], "fila 1, POB_TOTAL"),
        (["muchas"], [BLOCK], "No es un número"),
        ([4, 5], [BLOCK, BLOCK], "repetidos"),
        ([4, 5], [BLOCK, shapely.Point(-79, -8)], "todas polígonos"),
        ([4], [shapely.LineString([(-79, -8), (-79.1, -8)])], "todas polígonos"),
        ([4], [shapely.box(10, 50, 11, 51)], "Perú"),
        ([0], [BLOCK], "nadie"),
    ],
)
def test_what_counts_nobody_is_refused(
    tmp_path: Path, people: list[Any], places: list[Any], said: str
) -> None:
    file = write_blocks(tmp_path / "b.geojson", people, places)
    with pytest.raises(SourceError, match=said):
        read_blocks(file, tmp_path)


def test_a_column_that_nobody_can_guess_has_to_be_named(tmp_path: Path) -> None:
    file = write_blocks(tmp_path / "b.gpkg", [120], [BLOCK])
    assert read_blocks(file, tmp_path, field="POB_TOTAL")["people"] == 120
    with pytest.raises(ChoiceMissing, match="«P1»") as missing:
        read_blocks(file, tmp_path, field="P1")
    assert (missing.value.choice, missing.value.offers) == ("field", ("POB_TOTAL",))


def test_without_a_crs_somebody_has_to_say_it(tmp_path: Path) -> None:
    file = write_blocks(tmp_path / "b.gpkg", [120], [BLOCK], crs=None)
    with pytest.raises(ChoiceMissing, match="--crs") as missing:
        read_blocks(file, tmp_path)
    assert missing.value.choice == "crs"
    assert read_blocks(file, tmp_path, crs="EPSG:4326")["cells"] == 1
