"""Single cells: every value that is taken, and every one that is refused with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from layers.sources import cells

TODAY = dt.date(2026, 1, 31)
DAY = dt.date(2017, 5, 31)

date = partial(cells.parse_date, today=TODAY)
required_date = partial(cells.parse_required_date, today=TODAY)
text = partial(cells.parse_text, max_length=10)
required_text = partial(cells.parse_required_text, max_length=10)


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
        (cells.parse_url, "", ""),
        (cells.parse_url, " https://www.gob.pe/minam ", "https://www.gob.pe/minam"),
    ],
)
def test_what_is_taken(parse: Callable[..., Any], raw: str, value: object) -> None:
    assert parse(raw) == value


@pytest.mark.parametrize(
    ("parse", "raw", "reason"),
    [
        (date, "31/05/17", "No es una fecha"),
        (date, "42886", "No es una fecha"),
        (date, "mayo 2017", "No es una fecha"),
        (date, "2017-05-31 12:30", "No es una fecha"),
        (date, "31/02/2017", "no existe"),
        (date, "05/31/2017", "no existe"),
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
        (text, "a\x07b", "control"),
        (text, "Jun\ufffdn", "ilegibles"),
        (required_text, "  \u00a0\n", "Está vacío"),
        (cells.parse_url, "www.gob.pe", "No es una dirección"),
        (cells.parse_url, "javascript:alert(1)", "No es una dirección"),
        (cells.parse_url, "ftp://gob.pe/x", "No es una dirección"),
        (cells.parse_url, "https://gob.pe/" + "x" * 200, "200 caracteres"),
    ],
)
def test_what_is_refused(parse: Callable[..., Any], raw: str, reason: str) -> None:
    with pytest.raises(cells.CellError, match=reason):
        parse(raw)
