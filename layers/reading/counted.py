"""Cells of statistics: a number or why there is none, and the period that it is of."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from layers.reading.cells import CellError
from layers.reading.conventions import follows
from layers.reading.numbers import Mark, mark_of_counts, parse_count
from territory.models.counts import CountState
from territory.names import fold
from territory.periods import Period

# Peru has some 34 million people; no count of people, homes or acts comes near.
MOST = 10**12

# What an empty cell means a file seldom says: it is no number, so nobody reported one.
_STATES = {
    "": CountState.NOT_REPORTED,
    "-": CountState.NOT_REPORTED,
    "...": CountState.NOT_REPORTED,
    "…": CountState.NOT_REPORTED,
    "no reportado": CountState.NOT_REPORTED,
    "sin valor": CountState.NOT_REPORTED,
    "ne_0001": CountState.NOT_REPORTED,
    "reservado": CountState.SUPPRESSED,
    "no aplica": CountState.NOT_APPLICABLE,
}


class Counted(NamedTuple):
    """A number (``state`` is then "value"), or the reason why there is none."""

    value: int | None
    state: CountState


@follows("mark", mark_of_counts)
def parse_counted(raw: str, mark: Mark | None = None) -> Counted:
    """A count of 0 or more, or one of the words that stand where there is none.

    Zero is a number; an empty cell is not. Raises CellError.
    """
    state = _STATES.get(fold(raw))
    if state is not None:
        return Counted(None, state)
    number = parse_count(raw, MOST, mark)
    assert number is not None, "an empty cell has its state"
    return Counted(number, CountState.VALUE)


def parse_period(raw: str, today: dt.date) -> Period:
    """``2025``, ``2025-06`` or ``2025-06-30``, not yet begun periods refused; raises CellError."""
    try:
        period = Period.parse(raw.strip())
    except ValueError:
        raise CellError("No es un periodo: escriba AAAA, AAAA-MM o AAAA-MM-DD.") from None
    if period.start > today:
        raise CellError("El periodo está en el futuro.")
    if period.start.year < 1900:
        raise CellError("El periodo es anterior a 1900.")
    return period
