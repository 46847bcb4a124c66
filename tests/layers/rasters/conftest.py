"""A raster of any file, as a coverage of it would have it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from layers.models.rasters import CoverageKind
from layers.rasters import storage
from layers.rasters.coverage import Band, Raster
from layers.reading.rasters.converting import describe


@pytest.fixture
def raster_of(tmp_path: Path, settings: Any) -> Callable[..., Raster]:
    """A raster of a file, kept where the test ends."""
    settings.RASTER_STORAGE = str(tmp_path / "kept")

    def made(path: Path, kind: CoverageKind) -> Raster:
        found = describe(path)
        a, b, c, d, e, f = found["transform"]
        bands = tuple(
            Band.of({"name": "value", "title": "Valor", "unit": "m"} | band)
            for band in found["bands"]
        )
        return Raster(
            key=storage.keep(path),
            bands=bands,
            crs=found["crs"],
            srid=found["srid"],
            width=found["width"],
            height=found["height"],
            transform=(a, b, c, d, e, f),
            kind=kind,
            accuracy="",
            stops=((0.0, "#000000"), (1.0, "#ffffff")),
            has_relief=False,
        )

    return made
