"""Binary workbooks of Excel (xlsb) written by hand, after [MS-XLSB] 2.1.4 and 2.4."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

from tests.old_workbooks import Cell, SheetError

_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BINARY = "application/vnd.ms-excel"


class FormulaError(SheetError):
    """The error that a formula gives, where ``SheetError`` is one that was typed."""

    __slots__ = ()


def xlsb(rows: Sequence[Sequence[Cell]], *, name: str = "Hoja1") -> bytes:
    """A workbook with one sheet; a text, a number, an error or nothing in each cell."""
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    book += _record(144) + _record(132)
    width = max(map(len, rows), default=1)
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += _record(145)
    for number, cells in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(cells):
            sheet += _cell(struct.pack("<II", column, 0), cell)
    sheet += _record(146) + _record(130)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
            f'ContentType="{_BINARY}.sheet.binary.macroEnabled.main"/></Types>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return content.getvalue()


def _cell(place: bytes, cell: Cell) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, FormulaError):
        return _record(11, place + struct.pack("<BHII", _ERRORS[cell], 0, 0, 0))
    if isinstance(cell, SheetError):
        return _record(3, place + bytes([_ERRORS[cell]]))
    if isinstance(cell, str):
        return _record(6, place + _wide(cell))
    return _record(5, place + struct.pack("<d", cell))


def _record(kind: int, content: bytes = b"") -> bytes:
    numbers = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length >= 0x80:
        numbers += bytes([length & 0x7F | 0x80])
        length >>= 7
    return numbers + bytes([length]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
