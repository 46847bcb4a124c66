"""Texts as the type that the service declares of their column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from layers.reading.results import RowError
from layers.reading.spatial.columns import Column, Type, Values

_TRUE, _FALSE = ("true", "1"), ("false", "0")
_MOST_INTEGER = 2**63 - 1


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > _MOST_INTEGER:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if number != number or abs(number) == float("inf"):  # noqa: PLR0124 - NaN is the only one
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    folded = text.lower()
    if folded not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return folded in _TRUE


def _date(text: str) -> str:
    return dt.date.fromisoformat(text[:10]).isoformat()  # a zone may follow (XML Schema, 3.2.9)


def _instant(text: str) -> str:
    return dt.datetime.fromisoformat(text).isoformat()


_READERS: Mapping[Type, Callable[[str], Any]] = {
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
    Type.DATE: _date,
    Type.DATETIME: _instant,
}


def typed(values: Values, kind: str) -> Values:
    """The column with its texts read as what the service says that they are.

    What can't be read so is left out and reported. Empty ``kind``, and a column that has a type
    already: as it is.
    """
    if not kind or values.column.type is not Type.TEXT or Type(kind) is Type.TEXT:
        return values
    read = _READERS[Type(kind)]
    found: list[Any] = []
    notices = list(values.notices)
    for row, text in enumerate(values.values, 1):
        try:
            found.append(None if text is None else read(text.strip()))
        except (ValueError, OverflowError):
            found.append(None)
            reason = "El servicio declara otro tipo para esta columna."
            notices.append(RowError(row, values.column.name, text[:80], reason))
    return Values(Column(values.column.name, Type(kind)), found, notices)
