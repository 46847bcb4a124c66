"""A field's value as a person reads it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from layers.fields import Field, FieldType


def display(field: Field, value: Any) -> str:
    """The value, as JSON has it, in Spanish notation and with its unit; no value is a dash."""
    if value is None or value == "":
        return "–"
    if field.type is FieldType.BOOLEAN:
        return _("Sí") if value else _("No")
    if field.type is FieldType.INTEGER_LIST:
        return ", ".join(map(str, value))
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        text = str(value) if _is_year(field) else formats.number_format(value, force_grouping=True)
        return f"{text} {field.unit}".rstrip()
    if field.type is FieldType.DATE:
        return formats.date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
    if field.type is FieldType.DATETIME:
        return formats.date_format(dt.datetime.fromisoformat(value), "DATETIME_FORMAT")
    return str(dict(field.labels).get(value, value))


def _is_year(field: Field) -> bool:
    """A year is a number that isn't grouped: 2025, never 2 025."""
    return field.name == "year" or field.name.endswith("_year")
