"""From the bytes of a spreadsheet (xlsx, xlsb, xls, ods) to rows of text, as CSV would hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from layers.reading.bounds import check_members
from layers.reading.content import OLE, ZIP, FileData, is_of_system, opened, start_of, whole
from layers.reading.delimited import HEADER_WITHIN
from layers.reading.extent import probe
from layers.reading.numbers import number_text
from layers.reading.ods_rows import is_ods, sheets_of
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.sifting import Sieve, sifted
from layers.reading.xls_text import in_unicode
from layers.reading.xls_values import Values, values_of
from layers.reading.xlsb_values import errors_of
from layers.reading.xlsx_book import UNREADABLE, WORKBOOK, Book, reading_parts
from layers.reading.xlsx_rows import SheetRows
from layers.reading.xlsx_strings import SharedStrings

# A national file of 148,000 investments unpacks to about 400 MB.
MAX_UNPACKED_BYTES = 1_000_000_000

# The key of a frame's ``attrs``: whether bare serial days count from 1904.
MAC_SERIALS = "mac_serials"

Cell = str | bool | int | float | dt.date | dt.time | dt.timedelta
Lines = list[list[str]]


def is_workbook(data: FileData) -> bool:
    """Whether the bytes start as a spreadsheet's do."""
    return start_of(data).startswith((ZIP, OLE))


class Rows(Protocol):
    """The rows of a sheet, from its first line on: a row keeps the number that it shows."""

    def keep(
        self,
        places: Iterable[int],
        width: int,
        sieve: Sieve | None = None,
        asked: Sequence[int | None] = (),
    ) -> None:
        """Give of the next rows the first ``width`` cells, those at ``places`` (from 0) filled.

        A cell more says of each whether it holds anything else. Of rows that the sieve doesn't
        want nothing is given (``UNWANTED``); ``asked`` are the places of its columns.
        """

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class Workbook:
    """The chosen sheet's rows, what the sheets are called, and how bare serial days count."""

    rows: Rows
    sheet_names: tuple[str, ...]
    counts_from_1904: bool = False


def read_workbook(
    data: FileData, sheet: str = "", has_table: Callable[[Lines], bool] = bool
) -> Workbook:
    """One sheet of a workbook; of xlsx nothing but its shared strings is in memory.

    Numbers are written in full, without an exponent or a ``.0``; dates as ``2017-05-31``; errors
    and formulas without a result as ``sheet_errors`` knows them. ``sheet`` names the sheet;
    without a name it is the only one whose first lines ``has_table`` accepts, or the first that
    holds any. Raises SourceError where the file can't be read, or it isn't clear which sheet.
    """
    with reading_parts():
        if _is_xlsx(data):
            return _read_xlsx(data, sheet, has_table)
        if is_ods(data):
            found = list(sheets_of(data).items())
            names = tuple(name for name, _rows in found)
            return Workbook(_choose(found, sheet, has_table), names)
    content = whole(data)
    probe(content)
    try:
        content = content if content.startswith(ZIP) else in_unicode(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = errors_of(content) if content.startswith(ZIP) else values_of(content)
        sheets = [
            (name, _LibraryRows(workbook, at, shown.get(name, {})))
            for at, name in enumerate(workbook.sheet_names)
        ]
        return Workbook(_choose(sheets, sheet, has_table), tuple(workbook.sheet_names))
    except PasswordError as error:
        raise SourceError(
            "El archivo está protegido con contraseña: guárdelo sin ella e impórtelo de nuevo."
        ) from error
    except (CalamineError, OSError) as error:
        if is_of_system(error):
            raise
        raise SourceError(UNREADABLE) from error


def sheet_names(data: FileData) -> tuple[str, ...]:
    """What the sheets of a workbook are called; raises SourceError where it can't be read."""
    return read_workbook(data, has_table=_never).sheet_names


def _never(_lines: Lines) -> bool:
    return False


def _is_xlsx(data: FileData) -> bool:
    """Whether the streaming reader knows its kind; refuses a zip that unpacks to too much."""
    if not start_of(data).startswith(ZIP):
        return False
    with opened(data) as file, zipfile.ZipFile(file) as archive:
        check_members(archive.infolist(), MAX_UNPACKED_BYTES)
        return WORKBOOK in archive.namelist()


def _read_xlsx(data: FileData, sheet: str, has_table: Callable[[Lines], bool]) -> Workbook:
    with opened(data) as file, zipfile.ZipFile(file) as archive:
        book = Book.of(archive)
        strings = SharedStrings.of(archive, book.strings)
    sheets = [(name, SheetRows(data, book, strings, part)) for name, part in book.sheets.items()]
    rows = _choose(sheets, sheet, has_table)
    return Workbook(rows, tuple(book.sheets), book.counts_from_1904)


def _choose(
    sheets: Sequence[tuple[str, Rows]], wanted: str, has_table: Callable[[Lines], bool]
) -> Rows:
    if wanted:
        if wanted not in dict(sheets):
            names = [name for name, _rows in sheets]
            message = f"No hay una hoja «{wanted}»; hay: {_listed(names)}."
            raise ChoiceMissing(message, "sheet", names)
        return dict(sheets)[wanted]
    tops = [(name, rows, _first_lines(rows)) for name, rows in sheets]
    filled = [rows for _name, rows, lines in tops if lines]
    tables = [(name, rows) for name, rows, lines in tops if lines and has_table(lines)]
    if len(tables) > 1:
        names = [name for name, _rows in tables]
        raise ChoiceMissing(
            f"Varias hojas tienen las columnas que se buscan ({_listed(names)}): diga cuál con "
            "--sheet.",
            "sheet",
            names,
        )
    return next(iter((*(rows for _name, rows in tables), *filled)), _NoRows())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name[:60]}»" for name in names[:20]) or "ninguna"


def _first_lines(rows: Rows) -> Lines:
    """The first filled line, and those that follow it among the first of the sheet."""
    lines: Lines = []
    for number, cells in enumerate(rows, start=1):
        if lines and number > HEADER_WITHIN:
            break
        if lines or any(cells):
            lines.append(cells)
    return lines


class _NoRows:
    """Those of a workbook without any."""

    def keep(
        self,
        places: Iterable[int],
        width: int,
        sieve: Sieve | None = None,
        asked: Sequence[int | None] = (),
    ) -> None:
        """Nothing follows."""

    def __iter__(self) -> Iterator[list[str]]:
        return iter(())


class _LibraryRows:
    """Those of a sheet that the library of workbooks holds in memory."""

    def __init__(self, workbook: CalamineWorkbook, index: int, shown: Values) -> None:
        self._workbook, self._index = workbook, index
        # What it shows where it has no value, of which the library says nothing.
        self._shown: dict[int, dict[int, str]] = {}
        for (row, column), text in shown.items():
            self._shown.setdefault(row, {})[column] = text
        self._is_kept = False
        self._sieve: Sieve | None = None
        self._asked: Sequence[int | None] = ()

    def keep(
        self,
        places: Iterable[int],
        width: int,
        sieve: Sieve | None = None,
        asked: Sequence[int | None] = (),
    ) -> None:
        """All of a row's cells are at hand, and all rows are as wide as the header's."""
        self._is_kept = True
        self._sieve, self._asked = sieve, asked

    def __iter__(self) -> Iterator[list[str]]:
        sheet = self._workbook.get_sheet_by_index(self._index)
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False)):
            texts = [_text(cell) for cell in cells]
            for column, text in self._shown.get(number, {}).items():
                texts += [""] * (column + 1 - len(texts))
                texts[column] = text
            line = [*texts, ""] if self._is_kept else texts
            yield sifted(line, self._asked, self._sieve)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)
