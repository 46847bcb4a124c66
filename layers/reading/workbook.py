"""From the bytes of a spreadsheet (xlsx, xlsb, xls, ods) to rows of text, as CSV would hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from layers.reading.results import SourceError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A national file of 148,000 investments unpacks to about 400 MB.
MAX_UNPACKED_BYTES = 2_000_000_000
# Beyond this a float no longer holds every integer.
_EXACT = 2**53

Cell = str | bool | int | float | dt.date | dt.time | dt.timedelta


def is_workbook(data: bytes) -> bool:
    """Whether the bytes start as a spreadsheet's do."""
    return data.startswith((_ZIP, _OLE))


def read_workbook(data: bytes) -> list[list[str]]:
    """The rows of the first sheet that holds any, from its first line on.

    Numbers are written in full, without an exponent or a ``.0``; dates as ``2017-05-31``.
    Raises SourceError where the file can't be read.
    """
    if data.startswith(_ZIP):
        _check_size(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index in range(len(workbook.sheet_names)):
            sheet = workbook.get_sheet_by_index(index)
            if sheet.height:
                return _rows(sheet)
    except PasswordError as error:
        raise SourceError("El archivo está protegido con contraseña.") from error
    except (CalamineError, OSError) as error:
        raise SourceError("El archivo no es una hoja de cálculo que se pueda leer.") from error
    return []


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    """Every line, also the empty ones above the first: a row keeps the number that it shows."""
    return [[_text(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SourceError("El archivo está dañado o incompleto.") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise SourceError(f"El archivo se expande a {unpacked / 1e9:.1f} GB: es demasiado grande.")
