"""Workbooks of older and other programs written by hand: BIFF8 in a compound file, and ODF.

After [MS-XLS] 2.4 (records), [MS-CFB] 2 (compound files) and OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_SECTOR, _END, _FAT, _FREE = 512, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
_NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "table", "text")
} | {"calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"}


class SheetError(str):
    """A cell that shows an error."""

    __slots__ = ()


class Uncalculated(str):
    """A formula whose result nobody stored."""

    __slots__ = ()


Cell = str | float | None


def compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream."""
    content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
    count = len(content) // _SECTOR
    chain = [_FAT, _END, *range(3, 2 + count), _END]
    assert len(chain) <= _SECTOR // 4
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<109I", 0, *([_FREE] * 108))[4:]
    fat = struct.pack("<128I", *chain, *([_FREE] * (128 - len(chain))))
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(content))
    folder += _entry("", 0, _FREE, 0, 0) * 2
    return header.ljust(_SECTOR, b"\xff") + fat + folder + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2 if text else 0, kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls(rows: Sequence[Sequence[Cell]], code_page: int | None = None) -> bytes:
    """A workbook of Excel 97 with one sheet."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet_bof = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    said = b"" if code_page is None else _record(0x0042, struct.pack("<H", code_page))
    start = 4 + len(bof) + len(said) + 4 + 8 + len("Hoja1") + 4
    globals_ = _record(0x0809, bof) + said
    globals_ += _record(0x0085, struct.pack("<IBBBB", start, 0, 0, 5, 0) + b"Hoja1")
    globals_ += _record(0x000A, b"")
    width = max(map(len, rows), default=0)
    sheet = _record(0x0809, sheet_bof)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet += _biff_cell(struct.pack("<HHH", row, column, 0), cell)
    return compound("Workbook", globals_ + sheet + _record(0x000A, b""))


def _biff_cell(place: bytes, cell: Cell) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, SheetError):
        result = bytes([2, 0, _ERRORS[cell], 0, 0, 0, 0xFF, 0xFF])
        return _record(0x0006, place + result + struct.pack("<HIH", 0, 0, 0))
    if isinstance(cell, Uncalculated):
        # As programs write it that don't calculate: zero, to be calculated when it is opened.
        return _record(0x0006, place + struct.pack("<dHIH", 0.0, 3, 0, 0))
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + text)
    return _record(0x0203, place + struct.pack("<d", cell))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def ods(*sheets: Sequence[Sequence[Cell]], encrypted: bool = False, tail: int = 0) -> bytes:
    """A spreadsheet of LibreOffice; ``tail`` empty rows follow, as it writes them."""
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in _NAMES.items())
    tables = "".join(
        f'<table:table table:name="Hoja{number}">{"".join(map(_ods_row, rows))}'
        + (
            f'<table:table-row table:number-rows-repeated="{tail}"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'
            if tail
            else ""
        )
        + "</table:table>"
        for number, rows in enumerate(sheets, start=1)
    )
    protection = "<manifest:encryption-data/>" if encrypted else ""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
            f'manifest:media-type="text/xml">{protection}</manifest:file-entry></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} '
            f'office:version="1.2"><office:body><office:spreadsheet>{tables}'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def _ods_row(cells: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, SheetError):
        return (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
            f'office:string-value="" calcext:value-type="error"><text:p>{cell}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(cell, Uncalculated):
        return f'<table:table-cell table:formula="of:={escape(cell)}"/>'
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )
