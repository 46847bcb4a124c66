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
    return _written(export, shape_of(export))


def write_wkt(export: Export) -> Pieces:
    """Points as WKT too, as GIS programs open it without a question."""
    return _written(export, wkt_of(export))


def write_for_excel(export: Export) -> Pieces:
    """By the mark at its start Excel knows the text for UTF-8."""
    return _written(export, excel_of(export), mark=codecs.BOM_UTF8)


def shape_of(export: Export) -> Shape:
    """A point is two columns."""
    return _if_there(export, Shape.XY if _is_point(export) else Shape.WKT)


def wkt_of(export: Export) -> Shape:
    """One column, whatever the shape."""
    return _if_there(export, Shape.WKT)


def excel_of(export: Export) -> Shape:
    """A cell takes no polygon: what is no point has the place of one within it."""
    return _if_there(export, Shape.XY if _is_point(export) else Shape.INNER_XY)


def added_names(export: Export, shape: Shape) -> tuple[str, ...]:
    """What the header calls the columns of the geometry."""
    return names_beside(export.columns, *_ADDED[shape])


def _is_point(export: Export) -> bool:
    return export.query.layer.shape_type is GeometryType.POINT


def _if_there(export: Export, shape: Shape) -> Shape:
    return shape if export.has_geometry else Shape.NONE


def _written(export: Export, shape: Shape, mark: bytes = b"") -> Pieces:
    head = mark + _header(export, shape)
    rows = export.stream(CsvEncoding(export.columns, shape))

    def pieces(texts: Iterator[bytes]) -> Iterator[bytes]:
        yield head
        yield from texts

    return Streamed(rows, pieces)


def _header(export: Export, shape: Shape) -> bytes:
    names = [column.name for column in export.columns]
    return (",".join([*names, *added_names(export, shape)]) + "\r\n").encode()
