"""Cells of statistics: numbers, the words that stand where there is none, periods."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.cells import CellError
from layers.reading.counted import MOST, Counted, parse_counted, parse_period
from layers.reading.numbers import Mark
from layers.reading.totals import Reported, disagreement
from territory.models.counts import CountState

TODAY = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("raw", "value", "state"),
    [
        ("0", 0, CountState.VALUE),
        (" 1,234 ", 1234, CountState.VALUE),
        ("1234.0", 1234, CountState.VALUE),
        ("", None, CountState.NOT_REPORTED),
        ("-", None, CountState.NOT_REPORTED),
        ("Sin Valor", None, CountState.NOT_REPORTED),
        ("NE_0001", None, CountState.NOT_REPORTED),
        ("Reservado", None, CountState.SUPPRESSED),
        ("NO APLICA", None, CountState.NOT_APPLICABLE),
    ],
)
def test_a_cell_is_a_number_or_has_its_state(
    raw: str, value: int | None, state: CountState
) -> None:
    assert parse_counted(raw) == Counted(value, state)


@pytest.mark.parametrize("raw", ["-1", "1.5", "<5", "uno", str(MOST + 1), "nan"])
def test_what_is_neither_is_refused(raw: str) -> None:
    with pytest.raises(CellError):
        parse_counted(raw)


@given(st.integers(0, MOST))
def test_every_count_is_read(number: int) -> None:
    assert parse_counted(str(number)) == Counted(number, CountState.VALUE)
    assert parse_counted(f"{number:,}", Mark.POINT) == Counted(number, CountState.VALUE)


@pytest.mark.parametrize("raw", ["2027", "2026-02", "1899", "25", "enero de 2025", ""])
def test_a_period_that_can_not_be_is_refused(raw: str) -> None:
    with pytest.raises(CellError):
        parse_period(raw, TODAY)


def test_a_period_that_has_begun_is_taken() -> None:
    assert parse_period(" 2026 ", TODAY).code == "2026"


def reported(value: int | None) -> Reported:
    state = CountState.SUPPRESSED if value is None else CountState.VALUE
    return Reported(2, Counted(value, state))


@pytest.mark.parametrize(
    ("total", "parts", "complete", "agrees"),
    [
        (5, [2, 3], True, True),
        (5, [2, 2], True, False),
        (5, [2, 4], True, False),
        (5, [2, 2], False, True),  # what is missing may be 1
        (5, [2, 4], False, False),
        (5, [2, None], True, True),  # what is suppressed may be 3
        (5, [6, None], True, False),
        (None, [2, 3], True, True),
        (5, [], False, True),
    ],
)
def test_a_total_is_held_against_its_parts(
    total: int | None, parts: list[int | None], complete: bool, agrees: bool
) -> None:
    reason = disagreement(reported(total), map(reported, parts), complete=complete)
    assert (reason == "") == agrees
