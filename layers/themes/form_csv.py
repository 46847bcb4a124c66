"""Published rows as a file, in the form in which they are imported."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TextIO

from django.db import models

from layers.exports.export import SAMPLE_MARK
from layers.reading.field_parsers import field_behind
from layers.reading.results import harmless
from layers.reading.specification import Column, Specification

WITHHELD = "reservado"


@dataclass(frozen=True)
class Form:
    """A file's name, and its columns."""

    file_name: str
    file: Specification

    def rows(self) -> Any:
        """All that is published of it, in its order."""
        found: Any = self.file.model._default_manager
        rows = found.published()
        placed = any(column.field == "declared_ubigeo" for column in self.file.columns)
        if not placed:
            return rows
        own = [f.name for f in self.file.model._meta.concrete_fields if f.name == "geom"]
        return rows.select_related("declared_unit").defer(*own, "declared_unit__geom")


def form_name(name: str, rows: Iterable[Any]) -> str:
    """What the file is called: that of samples says that they are."""
    return f"{SAMPLE_MARK}{name}" if any(row.is_sample for row in rows) else name


def write_form(file: Specification, rows: Iterable[Any], out: TextIO | Any) -> None:
    """Write the rows as the file's reader reads them; what is unknown is an empty cell.

    A column that fills nothing is that of the declared unit's name.
    """
    writer = csv.writer(out, delimiter=";")
    writer.writerow(column.title for column in file.columns)
    for row in rows:
        values = (_value(file.model, row, column) for column in file.columns)
        writer.writerow("" if value is None else harmless(str(value)) for value in values)


def _value(model: type[models.Model], row: Any, column: Column) -> Any:
    name = column.field or column.part_of
    if not name:
        return row.declared_unit and row.declared_unit.name
    field = field_behind(model, name)
    value = getattr(row, field.attname)
    if value is None:
        return WITHHELD if name in withheld_of(row) else None
    return dict(field.flatchoices)[value] if field.choices else value


def withheld_of(row: Any) -> Iterable[str]:
    """The columns of a row that were counted and aren't published; none of most."""
    found: Iterable[str] = getattr(row, "withheld_columns", ())
    return found
