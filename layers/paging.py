"""Keyset paging: a total order, an opaque cursor, and the condition for what comes after it.

A page deep in a table costs as much as the first, and a page stays where it is while rows
come and go before it. Order: the sort keys, nulls last either way, then the layer's key.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.expressions import Combinable, OrderBy

from layers.errors import InvalidParameter
from layers.expressions import Sql
from layers.fields import FieldType

if TYPE_CHECKING:
    from layers.layer import Layer

_DOUBLE_MAX = sys.float_info.max
_INVALID = "El valor de «after» no es un cursor de esta consulta."


@dataclass(frozen=True)
class SortKey:
    """A field to sort by."""

    field: str
    descending: bool = False


def ordering(layer: Layer, sort: tuple[SortKey, ...]) -> list[OrderBy]:
    """The total order of a page."""
    keys = [
        OrderBy(F(layer.field(key.field).path), descending=key.descending, nulls_last=True)
        for key in sort
    ]
    return [*keys, OrderBy(F(layer.key))]


def cursor_column(layer: Layer, sort: tuple[SortKey, ...]) -> Combinable:
    """SQL text from which the cursor of a row is made: a JSON array of its sort values."""
    values = [F(layer.field(key.field).path) for key in sort] + [F(layer.key)]
    slots = ", ".join(f"{{{index}}}" for index in range(len(values)))
    return Sql(f"json_build_array({slots})::text", *values)


def write_cursor(sort: tuple[SortKey, ...], values: bytes) -> str:
    """The opaque ``after`` of the row whose ``cursor_column`` holds ``values``."""
    text = json.dumps([signature(sort), json.loads(values)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after(layer: Layer, sort: tuple[SortKey, ...], cursor: str) -> Q:
    """The condition for the rows after ``cursor``; raises InvalidParameter."""
    *values, key = _read_cursor(layer, sort, cursor)
    condition = Q(**{f"{layer.key}__gt": key})
    for sort_key, value in reversed(list(zip(sort, values, strict=True))):
        path = layer.field(sort_key.field).path
        if value is None:  # nulls come last: only nulls follow a null
            condition = Q(**{f"{path}__isnull": True}) & condition
            continue
        beyond = "lt" if sort_key.descending else "gt"
        condition = (
            Q(**{f"{path}__{beyond}": value})
            | Q(**{f"{path}__isnull": True})
            | (Q(**{path: value}) & condition)
        )
    return condition


def signature(sort: tuple[SortKey, ...]) -> str:
    """The sort keys as text: what a cursor is of."""
    return ",".join(("-" if key.descending else "+") + key.field for key in sort)


def _read_cursor(layer: Layer, sort: tuple[SortKey, ...], cursor: str) -> list[Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        written_for, values = json.loads(raw)
    except (TypeError, ValueError, RecursionError):
        raise InvalidParameter(_INVALID, parameter="after") from None
    if written_for != signature(sort) or not isinstance(values, list):
        raise InvalidParameter(_INVALID, parameter="after")
    types = [layer.field(key.field).type for key in sort] + [layer.key_type]
    if len(values) != len(types) or values[-1] is None:
        raise InvalidParameter(_INVALID, parameter="after")
    try:
        return [
            None if value is None else _READ[type_](value)
            for value, type_ in zip(values, types, strict=True)
        ]
    except (TypeError, ValueError):
        raise InvalidParameter(_INVALID, parameter="after") from None


# A cursor comes from outside: each value is held to the type of its field;
# TypeError or ValueError where it is not one.


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    if "\x00" in value:  # PostgreSQL's text can't hold it
        raise ValueError
    value.encode()  # a lone surrogate is no text (UnicodeEncodeError is a ValueError)
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if abs(value) >= 2**63:
        raise ValueError
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    if not abs(value) <= _DOUBLE_MAX:  # NaN is no number either
        raise ValueError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _date(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _datetime(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError
    return moment


_READ: dict[FieldType, Callable[[Any], Any]] = {
    FieldType.STRING: _text,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
}
