"""GeoParquet 1.x, which GDAL reads with a plug-in only: by Arrow's own library.

The specification (geoparquet.org) puts a JSON document beside the table, which names the columns
of geometry, their encoding and their CRS; without a CRS it is longitude and latitude (OGC:CRS84).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyproj

from layers.reading.results import SourceError
from layers.reading.spatial.columns import Column, Type

_DAMAGED = (
    "El archivo está dañado o incompleto: no se puede leer como GeoParquet. Expórtelo de nuevo."
)
_NOT_GEO = "Es un Parquet sin geometrías: expórtelo como GeoParquet o GeoPackage."
# The decoded pages of a column chunk that says nothing true of its size.
_MAX_UNPACKED_BYTES = 2_000_000_000
_METADATA_BYTES = 50_000_000
_DEFAULT = "OGC:CRS84"


@dataclass(frozen=True)
class Description:
    """What the file says of itself."""

    features: int
    geometry: str
    geometry_type: str
    columns: tuple[Column, ...]
    crs: pyproj.CRS | None
    extent: tuple[float, ...] | None
    left_out: tuple[str, ...]


def describe(path: Path) -> Description:
    """Raises SourceError where it isn't a GeoParquet whose geometries are WKB."""
    file, geo = _opened(path)
    name = str(geo.get("primary_column", ""))
    about = geo.get("columns", {}).get(name)
    schema = file.schema_arrow
    if not isinstance(about, dict) or schema.get_field_index(name) < 0:
        raise SourceError(_NOT_GEO)
    if about.get("encoding") != "WKB":
        raise SourceError("Las geometrías del GeoParquet no están en WKB: expórtelo así.")
    columns, left_out = [], []
    for field in schema:
        if field.name == name:
            continue
        kind = _type_of(field.type)
        if kind is None:
            left_out.append(field.name)
        else:
            columns.append(Column(field.name, kind))
    types = about.get("geometry_types") or []
    return Description(
        file.metadata.num_rows,
        name,
        str(types[0]).removesuffix(" Z") if len(types) == 1 else "",
        tuple(columns),
        _crs_of(about),
        _extent_of(about.get("bbox")),
        tuple(left_out),
    )


def read(path: Path, names: Sequence[str]) -> tuple[list[bytes | None], dict[str, list[Any]]]:
    """The geometries as WKB, and the columns by name, as JSON's values."""
    file, _geo = _opened(path)
    geometry = describe(path).geometry
    try:
        table = file.read(columns=[geometry, *names], use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(_DAMAGED) from error
    wkb = table.column(geometry).cast(pa.binary()).to_pylist()
    return wkb, {
        name: [_plain(value) for value in table.column(name).to_pylist()] for name in names
    }


def _opened(path: Path) -> tuple[Any, dict[str, Any]]:
    try:
        file = pq.ParquetFile(
            path,
            memory_map=False,
            thrift_string_size_limit=_METADATA_BYTES,
            thrift_container_size_limit=_METADATA_BYTES,
        )
        metadata = file.metadata.metadata or {}
        geo = json.loads(metadata[b"geo"]) if b"geo" in metadata else None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(_DAMAGED) from error
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(at).total_byte_size for at in groups) > _MAX_UNPACKED_BYTES:
        raise SourceError("El GeoParquet ocupa demasiado al descomprimirse: divídalo.")
    if not isinstance(geo, dict):
        raise SourceError(_NOT_GEO)
    return file, geo


def _crs_of(about: dict[str, Any]) -> pyproj.CRS | None:
    """Absent is longitude and latitude, null is unknown (GeoParquet 1.1, "crs")."""
    given = about.get("crs", _DEFAULT)
    try:
        return None if given is None else pyproj.CRS.from_user_input(given)
    except pyproj.exceptions.CRSError:
        return None


def _extent_of(bbox: Any) -> tuple[float, ...] | None:
    if not isinstance(bbox, list) or len(bbox) not in (4, 6):
        return None
    numbers = [bbox[0], bbox[1], bbox[len(bbox) // 2], bbox[len(bbox) // 2 + 1]]
    is_known = all(isinstance(each, int | float) and math.isfinite(each) for each in numbers)
    return tuple(map(float, numbers)) if is_known else None


def _type_of(kind: pa.DataType) -> Type | None:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        (pa.types.is_boolean, Type.BOOLEAN),
        (pa.types.is_integer, Type.INTEGER),
        (pa.types.is_floating, Type.NUMBER),
        (pa.types.is_decimal, Type.NUMBER),
        (pa.types.is_date, Type.DATE),
        (pa.types.is_timestamp, Type.DATETIME),
        (pa.types.is_string, Type.TEXT),
        (pa.types.is_large_string, Type.TEXT),
    )
    return next((found for test, found in tests if test(kind)), None)


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = float(value)
    return number if math.isfinite(number) else None
