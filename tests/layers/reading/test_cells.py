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
amount = numbers.parse_amount_pen
percent = numbers.parse_percent
count = partial(numbers.parse_count, most=35_000_000)

Cases = dict[Callable[..., Any], dict[str, Any]]

# Each parser with texts and what they mean.
TAKEN: Cases = {
    date: {
        "2017-05-31": DAY,
        " 31/05/2017 ": DAY,
        "31-5-2017": DAY,
        "31.05.2017": DAY,
        "2017-05-31 00:00:00": DAY,
        "2017-05-31T00:00:00": DAY,
        "31/05/2017 0:00": DAY,
        # One day only can be meant, so that these are taken too: see test_dates.
        "31/05/17": DAY,
        "05/31/2017": DAY,
        "2017-05-31 12:30": DAY,
        "42886": DAY,
        "29/02/2016": dt.date(2016, 2, 29),
        "2026-01-31": TODAY,
        "": None,
        "01/01/1900": None,
        "1900-01-01": None,
    },
    cells.parse_ubigeo: {
        "080101": "080101",
        "80101": "080101",
        "80101.0": "080101",
        "801": "0801",
        "8": "08",
        " 15 ": "15",
    },
    text: {
        " San\u00a0 Luis\n\tx ": "San Luis x",
        "": "",
        "n\u0303andu\u0301": "ñandú",
        "Ɨ ʼ ‘ɨ": "Ɨ ʼ ‘ɨ",
    },
    amount: {
        "408274169.64": Decimal("408274169.64"),
        "0.1000000001": Decimal("0.10"),
        "S/ 1,234,567.5": Decimal("1234567.50"),
        "S/.1,234.0": Decimal("1234.00"),
        "1.234,50": Decimal("1234.50"),
        "1234,5": Decimal("1234.50"),
        "1e+06": Decimal("1000000.00"),
        " ": None,
        "0": Decimal("0.00"),
    },
    percent: {
        "100": Decimal("100.00"),
        "99.999 %": Decimal("100.00"),
        "": None,
    },
    count: {
        "1,200": 1200,
        "35000000.0": 35_000_000,
        "": None,
    },
    cells.parse_url: {
        "": "",
        " https://www.gob.pe/minam ": "https://www.gob.pe/minam",
    },
}

# Each parser with texts and a part of the reason.
REFUSED: Cases = {
    date: {
        "mayo 2017": "No es una fecha",
        "31/02/2017": "no existe",
        "2026-02-01": "futuro",
        "31/12/1899": "anterior a 1900",
        "0000-01-01": "no existe",
    },
    required_date: {
        "": "Falta la fecha",
        "01/01/1900": "Falta la fecha",
    },
    cells.parse_ubigeo: {
        "": "No es un ubigeo",
        "0801011": "No es un ubigeo",
        "Cusco": "No es un ubigeo",
        "-80101": "No es un ubigeo",
        "8.01E+04": "No es un ubigeo",
        "80101.5": "No es un ubigeo",
    },
    text: {
        "12345678901": "11 caracteres; el máximo es 10",
        "a\x07b": "ilegible .U.0007.",
        "Jun\ufffdn": "ilegible",
    },
    required_text: {
        "  \u00a0\n": "Está vacío",
    },
    amount: {
        "-1": "negativo",
        "1e14": "demasiado grande",
        "9e99": "demasiado grande",
        "1e999": "No es un número",
        "NaN": "No es un número",
        # Without its column, which shows what the comma is.
        "S/.1,234": "Puede ser 1.234 o 1234",
        "1,23,4": "No es un número",
        "#N/A": "No es un número",
    },
    percent: {
        "100.01": "entre 0 y 100",
        "-0.5": "entre 0 y 100",
        "SI": "No es un número",
    },
    count: {
        "856926132": "más de lo posible .35 000 000.",
        "2.5": "cantidad entera",
        "-2": "cantidad entera",
    },
    cells.parse_url: {
        "www.gob.pe": "No es una dirección",
        "javascript:alert(1)": "No es una dirección",
        "ftp://gob.pe/x": "No es una dirección",
        "https://gob.pe/" + "x" * 200: "200 caracteres",
    },
}


def each(cases: Cases) -> list[tuple[Callable[..., Any], str, Any]]:
    return [(parse, raw, value) for parse, given in cases.items() for raw, value in given.items()]


@pytest.mark.parametrize(("parse", "raw", "value"), each(TAKEN))
def test_what_is_taken(parse: Callable[..., Any], raw: str, value: object) -> None:
    assert parse(raw) == value


@pytest.mark.parametrize(("parse", "raw", "reason"), each(REFUSED))
def test_what_is_refused(parse: Callable[..., Any], raw: str, reason: str) -> None:
    with pytest.raises(cells.CellError, match=reason):
        parse(raw)
