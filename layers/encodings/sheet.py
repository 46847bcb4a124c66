"""Records as rows of a worksheet written by PostGIS (SpreadsheetML, ECMA-376 part 1, §18.3.1).

Every text is a cell of type text, which no program takes for a formula, whatever it begins with;
and its style (``TEXT``) keeps it one when somebody edits it. A row whose text was cut to what a
cell holds ends in ``CUT_END``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Expression
from django.db.models.expressions import Combinable

from layers.days import OFFSET
from layers.encodings.base import coordinate_digits, geometry_in
from layers.encodings.csv import Shape, coordinate, plain_text, point_within
from layers.encodings.gml32 import escaped
from layers.encodings.records import Column, list_text
from layers.expressions import Sql, TextOf
from layers.fields import FieldType

if TYPE_CHECKING:
    from layers.query import FeatureQuery

# Stands for the number of the row, which only whoever writes the sheet knows. A text can't hold it,
# since all of its «<» are escaped.
ROW_MARK = "<\x01"

# Places in the styles of ``layers.exports.workbook``.
PLAIN, TEXT, DAY, MOMENT, HEADER, NOTE = range(6)

# What a cell holds, in units of UTF-16 (Excel's specifications and limits).
MAX_CELL = 32_767
# Of so few characters no cell is too small, whatever they are.
_SURELY_HELD = MAX_CELL // 2
# A blank that is allowed in an end tag (XML 1.0 §3.1) and that no text can forge.
CUT_END = b"</row >"
# Excel counts with 15 digits.
_MOST_EXACT = 999_999_999_999_999
# Its calendar begins in 1900, with a leap day that never was.
_FIRST_DAY, _DAY_ZERO = "1900-03-01", "1899-12-30"
_UNIX_DAY = 25_569


@dataclass(frozen=True)
class SheetEncoding:
    """One ``row`` element a row, its cells without a value left out."""

    columns: tuple[Column, ...]
    shape: Shape = Shape.NONE

    def row(self, query: FeatureQuery) -> Expression:
        """The row as XML text, with characters in it that XML forbids."""
        cells = [_cell(column, letters(n)) for n, column in enumerate(self.columns)]
        opening = f'<row r="{ROW_MARK}">'
        return TextOf([opening, *cells, *self._place(query), self._end()])

    def _place(self, query: FeatureQuery) -> list[Combinable]:
        if self.shape not in (Shape.XY, Shape.INNER_XY):
            return []
        geometry = geometry_in(query)
        if self.shape is Shape.INNER_XY:
            geometry = point_within(geometry)
        digits = coordinate_digits(query.srid)
        return [
            _number(Sql(coordinate(axis, digits), geometry), letters(n))
            for n, axis in enumerate("XY", len(self.columns))
        ]

    def _end(self) -> str | Combinable:
        long = [column.value for column in self.columns if _may_be_long(column)]
        if not long:
            return "</row>"
        is_cut = " OR ".join(f"({_units(f'{{{n}}}')} > {MAX_CELL})" for n in range(len(long)))
        return Sql(f"CASE WHEN {is_cut} THEN '{CUT_END.decode()}' ELSE '</row>' END", *long)


def letters(number: int) -> str:
    """The name of a column, counted from 0: A to Z, AA …."""
    before, last = divmod(number, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _cell(column: Column, place: str) -> Combinable:
    type_, value = column.field.type, column.value
    if type_ is FieldType.STRING:
        return _text(_fitting(value) if _may_be_long(column) else value, place)
    if type_ is FieldType.INTEGER_LIST:
        return _text(list_text(value), place)
    if type_ is FieldType.BOOLEAN:
        opening = f'<c r="{place}{ROW_MARK}" t="b"><v>'
        return Sql(f"COALESCE('{opening}' || CAST({{0}} AS int) || '</v></c>', '')", value)
    if type_ is FieldType.INTEGER:
        inexact = f"{{0}} NOT BETWEEN -{_MOST_EXACT} AND {_MOST_EXACT}"
    elif type_ is FieldType.NUMBER:
        inexact = "CAST({0} AS text) IN ('NaN', 'Infinity', '-Infinity')"
    elif type_ is FieldType.DATE:
        inexact = f"{{0}} < DATE '{_FIRST_DAY}'"
    else:
        inexact = f"{{0}} < TIMESTAMPTZ '{_FIRST_DAY} 00:00:00{OFFSET}'"
    number, style = _serial(type_, value)
    as_text, as_number = _text(plain_text(column), place), _number(number, place, style)
    return Sql(f"CASE WHEN {inexact} THEN {{1}} ELSE {{2}} END", value, as_text, as_number)


def _serial(type_: FieldType, value: Combinable) -> tuple[Combinable, int]:
    """The number that a cell keeps, and the style by which it is shown."""
    if type_ is FieldType.DATE:
        return Sql(f"CAST({{0}} - DATE '{_DAY_ZERO}' AS text)", value), DAY
    if type_ is FieldType.DATETIME:
        seconds = f"extract(epoch FROM {{0}} AT TIME ZONE INTERVAL '{OFFSET}')"
        return Sql(f"CAST(round({seconds} / 86400 + {_UNIX_DAY}, 9) AS text)", value), MOMENT
    return Sql("CAST({0} AS text)", value), PLAIN


def _number(text: Combinable, place: str, style: int = PLAIN) -> Combinable:
    opening = f'<c r="{place}{ROW_MARK}" s="{style}"><v>'
    return Sql(f"COALESCE('{opening}' || {{0}} || '</v></c>', '')", text)


def _text(text: Combinable, place: str) -> Combinable:
    opening = f'<c r="{place}{ROW_MARK}" t="inlineStr" s="{TEXT}"><is><t xml:space="preserve">'
    return Sql(f"COALESCE('{opening}' || {{0}} || '</t></is></c>', '')", escaped(_literal(text)))


def _literal(text: Combinable) -> Combinable:
    r"""What looks like an escape of the format's (``_x0041_``, ST_Xstring) as itself."""
    digit = "[0-9A-Fa-f]"  # four times, since braces stand for expressions here
    found = f"regexp_replace({{0}}, '_x({digit * 4}_)', '_x005F_x\\1', 'g')"
    return Sql(f"CASE WHEN strpos({{0}}, '_x') > 0 THEN {found} ELSE {{0}} END", text)


def _may_be_long(column: Column) -> bool:
    length = column.field.max_length
    return column.field.type is FieldType.STRING and (length is None or length > _SURELY_HELD)


def _fitting(text: Combinable) -> Combinable:
    """As much of the text as a cell holds."""
    kept = f"left({{0}}, greatest({_SURELY_HELD}, {MAX_CELL} - {_pairs('{0}')}))"
    return Sql(f"CASE WHEN {_units('{0}')} > {MAX_CELL} THEN {kept} ELSE {{0}} END", text)


def _units(text: str) -> str:
    """SQL for a text's length in UTF-16, exactly where it may be too long."""
    exact = f"char_length({text}) + {_pairs(text)}"
    return f"(CASE WHEN octet_length({text}) > {MAX_CELL} THEN {exact} ELSE 0 END)"


def _pairs(text: str) -> str:
    """SQL for how many of its characters are two in UTF-16."""
    without = f"regexp_replace({text}, '[\U00010000-\U0010ffff]', '', 'g')"
    return f"(char_length({text}) - char_length({without}))"
