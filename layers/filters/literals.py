"""A literal becomes a value of its field's type, or an InvalidFilter that names the field."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from layers.errors import InvalidFilter
from layers.fields import Field, FieldType
from layers.filters.instants import InvalidInstant, instant

# Longer numbers than any measure has; PostgreSQL's numeric would take them, slowly.
_MAX_DIGITS = 100
_MAX_EXPONENT = 300
_SHOWN = 80
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_NAMES = {
    FieldType.STRING: "un texto entre comillas",
    FieldType.INTEGER: "un número",
    FieldType.NUMBER: "un número",
    FieldType.INTEGER_LIST: "un número entero",
    FieldType.BOOLEAN: "TRUE o FALSE",
    FieldType.DATE: "una fecha (AAAA-MM-DD)",
    FieldType.DATETIME: "una fecha y hora (AAAA-MM-DDThh:mm:ssZ)",
}

Number = int | Decimal


def cast(value: Any, field: Field) -> Any:
    """``value`` in the type of ``field``.

    ``value`` is a JSON scalar, ``{"date": …}`` or ``{"timestamp": …}``. Protocols without
    types (FES) send every value as text, hence a text is read as the field's type. A day or a
    moment comes back as ``instants.instant`` gives it; numbers as ``int`` or ``Decimal``.
    """
    try:
        if field.type is FieldType.STRING:
            return text(value)
        if field.type is FieldType.BOOLEAN:
            return _truth(value)
        if field.type in (FieldType.DATE, FieldType.DATETIME):
            return instant(value)
        number = _number(value)
    except InvalidInstant as error:
        raise _unfit(value, field, f": {error}") from None
    except ValueError:
        raise _unfit(value, field) from None
    if field.type is FieldType.INTEGER_LIST and not isinstance(number, int):
        raise _unfit(value, field)
    return number


def text(value: Any) -> str:
    """A text that PostgreSQL can hold; raises ValueError for one that it can't."""
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    value.encode()  # a lone surrogate, which JSON can carry, raises a ValueError here
    return value


def shown(value: Any) -> str:
    """A literal as an error message quotes it."""
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    try:
        written = str(value)
    except ValueError:  # an integer of more than 4,300 digits
        written = "…"
    written = written if len(written) <= _SHOWN else written[:_SHOWN] + "…"
    return "".join(c if c.isprintable() else "�" for c in written)


def _number(value: Any) -> Number:
    if isinstance(value, float):
        value = repr(value)  # "nan" and "inf" are refused below
    elif isinstance(value, int) and not isinstance(value, bool):
        # bit_length, since str() of a huge integer is slow and refused beyond 4,300 digits.
        if value.bit_length() > _MAX_DIGITS * 3:
            raise ValueError
        return value
    if not isinstance(value, str) or len(value) > _MAX_DIGITS or "_" in value:
        raise ValueError
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        raise ValueError from None
    # 1e999999 is a short text but a number of a million digits, and beyond 1e±307 a cast to
    # double precision fails in the database.
    if not number.is_finite() or abs(number.adjusted()) > _MAX_EXPONENT:
        raise ValueError
    return int(number) if number == number.to_integral_value() else number


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _TRUTHS:
        return _TRUTHS[value.strip().lower()]
    raise ValueError


def _unfit(value: Any, field: Field, why: str = "") -> InvalidFilter:
    return InvalidFilter(
        f"El campo «{field.name}» se compara con {_NAMES[field.type]}, "
        f"no con «{shown(value)}»" + (f"{why}." if why else ".")
    )
