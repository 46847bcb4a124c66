"""Numbers as people and spreadsheets write them, read where only one number can be meant.

"1,234.50" is Peru's writing and "1.234,50" other spreadsheets'. "1.234" may be either: the other
cells of its column decide, where they show one writing only, or the kind of quantity does (there
is no 1.234 of a school). Otherwise it isn't taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cache

from layers.reading.cells import CellError
from layers.reading.conventions import follows

_SIGN, _EXPONENT = r"[+-]?", r"(?:[eE][+-]?\d{1,2})?"
# Groups of three, the first without a zero before it; a space and an apostrophe group as well.
_WHOLE = r"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:[ '{group}][0-9]{{3}})+)?"
_POINT = re.compile(_SIGN + _WHOLE.format(group=",") + r"(?:\.[0-9]+)?" + _EXPONENT)
_COMMA = re.compile(_SIGN + _WHOLE.format(group=".") + r"(?:,[0-9]+)?" + _EXPONENT)
# Nearly every number, and no doubt about it.
_PLAIN = re.compile(r"-?[0-9]+(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?")
_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "–": "-", "’": "'", "‘": "'", "´": "'"})
_SOLES = re.compile(r"^(?:S/\.?|PEN)\s*|\s*(?:PEN|soles)$", re.IGNORECASE)
_NO_DIGIT = re.compile(r"[^0-9]*")
_CENTIMO = Decimal("0.01")
# Two of them céntimos; Peru's budget is 0.2% of the largest.
_AMOUNT_DIGITS = 16


def grouped(number: int) -> str:
    """``1234567`` → ``1 234 567``, as a person is shown a count (SI Brochure, 5.4.4)."""
    return f"{number:,}".replace(",", " ")


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


_OTHER = {Mark.POINT: Mark.COMMA, Mark.COMMA: Mark.POINT}


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """The one that the numbers of a column show; None where none does, or both are there."""
    shown: set[Mark] = set()
    for text in texts:
        if "." not in text and "," not in text:
            continue
        if _PLAIN.fullmatch(text):
            shown.add(Mark.POINT)
            continue
        bare = _without_sign(text.strip()).removesuffix("%").strip()
        if len(found := _readings(bare)) == 1:
            shown |= found.keys()
    return shown.pop() if len(shown) == 1 else None


def mark_of_counts(texts: Iterable[str]) -> Mark | None:
    """The same of a column of whole numbers: "1,234" shows that its comma is of thousands.

    So does "1,000" beside a plain number: such a column writes no decimals.
    """
    written = list(texts)
    if mark := decimal_mark(written):
        return mark
    doubtful = [found for text in written if len(found := _readings(text.strip())) == 2]
    shown = {
        mark
        for found in doubtful
        for mark, number in found.items()
        if number == number.to_integral_value() and found[_OTHER[mark]] % 1
    }
    is_plain = any(text.strip().isdecimal() for text in written)
    if not shown and is_plain:
        shown = {max(found, key=found.__getitem__) for found in doubtful}
    return shown.pop() if len(shown) == 1 else None


def anything(number: Decimal) -> bool:
    """For a quantity that may be any number."""
    return number is not None


@follows("mark", decimal_mark)
def parse_number(
    raw: str, mark: Mark | None = None, fits: Callable[[Decimal], bool] = anything
) -> Decimal | None:
    """The number; None when empty; raises CellError where it is none or may be two.

    ``mark`` is what the column shows; ``fits`` tells a number that the quantity can be.
    """
    text = raw.strip()
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    found = _readings(text)
    if not found:
        raise CellError("No es un número.")
    if mark in found:
        return found[mark]
    fitting = {number for number in found.values() if fits(number)} or set(found.values())
    if len(fitting) > 1:
        one, other = sorted(fitting)
        raise CellError(f"Puede ser {one:f} o {other:f}, y su columna no lo dice: no se adivina.")
    return fitting.pop()


def _readings(text: str) -> dict[Mark, Decimal]:
    """The number by what its decimal mark would be; one entry where only one writing allows it.

    Where both give the same ("1234"), the point's.
    """
    found: dict[Mark, Decimal] = {}
    text = text.translate(_SIGNS)
    if not _NO_DIGIT.fullmatch(text):
        for mark, pattern, group in ((Mark.POINT, _POINT, ","), (Mark.COMMA, _COMMA, ".")):
            if pattern.fullmatch(text):
                plain = re.sub(f"[ '{group}]", "", text).replace(",", ".")
                found[mark] = Decimal(plain)
    if len(set(found.values())) == 1 and len(found) > 1:
        del found[Mark.COMMA]
    return found


def _without_sign(text: str) -> str:
    if text[:1].isdigit() and text[-1:].isdigit():
        return text
    return _SOLES.sub("", text).strip()


def number_text(value: float) -> str:
    """A number of a file that holds numbers, not texts: its point is one of decimals.

    Written so that it can't be taken for a thousand: 1.234 → ``1.2340``. In full, without an
    exponent, and without a ``.0``.
    """
    if value.is_integer() and abs(value) < 2**53:  # beyond that a float misses integers
        return str(int(value))
    text = repr(value)
    return with_decimals(text if "e" not in text else f"{Decimal(text):f}")


def with_decimals(text: str) -> str:
    """The text of a number whose point is one of decimals, as ``number_text`` writes it."""
    # Only three digits after the point could be a thousand's: most numbers need no closer look.
    return f"{text}0" if text[-4:-3] == "." and len(_readings(text)) > 1 else text


@follows("mark", decimal_mark)
def parse_decimal(raw: str, digits: int, places: int, mark: Mark | None = None) -> Decimal | None:
    """A quantity that isn't negative, of at most ``digits``, rounded to ``places``.

    A spreadsheet's floats carry noise. None when empty.
    """
    most = Decimal(10) ** (digits - places)
    number = parse_number(raw, mark, lambda number: 0 <= number < most)
    if number is None:
        return None
    if number < 0:
        raise CellError("Es negativo.")
    if number >= most:
        raise CellError("Es demasiado grande para ser cierto.")
    return number.quantize(_smallest(places))


@cache
def _smallest(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@follows("mark", decimal_mark)
def parse_amount_pen(raw: str, mark: Mark | None = None) -> Decimal | None:
    """Soles, rounded to the céntimo; None when empty."""
    return parse_decimal(_without_sign(raw.strip()), _AMOUNT_DIGITS, 2, mark)


@follows("mark", decimal_mark)
def parse_percent(raw: str, mark: Mark | None = None) -> Decimal | None:
    """A percentage from 0 to 100, with two decimals; None when empty."""
    percent = parse_number(raw.strip().removesuffix("%"), mark, _is_percent)
    if percent is None:
        return None
    if not _is_percent(percent):
        raise CellError("No es un porcentaje entre 0 y 100.")
    return percent.quantize(_CENTIMO)


def _is_percent(number: Decimal) -> bool:
    return 0 <= number <= 100


@follows("mark", mark_of_counts)
def parse_count(raw: str, most: int, mark: Mark | None = None) -> int | None:
    """How many there are, up to ``most``; None when empty."""

    def is_count(number: Decimal) -> bool:
        return 0 <= number <= most and number == number.to_integral_value()

    number = parse_number(raw, mark, is_count)
    if number is None:
        return None
    if number < 0 or number != number.to_integral_value():
        raise CellError("No es una cantidad entera.")
    if number > most:
        raise CellError(f"Es más de lo posible ({grouped(most)}).")
    return int(number)
