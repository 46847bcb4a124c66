"""From the bytes of a table, a CSV file or a spreadsheet, to a frame of text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from layers.reading.encodings import encoding_of
from layers.reading.results import Cleaned, RowError, SourceError
from layers.reading.workbook import is_workbook, read_workbook
from territory.names import fold

SEPARATORS = (";", ",", "\t", "|")

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Above its header a file may hold a title; below so many lines nobody would look for one.
_HEADER_WITHIN = 10
_FIRST_CHARACTERS = 100_000

_NO_ALIASES: Mapping[str, str] = {}


def read_table(
    data: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] = _NO_ALIASES,
) -> Cleaned:
    """As ``read_csv``, also of a spreadsheet's first sheet.

    ``aliases``: another header of the same column → the name that is asked for.
    """
    if is_workbook(data):
        return _table(read_workbook(data), required, optional, aliases)
    return read_csv(data, required, optional, aliases)


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


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else as Windows or DOS wrote Spanish."""
    marked = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    try:
        text = data.decode(next(marked, None) or encoding_of(data))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceError("El archivo no es texto: guárdelo como CSV en UTF-8.")
    return text


def _split(text: str, required: Sequence[str], aliases: Mapping[str, str]) -> list[list[str]]:
    """The rows, by the separator under which the header holds most of the required columns."""
    first_lines = text[:_FIRST_CHARACTERS].splitlines()[:_HEADER_WITHIN]

    def found(separator: str) -> int:
        lines = (_names(line.split(separator), aliases) for line in first_lines)
        names = {name for line in lines for name in line}
        return len(names.intersection(required))

    separator = max(SEPARATORS, key=found)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = f"La línea {reader.line_num} está mal formada (¿comillas sin cerrar?)."
        raise SourceError(message) from error


def _header(cells: list[str], required: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    names = _names(cells, aliases)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise SourceError(f"La cabecera repite columnas: {', '.join(repeated)}.")
    missing = [name for name in required if name not in names]
    if missing:
        raise SourceError(f"Faltan columnas: {', '.join(missing)}.")
    return names


def _names(cells: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """The columns' names; where a file has both, a column's own name goes before its other one."""
    names = [column_name(cell) for cell in cells]
    return [name if aliases.get(name, name) in names else aliases[name] for name in names]


def column_name(cell: str, aliases: Mapping[str, str] = _NO_ALIASES) -> str:
    """A header's cell as columns are asked for: ``"Código Modular"`` → ``codigo_modular``."""
    name = re.sub(r"[^a-z0-9]+", "_", fold(cell.strip().strip('"'))).strip("_")
    return aliases.get(name, name)
