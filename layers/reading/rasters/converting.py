"""A clean, cloud-optimised GeoTIFF of a stranger's, written anew block by block.

Nothing but the cells, their place and their value for nothing goes over: no tag, no metadata, no
table of colours. Memory doesn't grow with the raster.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyproj

from layers.reading.progress import rows_read
from layers.reading.rasters.checking import (
    ENVIRONMENT,
    check_source,
    check_tags,
    crs_of,
    extent_of,
    opened,
)
from layers.reading.results import SourceError

CONVERTED = "raster.tif"
_TILE = 512
# What is held at once of each band.
_WINDOW_CELLS = 4_000_000
_PROFILE = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": _TILE,
    "blockysize": _TILE,
    "compress": "DEFLATE",
    "zlevel": 6,
    "bigtiff": "IF_SAFER",
    "interleave": "band",
}


def convert(path: Path, output: Path, *, crs: str, nodata: str, classes: bool) -> dict[str, Any]:
    """Write ``raster.tif`` to the folder; gives what is to be kept of it.

    Args:
        path: the file.
        output: an empty folder.
        crs: instead of the file's own; empty to take that.
        nodata: the same of the value that stands for none.
        classes: cells are codes, of which an overview takes the most frequent, not the mean.

    Raises:
        SourceError: it is no raster that can be taken; ChoiceMissing where something has to be
            said of it.
    """
    check_tags(path)
    plain = output / "plain.tif"
    with opened(path) as source:
        check_source(source)
        known = crs_of(source, crs)
        extent = extent_of(source, known)
        nothing = _nothing(source, nodata)
        tallies = _rewrite(source, plain, known.to_wkt(), nothing)
        found = facts(source, known, extent, nothing, tallies)
    if not any(tally.number for tally in tallies):
        raise SourceError("Ninguna celda del ráster tiene valor.")
    _optimise(plain, output / CONVERTED, classes=classes)
    plain.unlink()
    return found


def describe(path: Path) -> dict[str, Any]:
    """The same of a file that is clean already, such as one of this site's own."""
    with opened(path) as source:
        known = crs_of(source, "")
        nothing = _nothing(source, "")
        tallies = [Tally() for _ in range(source.count)]
        for window in windows(source):
            for number, tally in enumerate(tallies, start=1):
                cells, valid = _cells(source, number, window, nothing)
                tally.add(cells[valid])
        return facts(source, known, extent_of(source, known), nothing, tallies)


class Tally:
    """The range and the mean of the cells of a band, as they come."""

    def __init__(self) -> None:
        self.number, self._sum = 0, 0.0
        self._least, self._most = math.inf, -math.inf

    def add(self, values: Any) -> None:
        if not values.size:
            return
        self.number += int(values.size)
        self._sum += float(values.sum(dtype="float64"))
        self._least = min(self._least, float(values.min()))
        self._most = max(self._most, float(values.max()))

    def report(self) -> Mapping[str, float | int | None]:
        if not self.number:
            return {"minimum": None, "maximum": None, "mean": None, "cells": 0}
        return {
            "minimum": self._least,
            "maximum": self._most,
            "mean": self._sum / self.number,
            "cells": self.number,
        }


def facts(
    source: Any,
    crs: pyproj.CRS,
    extent: Iterable[float],
    nothing: float | None,
    tallies: Iterable[Tally],
) -> dict[str, Any]:
    """What is kept of a raster, as JSON has it."""
    return {
        "crs": crs.to_wkt(),
        "srid": crs.to_epsg(min_confidence=70),
        "crs_name": crs.name,
        "width": source.width,
        "height": source.height,
        "transform": list(source.transform)[:6],
        "extent": list(extent),
        "bands": [
            {
                "type": source.dtypes[index],
                "nodata": None if nothing is None or math.isnan(nothing) else nothing,
                **tally.report(),
            }
            for index, tally in enumerate(tallies)
        ],
    }


def _nothing(source: Any, given: str) -> float | None:
    """The value that stands for none: as it was said, as the file has it, NaN of decimals."""
    kind = np.dtype(source.dtypes[0])
    if given:
        try:
            said = float(given.replace(",", "."))
        except ValueError as error:
            raise SourceError(
                f"«{given[:40]}» no es un número: diga qué valor es «sin dato»."
            ) from error
        if not _fits(said, kind):
            raise SourceError(f"«{given[:40]}» no cabe en las celdas del ráster ({kind.name}).")
        return said
    own = source.nodata
    if own is not None and _fits(float(own), kind):
        return float(own)
    return math.nan if kind.kind == "f" else None


def _fits(value: float, kind: Any) -> bool:
    if kind.kind == "f":
        return not math.isinf(value)
    limits = np.iinfo(kind)
    return (
        value == round(value) and limits.min <= value <= limits.max
        if math.isfinite(value)
        else False
    )


def _rewrite(source: Any, plain: Path, crs: str, nothing: float | None) -> list[Tally]:
    """The cells alone; a mask becomes the value for none, or a mask again where there is none."""
    import rasterio  # noqa: PLC0415 - see checking

    masked = nothing is None and any(
        "all_valid" not in str(each).lower() for each in _flags(source)
    )
    profile = _PROFILE | {
        "width": source.width,
        "height": source.height,
        "count": source.count,
        "dtype": source.dtypes[0],
        "crs": crs,
        "transform": source.transform,
        "nodata": nothing,
        "zlevel": 1,
    }
    tallies = [Tally() for _ in range(source.count)]
    with rasterio.Env(**ENVIRONMENT), rasterio.open(plain, "w", **profile) as target:
        for window in windows(source):
            valid_everywhere = None
            for number, tally in enumerate(tallies, start=1):
                values, valid = _cells(source, number, window, nothing)
                tally.add(values[valid])
                target.write(values, number, window=window)
                valid_everywhere = valid if valid_everywhere is None else valid_everywhere | valid
            if masked:
                target.write_mask(valid_everywhere, window=window)
            rows_read(window.width * window.height)
    return tallies


def _cells(source: Any, number: int, window: Any, nothing: float | None) -> tuple[Any, Any]:
    """The numbers of a band in a window, and which of them are values."""
    cells = source.read(number, window=window, masked=True)
    values, valid = cells.data, ~np.ma.getmaskarray(cells)
    if values.dtype.kind == "f":
        valid &= np.isfinite(values)
    if nothing is not None:
        if not math.isnan(nothing):
            valid &= values != nothing
        values = np.where(valid, values, np.asarray(nothing, values.dtype))
    return values, valid


def _flags(source: Any) -> Iterator[Any]:
    for flags in source.mask_flag_enums:
        yield from flags


def windows(source: Any) -> Iterator[Any]:
    """Of whole blocks, each as large as is held at once: no block is unpacked twice."""
    from rasterio.windows import Window  # noqa: PLC0415 - see checking

    down, across = (max(sides) for sides in zip(*source.block_shapes, strict=True))
    width = min(source.width, across * max(1, min(_WINDOW_CELLS // (down * across), 16)))
    height = min(source.height, down * max(1, _WINDOW_CELLS // (down * width)))
    for top in range(0, source.height, height):
        for left in range(0, source.width, width):
            yield Window(
                left, top, min(width, source.width - left), min(height, source.height - top)
            )


def _optimise(plain: Path, target: Path, *, classes: bool) -> None:
    from rio_cogeo.cogeo import cog_translate  # noqa: PLC0415 - a hundred modules of its own

    cog_translate(
        plain,
        target,
        _PROFILE,
        overview_resampling="mode" if classes else "average",
        in_memory=False,
        allow_intermediate_compression=True,
        config=ENVIRONMENT,
        quiet=True,
    )
