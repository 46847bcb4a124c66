"""The document beside a layer's CSV: its columns, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from layers.encodings.csv import Shape
from layers.encodings.records import LIST_SEPARATOR, Column
from layers.exports.csv_file import added_names, excel_of, shape_of, wkt_of
from layers.exports.csvw import CsvColumn, document, said_of
from layers.exports.export import Export, Pieces
from layers.fields import FieldType

_TYPES = {
    FieldType.STRING: "string",
    FieldType.INTEGER: "integer",
    FieldType.NUMBER: "double",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.DATETIME: "dateTime",
    FieldType.INTEGER_LIST: "integer",
}
_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_WKT = "http://www.opengis.net/ont/geosparql#asWKT"


def write(export: Export) -> Pieces:
    """Of the CSV for programs."""
    return _Whole(lambda: described(export, shape_of(export)))


def write_wkt(export: Export) -> Pieces:
    """Of that with WKT."""
    return _Whole(lambda: described(export, wkt_of(export)))


def write_for_excel(export: Export) -> Pieces:
    """Of that for Excel."""
    return _Whole(lambda: described(export, excel_of(export)))


def csv_name(export: Export) -> str:
    """What the CSV is called once it is kept."""
    return f"{export.stem}.csv"


def described(export: Export, shape: Shape) -> bytes:
    """The document; the table is where ``export.address`` says, or kept beside it."""
    key, *others = export.columns
    columns = [
        _column(key, is_required=True),
        *map(_column, others),
        *_geometry(shape, added_names(export, shape)),
    ]
    url = export.address or csv_name(export)
    return document(url, columns, said_of(export.statement), key=key.name)


class _Whole:
    """A document that is small, made when it is read."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        yield self._make()

    def close(self) -> None:
        """Nothing is held."""


def _column(column: Column, *, is_required: bool = False) -> CsvColumn:
    field = column.field
    unit = _("Unidad: %(unit)s.") % {"unit": str(field.unit).rstrip(".")} if field.unit else ""
    labels = "; ".join(f"{code}: {label}" for code, label in field.labels)
    return CsvColumn(
        name=field.name,
        title=str(field.title),
        datatype=_TYPES[field.type],
        description=" ".join(text for text in (str(field.description), unit, labels) if text),
        separator=LIST_SEPARATOR if field.type is FieldType.INTEGER_LIST else "",
        is_required=is_required,
    )


def _geometry(shape: Shape, names: tuple[str, ...]) -> list[CsvColumn]:
    if shape is Shape.WKT:
        title = _("Geometría, en longitud y latitud (EPSG:4326)")
        return [CsvColumn(names[0], title, property_url=_WKT)]
    titles = (_("Longitud, en grados (EPSG:4326)"), _("Latitud, en grados (EPSG:4326)"))
    inner = _("De un punto interior de la forma.") if shape is Shape.INNER_XY else ""
    axes = zip(names, titles, ("long", "lat"), strict=False)  # none of them without a geometry
    return [
        CsvColumn(name, title, "double", inner, property_url=f"{_WGS84}{axis}")
        for name, title, axis in axes
    ]
