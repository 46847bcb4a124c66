"""Numbers: every writing that can mean one number, and none that may mean two."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.numbers import (
    number_text,
    parse_amount_pen,
    parse_count,
    parse_number,
    parse_percent,
)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1234567.89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1 234 567.89", "1234567.89"),
        ("1'234,567.89", "1234567.89"),
        ("1’234’567.89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1234,5", "1234.5"),
        ("0.234", "0.234"),
        ("0,234", "0.234"),
        ("1234.567", "1234.567"),
        (".50", "0.50"),
        ("-,5", "-0.5"),
        ("\N{MINUS SIGN}12.05", "-12.05"),
        ("+5", "5"),
        ("1e5", "1e5"),
    ],
)
def test_only_one_number_can_be_meant(raw: str, number: str) -> None:
    assert parse_number(raw) == Decimal(number)


@pytest.mark.parametrize("raw", ["1.234", "1,234", "-12.345", "123.456"])
def test_a_thousand_or_a_decimal_is_not_guessed(raw: str) -> None:
    with pytest.raises(CellError, match="Puede ser"):
        parse_number(raw)


@pytest.mark.parametrize("raw", ["N/A", "-", "1,23,4", "12 34", "1.2.3", "1,234.5,6", "doce", "."])
def test_no_number(raw: str) -> None:
    with pytest.raises(CellError, match="No es un número"):
        parse_number(raw)


def amounts(*texts: str) -> tuple[list[Decimal | None], list[str]]:
    table = Columns(pd.DataFrame({"monto": texts}, range(2, 2 + len(texts)), dtype=object))
    values = table.read_if_possible("monto", parse_amount_pen)
    return list(values), [f"{n.row} {n.value}" for n in table.notices]


def test_the_column_decides_where_it_shows_one_writing() -> None:
    assert amounts("1.234", "S/ 5,50", "1.000,00") == ([1234, Decimal("5.5"), 1000], [])
    assert amounts("1,234", "5.50", "1,000.00") == ([1234, Decimal("5.5"), 1000], [])
    assert amounts("12.500", "0.750", "1234.125")[0] == [
        Decimal("12.5"),
        Decimal("0.75"),
        Decimal("1234.12"),
    ]


def test_a_column_of_both_writings_decides_nothing() -> None:
    values, left_out = amounts("1,234.50", "1.234,50", "1.234", "1,234", "7")
    assert values == [Decimal("1234.5"), Decimal("1234.5"), None, None, 7]
    assert left_out == ["4 1.234", "5 1,234"]


def test_nor_does_one_that_shows_none() -> None:
    assert amounts("1.234", "20", "5 000") == ([None, 20, 5000], ["2 1.234"])


def test_the_quantity_decides_where_it_can_be_one_only() -> None:
    assert parse_count("1.234", most=10**6) == 1234  # there is no 1.234 of a school
    assert parse_percent("45.123") == Decimal("45.12")  # nor 45,123%
    assert parse_percent("45,5 %") == Decimal("45.5")
    with pytest.raises(CellError, match="Puede ser"):
        parse_count("1.000", most=10**6)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1,000", "20"), [1000, 20]),
        (("1.000", "1.234"), [1000, 1234]),
        (("1,000", "5.0"), [1000, 5]),
        (("1.000", "5.0"), [1, 5]),
        (("1.000", "12.000"), [None, None]),  # all with three decimals, or all of thousands
    ],
)
def test_a_column_of_counts_shows_whether_it_has_decimals(
    texts: tuple[str, ...], values: list[int | None]
) -> None:
    table = Columns(pd.DataFrame({"n": texts}, dtype=object))
    assert list(table.read_if_possible("n", partial(parse_count, most=10**6))) == values


def test_soles_are_no_other_currency() -> None:
    assert parse_amount_pen("S/ 1 234,50") == Decimal("1234.5")
    assert parse_amount_pen("S/.1234") == 1234
    for raw in ("US$ 5", "$ 5", "€5"):
        with pytest.raises(CellError):
            parse_amount_pen(raw)


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_the_number_of_a_typed_cell_comes_back(value: float) -> None:
    """A workbook's or a database's number is one, whatever a text of the same digits may be."""
    text = number_text(value)
    assert float(parse_number(text) or 0) == value
    assert "e" not in text
    assert parse_number(text) == parse_number(text, fits=partial(lambda _: True))
