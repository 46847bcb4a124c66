"""How a cell is read for a field of a model, where its column doesn't say it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import pandas as pd
from django.db import models

from layers.reading.cells import (
    CellError,
    parse_boolean,
    parse_required_text,
    parse_text,
    parse_ubigeo,
    parse_url,
)
from layers.reading.context import Context
from layers.reading.dates import parse_date, parse_required_date
from layers.reading.directory import Directory
from layers.reading.numbers import parse_count, parse_decimal
from territory.models import AdminUnit
from territory.names import fold

Parse = Callable[..., Any]
AnyField: TypeAlias = "models.Field[Any, Any]"

# What a column of whole numbers can hold.
_MOST = 2**31 - 1
# A text without a limit of its own.
_LONGEST = 10_000


def field_behind(model: type[models.Model], column: str) -> AnyField:
    """The field behind a database column; raises LookupError where there is none."""
    for field in model._meta.concrete_fields:
        if field.column == column:
            return field
    raise LookupError(f"{model.__name__} has no column {column!r}")


def unknown(field: AnyField) -> Any:
    """What the field holds where nothing is known: NULL, or empty text where it can't be."""
    return None if field.null else field.get_default()


def unknown_in(model: type[models.Model], column: str) -> Any:
    """The same by the database column's name."""
    return unknown(field_behind(model, column))


def or_unknown(model: type[models.Model], column: str, values: pd.Series) -> pd.Series:
    """The values as objects, with what the model holds then for None and empty text."""
    values = values.astype(object)
    values[values.isna() | (values == "")] = unknown_in(model, column)
    return values


def is_optional(field: AnyField) -> bool:
    """Whether a row may do without the value."""
    return field.null or field.blank


def parser_of(field: AnyField, context: Context, *, optional: bool) -> Parse:
    """Reads the cells of a field by its type, length and choices; TypeError where none can.

    An empty cell is None or empty text where ``optional``, and refused where not.
    """
    if field.choices:
        return partial(parse_choice, field=field, optional=optional)
    match field:
        case models.ForeignKey() if field.related_model is AdminUnit:
            return partial(_parse_unit, units=context.units, optional=optional)
        case models.URLField():
            return parse_url
        case models.CharField() | models.TextField():
            parse = parse_text if optional else parse_required_text
            return partial(parse, max_length=field.max_length or _LONGEST)
        case models.DateField():
            parse_day = parse_date if optional else parse_required_date
            return partial(parse_day, today=context.today)
        case models.BooleanField():
            return parse_boolean
        case models.IntegerField():
            return partial(parse_count, most=_MOST)
        case models.DecimalField():
            digits, places = field.max_digits or 0, field.decimal_places or 0
            return partial(parse_decimal, digits=digits, places=places)
    raise TypeError(f"{field} ({type(field).__name__}) needs a parser of its own")


def parse_choice(raw: str, field: AnyField, *, optional: bool) -> str | None:
    """A choice's value, written as itself or as its label; None when empty and optional."""
    text = fold(raw)
    if not text and optional:
        return None
    for value, label in field.flatchoices:
        if value and text in (fold(str(value)), fold(str(label))):
            return str(value)
    raise CellError(f"Debe ser {choices_in_words(field)}.")


def choices_in_words(field: AnyField) -> str:
    """``CRFA, SRE o ST``; with its label beside a value that is a mere letter.

    A code in small letters is this site's own, which no file writes: its label stands for it.
    """
    *others, last = [
        _choice_in_words(str(value), str(label)) for value, label in field.flatchoices if value
    ]
    return f"{', '.join(others)} o {last}" if others else last


def _choice_in_words(value: str, label: str) -> str:
    if value.islower():
        return f"«{label}»"
    return f"{value} ({label})" if len(value) == 1 else value


def _parse_unit(raw: str, units: Directory, *, optional: bool) -> str | None:
    if optional and not raw.strip():
        return None
    ubigeo = parse_ubigeo(raw)
    if ubigeo not in units:
        raise CellError(f"El INEI no tiene una unidad {ubigeo}.")
    return ubigeo
