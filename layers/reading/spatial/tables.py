"""A table of which nothing is known beforehand: its header, its columns, its positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from layers.reading.bounds import check_rows
from layers.reading.delimited import HEADER_WITHIN, csv_rows, separator_of
from layers.reading.numbers import grouped
from layers.reading.progress import rows_read
from layers.reading.results import SourceError
from layers.reading.spatial.columns import MAX_COLUMNS, Values, of_texts
from layers.reading.tabular import column_name
from layers.reading.text import clean, mend
from layers.reading.workbook import is_workbook, read_workbook, sheet_names

MAX_ROWS = 1_000_000
_DECLARES = "sep="  # Excel's own first line, which names the separator
_AT_ONCE = 5_000
_ENOUGH_ROWS = 3
_SHORT = 100  # characters: longer texts are seldom equal


@dataclass
class Table:
    """The rows of a sheet or of a CSV file, as text, by the header's own names.

    ``rows`` are the numbers that a spreadsheet shows.
    """

    names: list[str]
    sheet: str
    rows: list[int] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        return self.columns[self.names.index(name)]

    def cells(self, at: int) -> list[str]:
        """The cells of a row, by its place."""
        return [column[at] for column in self.columns]

    def values(self) -> list[Values]:
        """All columns, typed; their texts are given up, one column after the other."""
        found = []
        for at, name in enumerate(self.names):
            found.append(of_texts(name, self.columns[at], self.rows))
            self.columns[at] = []
        return found


def read_table(path: Path, sheet: str = "", most: int | None = None) -> Table:
    """The table, or its first ``most`` rows; raises SourceError."""
    lines, chosen = _lines(path, sheet)
    numbered = enumerate(lines, start=1)
    header, ahead = _header(numbered)
    table = Table(_names(header), chosen)
    places = [at for at, cell in enumerate(header) if cell.strip()]
    table.columns = [[] for _ in places]
    shared: dict[str, str] = {}  # equal texts are one object
    skipped = 0
    for number, cells in _joined(ahead, numbered):
        if not any(map(str.strip, cells)):
            continue
        if len(table.rows) == (MAX_ROWS if most is None else most):
            if most is None:
                raise SourceError(f"La tabla tiene más de {grouped(MAX_ROWS)} filas.")
            break
        if len(cells) > len(header) and any(map(str.strip, cells[len(header) :])):
            skipped += 1
            continue
        table.rows.append(number)
        for column, at in zip(table.columns, places, strict=True):
            text = cells[at] if at < len(cells) else ""
            column.append(shared.setdefault(text, text) if len(text) < _SHORT else text)
        check_rows(number)
        if not len(table.rows) % _AT_ONCE:
            rows_read(_AT_ONCE)
    rows_read(len(table.rows) % _AT_ONCE)
    if not table.rows:
        raise SourceError("El archivo tiene cabecera pero ninguna fila.")
    _refuse_second_header(table)
    if skipped:
        table.remarks.append(f"{skipped} filas tienen más celdas que la cabecera: no se leyeron.")
    return table


def _refuse_second_header(table: Table) -> None:
    """Titles on two lines: the first row holds none of the numbers that all the others do."""
    if len(table.rows) < _ENOUGH_ROWS or any(map(_starts_as_number, table.cells(0))):
        return
    numeric = 0
    for column in table.columns:
        below = [cell for cell in column[1:] if cell.strip()]
        numeric += bool(column[0].strip() and below) and all(map(_starts_as_number, below))
    if numeric and 2 * numeric >= len(table.names):
        raise SourceError(
            f"La cabecera ocupa dos líneas (la segunda es la fila {table.rows[0]}): deje una sola "
            "línea de títulos."
        )


def _starts_as_number(cell: str) -> bool:
    return cell.strip().lstrip("+-.,")[:1].isdigit()


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets; of a CSV file none."""
    return sheet_names(path) if is_workbook(path) else ()


def _lines(path: Path, sheet: str) -> tuple[Iterator[list[str]], str]:
    if not is_workbook(path):
        if sheet:
            raise SourceError("El archivo no tiene hojas.")
        return _csv_lines(path), ""
    book = read_workbook(path, sheet, _may_be_table)
    return iter(book.rows), sheet


def _may_be_table(lines: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet's first lines hold a header and a row."""
    return sum(len([cell for cell in line if cell.strip()]) > 1 for line in lines) > 1


def _csv_lines(path: Path) -> Iterator[list[str]]:
    """The lines by the separator that makes most columns, without the line that names it."""
    rows = csv_rows(path, _filled, separator_of(path))
    for at, cells in enumerate(rows):
        if at == 0 and "".join(cells).lower().startswith(_DECLARES):
            yield []
        else:
            yield cells


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _joined(
    ahead: list[tuple[int, list[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from ahead
    yield from rest


def _header(
    numbered: Iterator[tuple[int, list[str]]],
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The first of the top lines that is as full as any, and what of them follows it."""
    top = list(islice(numbered, HEADER_WITHIN))
    widest = max((_filled(cells) for _number, cells in top), default=0)
    if not widest:
        raise SourceError("El archivo está vacío.")
    at = next(at for at, (_number, cells) in enumerate(top) if _filled(cells) == widest)
    header = top[at][1]
    if len(header) > MAX_COLUMNS and widest > MAX_COLUMNS:
        raise SourceError(f"La tabla tiene {grouped(widest)} columnas; el máximo es {MAX_COLUMNS}.")
    return header, top[at + 1 :]


def _names(header: Sequence[str]) -> list[str]:
    """The header's names as they are written; two that differ in writing only are the same."""
    names = [clean(mend(cell)).strip().strip('"') for cell in header if cell.strip()]
    counts = Counter(column_name(name) or name for name in names)
    if repeated := [name for name in names if counts[column_name(name) or name] > 1]:
        listed = ", ".join(sorted(set(repeated))[:5])
        raise SourceError(f"La cabecera repite columnas: {listed}.")
    return names
