"""What an old workbook's cells (xls) hold in place of a value: errors, and formulas without result.

The library of workbooks gives both as nothing, or as zero, and says so nowhere. Here the records
are gone through once ([MS-XLS] 2.4.24 BoolErr, 2.4.127 Formula, 2.4.28 BoundSheet8).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping

import olefile

from layers.reading.sheet_errors import UNCALCULATED

_STREAMS = ("Workbook", "Book")
_BOUND_SHEET, _BOOL_ERR, _FORMULA = 0x0085, 0x0205, 0x0006
_BOF, _END = 0x0809, 0x000A
# [MS-XLS] 2.5.10 BErr.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
# [MS-XLS] 2.5.133 FormulaValue: what isn't a number ends so, and begins with its kind.
_NO_NUMBER = b"\xff\xff"
_ERROR, _BLANK = 2, 3
_CALCULATED_ON_LOAD = 0b11

Values = Mapping[tuple[int, int], str]


def values_of(content: bytes) -> dict[str, Values]:
    """By sheet: row and column from 0 → what the cell shows in place of a value."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            name = next((name for name in _STREAMS if compound.exists(name)), None)
            stream = compound.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, struct.error):
        return {}  # whoever reads the cells says what is wrong with it
    sheets = {
        _name_of(body): struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUND_SHEET and len(body) > 8
    }
    return {name: _of_sheet(stream, start) for name, start in sheets.items()}


def _of_sheet(stream: bytes, start: int) -> Values:
    errors: dict[tuple[int, int], str] = {}
    waiting: set[tuple[int, int]] = set()
    is_calculated = False
    for kind, body in _records(stream, start):
        if kind == _BOOL_ERR and len(body) >= 8 and body[7]:
            errors[_place(body)] = ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and len(body) >= 16:
            result, flags = body[6:14], struct.unpack_from("<H", body, 14)[0]
            is_special = result.endswith(_NO_NUMBER)
            if is_special and result[0] == _ERROR:
                errors[_place(body)] = ERRORS.get(result[2], "#N/A")
            elif (is_special and result[0] == _BLANK) or (
                result == bytes(8) and flags & _CALCULATED_ON_LOAD == _CALCULATED_ON_LOAD
            ):
                waiting.add(_place(body))
            else:
                is_calculated = True
    # A blank may be a result; not that of every formula of a sheet.
    return errors if is_calculated else errors | dict.fromkeys(waiting, UNCALCULATED)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream; charts within it are skipped by their own ends."""
    depth = 0
    while 0 <= start <= len(stream) - 4:
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _END)
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        if depth <= 0:
            return
        start += 4 + length


def _place(body: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", body)
    return row, column


def _name_of(body: bytes) -> str:
    """[MS-XLS] 2.5.240 ShortXLUnicodeString: one byte a letter, or two."""
    length, is_wide = body[6], body[7] & 1
    text = body[8 : 8 + length * (2 if is_wide else 1)]
    return text.decode("utf-16-le" if is_wide else "latin-1", "replace")
