"""The fields of a dBase table (dBase III+), as a shapefile has one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from layers import features
from layers.encodings.records import Column
from layers.exports.export import Export, FormatLimit
from layers.expressions import Sql
from layers.fields import FieldType

MAX_NAME = 10
MAX_TEXT_BYTES = 254
MAX_FIELDS = 255
MAX_RECORD_BYTES = 65_535
# Significant digits that a double keeps.
_DIGITS = 15
_TEXTS = (FieldType.STRING, FieldType.INTEGER_LIST, FieldType.DATETIME)
_WIDTHS = {FieldType.INTEGER: 19, FieldType.BOOLEAN: 1, FieldType.DATE: 8}
_NOT_IN_NAMES = re.compile(r"\W", re.ASCII)


@dataclass(frozen=True)
class DbaseField:
    """A column under its name in the table, its width in bytes and the decimals of its numbers.

    ``longest`` is the bytes of the longest text, ``width`` as many of them as there is room for.
    """

    column: Column
    name: str
    width: int
    decimals: int = 0
    longest: int = 0

    @property
    def is_text(self) -> bool:
        return self.column.field.type in _TEXTS

    @property
    def is_cut(self) -> bool:
        return self.longest > MAX_TEXT_BYTES


def dbase_fields(export: Export) -> tuple[DbaseField, ...]:
    """The export's columns as fields, as wide as their widest value; one query.

    Raises FormatLimit where a table has no room for them.
    """
    columns = export.columns
    widest = _widest(export)
    names = short_names(column.name for column in columns)
    fields = tuple(
        _field(column, name, widest.get(f"w{n}"))
        for n, (column, name) in enumerate(zip(columns, names, strict=True))
    )
    record = 1 + sum(field.width for field in fields)
    if len(fields) > MAX_FIELDS or record > MAX_RECORD_BYTES:
        raise FormatLimit(
            _("Una tabla de shapefile tiene %(fields)s campos y %(bytes)s bytes por fila a lo más.")
            % {"fields": MAX_FIELDS, "bytes": MAX_RECORD_BYTES}
        )
    return fields


def record_bytes(fields: Iterable[DbaseField]) -> int:
    """Of a row: its fields, and the mark of deleted ones."""
    return 1 + sum(field.width for field in fields)


def short_names(names: Iterable[str]) -> list[str]:
    """Ten ASCII characters each, no two alike whatever their case; the same every time."""
    found: list[str] = []
    for name in names:
        plain = _NOT_IN_NAMES.sub("_", name) or "campo"
        short, number = plain[:MAX_NAME], 0
        while short.lower() in (item.lower() for item in found):
            number += 1
            end = f"_{number}"
            short = plain[: MAX_NAME - len(end)] + end
        found.append(short)
    return found


def _widest(export: Export) -> dict[str, Any]:
    """Bytes of the longest text and the greatest number of each column that has any."""
    asked: dict[str, Any] = {}
    for n, column in enumerate(export.columns):
        if column.field.type is FieldType.STRING:
            asked[f"w{n}"] = Max(Sql("octet_length({0})", column.value))
        elif column.field.type is FieldType.INTEGER_LIST:
            asked[f"w{n}"] = Max(Sql("octet_length(array_to_string({0}, ' '))", column.value))
        elif column.field.type is FieldType.NUMBER:
            asked[f"w{n}"] = Max(Sql(f"abs({FINITE})", column.value))
    rows = features.select(export.query).order_by()
    return rows.aggregate(**asked) if asked else {}


# SQL for a number that is one: NaN and the infinities have no place in a table of digits.
FINITE = "(CASE WHEN CAST({0} AS text) NOT IN ('NaN', 'Infinity', '-Infinity') THEN {0} END)"


def _field(column: Column, name: str, widest: Any) -> DbaseField:
    type_ = column.field.type
    if type_ is FieldType.NUMBER:
        digits = max(1, math.floor(math.log10(widest)) + 1) if widest and widest >= 1 else 1
        decimals = max(0, _DIGITS - digits)
        rounded = Sql(f"round(CAST({FINITE} AS numeric), {decimals:d})", column.value)
        # A sign and a point beside the digits, and one more that rounding up may need.
        width = digits + decimals + 3
        return DbaseField(replace(column, value=rounded), name, width, decimals)
    if type_ is FieldType.DATETIME:
        return DbaseField(column, name, len("2025-06-30T10:00:00.000-05:00"), longest=29)
    if type_ in _TEXTS:
        longest = int(widest or 0)
        return DbaseField(column, name, min(max(longest, 1), MAX_TEXT_BYTES), longest=longest)
    return DbaseField(column, name, _WIDTHS[type_])
