"""Small files of population, written as their makers write them."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine

# A corner of Trujillo, and cells of about 100 m as WorldPop's: 3 seconds of arc.
WEST, NORTH, CELL = -79.05, -8.08, 1 / 1200
NO_DATA = -99999.0


def from_corner(west: float, north: float, size: float) -> Affine:
    """Where a grid lies whose rows run from the north; of its own units."""
    return Affine(size, 0, west, 0, -size, north)


def write_grid(
    path: Path,
    values: Any,
    *,
    crs: str | None = "EPSG:4326",
    place: Affine | None = None,
    nodata: float | None = NO_DATA,
    **profile: Any,
) -> Path:
    """A GeoTIFF of one band, or of as many as ``values`` has."""
    bands = np.asarray(values)
    bands = bands[np.newaxis] if bands.ndim == 2 else bands
    where = from_corner(WEST, NORTH, CELL) if place is None else place
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            count=len(bands),
            height=bands.shape[1],
            width=bands.shape[2],
            dtype=bands.dtype,
            crs=crs,
            transform=where,
            nodata=nodata,
            **profile,
        ) as target:
            target.write(bands)
    return path


def write_blocks(path: Path, people: Any, shapes: Any, crs: str | None = "EPSG:4326") -> Path:
    """A GeoPackage or a GeoJSON of the column ``POB_TOTAL``."""
    frame = geopandas.GeoDataFrame({"POB_TOTAL": people}, geometry=list(shapes), crs=crs)
    driver = "GPKG" if path.suffix == ".gpkg" else "GeoJSON"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")
        frame.to_file(path, driver=driver)
    return path
