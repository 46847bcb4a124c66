"""From a table, a CSV file or a spreadsheet, to frames of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from layers.reading.bounds import check_rows
from layers.reading.content import FileData
from layers.reading.delimited import HEADER_WITHIN, csv_rows
from layers.reading.extent import MAX_COLUMNS
from layers.reading.numbers import grouped
from layers.reading.progress import rows_read
from layers.reading.results import Cleaned, RowError, SourceError
from layers.reading.sifting import UNWANTED, Sieve, sifted
from layers.reading.text import clean, mend
from layers.reading.workbook import MAC_SERIALS, is_workbook, read_workbook
from territory.names import fold

# So many rows are cells at a time; after that those that were asked for are a frame's.
_AT_ONCE = 2_000

# Five millions of texts as objects take three times the memory of Arrow's columns, said here
# since other frames' texts stay Python's own (``layers.apps``).
TEXTS = pd.StringDtype("pyarrow", na_value=np.nan)

_NO_ALIASES: Mapping[str, str] = {}


class MissingColumns(SourceError):
    """The header lacks columns that the file must have."""


class RepeatedColumns(SourceError):
    """The header says a column twice; the message names it as the file does."""


def read_table(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] = _NO_ALIASES,
    sheet: str = "",
) -> Cleaned:
    """As ``read_csv``, also of a spreadsheet.

    ``sheet`` names one of its sheets; by default the only one that has the columns.
    ``aliases``: another header of the same column → the name that is asked for.
    """
    return joined(read_in_chunks(data, required, optional, aliases, sheet))


def read_csv(
    data: FileData,
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
    return joined(_csv_chunks(data, required, optional, aliases))


def read_in_chunks(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Mapping[str, str] = _NO_ALIASES,
    sheet: str = "",
    sieve: Sieve | None = None,
) -> Iterator[Cleaned]:
    """As ``read_table``, some thousands of rows at a time, of which only the chunk is in memory.

    Of rows that the ``sieve`` doesn't want nothing is read beyond the cells that it asks for.
    """
    if not is_workbook(data):
        if sheet:
            raise SourceError("El archivo no tiene hojas: quite --sheet.")
        yield from _csv_chunks(data, required, optional, aliases, sieve)
        return

    def has_table(lines: Sequence[Sequence[str]]) -> bool:
        return any(set(required) <= set(_names(line, aliases)) for line in lines)

    book = read_workbook(data, sheet, has_table)
    try:
        for chunk in _chunks(book.rows, required, optional, aliases, book.rows.keep, sieve):
            chunk.frame.attrs[MAC_SERIALS] = book.counts_from_1904
            yield chunk
    except MissingColumns as error:
        names = ", ".join(f"«{name[:60]}»" for name in book.sheet_names[:20])
        raise SourceError(f"{error} Hojas del archivo: {names}.") from error


def joined(chunks: Iterable[Cleaned]) -> Cleaned:
    """The chunks as one; there has to be one at least."""
    found = list(chunks)
    frame = pd.concat([chunk.frame for chunk in found])
    frame.attrs = dict(found[0].frame.attrs)
    return Cleaned(frame, tuple(error for chunk in found for error in chunk.errors))


def _csv_chunks(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
    sieve: Sieve | None = None,
) -> Iterator[Cleaned]:
    def names_in(cells: Sequence[str]) -> int:
        return len(set(_names(cells, aliases)).intersection(required))

    yield from _chunks(csv_rows(data, names_in), required, optional, aliases, None, sieve)


def _chunks(
    rows: Iterable[list[str]],
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
    keep: Callable[..., None] | None = None,
    sieve: Sieve | None = None,
) -> Iterator[Cleaned]:
    """``keep``: as ``Rows`` of a workbook has it."""
    numbered = enumerate(rows, start=1)
    header = _header(_top(numbered, required, aliases), required, aliases)
    wanted = [*required, *optional]
    places = [header.index(column) if column in header else None for column in wanted]
    asked = [places[wanted.index(column)] for column in sieve.columns] if sieve else []
    if keep:
        keep([place for place in places if place is not None], len(header), sieve, asked)
        header, sieve = [*header, ""], None  # the rows come sifted
    chunk = _Chunk(wanted, places)
    is_empty = True
    for number, row in numbered:
        cells = sifted(row, asked, sieve) if len(row) == len(header) else row
        chunk.take(number, cells, len(header))
        if chunk.number_of_lines == _AT_ONCE:
            check_rows(number)
            rows_read(_AT_ONCE)
            is_empty = is_empty and not chunk.holds_rows
            if not is_empty:
                yield chunk.cleaned()
            chunk = _Chunk(wanted, places)
    rows_read(chunk.number_of_lines)
    if chunk.holds_rows:
        yield chunk.cleaned()
    elif is_empty:
        raise SourceError("El archivo tiene cabecera pero ninguna fila.")


class _Chunk:
    """Lines that follow one another: what of them is read, and which are refused."""

    def __init__(self, wanted: list[str], places: list[int | None]) -> None:
        self._wanted, self._places = wanted, places
        self._numbers: list[int] = []
        self._records: list[list[str]] = []
        self._errors: list[RowError] = []
        self.number_of_lines = 0
        self.holds_rows = False

    def take(self, number: int, cells: list[str], width: int) -> None:
        """One line; ``width`` is the header's."""
        self.number_of_lines += 1
        if cells is UNWANTED:
            self.holds_rows = True
        elif any(map(str.strip, cells)):
            self.holds_rows = True
            if len(cells) != width:
                reason = f"La fila tiene {len(cells)} celdas y la cabecera {width}."
                self._errors.append(RowError(number, "", cells[0][:80], reason))
                return
            self._numbers.append(number)
            self._records.append(cells)

    def cleaned(self) -> Cleaned:
        """The rows as a frame of texts."""
        columns = {
            name: TEXTS.__from_arrow__(pa.array(self._cells(place), pa.large_string()))
            for name, place in zip(self._wanted, self._places, strict=True)
        }
        frame = pd.DataFrame(columns, pd.Index(self._numbers, dtype=int), self._wanted)
        return Cleaned(frame, tuple(self._errors))

    def _cells(self, place: int | None) -> list[str]:
        if place is None:
            return [""] * len(self._records)
        return [cells[place] for cells in self._records]


def _top(
    numbered: Iterator[tuple[int, list[str]]],
    required: Sequence[str],
    aliases: Mapping[str, str],
) -> list[str]:
    """The header: the first line that holds all that is required, else the first that isn't empty.

    What follows it is left to be read.
    """
    filled: list[list[str]] = []
    for _number, cells in numbered:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > MAX_COLUMNS:
            raise SourceError(f"El archivo tiene {grouped(len(cells))} columnas.")
        if set(required) <= set(_names(cells, aliases)):
            return cells
        filled.append(cells)
        if len(filled) == HEADER_WITHIN:
            break
    if not filled:
        raise SourceError("El archivo está vacío.")
    return filled[0]


def _header(cells: list[str], required: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    names = _names(cells, aliases)
    repeated = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if repeated:
        raise RepeatedColumns(f"La cabecera repite columnas: {', '.join(repeated)}.")
    missing = [name for name in required if name not in names]
    if missing:
        raise MissingColumns(f"Faltan columnas: {', '.join(missing)}.")
    return names


def _names(cells: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """The columns' names; where a file has both, a column's own name goes before its other one."""
    names = [column_name(cell) for cell in cells]
    own = set(names)
    return [name if aliases.get(name, name) in own else aliases[name] for name in names]


def column_name(cell: str, aliases: Mapping[str, str] = _NO_ALIASES) -> str:
    """A header's cell as columns are asked for: ``"Código Modular"`` → ``codigo_modular``."""
    text = clean(mend(cell)).strip().strip('"')
    name = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
    return aliases.get(name, name)
