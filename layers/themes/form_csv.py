"""Published rows as a file, in the form in which they are imported."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from django.db import models

from layers.exports.export import SAMPLE_MARK
from layers.reading.field_parsers import field_behind
from layers.reading.results import harmless
from layers.reading.specification import Column, Specification


def form_name(name: str, rows: Iterable[Any]) -> str:
    """What the file is called: that of samples says that they are."""
    return f"{SAMPLE_MARK}{name}" if any(row.is_sample for row in rows) else name


def write_form(file: Specification, rows: Iterable[Any], out: TextIO | Any) -> None:
    """Write the rows as the file's reader reads them; what is unknown is an empty cell.

    A column without a field of its own is that of the declared unit's name.
    """
    writer = csv.writer(out, delimiter=";")
    writer.writerow(column.title for column in file.columns)
    for row in rows:
        values = (_value(file.model, row, column) for column in file.columns)
        writer.writerow("" if value is None else harmless(str(value)) for value in values)


def _value(model: type[models.Model], row: Any, column: Column) -> Any:
    if not column.field:
        return row.declared_unit and row.declared_unit.name
    field = field_behind(model, column.field)
    value = getattr(row, field.attname)
    if value is not None and field.choices:
        return dict(field.flatchoices)[value]
    return value
