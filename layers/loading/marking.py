"""A file's tables as a workbook in which every refused, left out or mended cell is marked.

A workbook of Excel keeps its sheets and their looks; any other table (CSV, dBase, a layer's
attributes, the members of a zip) becomes a sheet. Read and written where nothing can be reached
(``layers.sandbox``): the file is a stranger's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from layers.loading.sources import find
from layers.reading.content import size_of
from layers.reading.delimited import HEADER_WITHIN
from layers.reading.glimpses import tables_of
from layers.reading.results import SourceError, harmless
from layers.reading.tabular import column_name
from layers.reading.text_form import text_form
from layers.reading.workbook import is_workbook

# More marks than this nobody looks at one by one; all of them are in the CSV.
MOST_MARKS = 20_000
# A workbook takes some fifty times its size in memory while it is changed; larger ones are
# written anew.
_CHANGED_IN_PLACE = 8_000_000
_MOST_ROWS = 1_048_576
_TITLE_LENGTH, _CELL_LENGTH = 31, 32_000
_FILLS = {
    "refused": PatternFill("solid", fgColor="F4B6AE"),
    "left_out": PatternFill("solid", fgColor="FBE3A6"),
    "mended": PatternFill("solid", fgColor="CFE8D5"),
}
_EFFECTS = {"refused": "Fila rechazada", "left_out": "Dato omitido", "mended": "Dato corregido"}


@dataclass(frozen=True)
class Mark:
    """A cell to be marked; ``row`` as a spreadsheet counts, ``member`` that of a zip."""

    effect: str
    member: str
    row: int
    column: str
    reason: str


def mark_file(
    file: Path,
    cells: Path,
    source_name: str,
    target: Path,
    *,
    encoding: str = "",
    separator: str = "",
) -> int:
    """Write the marked workbook; gives how many cells are marked.

    ``cells`` holds JSON lines, each the values of a ``Mark``; ``encoding`` and ``separator`` as the
    file was read with (``text_form``). Raises SourceError where the file can't be read.
    """
    source = find(source_name)
    aliases = source.file.aliases if source.file else {}
    with cells.open(encoding="utf-8") as lines:
        marks = [Mark(*json.loads(line)) for line, _ in zip(lines, range(MOST_MARKS), strict=False)]
    if is_workbook(file) and size_of(file) <= _CHANGED_IN_PLACE:
        # What the library can't change is written anew.
        with suppress(InvalidFileException, BadZipFile, KeyError, ValueError, TypeError):
            return _mark_in_place(file, marks, aliases, target)
    with text_form(encoding, separator):
        return _write_anew(file, marks, aliases, target)


def _mark_in_place(
    file: Path, marks: Iterable[Mark], aliases: Mapping[str, str], target: Path
) -> int:
    book = load_workbook(file, keep_vba=False, keep_links=False)
    wanted = {mark.column for mark in marks}
    number = 0
    for sheet in book.worksheets:
        tops = [
            [str(cell.value or "") for cell in row]
            for row in sheet.iter_rows(min_row=1, max_row=HEADER_WITHIN)
        ]
        places = max((_places(top, aliases) for top in tops), key=len, default={})
        if not wanted & set(places):
            continue
        for mark in marks:
            at = places.get(mark.column, 0)
            cell = sheet.cell(mark.row, at + 1)
            cell.fill = _FILLS[mark.effect]
            cell.comment = _comment(mark)
            number += 1
        break
    book.save(target)
    return number


def _write_anew(file: Path, marks: Sequence[Mark], aliases: Mapping[str, str], target: Path) -> int:
    book = Workbook(write_only=True)
    number = 0
    titles: set[str] = set()
    for table in tables_of(file):
        sheet = book.create_sheet(_title(table.name, titles))
        own = _by_row(mark for mark in marks if mark.member in ("", table.name))
        lines = iter(table.lines)
        first = list(islice(lines, HEADER_WITHIN))
        places = max((_places(line, aliases) for line in first), key=len, default={})
        for row, cells in enumerate(_bounded(chain(first, lines)), start=1):
            reported = own.get(row, ())
            sheet.append(_marked(sheet, cells, reported, places))
            number += len(reported)
    if not titles:
        raise SourceError("El archivo no tiene tablas que marcar.")
    book.save(target)
    return number


def _marked(
    sheet: Any, cells: Sequence[str], marks: Sequence[Mark], places: Mapping[str, int]
) -> list[Any]:
    if not marks:
        return [_text(cell) for cell in cells]
    row = [WriteOnlyCell(sheet, value=_text(cell)) for cell in cells]
    for mark in marks:
        at = places.get(mark.column, 0)
        if at < len(row):
            row[at].fill = _FILLS[mark.effect]
            row[at].comment = _comment(mark)
    return row


def _text(cell: str) -> str:
    """Text, never a formula; without what XML can't hold."""
    bare = harmless(str(cell))[:_CELL_LENGTH]
    return "".join(letter for letter in bare if letter >= " " or letter in "\t\n")


def _bounded(lines: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for number, line in enumerate(lines):
        if number == _MOST_ROWS:
            raise SourceError("La tabla tiene más filas que una hoja de cálculo.")
        yield line


def _by_row(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.row, []).append(mark)
    return found


def _places(header: Sequence[str], aliases: Mapping[str, str]) -> dict[str, int]:
    """Name of a column, as messages call it → its place from 0."""
    return {column_name(cell, aliases): at for at, cell in enumerate(header) if str(cell).strip()}


def _comment(mark: Mark) -> Comment:
    return Comment(f"{_EFFECTS[mark.effect]}: {mark.reason}"[:2_000], "Territorio Abierto")


def _title(name: str, taken: set[str]) -> str:
    """As Excel takes it: 31 characters, without some, each once."""
    bare = "".join("_" if letter in "[]:*?/\\" else letter for letter in name) or "Datos"
    title = bare[:_TITLE_LENGTH]
    while title.lower() in taken:
        title = f"{bare[: _TITLE_LENGTH - 4]}_{len(taken)}"
    taken.add(title.lower())
    return title
