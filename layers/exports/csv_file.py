"""CSV: points by longitude and latitude, other shapes as WKT; EPSG:4326."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from layers.encodings.csv import CsvEncoding, Shape
from layers.encodings.records import names_beside
from layers.exports.export import Export, Pieces
from layers.exports.streaming import Streamed
from layers.geometry_types import GeometryType

# What GDAL and QGIS know a geometry by without being told (GDAL's CSV driver).
_ADDED = {
    Shape.NONE: (),
    Shape.XY: ("longitude", "latitude"),
    Shape.INNER_XY: ("inner_longitude", "inner_latitude"),
    Shape.WKT: ("WKT",),
}


def write(export: Export) -> Pieces:
    """For programs and spreadsheets alike; UTF-8 without a mark (RFC 4180, RFC 7111)."""
    is_point = export.query.layer.shape_type is GeometryType.POINT
    return _written(export, Shape.XY if is_point else Shape.WKT)


def write_wkt(export: Export) -> Pieces:
    """Points as WKT too, as GIS programs open it without a question."""
    return _written(export, Shape.WKT)


def write_for_excel(export: Export) -> Pieces:
    """By the mark at its start Excel knows the text for UTF-8.

    A cell takes no polygon: what is no point has the place of one within it.
    """
    is_point = export.query.layer.shape_type is GeometryType.POINT
    return _written(export, Shape.XY if is_point else Shape.INNER_XY, mark=codecs.BOM_UTF8)


def _written(export: Export, shape: Shape, mark: bytes = b"") -> Pieces:
    if not export.has_geometry:
        shape = Shape.NONE
    head = mark + _header(export, shape)
    rows = export.stream(CsvEncoding(export.columns, shape))

    def pieces(texts: Iterator[bytes]) -> Iterator[bytes]:
        yield head
        yield from texts

    return Streamed(rows, pieces)


def _header(export: Export, shape: Shape) -> bytes:
    names = [column.name for column in export.columns]
    added = names_beside(export.columns, *_ADDED[shape])
    return (",".join([*names, *added]) + "\r\n").encode()
