"""Files of which nothing is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.reading.spatial.describing import describe
from layers.reading.spatial.reading import read
from layers.reading.spatial.shapes import read_shapes as shapes_of
from layers.sandbox.wire import Reporter


def describe_file(
    files: Mapping[str, Path], arguments: Mapping[str, Any], _output: Path, progress: Reporter
) -> dict[str, Any]:
    """``describe`` of the file ``file``."""
    progress.step("Mirando el archivo")
    return describe(files["file"], **arguments)


def read_spatial(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``read`` of the file ``file``."""
    progress.step("Leyendo el archivo")
    return read(files["file"], arguments, output)


def read_shapes(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``read_shapes`` of the file ``file``."""
    progress.step("Leyendo el archivo")
    return shapes_of(files["file"], arguments, output)
