"""The mining cadastre's files as they come: polygons of a GIS, or a table of their vertices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from layers.reading import utm
from layers.reading.archives import holds_dataset
from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData, start_of
from layers.reading.context import Choice
from layers.reading.numbers import parse_number
from layers.reading.records import read_records
from layers.reading.results import RowError, SourceError
from layers.reading.specification import Specification
from layers.reading.tabular import column_name
from layers.reading.vector import parse_crs, read_shapes
from layers.temporary import temporary_folder
from layers.themes.extractive_sites.columns import FILE

# The national cadastre holds 66,975 rights.
MAX_FEATURES = 300_000

_CODE, _CORNER = "codigou", ("este", "norte")
_WANTED = [*FILE.required, *FILE.optional]
_VECTOR_STARTS = (b"SQLite format 3\0", b"{")

Shape = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class RawConcessions:
    """``frame``: text by row number; ``shapes`` in the same order, None where there is none.

    They are in the file's own coordinates, which ``crs`` names; None for a table, whose rows
    have to say it themselves.
    """

    frame: pd.DataFrame
    shapes: Shape
    crs: pyproj.CRS | None
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()


def read_concessions(data: FileData, choice: Choice) -> RawConcessions:
    """GeoPackage, GeoJSON, zipped shapefile, or CSV with a row for each vertex.

    Raises SourceError where the file as a whole can't be read.
    """
    start = start_of(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_VECTOR_STARTS) or holds_dataset(data):
        if choice.sheet:
            raise SourceError("El archivo no tiene hojas: quite --sheet.")
        return read_polygons(data, choice, FILE)
    if choice.layer:
        raise SourceError("El archivo no tiene capas: quite --layer.")
    read = _read_vertices(data, choice.sheet)
    return replace(read, crs=parse_crs(choice.crs) if choice.crs else None)


def read_polygons(data: FileData, choice: Choice, form: Specification) -> RawConcessions:
    """A layer of polygons with the columns of ``form``; raises SourceError."""

    def is_wanted(name: str) -> bool:
        return column_name(name, form.aliases) in (*form.required, *form.optional)

    def has_columns(fields: Collection[str]) -> bool:
        return set(form.required) <= {column_name(name, form.aliases) for name in fields}

    read_file = partial(
        read_shapes,
        layer=choice.layer,
        max_features=MAX_FEATURES,
        wanted=is_wanted,
        has_columns=has_columns,
    )
    if isinstance(data, Path):
        read = read_file(data)
    else:
        with temporary_folder("rights") as folder:
            (folder / "archivo").write_bytes(data)
            read = read_file(folder / "archivo")
    frame = read.frame.rename(columns=partial(column_name, aliases=form.aliases))
    missing = [name for name in form.required if name not in frame.columns]
    if missing:
        raise SourceError(f"Faltan columnas: {', '.join(missing)}.")
    frame = frame.reindex(columns=[*form.required, *form.optional], fill_value="")
    # Numbered as a spreadsheet would show the attributes: the header is row 1.
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    crs = parse_crs(choice.crs) if choice.crs else read.crs
    return RawConcessions(frame, read.geometries, crs)


def _read_vertices(data: FileData, sheet: str) -> RawConcessions:
    """A row for each vertex, in the order of the outline or numbered by ``vertice``."""
    required = (*FILE.required, *_CORNER)
    optional = [name for name in FILE.optional if name not in _CORNER]
    read = read_records(data, required, optional, FILE.aliases, sheet)
    table = Columns(read.frame, _CODE)
    corners = table.read_together(_CORNER, _parse_corner, refuse=True)
    numbers = table.read_if_possible("vertice", _parse_vertex)
    code = read.frame[_CODE].str.strip()
    broken = set(code[corners.isna()])
    firsts: list[int] = []
    shapes: list[Any] = []
    errors = [*read.errors, *table.errors]
    for key, rows in code.groupby(code, sort=False).groups.items():
        if key in broken:
            continue
        order = numbers[rows]
        rows_in_order = rows if order.isna().any() else order.sort_values().index
        if len(set(corners[rows_in_order])) < 3:
            reason = f"«{key}» tiene menos de 3 vértices: un derecho minero es un polígono."
            errors.append(RowError(int(rows[0]), _CODE, str(key)[:200], reason))
            continue
        firsts.append(int(rows[0]))
        shapes.append(shapely.Polygon(list(corners[rows_in_order])))
    frame = read.frame.loc[firsts, _WANTED]
    # What is mended of the other columns is reported where they are read.
    notices = tuple(notice for notice in table.notices if notice.column == "vertice")
    return RawConcessions(frame, np.array(shapes, dtype=object), None, tuple(errors), notices)


def _parse_corner(east: str, north: str) -> tuple[float, float]:
    try:
        x, y = parse_number(east, fits=utm.is_easting), parse_number(north, fits=utm.is_northing)
    except CellError as error:
        raise CellError("El este o el norte no es un número.") from error
    if x is None or y is None:
        raise CellError("Falta el este o el norte.")
    return float(x), float(y)


def _parse_vertex(raw: str) -> int | None:
    number = parse_number(raw)
    return None if number is None else int(number)
