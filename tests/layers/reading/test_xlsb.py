"""Binary workbooks (xlsb): the library of workbooks reads them, and drops their errors."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from layers.reading import xlsb_values
from layers.reading.results import SourceError
from layers.reading.workbook import read_workbook
from layers.reading.xlsb_values import errors_of
from tests.binary_workbooks import FormulaError, xlsb
from tests.old_workbooks import SheetError

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#N/A")


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("kind", [SheetError, FormulaError])
def test_an_error_is_what_excel_shows(error: str, kind: type[SheetError]) -> None:
    """[MS-XLSB] 2.5.97.2 BErr, typed (BrtCellError) and of a formula (BrtFmlaError)."""
    data = xlsb([["nombre", "monto"], ["Uno", kind(error)], ["Dos", 2.5]])
    assert list(read_workbook(data).rows) == [["nombre", "monto"], ["Uno", error], ["Dos", "2.5"]]


def test_of_rows_and_columns_that_are_not_the_first() -> None:
    """Behind a text that takes two bytes to say how long it is, and beside nothing."""
    data = xlsb([["a" * 200, None, "c"], [None, None, SheetError("#REF!")]], name="Año ñ")
    assert errors_of(data) == {"Año ñ": {(1, 2): "#REF!"}}


def test_a_short_cell_is_beside_the_one_before() -> None:
    """[MS-XLSB] BrtShortError (14) has no column: it follows the second."""
    data = xlsb([["a", "b", "c"], ["x", 1.0]])
    short = struct.pack("<BBI", 14, 5, 0) + bytes([0x2A])
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as changed:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith("sheet1.bin"):
                end = part.rindex(bytes([0x92, 0x01, 0x00]))
                part = part[:end] + short + part[end:]
            changed.writestr(name, part)
    assert errors_of(target.getvalue()) == {"Hoja1": {(1, 2): "#N/A"}}


def test_of_more_cells_than_a_sheet_has_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsb_values, "_MOST_RECORDS", 20)
    assert errors_of(xlsb([["a"]])) == {"Hoja1": {}}
    with pytest.raises(SourceError, match="más celdas"):
        read_workbook(xlsb([["a"] * 20]))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nada", xlsb([["a"]])[:300]])
def test_what_is_no_workbook_has_none(data: bytes) -> None:
    """Whoever reads the cells says what is wrong with it."""
    assert errors_of(data) == {}
