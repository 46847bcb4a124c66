"""A GeoTIFF of people per cell, read window by window: memory doesn't grow with the grid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.reading.numbers import grouped
from layers.reading.population.cells import CellWriter, to_equal_area
from layers.reading.progress import rows_read
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.vector import crs_title, parse_crs

# The whole country on cells of 50 m.
MAX_PIXELS = 2_000_000_000
# What is held at once, as double numbers; a file's own block has to be whole.
_WINDOW_PIXELS = 2_000_000
_MAX_BLOCK_PIXELS = 16_000_000
# A shape takes a hundred times what its number does.
_SHAPES_AT_ONCE = 100_000
# Cells side by side where nobody lives are one shape; short ones stay straight in any projection.
_LONGEST_RUN = 64
_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def is_tiff(path: Path) -> bool:
    """Whether it starts as TIFF or BigTIFF do."""
    with path.open("rb") as file:
        return file.read(4) in _STARTS


def read_grid(path: Path, output: Path, *, band: str = "", crs: str = "") -> dict[str, Any]:
    """Write the cells to ``output``; gives what is to be said of the file.

    A cell without a value (the file's own no-data, a mask, NaN) is none, and is counted in
    ``without_value``. Raises SourceError for what is no grid of people: a negative or infinite
    number, no CRS, no position, more cells than can be kept.
    """
    with _opened(path) as source:
        number = _band(source, band)
        known = _crs(source, crs)
        _check(source)
        transform = to_equal_area(known)
        without = 0
        with CellWriter(output) as writer:
            for window in _windows(source):
                values = source.read(number, window=window, masked=True).astype("float64")
                values = values * source.scales[number - 1] + source.offsets[number - 1]
                valid = ~np.ma.getmaskarray(values) & ~np.isnan(values.data)
                _refuse_impossible(values.data, valid, window)
                without += int(valid.size - valid.sum())
                rows, firsts, lasts = _runs(values.data, valid)
                for start in range(0, len(rows), _SHAPES_AT_ONCE):
                    some = slice(start, start + _SHAPES_AT_ONCE)
                    runs = (rows[some], firsts[some], lasts[some])
                    people = values.data[runs[0], runs[1]]
                    writer.write(people, _shapes(source.transform, window, runs, transform))
                rows_read(valid.size)
        return {
            "kind": "grid",
            "field": str(number),
            "crs": crs_title(known),
            "without_value": without,
            **writer.report(),
        }


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # Loaded here alone: a second GDAL, which no other reader needs.
    import rasterio  # noqa: PLC0415
    from rasterio.errors import RasterioError  # noqa: PLC0415

    try:
        with (
            rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
            rasterio.open(path, driver="GTiff") as source,
        ):
            yield source
    except (RasterioError, OSError, ValueError, OverflowError) as error:
        raise SourceError(
            "El archivo está dañado o incompleto: no se puede leer como GeoTIFF. Descárguelo o "
            "expórtelo de nuevo."
        ) from error


def _band(source: Any, wanted: str) -> int:
    bands = [str(number) for number in range(1, source.count + 1)]
    if not wanted and len(bands) > 1:
        raise ChoiceMissing(
            f"El ráster tiene {len(bands)} bandas: diga cuál con --field, por ejemplo --field 1.",
            "field",
            bands[:100],
        )
    if wanted and wanted not in bands:
        raise ChoiceMissing(f"No hay una banda «{wanted[:40]}».", "field", bands[:100])
    number = int(wanted or 1)
    if np.dtype(source.dtypes[number - 1]).kind not in "iuf":
        raise SourceError(f"Los valores de la banda {number} no son números reales.")
    return number


def _crs(source: Any, given: str) -> pyproj.CRS:
    if given:
        return parse_crs(given)
    known = parse_crs(source.crs.to_wkt()) if source.crs else None
    if known is None or not (known.is_geographic or known.is_projected):
        raise ChoiceMissing(
            "El ráster no dice su sistema de coordenadas: indíquelo con --crs, por ejemplo "
            "--crs EPSG:4326.",
            "crs",
        )
    return known


def _check(source: Any) -> None:
    if source.width * source.height > MAX_PIXELS:
        raise SourceError(
            f"El ráster tiene {grouped(source.width * source.height)} celdas; el máximo es "
            f"{grouped(MAX_PIXELS)}: recórtelo o use celdas mayores."
        )
    height, width = source.block_shapes[0]
    if height * width > _MAX_BLOCK_PIXELS:
        raise SourceError(
            f"El ráster está guardado en bloques de {grouped(height * width)} celdas, que no se "
            "leen por partes: guárdelo de nuevo en teselas (gdal_translate -co TILED=YES)."
        )
    place = source.transform
    if place.is_identity or not np.isfinite(list(place)).all() or place.is_degenerate:
        raise SourceError("El ráster no dice dónde está (no tiene georreferencia).")


def _windows(source: Any) -> Iterator[Any]:
    """Of whole blocks, each as large as is held at once: no block is unpacked twice."""
    from rasterio.windows import Window  # noqa: PLC0415

    block_height, block_width = source.block_shapes[0]
    across = max(1, min(_WINDOW_PIXELS // (block_height * block_width), 16)) * block_width
    width = min(across, source.width)
    down = max(1, _WINDOW_PIXELS // (block_height * width)) * block_height
    height = min(down, source.height)
    for top in range(0, source.height, height):
        for left in range(0, source.width, width):
            yield Window(
                left, top, min(width, source.width - left), min(height, source.height - top)
            )


def _refuse_impossible(values: Any, valid: Any, window: Any) -> None:
    wrong = valid & ((values < 0) | np.isinf(values))
    if not wrong.any():
        return
    row, column = np.argwhere(wrong)[0]
    raise SourceError(
        f"La celda de la fila {grouped(int(row) + window.row_off + 1)}, columna "
        f"{grouped(int(column) + window.col_off + 1)} tiene {values[row, column]:g} personas. Si "
        "así marca las celdas sin dato, dígalo en el archivo (gdal_edit.py -a_nodata)."
    )


def _runs(values: Any, valid: Any) -> tuple[Any, Any, Any]:
    """Row, first and last column of each shape: a cell with people, or empty ones side by side."""
    rows, columns = np.nonzero(valid)
    if not len(rows):
        return rows, columns, columns
    empty = values[rows, columns] == 0
    follows = np.zeros(len(rows), dtype=bool)
    follows[1:] = (
        empty[1:] & empty[:-1] & (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1] + 1)
    )
    follows &= columns % _LONGEST_RUN != 0
    starts = np.flatnonzero(~follows)
    ends = np.append(starts[1:], len(rows)) - 1
    return rows[starts], columns[starts], columns[ends]


def _shapes(place: Any, window: Any, runs: tuple[Any, Any, Any], transform: Any) -> Any:
    """Polygons in EPSG:6933, of the corners of each run."""
    rows, firsts, lasts = (numbers.astype("float64") for numbers in runs)
    top, left = rows + window.row_off, firsts + window.col_off
    bottom, right = top + 1, lasts + window.col_off + 1
    across = np.stack([left, left, right, right, left], axis=1)
    down = np.stack([top, bottom, bottom, top, top], axis=1)
    x, y = place.a * across + place.b * down + place.c, place.d * across + place.e * down + place.f
    east, north = transform(x.ravel(), y.ravel())
    corners = np.stack([np.asarray(east), np.asarray(north)], axis=1).reshape(len(rows), 5, 2)
    if not np.isfinite(corners).all():
        raise SourceError("Hay celdas que su sistema de coordenadas no puede situar en la Tierra.")
    return shapely.polygons(corners)
