"""What a file's columns hold, whatever wrote them: names, types, values that JSON can carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from layers.reading.cells import CellError
from layers.reading.codes import code_length, with_zeros
from layers.reading.conventions import in_column
from layers.reading.dates import parse_date
from layers.reading.numbers import parse_number
from layers.reading.results import RowError
from layers.reading.sheet_errors import sheet_error
from layers.reading.text import clean, mend, unreadable

MAX_COLUMNS = 500
# PostgreSQL's ``text`` holds more; no cell of a table of an office does.
MAX_TEXT = 100_000
_TOO_LONG = f"El texto tiene más de {MAX_TEXT} caracteres."
_MOST_INTEGER = 2**63 - 1
# How an error of a spreadsheet begins, blanks before it too.
_SUSPECT = ("", "#", "E", "e", " ")


class Type(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True)
class Column:
    """A column as the file has it; ``longest`` is that of its texts, in characters."""

    name: str
    type: Type
    longest: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Values:
    """The values of a column, None where a row has none, and what was reported of them."""

    column: Column
    values: list[Any]
    notices: list[RowError]


def of_texts(name: str, texts: Sequence[str], rows: Sequence[int]) -> Values:
    """A column of a table: its type is what all of its filled cells can be.

    An error of a spreadsheet is no value, and is reported. A code that lost its zeros, where the
    others show them, has them back.
    """
    cells, notices = _legible(name, texts, rows)
    filled = [cell for cell in cells if cell]
    kind, known = _type_of(filled)
    values: list[Any] = [known.get(cell) for cell in cells]
    if kind is Type.TEXT and (length := code_length(filled)):
        for at, text in enumerate(cells):
            if text and (whole := with_zeros(text, length)) != text:
                values[at] = whole
                reason = f"El código perdió sus ceros: los demás tienen {length} cifras."
                notices.append(RowError(rows[at], name, text, reason, is_mended=True))
    longest = max(map(len, filled), default=0) if kind is Type.TEXT else 0
    return Values(Column(name, kind, longest), values, notices)


def texts_only(name: str, values: Sequence[Any], rows: Sequence[int]) -> Values:
    """A column of texts whose file says that it is one."""
    texts = ["" if value is None else str(value) for value in values]
    cells, notices = _legible(name, texts, rows)
    longest = max(map(len, cells), default=0)
    return Values(Column(name, Type.TEXT, longest), [cell or None for cell in cells], notices)


def _legible(
    name: str, texts: Sequence[str], rows: Sequence[int]
) -> tuple[list[str], list[RowError]]:
    """The cells without what nobody sees; those that hold no value are empty, and reported."""
    known: dict[str, tuple[str, str]] = {}
    cells: list[str] = []
    notices: list[RowError] = []
    for text, row in zip(texts, rows, strict=True):
        if text not in known:
            known[text] = _cell(text)
        cell, reason = known[text]
        cells.append(cell)
        if reason:
            notices.append(RowError(row, name, text[:80].replace("\0", ""), reason))
    return cells, notices


def _cell(raw: str) -> tuple[str, str]:
    """A cell's text, and why there is none."""
    if raw.isascii() and raw.isprintable() and raw[:1] not in _SUSPECT and "&" not in raw:
        text = raw.strip()  # nearly every cell
        return (text, "") if len(text) <= MAX_TEXT else ("", _TOO_LONG)
    text = clean(mend(raw)).strip()
    if reason := sheet_error(text):
        return "", reason
    if len(text) > MAX_TEXT:
        return "", _TOO_LONG
    if unreadable(text):
        return "", "El texto tiene caracteres que no se pueden leer."
    return text, ""


def _type_of(filled: Sequence[str]) -> tuple[Type, dict[str, Any]]:
    """The column's type, and the value of each distinct text."""
    distinct = set(filled)
    as_text: dict[str, Any] = {text: text for text in distinct}
    if not distinct or any(map(_is_code, distinct)):
        return Type.TEXT, as_text
    for kind, reader in (
        (Type.INTEGER, lambda _texts: _integer),
        (Type.NUMBER, _number_of),
        (Type.DATE, _date_of),
    ):
        parse = reader(filled)
        try:
            return kind, {text: parse(text) for text in distinct}
        except (CellError, ValueError):
            continue
    return Type.TEXT, as_text


def _is_code(text: str) -> bool:
    """Digits that begin with a zero are a code, or so many that no number holds them."""
    return text.isdecimal() and ((len(text) > 1 and text.startswith("0")) or len(text) > 15)


def _integer(text: str) -> int:
    number = int(text) if text.lstrip("+-").isdecimal() and text.isascii() else None
    if number is None or abs(number) > _MOST_INTEGER:
        raise CellError("No es un entero.")
    return number


def _number_of(filled: Sequence[str]) -> Callable[[str], Any]:
    parse = in_column(parse_number, filled)

    def number(text: str) -> float:
        found = parse(text)
        assert isinstance(found, Decimal)
        return float(found)

    return number


def _date_of(filled: Sequence[str]) -> Callable[[str], Any]:
    parse = in_column(partial(parse_date, today=dt.date.max), filled)

    def date(text: str) -> str:
        found = None if text.isdecimal() else parse(text)  # a bare number is none
        if found is None:
            raise CellError("No es una fecha.")
        return str(found)

    return date
