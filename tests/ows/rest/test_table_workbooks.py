"""Figures and series as workbooks: the cells of the CSV, each of its own type."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from layers.exports.workbook import MEDIA_TYPE as XLSX
from tests.ows.rest.test_figures import publish

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/api/v1/commitments/3/figures/",
    "/api/v1/commitments/14/figures/",
    "/api/v1/units/24/summary/",
    "/api/v1/series/water_supply_counts/",
)


def sheets(client: Client, address: str) -> dict[str, list[list[Any]]]:
    response = client.get(address, {"f": "xlsx"})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == XLSX
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_cells(client: Client, address: str) -> None:
    text = client.get(address, {"f": "csv"}).content.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    found, *cells = next(iter(sheets(client, address).values()))
    assert found == header
    assert len(cells) == len(rows) > 0
    for row, typed in zip(rows, cells, strict=True):
        for text_, value in zip(row, typed, strict=True):
            is_number = isinstance(value, float) and not value.is_integer()
            expected = float(text_) if is_number else text_
            assert expected == (value if is_number else as_csv(value))


@pytest.mark.usefixtures("register_alone")
def test_types_and_marks(client: Client) -> None:
    """Samples are marked by the name, the sheet and the notes; a fact has none of it."""
    address = ADDRESSES[0]
    answer = client.get(address, {"f": "xlsx"})
    name = 'filename="EJEMPLO_cifras_compromiso_3.xlsx"'
    assert name in answer["Content-Disposition"]
    assert list(sheets(client, address)) == ["EJEMPLO", "fuente"]
    publish()
    answer = client.get(address, {"f": "xlsx"})
    assert 'filename="cifras_compromiso_3.xlsx"' in answer["Content-Disposition"]
    found = sheets(client, address)
    assert list(found) == ["datos", "fuente"]
    header, *rows = found["datos"]
    by_column = dict(zip(header, rows[0], strict=True))
    assert isinstance(by_column["value"], int | float)
    assert by_column["cutoff_date"] == dt.date(2020, 6, 30)
    assert by_column["is_sample"] is False
    assert by_column["ubigeo"] in ("24", "")
    assert ["Fuente", "MINAM. Corte: 2020-06-30"] in found["fuente"]


def test_accept(client: Client) -> None:
    answer = client.get(ADDRESSES[0], headers={"accept": XLSX})
    assert answer["Content-Type"] == XLSX
    assert client.get(ADDRESSES[0], {"f": XLSX})["Content-Type"] == XLSX
    assert client.get(ADDRESSES[0], {"f": "ods"}).status_code == 400
