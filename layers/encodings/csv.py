"""Records as lines of CSV written by PostGIS (RFC 4180).

A text is quoted and a missing value is not, so that an empty text can be told from none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.contrib.gis.db.models import GeometryField
from django.db.models import Expression
from django.db.models.expressions import Combinable

from layers.days import OFFSET
from layers.encodings.base import coordinate_digits, geometry_in
from layers.encodings.records import Column, list_text
from layers.expressions import Sql, TextOf
from layers.fields import FieldType
from layers.query import FeatureQuery


class Shape(Enum):
    """How a line writes the geometry, at its end."""

    NONE = "none"
    XY = "xy"
    INNER_XY = "inner xy"
    WKT = "wkt"
    HEX_WKB = "hex"


@dataclass(frozen=True)
class CsvEncoding:
    """One line a row, with its line end.

    ``guarded`` puts an apostrophe before a text that a spreadsheet would run as a formula
    (OWASP, "CSV Injection"; as ``layers.reading.results.harmless``). Numbers are never touched:
    what begins with a minus and is a number can't be a formula.
    """

    columns: tuple[Column, ...]
    shape: Shape
    guarded: bool = True
    geometry: Callable[[FeatureQuery], Combinable] = geometry_in

    def row(self, query: FeatureQuery) -> Expression:
        """The line as text."""
        parts: list[str | Combinable] = []
        for index, column in enumerate(self.columns):
            parts += [","] if index else []
            parts.append(self._cell(column))
        return TextOf([*parts, *self._geometry(query), "\r\n"])

    def _cell(self, column: Column) -> Combinable:
        type_ = column.field.type
        if type_ is FieldType.STRING:
            return _quoted(column.value, guarded=self.guarded)
        if type_ is FieldType.INTEGER_LIST:
            return _quoted(list_text(column.value), guarded=False)
        return Sql("COALESCE({0}, '')", plain_text(column))

    def _geometry(self, query: FeatureQuery) -> list[str | Combinable]:
        geometry = self.geometry(query)
        digits = coordinate_digits(query.srid)
        if self.shape is Shape.INNER_XY:
            geometry = point_within(geometry)
        if self.shape in (Shape.XY, Shape.INNER_XY):
            return [
                part
                for axis in "XY"
                for part in (",", Sql(f"COALESCE({coordinate(axis, digits)}, '')", geometry))
            ]
        if self.shape is Shape.WKT:
            text = Sql(f"ST_AsText({{0}}, {digits:d})", geometry)
            return [",", _quoted(text, guarded=False)]
        if self.shape is Shape.HEX_WKB:
            # An empty one has no place, and not every format can write it.
            hexed = "CASE WHEN NOT ST_IsEmpty({0}) THEN encode(ST_AsBinary({0}), 'hex') END"
            return [",", Sql(f"COALESCE({hexed}, '')", geometry)]
        return []


def point_within(geometry: Combinable) -> Combinable:
    """A point of the geometry itself, by which what takes no shapes can place it."""
    return Sql("ST_PointOnSurface({0})", geometry, output_field=GeometryField())


def coordinate(axis: str, digits: int, geometry: str = "{0}") -> str:
    """SQL for a point's coordinate as text, without the zeros at its end."""
    return f"CAST(trim_scale(round(CAST(ST_{axis}({geometry}) AS numeric), {digits:d})) AS text)"


def plain_text(column: Column) -> Combinable:
    """SQL for the text of a number, a boolean, a day or a moment.

    ISO 8601; a moment is written by Lima's clock, with its offset.
    """
    if column.field.type is FieldType.DATE:
        return Sql("to_char({0}, 'YYYY-MM-DD')", column.value)
    if column.field.type is FieldType.DATETIME:
        moment = f"{{0}} AT TIME ZONE INTERVAL '{OFFSET}'"
        return Sql(f'to_char({moment}, \'YYYY-MM-DD"T"HH24:MI:SS.MS"{OFFSET}"\')', column.value)
    return Sql("CAST({0} AS text)", column.value)


# What a spreadsheet takes for the start of a formula, or skips before one.
_FORMULA_STARTS = "'=', '+', '-', '@', E'\\t', E'\\r', E'\\n', '＝', '＋', '－', '＠'"


def _quoted(text: Combinable, *, guarded: bool) -> Combinable:
    opening = "'\"'"
    if guarded:
        opening = f"CASE WHEN left({{0}}, 1) IN ({_FORMULA_STARTS}) THEN '\"''' ELSE '\"' END"
    return Sql(f"COALESCE({opening} || replace({{0}}, '\"', '\"\"') || '\"', '')", text)
