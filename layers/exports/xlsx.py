"""XLSX: the records on one sheet, what their columns mean on another, whose they are on a third.

Points have their longitude and latitude, other shapes those of a point within; EPSG:4326.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from layers.days import NOTE as DAY_NOTE
from layers.encodings.csv import Shape
from layers.encodings.records import names_beside
from layers.encodings.sheet import CUT_END, HEADER, MAX_CELL, SheetEncoding
from layers.exports.export import Export, FormatLimit, Pieces
from layers.exports.streaming import Spooled, check_space
from layers.exports.workbook import MAX_ROWS, Workbook, note_rows, row_of, table
from layers.fields import Field, FieldType
from layers.geometry_types import GeometryType

_PLACES = {
    Shape.NONE: (),
    Shape.XY: ("longitude", "latitude"),
    Shape.INNER_XY: ("inner_longitude", "inner_latitude"),
}
_WIDTHS = {FieldType.STRING: 24, FieldType.DATETIME: 20}
_ROWS_BETWEEN_CHECKS = 10_000
_NOTE_WIDTHS = (24, 100)
_FIELD_WIDTHS = (26, 34, 14, 12, 60, 60)


def write(export: Export) -> Pieces:
    """Spooled: a zip's directory comes last. Raises FormatLimit beyond a sheet's rows."""
    if export.number >= MAX_ROWS:
        raise FormatLimit(
            _(
                "Una hoja de cálculo tiene %(most)s filas y esto son %(number)s: pida menos "
                "elementos, o gpkg o csv."
            )
            % {"most": MAX_ROWS - 1, "number": export.number}
        )
    return Spooled(lambda folder: _made(export, folder))


def _made(export: Export, folder: Path) -> Path:
    path = folder / "file.xlsx"
    sheet = _DataSheet(export, folder)
    said = export.statement
    with Workbook(path, said.title) as book:
        book.sheet(_("EJEMPLO") if said.is_sample else _("datos"), sheet.widths, sheet)
        book.sheet(_("campos"), _FIELD_WIDTHS, table(_FIELD_TITLES, sheet.fields()))
        book.sheet(_("fuente"), _NOTE_WIDTHS, note_rows([*said.lines(), *sheet.remarks()]))
    return path


class _DataSheet:
    """The rows of the first sheet; how many were cut is known once they are written."""

    def __init__(self, export: Export, folder: Path) -> None:
        self._export, self._folder = export, folder
        is_point = export.query.layer.shape_type is GeometryType.POINT
        shape = Shape.XY if is_point else Shape.INNER_XY
        self._shape = shape if export.has_geometry else Shape.NONE
        self._places = names_beside(export.columns, *_PLACES[self._shape])
        self._cut = 0

    @property
    def widths(self) -> list[int]:
        own = [_WIDTHS.get(column.field.type, 14) for column in self._export.columns]
        return own + [14 for _place in self._places]

    def __iter__(self) -> Iterator[bytes]:
        yield row_of([*(column.name for column in self._export.columns), *self._places], HEADER)
        encoding = SheetEncoding(self._export.columns, self._shape)
        with self._export.stream(encoding) as rows:
            for number, (row,) in enumerate(rows):
                assert row is not None
                self._cut += row.endswith(CUT_END)
                if number % _ROWS_BETWEEN_CHECKS == 0:
                    check_space(self._folder)
                yield row

    def fields(self) -> list[tuple[str, ...]]:
        """What each column is, in the order of the columns."""
        own = [_described(column.field) for column in self._export.columns]
        is_inner = self._shape is Shape.INNER_XY
        note = _("De un punto dentro del elemento") if is_inner else ""
        axes = zip(self._places, (_("Longitud"), _("Latitud")), strict=False)
        return own + [(name, title, "number", "°", note, "") for name, title in axes]

    def remarks(self) -> list[tuple[str, str]]:
        """What the first sheet could not hold."""
        if not self._cut:
            return []
        text = _(
            "%(number)s filas tienen un texto de más de %(most)s caracteres, que aquí se cortó; "
            "está entero en gpkg, csv y GeoJSON."
        )
        return [(_("Textos cortados"), text % {"number": self._cut, "most": MAX_CELL})]


_FIELD_TITLES = ("columna", "título", "tipo", "unidad", "descripción", "códigos")


def _described(field: Field) -> tuple[str, ...]:
    labels = "; ".join(f"{code}: {label}" for code, label in field.labels)
    moment = DAY_NOTE if field.type in (FieldType.DATE, FieldType.DATETIME) else ""
    notes = " · ".join(str(text) for text in (field.description, moment) if text)
    return (field.name, str(field.title), field.type.value, str(field.unit), notes, labels)
