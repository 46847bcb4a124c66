"""Single cells: every value that is taken, and every one that is refused with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from layers.reading import cells, dates, numbers

TODAY = dt.date(2026, 1, 31)
DAY = dt.date(2017, 5, 31)

date = partial(dates.parse_date, today=TODAY)
required_date = partial(dates.parse_required_date, today=TODAY)
text = partial(cells.parse_text, max_length=10)
required_text = partial(cells.parse_required_text, max_length=10)
count = partial(numbers.parse_count, most=35_000_000)


@pytest.mark.parametrize(
    ("parse", "raw", "value"),
    [
        (date, "2017-05-31", DAY),
        (date, " 31/05/2017 ", DAY),
        (date, "31-5-2017", DAY),
        (date, "31.05.2017", DAY),
        (date, "2017-05-31 00:00:00", DAY),
        (date, "2017-05-31T00:00:00", DAY),
        (date, "31/05/2017 0:00", DAY),
        # One day only can be meant, so that these are taken too: see test_dates.
        (date, "31/05/17", DAY),
        (date, "05/31/2017", DAY),
        (date, "2017-05-31 12:30", DAY),
        (date, "42886", DAY),
        (date, "29/02/2016", dt.date(2016, 2, 29)),
        (date, "2026-01-31", TODAY),
        (date, "", None),
        (date, "01/01/1900", None),
        (date, "1900-01-01", None),
        (cells.parse_ubigeo, "080101", "080101"),
        (cells.parse_ubigeo, "80101", "080101"),
        (cells.parse_ubigeo, "80101.0", "080101"),
        (cells.parse_ubigeo, "801", "0801"),
        (cells.parse_ubigeo, "8", "08"),
        (cells.parse_ubigeo, " 15 ", "15"),
        (text, " San\u00a0 Luis\n\tx ", "San Luis x"),
        (text, "", ""),
        (text, "n\u0303andu\u0301", "ñandú"),
        (text, "Ɨ ʼ ‘ɨ", "Ɨ ʼ ‘ɨ"),
        (numbers.parse_amount_pen, "408274169.64", Decimal("408274169.64")),
        (numbers.parse_amount_pen, "0.1000000001", Decimal("0.10")),
        (numbers.parse_amount_pen, "S/ 1,234,567.5", Decimal("1234567.50")),
        (numbers.parse_amount_pen, "S/.1,234.0", Decimal("1234.00")),
        (numbers.parse_amount_pen, "1.234,50", Decimal("1234.50")),
        (numbers.parse_amount_pen, "1234,5", Decimal("1234.50")),
        (numbers.parse_amount_pen, "1e+06", Decimal("1000000.00")),
        (numbers.parse_amount_pen, " ", None),
        (numbers.parse_amount_pen, "0", Decimal("0.00")),
        (numbers.parse_percent, "100", Decimal("100.00")),
        (numbers.parse_percent, "99.999 %", Decimal("100.00")),
        (numbers.parse_percent, "", None),
        (count, "1,200", 1200),
        (count, "35000000.0", 35_000_000),
        (count, "", None),
        (cells.parse_url, "", ""),
        (cells.parse_url, " https://www.gob.pe/minam ", "https://www.gob.pe/minam"),
    ],
)
def test_what_is_taken(parse: Callable[..., Any], raw: str, value: object) -> None:
    assert parse(raw) == value


@pytest.mark.parametrize(
    ("parse", "raw", "reason"),
    [
        (date, "mayo 2017", "No es una fecha"),
        (date, "31/02/2017", "no existe"),
        (date, "2026-02-01", "futuro"),
        (date, "31/12/1899", "anterior a 1900"),
        (date, "0000-01-01", "no existe"),
        (required_date, "", "Falta la fecha"),
        (required_date, "01/01/1900", "Falta la fecha"),
        (cells.parse_ubigeo, "", "No es un ubigeo"),
        (cells.parse_ubigeo, "0801011", "No es un ubigeo"),
        (cells.parse_ubigeo, "Cusco", "No es un ubigeo"),
        (cells.parse_ubigeo, "-80101", "No es un ubigeo"),
        (cells.parse_ubigeo, "8.01E+04", "No es un ubigeo"),
        (cells.parse_ubigeo, "80101.5", "No es un ubigeo"),
        (text, "12345678901", "11 caracteres; el máximo es 10"),
        (text, "a\x07b", "ilegible .U.0007."),
        (text, "Jun\ufffdn", "ilegible"),
        (required_text, "  \u00a0\n", "Está vacío"),
        (numbers.parse_amount_pen, "-1", "negativo"),
        (numbers.parse_amount_pen, "1e14", "demasiado grande"),
        (numbers.parse_amount_pen, "9e99", "demasiado grande"),
        (numbers.parse_amount_pen, "1e999", "No es un número"),
        (numbers.parse_amount_pen, "NaN", "No es un número"),
        # Without its column, which shows what the comma is.
        (numbers.parse_amount_pen, "S/.1,234", "Puede ser 1.234 o 1234"),
        (numbers.parse_amount_pen, "1,23,4", "No es un número"),
        (numbers.parse_amount_pen, "#N/A", "No es un número"),
        (numbers.parse_percent, "100.01", "entre 0 y 100"),
        (numbers.parse_percent, "-0.5", "entre 0 y 100"),
        (numbers.parse_percent, "SI", "No es un número"),
        (count, "856926132", "más de lo posible .35 000 000."),
        (count, "2.5", "cantidad entera"),
        (count, "-2", "cantidad entera"),
        (cells.parse_url, "www.gob.pe", "No es una dirección"),
        (cells.parse_url, "javascript:alert(1)", "No es una dirección"),
        (cells.parse_url, "ftp://gob.pe/x", "No es una dirección"),
        (cells.parse_url, "https://gob.pe/" + "x" * 200, "200 caracteres"),
    ],
)
def test_what_is_refused(parse: Callable[..., Any], raw: str, reason: str) -> None:
    with pytest.raises(cells.CellError, match=reason):
        parse(raw)
