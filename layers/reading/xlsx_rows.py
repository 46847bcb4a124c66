"""The rows of a workbook's sheet (xlsx), streamed: of a national file only what is asked for.

Cells are what the parser of XML says (ECMA-376 Part 1, 18.3.1). Rows of plain cells, which nearly
all programs write, are put aside before it and read from their text, since a national file has ten
millions of them; a mark stands in their place, so that the parser still says what is a row.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from string import ascii_uppercase

from lxml import etree

from layers.reading.content import FileData, opened
from layers.reading.extent import check_extent
from layers.reading.results import SourceError
from layers.reading.sifting import UNWANTED, Sieve, sifted
from layers.reading.xlsx_book import Book, reading_parts
from layers.reading.xlsx_cells import Cells
from layers.reading.xlsx_plain import CELL, PLAIN_ROWS, cells_of
from layers.reading.xlsx_stream import elements
from layers.reading.xlsx_strings import SharedStrings

BLOCK = 1 << 18
# The place in a row of what the columns hold that aren't kept, and what stands there.
_OTHERS, SOMETHING = -1, "…"


class SheetRows:
    """The rows of one sheet, from its first line on, also empty ones: a row keeps its number.

    Raises SourceError where the sheet can't be read.
    """

    def __init__(self, data: FileData, book: Book, strings: SharedStrings, part: str) -> None:
        self._data, self._part = data, part
        self._cells = Cells(book, strings)
        self._runs: dict[str, bytes] = {}
        self._names = count()
        self._kept: dict[bytes, int] = {}
        self._width = 0
        self._sieve: Sieve | None = None
        self._asked: Sequence[int | None] = ()
        self._wanted = CELL
        self._patterns: list[re.Pattern[bytes]] = []

    def keep(
        self,
        places: Iterable[int],
        width: int,
        sieve: Sieve | None = None,
        asked: Sequence[int | None] = (),
    ) -> None:
        """As ``Rows`` of a workbook has it."""
        self._kept = {_letters(place).encode(): place for place in places}
        self._width, self._sieve, self._asked = width, sieve, asked
        self._patterns = [cells_of(() if place is None else (_letters(place),)) for place in asked]
        self._wanted = cells_of([each.decode() for each in self._kept])

    def __iter__(self) -> Iterator[list[str]]:
        if not self._part:
            return
        extent = _Extent()
        with (
            reading_parts(),
            opened(self._data) as file,
            zipfile.ZipFile(file) as archive,
            archive.open(self._part) as part,
        ):
            for row in elements(part, "row", BLOCK, self._thin, "sheetData"):
                run = self._runs.pop(row.get("run", ""), None)
                if run is not None:
                    yield from self._plain(run, extent)
                    continue
                found, last = self._read(row)
                place = int(row.get("r") or extent.row + 1)
                yield from [[]] * extent.skipped(place, last, len(row))
                yield sifted(self._line(found), self._asked, self._sieve)

    def _thin(self, block: bytes) -> bytes:
        return PLAIN_ROWS.sub(self._set_aside, block)

    def _set_aside(self, found: re.Match[bytes]) -> bytes:
        name = str(next(self._names))
        self._runs[name] = found[0]
        return b'<row run="%s"/>' % name.encode()

    def _plain(self, run: bytes, extent: _Extent) -> Iterator[list[str]]:
        """The lines of rows of plain cells, whose text holds no ``<``."""
        for row in run.split(b"</row>")[:-1]:
            start = row.index(b">")
            last = row.rfind(b'<c r="') + 6
            column = (
                column_number(row[last : row.index(b'"', last)].rstrip(b"0123456789").decode())
                if last > start
                else -1
            )
            place = int(row[8 : row.index(b'"', 8)])
            yield from [[]] * extent.skipped(place, column, row.count(b"<c "))
            yield self._plain_line(row)

    def _plain_line(self, row: bytes) -> list[str]:
        if not self._width:
            found = {
                column_number(cell[0].decode()): self._cells.plain(cell)
                for cell in CELL.findall(row)
            }
            return self._line(found)
        if self._sieve is not None and not self._is_wanted(row, self._sieve):
            return UNWANTED
        line = [""] * (self._width + 1)
        for cell in self._wanted.findall(row):
            line[self._kept[cell[0]]] = self._cells.plain(cell)
        if not any(map(str.strip, line)) and self._holds_others(row):
            line[_OTHERS] = SOMETHING
        return line

    def _is_wanted(self, row: bytes, sieve: Sieve) -> bool:
        """Also where it is blank: then what is read of it says so."""
        cells = [pattern.search(row) for pattern in self._patterns]
        texts = [self._cells.plain(cell.groups(b"")) if cell else "" for cell in cells]
        if not any(map(str.strip, texts)) and not self._holds_others(row):
            return True
        return sieve(*texts)

    def _holds_others(self, row: bytes) -> bool:
        """Whether any cell shows something."""
        return any(self._cells.plain(cell).strip() for cell in CELL.findall(row))

    def _read(self, row: etree._Element) -> tuple[dict[int, str], int]:
        """Column → text, of the cells that hold one, and the last of their columns."""
        found: dict[int, str] = {}
        column = last = -1
        kept = set(self._kept.values())
        for cell in row.iterchildren(etree.Element):
            place = cell.get("r")
            column = column_number(place.rstrip("0123456789")) if place else column + 1
            last = max(last, column)
            if not self._width or column in kept:
                found[column] = self._cells.text(cell)
            elif _OTHERS not in found and self._cells.text(cell).strip():
                found[_OTHERS] = SOMETHING
        return found, last

    def _line(self, found: dict[int, str]) -> list[str]:
        if not self._width:
            return [found.get(column, "") for column in range(max(found, default=-1) + 1)]
        line = [""] * (self._width + 1)
        for column, text in found.items():
            line[column] = text
        return line


class _Extent:
    """How far a sheet reaches, held against bounds while it is read."""

    def __init__(self) -> None:
        self.row = 0
        self._cells = self._columns = 0

    def skipped(self, row: int, last_column: int, cells: int) -> int:
        """How many empty rows are before this one; raises SourceError."""
        if row <= self.row:
            raise SourceError(f"Las filas de la hoja no están en orden (fila {row}).")
        skipped = row - self.row - 1
        self._cells += cells
        self._columns = max(self._columns, last_column + 1)
        check_extent(row, max(self._columns, 1), self._cells)
        self.row = row
        return skipped


@cache
def column_number(letters: str) -> int:
    """``AB`` → 27, from 0; raises ValueError."""
    number = 0
    for letter in letters:
        number = number * 26 + ascii_uppercase.index(letter) + 1
    if not letters or len(letters) > 3:
        raise ValueError(letters)
    return number - 1


def _letters(column: int) -> str:
    """27 → ``AB``."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = ascii_uppercase[letter] + letters
    return letters
