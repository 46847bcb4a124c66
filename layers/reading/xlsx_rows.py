"""The rows of a workbook's sheet (xlsx), streamed: of a national file only what is asked for.

Cells are what the parser of XML says (ECMA-376 Part 1, 18.3.1). Those of columns that nobody
asked for, three quarters of a file, are taken out of the text before it is parsed.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from string import ascii_uppercase

from lxml import etree

from layers.reading.content import FileData, opened
from layers.reading.extent import check_extent
from layers.reading.results import SourceError
from layers.reading.xlsx_book import Book, reading_parts
from layers.reading.xlsx_cells import Cells
from layers.reading.xlsx_stream import elements
from layers.reading.xlsx_strings import SharedStrings

BLOCK = 1 << 18
# Stands for cells that were taken out, all of which hold something.
_TAKEN_OUT = b"<cells/>"
# The place in a row of what the columns hold that aren't kept, and what stands there.
_OTHERS, SOMETHING = -1, "…"


class SheetRows:
    """The rows of one sheet, from its first line on, also empty ones: a row keeps its number.

    Raises SourceError where the sheet can't be read.
    """

    def __init__(self, data: FileData, book: Book, strings: SharedStrings, part: str) -> None:
        self._data, self._part = data, part
        self._cells, self._strings = Cells(book, strings), strings
        self._kept: frozenset[int] | None = None
        self._width = 0
        self._unwanted: re.Pattern[bytes] | None = None

    def keep(self, places: Iterable[int], width: int) -> None:
        """Read no more than these columns (from 0) of the first ``width``, from the next row on.

        A row has a cell more then, which says whether anything is in the others.
        """
        self._kept, self._width = frozenset(places), width
        others = sorted(set(range(width)) - self._kept)
        if others and self._strings.has_few_blanks:
            self._unwanted = _filled_cells(others, self._strings.blanks)

    def __iter__(self) -> Iterator[list[str]]:
        if not self._part:
            return
        number = cells = columns = 0
        with (
            reading_parts(),
            opened(self._data) as file,
            zipfile.ZipFile(file) as archive,
            archive.open(self._part) as part,
        ):
            for row in elements(part, "row", BLOCK, self._thin, "sheetData"):
                place = int(row.get("r") or number + 1)
                if place <= number:
                    raise SourceError(f"Las filas de la hoja no están en orden (fila {place}).")
                cells += len(row)
                found, last = self._read(row)
                columns = max(columns, last + 1)
                check_extent(place, max(columns, 1), cells)
                for _skipped in range(number + 1, place):
                    yield self._line({})
                yield self._line(found)
                number = place

    def _thin(self, block: bytes) -> bytes:
        return self._unwanted.sub(_TAKEN_OUT, block) if self._unwanted else block

    def _read(self, row: etree._Element) -> tuple[dict[int, str], int]:
        """Column → text, of the cells that hold one, and the last of their columns."""
        found: dict[int, str] = {}
        column = last = -1
        for cell in row.iterchildren(etree.Element):
            if cell.tag.endswith("cells"):
                found[_OTHERS] = SOMETHING
                continue
            place = cell.get("r")
            column = column_number(place.rstrip("0123456789")) if place else column + 1
            last = max(last, column)
            if self._kept is None or column in self._kept:
                found[column] = self._cells.text(cell)
            elif _OTHERS not in found and self._cells.text(cell).strip():
                found[_OTHERS] = SOMETHING
        return found, last

    def _line(self, found: dict[int, str]) -> list[str]:
        if self._kept is None:
            return [found.get(column, "") for column in range(max(found, default=-1) + 1)]
        line = [""] * (self._width + 1)
        for column, text in found.items():
            line[column] = text
        return line


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


def _filled_cells(columns: Collection[int], blanks: Collection[int]) -> re.Pattern[bytes]:
    """Neighbouring cells of these columns, each with a value that shows.

    Written as nearly all programs do. Whatever is written otherwise, holds an entity or a shared
    string of ``blanks``, doesn't match and goes to the parser as it is.
    """
    endings: dict[str, list[str]] = defaultdict(list)
    for letters in map(_letters, columns):
        endings[letters[:-1]].append(letters[-1])
    names = "|".join(f"{start}[{''.join(last)}]" for start, last in sorted(endings.items()))
    no_blank = f"(?!(?:{'|'.join(map(str, blanks))})<)" if blanks else ""
    text = r"[^<\s&][^<]*+"
    cell = (
        rf'<c r="(?:{names})[0-9]++"[^<>]*+(?<!/)>(?:<f>[^<]*+</f>)?+'
        rf"(?:<v>{no_blank}{text}</v>|<is><t[^<>]*+(?<!/)>{text}</t></is>)</c>"
    )
    return re.compile(f"(?:{cell})++".encode())
