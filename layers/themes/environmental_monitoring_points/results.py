"""What a laboratory says of a parameter: a number, or that it lies below what can be told.

OEFA's files write "<0.100" with a point beside "0,233" with a comma, in one column: the marks of
the one and the other are learned apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from layers.reading.cells import CellError
from layers.reading.numbers import Mark, decimal_mark, parse_number
from territory.models import MeasurementState
from territory.names import fold

_CENSORED = re.compile(r"([<>])\s*=?\s*(.+)")
# That nothing was detected, of a limit which isn't said; and that there is no value.
_NOT_DETECTED = frozenset(
    {"nd", "n.d.", "n.d", "n/d", "no detectado", "no detectable", "<ld", "<lc"}
)
_NOTHING = frozenset(
    {"", "-", "--", "sin valor", "sin dato", "s/d", "s.d.", "sd", "na", "n/a", "ne"}
)
# No quantity that is measured is near so large: a value beyond it is a slip.
_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Result:
    """``number`` is the value, or the limit where the state says that the value isn't known."""

    state: MeasurementState
    number: Decimal | None = None


@dataclass(frozen=True)
class ParseResult:
    """Reads the cells of a column of results; raises CellError where a text is none."""

    measured: Mark | None = None
    censored: Mark | None = None

    def in_column(self, texts: Iterable[str]) -> ParseResult:
        """With the decimal marks that the column shows."""
        plain: list[str] = []
        limits: list[str] = []
        for text in texts:
            match = _CENSORED.fullmatch(text.strip())
            (limits if match else plain).append(match[2] if match else text)
        return replace(self, measured=decimal_mark(plain), censored=decimal_mark(limits))

    def __call__(self, raw: str) -> Result:
        text = raw.strip()
        if fold(text) in _NOTHING:
            return Result(MeasurementState.NOT_REPORTED)
        if fold(text) in _NOT_DETECTED:
            return Result(MeasurementState.BELOW)
        if match := _CENSORED.fullmatch(text):
            state = MeasurementState.BELOW if match[1] == "<" else MeasurementState.ABOVE
            return Result(state, _number(match[2], self.censored))
        return Result(MeasurementState.VALUE, _number(text, self.measured))


def _number(text: str, mark: Mark | None) -> Decimal:
    number = parse_number(text, mark)
    if number is None:
        raise CellError("No es un número.")
    if abs(number) > _LARGEST:
        raise CellError("Es demasiado grande para ser cierto.")
    return number
