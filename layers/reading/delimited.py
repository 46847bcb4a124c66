"""The rows of a CSV file, one at a time, however large the file is."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from layers.reading.content import FileData, opened
from layers.reading.encodings import FORGIVING, stream_encoding
from layers.reading.results import SourceError
from layers.reading.text_form import chosen_separator

SEPARATORS = (";", ",", "\t", "|")

# Above its header a file may hold a title; below so many lines nobody would look for one.
HEADER_WITHIN = 10
_FIRST_CHARACTERS = 100_000
_LOOKED_AT = 50
_DECLARED = re.compile(r"sep=([;,|\t])", re.IGNORECASE)
# A quote that is never closed takes in all that follows, as does a file that is all one line:
# nothing that a person wrote is so long. How long a text may be is said where it is read.
MAX_CHARACTERS = 4_000_000
csv.field_size_limit(MAX_CHARACTERS)

Row = list[str]


def csv_rows(
    data: FileData, names_in: Callable[[Sequence[str]], int], separator: str = ""
) -> Iterator[Row]:
    """The rows, by the separator under which ``names_in`` finds most columns in the first lines.

    Where quotes stray, as spreadsheets read them. ``separator`` where it is known; what a person
    says goes before. Raises SourceError.
    """
    with opened(data) as file:
        encoding = stream_encoding(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding, FORGIVING, newline="")
        separator = chosen_separator() or separator or _separator(text, names_in)
        yield from _unwrapped(_rows(text, separator), separator)


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    count = 0
    text.seek(0)
    reader = csv.reader(lines_of(text), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield row
            count += 1
    except csv.Error:
        text.seek(0)
        yield from _rows_as_found(text, separator, count)


def _unwrapped(rows: Iterator[Row], separator: str) -> Iterator[Row]:
    """The rows, those that a quote made one cell of cut as the others are.

    A program that writes a line with quotes in it may quote it whole. So it is only where that
    gives as many cells as the widest row above has.
    """
    width = 0
    for row in rows:
        if len(row) == 1 and width > 1 and row[0].count(separator) >= width - 1:
            cells = next(csv.reader([row[0]], delimiter=separator), [])
            yield cells if len(cells) == width else row
            continue
        width = max(width, len(row))
        yield row


def _separator(text: io.TextIOWrapper, names_in: Callable[[Sequence[str]], int]) -> str:
    first_lines = text.read(_FIRST_CHARACTERS).splitlines()[:HEADER_WITHIN]

    def found(separator: str) -> int:
        return max((names_in(line.split(separator)) for line in first_lines), default=0)

    return max(SEPARATORS, key=found)


def separator_of(data: FileData) -> str:
    """The separator of a table whose columns nobody knows.

    The one that a person says, or its first line names, as Excel's ``sep=;`` does; else the one
    that cuts most of the first lines into as many cells. Raises SourceError.
    """
    if chosen := chosen_separator():
        return chosen
    with opened(data) as file:
        encoding = stream_encoding(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding, FORGIVING, newline="")
        start = text.read(_FIRST_CHARACTERS)
    lines = [line for line in start.splitlines() if line.strip()][:_LOOKED_AT]
    declared = _DECLARED.fullmatch(lines[0].strip()) if lines else None
    if declared:
        return declared[1]

    def regular(separator: str) -> tuple[int, int]:
        widths = Counter(map(len, csv.reader(lines, delimiter=separator)))
        del widths[1]
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(SEPARATORS, key=regular)


def lines_of(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, each within bounds; raises SourceError."""
    number = 0
    while line := text.readline(MAX_CHARACTERS):
        number += 1
        if len(line) == MAX_CHARACTERS:
            raise SourceError(
                f"La línea {number} tiene más de {MAX_CHARACTERS // 1_000_000} millones de "
                "caracteres: no es la de una tabla."
            )
        yield line


def _rows_as_found(text: io.TextIOWrapper, separator: str, skipped: int) -> Iterator[Row]:
    """The rows of a text with stray quotes after the first ones, as spreadsheets read it.

    A quote within a cell is a character of it. One that opens a cell and is never closed would
    swallow the rows that follow, so it condemns the file.
    """
    reader = csv.reader(lines_of(text), delimiter=separator)
    first, width = 1, 0
    try:
        for count, cells in enumerate(reader):
            if any(_holds_a_row(cell, separator, width) for cell in cells):
                raise SourceError(_malformed(first))
            width = width or len(cells)
            if count >= skipped:
                yield cells
            first = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(_malformed(first)) from error


def _malformed(line: int) -> str:
    return f"La línea {line} está mal formada (¿comillas sin cerrar?)."


def _holds_a_row(cell: str, separator: str, width: int) -> bool:
    """Whether a line within the cell has the separators of a whole row."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines()[1:])
