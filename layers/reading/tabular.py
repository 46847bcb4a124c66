"""From the bytes of a table, a CSV file or a spreadsheet, to a frame of text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from layers.reading.encodings import decode
from layers.reading.results import Cleaned, RowError, SourceError
from layers.reading.text import clean, mend
from layers.reading.workbook import MAC_SERIALS, is_workbook, read_workbook, sheet_names
from layers.reading.workbook_cells import counts_from_1904
from territory.names import fold

SEPARATORS = (";", ",", "\t", "|")

# Above its header a file may hold a title; below so many lines nobody would look for one.
_HEADER_WITHIN = 10
_FIRST_CHARACTERS = 100_000

_NO_ALIASES: Mapping[str, str] = {}

# The library's own bound of 131,072 characters would call a long description an open quote; how
# long a text may be is said where it is read.
csv.field_size_limit(2**31 - 1)


class MissingColumns(SourceError):
    """The header lacks columns that the file must have."""


def read_table(
    data: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] = _NO_ALIASES,
    sheet: str = "",
) -> Cleaned:
    """As ``read_csv``, also of a spreadsheet.

    ``sheet`` names one of its sheets; by default the only one that has the columns.
    ``aliases``: another header of the same column → the name that is asked for.
    """
    if not is_workbook(data):
        return read_csv(data, required, optional, aliases)

    def has_table(lines: Sequence[Sequence[str]]) -> bool:
        return any(set(required) <= set(_names(line, aliases)) for line in lines)

    rows = read_workbook(data, sheet, has_table)
    try:
        table = _table(rows, required, optional, aliases)
    except MissingColumns as error:
        names = ", ".join(f"«{name[:60]}»" for name in sheet_names(data)[:20])
        raise SourceError(f"{error} Hojas del archivo: {names}.") from error
    table.frame.attrs[MAC_SERIALS] = counts_from_1904(data)
    return table


def read_csv(
    data: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] = _NO_ALIASES,
) -> Cleaned:
    """The file's rows as text, one column for each of ``required`` and ``optional``.

    The frame's index is the row number that a spreadsheet shows. Headers match without regard
    to case, accents and punctuation; an optional column that is absent is empty; other columns
    are left out. Rows with too many or too few cells are refused, blank ones skipped. Nothing
    is converted: "NA", "01" and "1e5" stay the text that they are. Raises SourceError when the
    file as a whole can't be read.
    """
    return _table(_split(decode(data), required, aliases), required, optional, aliases)


def _table(
    rows: list[list[str]],
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
) -> Cleaned:
    top = _top(rows, required, aliases)
    header = _header(rows[top], required, aliases)
    wanted = [*required, *optional]
    places = [header.index(column) if column in header else None for column in wanted]
    numbers: list[int] = []
    records: list[list[str]] = []
    errors: list[RowError] = []
    for number, cells in enumerate(rows[top + 1 :], start=top + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"La fila tiene {len(cells)} celdas y la cabecera {len(header)}."
            errors.append(RowError(number, "", cells[0][:80], reason))
            continue
        numbers.append(number)
        records.append(["" if place is None else cells[place] for place in places])
    if not records and not errors:
        raise SourceError("El archivo tiene cabecera pero ninguna fila.")
    frame = pd.DataFrame(records, numbers, wanted, dtype=str)
    return Cleaned(frame, tuple(errors))


def _top(rows: list[list[str]], required: Sequence[str], aliases: Mapping[str, str]) -> int:
    """Where the header is: the first line that holds all that is required, else the first."""
    filled = [n for n, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    if not filled:
        raise SourceError("El archivo está vacío.")
    complete = (
        n for n in filled[:_HEADER_WITHIN] if set(required) <= set(_names(rows[n], aliases))
    )
    return next(complete, filled[0])


def _split(text: str, required: Sequence[str], aliases: Mapping[str, str]) -> list[list[str]]:
    """The rows, by the separator under which the header holds most of the required columns."""
    first_lines = text[:_FIRST_CHARACTERS].splitlines()[:_HEADER_WITHIN]

    def found(separator: str) -> int:
        lines = (_names(line.split(separator), aliases) for line in first_lines)
        names = {name for line in lines for name in line}
        return len(names.intersection(required))

    separator = max(SEPARATORS, key=found)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(rows)
    except csv.Error:
        return _split_as_found(text, separator)


def _split_as_found(text: str, separator: str) -> list[list[str]]:
    """The rows of a text with stray quotes, as spreadsheets read it.

    A quote within a cell is a character of it. One that opens a cell and is never closed would
    swallow the rows that follow, so it condemns the file.
    """
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator)
    rows: list[list[str]] = []
    first = 1
    for cells in reader:
        if any(_holds_a_row(cell, separator, len(rows[0]) if rows else 0) for cell in cells):
            raise SourceError(f"La línea {first} está mal formada (¿comillas sin cerrar?).")
        rows.append(cells)
        first = reader.line_num + 1
    return rows


def _holds_a_row(cell: str, separator: str, width: int) -> bool:
    """Whether a line within the cell has the separators of a whole row."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines()[1:])


def _header(cells: list[str], required: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    names = _names(cells, aliases)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise SourceError(f"La cabecera repite columnas: {', '.join(repeated)}.")
    missing = [name for name in required if name not in names]
    if missing:
        raise MissingColumns(f"Faltan columnas: {', '.join(missing)}.")
    return names


def _names(cells: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """The columns' names; where a file has both, a column's own name goes before its other one."""
    names = [column_name(cell) for cell in cells]
    return [name if aliases.get(name, name) in names else aliases[name] for name in names]


def column_name(cell: str, aliases: Mapping[str, str] = _NO_ALIASES) -> str:
    """A header's cell as columns are asked for: ``"Código Modular"`` → ``codigo_modular``."""
    text = clean(mend(cell)).strip().strip('"')
    name = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
    return aliases.get(name, name)
