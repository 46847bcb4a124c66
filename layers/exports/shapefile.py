"""Shapefiles in a zip (ESRI, July 1998): one for each kind of shape that there is.

What the format can't say is said beside it: which field a ten-character name stands for, which
texts were cut, that an empty text and a missing one look alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
from django.contrib.postgres.aggregates import BoolOr
from django.db.models import BooleanField, F
from django.utils.translation import gettext as _

from layers import features
from layers.encodings.base import Encoding
from layers.encodings.shapes import ShapeKind, ShapesEncoding, has_kind
from layers.exports import arrow, csvw
from layers.exports.dbase import DbaseField, dbase_fields, record_bytes
from layers.exports.export import Export, FormatLimit, Pieces
from layers.exports.qgis_metadata import qgis_document
from layers.exports.shapefile_notes import LONG_TEXTS, LongTexts, description, notes
from layers.exports.spatial import write_layer
from layers.exports.streaming import Spooled
from layers.expressions import Sql
from layers.fields import FieldType

MEDIA_TYPE = "application/zip"
# Most programs keep a file's offsets in 32 bits with a sign.
MAX_BYTES = 2**31 - 1
_COMPRESSION = 1

_TYPES = {
    **arrow.TYPES,
    FieldType.DATETIME: pa.string(),  # the table knows days only
}
# The layer's type as GDAL calls it; a shapefile doesn't tell one line or polygon from several.
_SINGLE = {
    "Point": "Point",
    "MultiPoint": "MultiPoint",
    "LineString": "LineString",
    "MultiLineString": "LineString",
    "Polygon": "Polygon",
    "MultiPolygon": "Polygon",
}


@dataclass(frozen=True)
class _File:
    """One of the shapefiles; without ``geometry_type`` only its table is written."""

    suffix: str
    geometry_type: str | None
    kind: ShapeKind | None = None


# Of a layer that may have any: a file each, named for what is in it.
_MIXED = (
    _File("_puntos", "MultiPoint", ShapeKind.POINTS),
    _File("_lineas", "LineString", ShapeKind.LINES),
    _File("_poligonos", "Polygon", ShapeKind.POLYGONS),
    _File("_sin_geometria", None, ShapeKind.NOTHING),
)


def write(export: Export) -> Pieces:
    """Spooled. Raises FormatLimit where a shapefile has no room for it."""
    fields = dbase_fields(export)
    if export.number * record_bytes(fields) > MAX_BYTES:
        raise _too_large()
    return Spooled(lambda folder: _made(export, fields, folder))


def _made(export: Export, fields: tuple[DbaseField, ...], folder: Path) -> Path:
    shapes, long_texts = folder / "shapes", LongTexts(folder, fields)
    shapes.mkdir()
    for file in _files(export):
        path = shapes / f"{export.stem}{file.suffix}.{'shp' if file.geometry_type else 'dbf'}"
        _write(export, file, fields, long_texts, path)
        path.with_suffix(".qmd").write_text(qgis_document(export.statement), encoding="utf-8")
    if any(path.stat().st_size > MAX_BYTES for path in shapes.iterdir()):
        raise _too_large()
    text, described = notes(export, fields, long_texts), description(export)
    return _zipped(folder / "file.zip", shapes, text, long_texts, described)


def _too_large() -> FormatLimit:
    return FormatLimit(
        _("Un shapefile llega a 2 GB y esto pasa: pida menos elementos o campos, o use gpkg.")
    )


def _files(export: Export) -> tuple[_File, ...]:
    """The files there are to be: of a layer of several kinds those that have a row."""
    if not export.has_geometry:
        return (_File("", None),)
    shape_type = export.query.layer.shape_type
    if not shape_type.is_mixed:
        return (_File("", _SINGLE[shape_type.value]),)
    rows = features.select(export.query).order_by()
    geometry = F(export.query.layer.geom)
    found = rows.aggregate(
        **{
            f"kind{n}": BoolOr(Sql(has_kind(f.kind), geometry, output_field=BooleanField()))
            for n, f in enumerate(_MIXED)
            if f.kind is not None
        }
    )
    return tuple(f for n, f in enumerate(_MIXED) if found[f"kind{n}"]) or _MIXED[-1:]


def _write(
    export: Export,
    file: _File,
    fields: tuple[DbaseField, ...],
    long_texts: LongTexts,
    path: Path,
) -> None:
    has_shape = file.geometry_type is not None
    schema = _schema(fields, with_geometry=has_shape)
    lines = arrow.encoding(tuple(f.column for f in fields), with_geometry=has_shape)
    encoding: Encoding = lines if file.kind is None else ShapesEncoding(lines, file.kind)
    with export.stream(encoding) as rows:
        batches: Iterator[Any] = long_texts.cut(arrow.batches(rows, schema), schema)
        try:
            write_layer(
                path,
                batches,
                schema,
                driver="ESRI Shapefile",
                layer=path.stem,
                geometry_type=file.geometry_type,
                srid=export.query.srid,
                encoding="UTF-8",
                **{"2GB_LIMIT": "YES"} if has_shape else {},
            )
        except FormatLimit as error:
            raise _too_large() from error


def _schema(fields: tuple[DbaseField, ...], *, with_geometry: bool) -> Any:
    """Under the short names, with the width of each text and the digits of each number."""
    by_name = {field.name: field.column.field for field in fields}
    schema = arrow.schema(by_name, _TYPES, with_geometry=with_geometry)
    for n, field in enumerate(fields):
        item = schema.field(n)
        if field.is_text:
            item = item.with_metadata({b"GDAL:OGR:width": str(field.width).encode()})
        elif field.column.field.type is FieldType.NUMBER:
            item = item.with_type(pa.decimal128(field.width - 2, field.decimals))
        schema = schema.set(n, item)
    return schema


def _zipped(path: Path, shapes: Path, text: str, long_texts: LongTexts, described: bytes) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        for file in sorted(shapes.iterdir()):
            archive.write(file, file.name)
            file.unlink()
        archive.writestr("LEEME.txt", text)
        if long_texts.count:
            archive.write(long_texts.path, LONG_TEXTS)
            archive.writestr(f"{LONG_TEXTS}{csvw.SUFFIX}", described)
    return path
