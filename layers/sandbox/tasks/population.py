"""How many people live where, by a grid or by census blocks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.reading.population.blocks import read_blocks
from layers.reading.population.grid import is_tiff, read_grid
from layers.sandbox.wire import Reporter


def read_population(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``read_grid`` or ``read_blocks`` of the file ``file``, by what it is."""
    progress.step("Leyendo la población")
    path, field, crs = files["file"], arguments["field"], arguments["crs"]
    if is_tiff(path):
        return read_grid(path, output, band=field, crs=crs)
    return read_blocks(path, output, field=field, layer=arguments["layer"], crs=crs)
