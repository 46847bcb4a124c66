"""The layers of a file that GDAL reads: what each holds, and all of one's features."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj

from layers.reading.features import read_features
from layers.reading.gdal import pyogrio
from layers.reading.numbers import grouped
from layers.reading.results import SourceError
from layers.reading.spatial import parquet
from layers.reading.spatial.columns import MAX_COLUMNS, Column, Type, Values, texts_only
from layers.reading.spatial.opening import Kind, Opened

MAX_FEATURES = 1_000_000
# GDAL's names of a field's type; what isn't here is no value of one column.
_TYPES = {
    "OFTInteger": Type.INTEGER,
    "OFTInteger64": Type.INTEGER,
    "OFTReal": Type.NUMBER,
    "OFTString": Type.TEXT,
    "OFTDate": Type.DATE,
    "OFTDateTime": Type.DATETIME,
    "OFTTime": Type.TEXT,
}
_MIXED = {None, "Unknown", "Geometry"}


@dataclass(frozen=True)
class Layer:
    """A layer as its file describes it.

    ``geometry_type`` is OGC's name, empty where the file leaves it open; ``crs`` is None where
    it names none. ``left_out`` are the columns of no type that is known here.
    """

    name: str
    features: int
    geometry_type: str
    columns: tuple[Column, ...]
    crs: pyproj.CRS | None
    extent: tuple[float, ...] | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Features:
    """All of a layer: geometries as WKB (None where a feature has none), and its columns."""

    layer: Layer
    wkb: Any
    values: tuple[Values, ...]


def layers_of(opened: Opened) -> list[Layer]:
    """The layers with geometry, in the file's order; raises SourceError."""
    if opened.kind is Kind.GEOPARQUET:
        return [_of_parquet(opened)]
    with _reading(opened.kind):
        names = [str(n) for n, kind in pyogrio().list_layers(opened.path) if kind is not None]
        found = [_described(opened, name) for name in names]
    if not found:
        raise SourceError("El archivo no tiene ninguna capa con geometrías, o está incompleto.")
    return found


def read_layer(opened: Opened, layer: Layer, max_features: int = MAX_FEATURES) -> Features:
    """A layer's features; raises SourceError."""
    check_size(layer, max_features)
    if opened.kind is Kind.GEOPARQUET:
        return _read_parquet(opened, layer)
    fields = [column.name for column in layer.columns]
    is_known = set(fields).__contains__
    with _reading(opened.kind):
        _meta, wkb, columns = read_features(opened.path, layer.name, fields, is_known)
    if wkb is None:
        raise SourceError("La capa no tiene geometrías.")
    types = {column.name: column.type for column in layer.columns}
    rows = range(1, len(wkb) + 1)
    values = tuple(
        _values(name, types.get(name, Type.TEXT), columns.pop(name), rows) for name in list(columns)
    )
    return Features(layer, wkb, values)


def check_size(layer: Layer, max_features: int) -> None:
    """Refuse a layer without features, or with more than it may have."""
    if layer.features == 0:
        raise SourceError(f"La capa «{layer.name[:60]}» no tiene ningún elemento.")
    if layer.features > max_features:
        raise SourceError(
            f"La capa tiene {grouped(layer.features)} elementos; el máximo es "
            f"{grouped(max_features)}."
        )
    if len(layer.columns) > MAX_COLUMNS:
        raise SourceError(
            f"La capa tiene {grouped(len(layer.columns))} columnas; el máximo es {MAX_COLUMNS}."
        )


@contextmanager
def _reading(kind: Kind) -> Iterator[None]:
    with warnings.catch_warnings():
        # What GDAL warns of in single features is found again when they are looked at.
        warnings.simplefilter("ignore")
        try:
            yield
        except (RuntimeError, ValueError, OSError, UnicodeError, sqlite3.Error) as error:
            raise SourceError(
                f"El archivo está dañado o incompleto: no se puede leer como {kind}. Descárguelo "
                "o expórtelo de nuevo."
            ) from error


def _described(opened: Opened, name: str) -> Layer:
    info = pyogrio().read_info(opened.path, layer=name, force_feature_count=True)
    kinds = info.get("ogr_types") or [None] * len(info["fields"])
    subtypes = info.get("ogr_subtypes") or [None] * len(info["fields"])
    columns, left_out = [], []
    for field, kind, subtype in zip(info["fields"], kinds, subtypes, strict=True):
        if kind not in _TYPES:
            left_out.append(str(field))
            continue
        is_boolean = subtype == "OFSTBoolean"
        columns.append(Column(str(field), Type.BOOLEAN if is_boolean else _TYPES[kind]))
    extent = info.get("total_bounds")
    return Layer(
        name,
        int(info["features"]),
        "" if info["geometry_type"] in _MIXED else str(info["geometry_type"]),
        tuple(columns),
        _crs_of(info.get("crs")),
        None if extent is None or not np.isfinite(extent).all() else tuple(map(float, extent)),
        tuple(left_out),
    )


def _crs_of(text: str | None) -> pyproj.CRS | None:
    """None too for a local system, which lies nowhere."""
    try:
        found = pyproj.CRS.from_user_input(text) if text else None
    except pyproj.exceptions.CRSError:
        return None
    return found if found and (found.is_geographic or found.is_projected) else None


def _values(name: str, kind: Type, column: Any, rows: range) -> Values:
    if kind is Type.TEXT:
        return texts_only(name, column, rows)
    return Values(Column(name, kind), [_plain(value, kind) for value in column.tolist()], [])


def _plain(value: Any, kind: Type) -> Any:
    """A value as JSON has it; what is no number is none."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the only one
        return None
    if kind is Type.BOOLEAN:
        return bool(value)
    if kind is Type.INTEGER:
        return int(value)
    if kind is Type.NUMBER:
        return value if abs(value) != float("inf") else None
    text = str(value).replace("/", "-")
    return text[:10] if kind is Type.DATE else text


def _of_parquet(opened: Opened) -> Layer:
    described = parquet.describe(opened.path)
    return Layer(
        "archivo",
        described.features,
        described.geometry_type,
        described.columns,
        described.crs,
        described.extent,
        described.left_out,
    )


def _read_parquet(opened: Opened, layer: Layer) -> Features:
    names = [column.name for column in layer.columns]
    wkb, columns = parquet.read(opened.path, names)
    rows = range(1, len(wkb) + 1)
    types: Mapping[str, Type] = {column.name: column.type for column in layer.columns}
    values = tuple(
        texts_only(name, cells, rows)
        if types[name] is Type.TEXT
        else Values(Column(name, types[name]), cells, [])
        for name, cells in columns.items()
    )
    return Features(layer, wkb, values)
