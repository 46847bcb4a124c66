"""From the bytes of a spreadsheet (xlsx, xlsb, xls, ods) to rows of text, as CSV would hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from layers.reading.bounds import check_members
from layers.reading.content import FileData, start_of
from layers.reading.extent import check_extent, probe
from layers.reading.numbers import number_text
from layers.reading.results import SourceError
from layers.reading.workbook_cells import special_cells

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A national file of 148,000 investments unpacks to about 400 MB.
MAX_UNPACKED_BYTES = 1_000_000_000
_WORKBOOK = "xl/workbook.xml"
# The lines of a sheet that are looked at for its header.
FIRST_LINES = 10

# The key of a frame's ``attrs``: whether bare serial days count from 1904.
MAC_SERIALS = "mac_serials"

Cell = str | bool | int | float | dt.date | dt.time | dt.timedelta
Rows = list[list[str]]


def is_workbook(data: FileData) -> bool:
    """Whether the bytes start as a spreadsheet's do."""
    return start_of(data).startswith((_ZIP, _OLE))


def read_workbook(data: bytes, sheet: str = "", has_table: Callable[[Rows], bool] = bool) -> Rows:
    """The rows of one sheet, from its first line on.

    Numbers are written in full, without an exponent or a ``.0``; dates as ``2017-05-31``; errors
    and formulas without a result as ``sheet_errors`` knows them. ``sheet`` names the sheet;
    without a name it is the only one whose first lines ``has_table`` accepts, or the first that
    holds any. Raises SourceError where the file can't be read, or it isn't clear which sheet.
    """
    _check_size(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        index = _choose(workbook, sheet, has_table)
        return [] if index is None else _rows(workbook, index, data)
    except PasswordError as error:
        raise SourceError(
            "El archivo está protegido con contraseña: guárdelo sin ella e impórtelo de nuevo."
        ) from error
    except (CalamineError, OSError) as error:
        raise SourceError("El archivo no es una hoja de cálculo que se pueda leer.") from error


def sheet_names(data: bytes) -> list[str]:
    """What a readable workbook calls its sheets."""
    return list(CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names)


def _choose(
    workbook: CalamineWorkbook, wanted: str, has_table: Callable[[Rows], bool]
) -> int | None:
    names = list(workbook.sheet_names)
    if wanted:
        if wanted not in names:
            raise SourceError(f"No hay una hoja «{wanted}»; hay: {_listed(names)}.")
        return names.index(wanted)
    filled = [at for at in range(len(names)) if workbook.get_sheet_by_index(at).height]
    tables = [at for at in filled if has_table(_first_lines(workbook, at))]
    if len(tables) > 1:
        found = [names[at] for at in tables]
        raise SourceError(
            f"Varias hojas tienen las columnas que se buscan ({_listed(found)}): diga cuál "
            "con --sheet."
        )
    return next(iter((*tables, *filled)), None)


def _listed(names: list[str]) -> str:
    return ", ".join(f"«{name[:60]}»" for name in names[:20]) or "ninguna"


def _first_lines(workbook: CalamineWorkbook, index: int) -> Rows:
    sheet = workbook.get_sheet_by_index(index)
    skipped = sheet.start[0] if sheet.start else 0
    lines = sheet.to_python(skip_empty_area=True, nrows=max(FIRST_LINES - skipped, 1))
    return [[_text(cell) for cell in cells] for cells in lines]


def _rows(workbook: CalamineWorkbook, index: int, data: bytes) -> Rows:
    """Every line, also the empty ones above the first: a row keeps the number that it shows."""
    sheet: CalamineSheet = workbook.get_sheet_by_index(index)
    rows = [[_text(cell) for cell in cells] for cells in sheet.to_python(skip_empty_area=False)]
    if data.startswith(_ZIP):
        for (row, column), text in special_cells(data, index).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
    return rows


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _check_size(data: bytes) -> None:
    """Before the library opens it, which makes room for all that the file lays claim to."""
    if not data.startswith(_ZIP):
        probe(data)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_members(archive.infolist(), MAX_UNPACKED_BYTES)
            parts = archive.namelist()
            if _WORKBOOK in parts:
                check_extent(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise SourceError("El archivo está dañado o incompleto.") from error
    except RuntimeError as error:  # zipfile's own for a password
        raise SourceError("El archivo está protegido con contraseña.") from error
    if _WORKBOOK not in parts:
        probe(data)
