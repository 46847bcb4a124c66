"""Spreadsheets as rows of text: numbers in full, codes as they show, hostile files refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from layers.reading import workbook
from layers.reading.results import SourceError
from layers.reading.tabular import read_table
from layers.reading.workbook import read_workbook
from tests.workbooks import Cell, SerialDate, xlsx


def test_cells_as_text() -> None:
    row: list[Cell] = [
        "05/04/2024",
        "dos\nlíneas",
        10401.0,
        10401,
        408274169.64,
        1e15,
        None,
        SerialDate(42886),
    ]
    assert read_workbook(xlsx([row])) == [
        # 42,886 days after 1899-12-30 is 31 May 2017.
        [
            "05/04/2024",
            "dos\nlíneas",
            "10401",
            "10401",
            "408274169.64",
            "1000000000000000",
            "",
            "2017-05-31",
        ]
    ]


def test_rows_keep_the_numbers_that_they_show() -> None:
    data = xlsx([["ubigeo", "nombre"], [80101, "Cusco"], [None, None], [8, "x"]], first_row=3)
    table = read_table(data, ("ubigeo", "nombre"))
    assert dict(table.frame["ubigeo"]) == {4: "80101", 6: "8"}


def test_an_empty_sheet_before_the_table() -> None:
    data = xlsx([], [["ubigeo"], ["08"]])
    assert read_table(data, ("ubigeo",)).frame["ubigeo"].tolist() == ["08"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xlsx([]), "vacío"),
        (xlsx([["otra"], [1]]), "Faltan columnas: ubigeo"),
        (xlsx([["ubigeo"]]), "ninguna fila"),
        (xlsx([["ubigeo"], ["08"]])[:-40], "dañado"),
        (b"PK\x03\x04 nada", "dañado"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nada", "no es una hoja de cálculo"),
    ],
    ids=["nothing", "other-columns", "no-rows", "cut", "not-zip", "not-ole"],
)
def test_what_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_table(data, ("ubigeo",))


def test_a_zip_that_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(SourceError, match="no es una hoja de cálculo"):
        read_workbook(content.getvalue())


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 2_000)
    with pytest.raises(SourceError, match="demasiado grande"):
        read_workbook(xlsx([["x" * 2_000]]))
