"""Files of points: a layer of a GIS, or a table with degrees. Both become one table of texts."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pandas as pd
import shapely

from layers.reading.archives import holds_dataset
from layers.reading.content import FileData, start_of
from layers.reading.context import Choice
from layers.reading.records import read_records
from layers.reading.results import Cleaned, RowError, SourceError
from layers.reading.specification import Specification
from layers.reading.tabular import column_name
from layers.reading.vector import read_vector
from layers.temporary import temporary_folder

# The national layer has 96,163.
_MAX_POINTS = 1_000_000
_VECTOR_STARTS = (b"SQLite format 3\0", b"{")
_LATITUDE, _LONGITUDE = "latitud", "longitud"


def read_located(data: FileData, file: Specification, choice: Choice) -> Cleaned:
    """The rows, with ``latitud`` and ``longitud`` of the geometry where the file is a layer.

    Raises SourceError where the file as a whole can't be read.
    """
    start = start_of(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not (start.startswith(_VECTOR_STARTS) or holds_dataset(data)):
        return read_records(data, file.required, file.optional, file.aliases, choice.sheet)
    if isinstance(data, Path):
        return _of_layer(data, file, choice)
    with temporary_folder("points") as folder:
        (folder / "archivo").write_bytes(data)
        return _of_layer(folder / "archivo", file, choice)


def _of_layer(path: Path, file: Specification, choice: Choice) -> Cleaned:
    read = read_vector(path, layer=choice.layer, crs=choice.crs, max_features=_MAX_POINTS)
    names = {name: column_name(str(name), file.aliases) for name in read.frame.columns}
    frame = read.frame.rename(columns=names)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    missing = [name for name in file.required if name not in frame.columns]
    if missing:
        raise SourceError(f"Faltan columnas: {', '.join(missing)}.")
    shapes = read.geometries
    is_missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    frame = frame.reindex(columns=[*file.required, *file.optional], fill_value="")
    # Numbered as a spreadsheet would show the attributes: the header is row 1.
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame[_LATITUDE] = [_degrees(y) for y in shapely.get_y(shapes)]
    frame[_LONGITUDE] = [_degrees(x) for x in shapely.get_x(shapes)]
    is_wrong = ~is_missing & ~is_point
    errors = tuple(
        RowError(int(row), "geom", "", "No es un punto.") for row in frame.index[is_wrong]
    )
    return Cleaned(frame[~is_wrong], errors)


def _degrees(number: float) -> str:
    return "" if isnan(number) else f"{number:.7f}"
