"""Rasters of strangers, written anew by what is loaded for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.reading.rasters.converting import convert
from layers.sandbox.wire import Reporter


def convert_raster(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``convert`` of the file ``file``: ``raster.tif``; with ``crs``, ``nodata``, ``classes``."""
    progress.step("Leyendo el ráster")
    return convert(
        files["file"],
        output,
        crs=str(arguments.get("crs") or ""),
        nodata=str(arguments.get("nodata") or ""),
        classes=bool(arguments.get("classes")),
    )
