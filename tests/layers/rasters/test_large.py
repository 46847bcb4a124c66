"""A raster of 1 GB costs the memory of a small one: taken in, summed and cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from config.cluster_place import CHECKOUT
from layers.reading.rasters.converting import CONVERTED
from layers.sandbox import Usage, run

pytestmark = pytest.mark.slow
# Cells a side, of four bytes: 1,024 MB, and 16.
LARGE, SMALL = 16_000, 2_000
TILE = 512
PLACE = Affine(0.0005, 0, -77, 0, -0.0005, -4)
# Buffers fill up with the large one; its size is in none of them.
LEEWAY_BYTES = 150_000_000
SUM_AND_CUT = "tests.layers.rasters.sum_and_cut"


def sparse(path: Path, side: int) -> np.ndarray[Any, Any]:
    """Decimals on the diagonal's tiles, nothing written elsewhere, which is read as zeros.

    Gives what each tile of the diagonal sums to.
    """
    rng = np.random.default_rng(6)
    sums = []
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "float32"}
    tiled = {"tiled": True, "blockxsize": TILE, "blockysize": TILE, "sparse_ok": True}
    with rasterio.open(path, "w", crs="EPSG:4326", transform=PLACE, **profile, **tiled) as file:
        for at in range(0, side - TILE, TILE):
            cells = rng.integers(0, 1_000, (TILE, TILE)).astype("float32")
            window = rasterio.windows.Window(at, at, TILE, TILE)
            file.write(cells, 1, window=window)
            sums.append(float(cells.sum(dtype="float64")))
    return np.array(sums)


def measured(folder: Path, side: int) -> tuple[dict[str, int], float, float]:
    """The peaks of what was done with one, bytes, what was found, and what it should be."""
    folder.mkdir()
    sums = sparse(folder / "a.tif", side)
    output = folder / "read"
    output.mkdir()
    used: list[Usage] = []
    found = run("convert_raster", {"file": folder / "a.tif"}, {}, output, report_usage=used.append)
    (folder / "a.tif").unlink()
    facts = json.dumps(found)
    done = subprocess.run(
        [sys.executable, "-m", SUM_AND_CUT, *map(str, (output / CONVERTED, folder)), facts],
        cwd=CHECKOUT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    peaks = {"convert": used[0].peak_bytes, "sum": told["sum"], "cut": told["cut"]}
    # All tiles but the first lie within what is summed.
    return peaks, told["total"], float(sums[1:].sum())


def test_memory_is_that_of_a_small_one(tmp_path: Path) -> None:
    small, total, expected = measured(tmp_path / "small", SMALL)
    assert total == pytest.approx(expected, rel=1e-9)
    large, total, expected = measured(tmp_path / "large", LARGE)
    assert total == pytest.approx(expected, rel=1e-9)
    for name, peak in large.items():
        assert peak - small[name] < LEEWAY_BYTES, (name, small, large)
