"""One file of a feed while it is read: typed columns, and the rows refused so far."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from layers.reading.bounds import BLOCK, check_rows
from layers.reading.cells import CellError
from layers.reading.content import FileData, opened
from layers.reading.delimited import lines_of
from layers.reading.encodings import FORGIVING, stream_encoding
from layers.reading.progress import rows_read
from layers.reading.results import RowError, SourceError
from layers.reading.text import ILLEGIBLE_NAME, clean, mend, unreadable
from layers.reading.text_form import chosen_separator

# A file that is wrong in more cells than that is another kind of file.
MAX_ERRORS = 5_000
_AT_ONCE = 20_000


class Table:
    """The rows of ``name``, by the number that a spreadsheet shows.

    ``text`` holds the known columns as they are written ("" where the file has no such column),
    ``frame`` those that were read. A refused row stays in both; ``good`` leaves it out.
    """

    def __init__(self, name: str, text: pd.DataFrame, errors: Sequence[RowError] = ()) -> None:
        self.name = name
        self.text = text
        self.frame = pd.DataFrame(index=text.index)
        self.errors: list[RowError] = []
        self.notices: list[RowError] = []
        self._refused: set[int] = set()
        for error in errors:
            self._keep(error, self.errors)

    def read(self, column: str, parse: Callable[[str], Any], dtype: str = "object") -> None:
        """Read a column into ``frame``; a cell that ``parse`` refuses costs its row."""
        self._read(column, parse, dtype, self.refuse)

    def read_if_possible(
        self, column: str, parse: Callable[[str], Any], dtype: str = "object"
    ) -> None:
        """The same where the row passes without the cell."""
        self._read(column, parse, dtype, self.leave_out)

    def read_name(self, column: str, parse: Callable[[str], Any]) -> None:
        """Read a column of names; one whose characters are lost is told, and another stands in."""

        def parse_legible(raw: str) -> Any:
            return parse(ILLEGIBLE_NAME if unreadable(raw) else raw)

        written = self.text[column]
        lost = [text for text in written.unique() if unreadable(clean(mend(text)))]
        reason = f"Es ilegible: se publica «{ILLEGIBLE_NAME}»."
        self.leave_out(written.index[written.isin(lost)], column, reason)
        self.read(column, parse_legible)

    def refuse(self, rows: pd.Index, column: str, reason: str) -> None:
        """Refuse these rows for what ``column`` says in them."""
        for row in rows:
            self._keep(self._error(int(row), column, reason), self.errors)
        self._refused.update(int(row) for row in rows)

    def leave_out(self, rows: pd.Index, column: str, reason: str) -> None:
        """Tell that these rows pass without what ``column`` says."""
        for row in rows:
            self._keep(self._error(int(row), column, reason), self.notices)

    def refuse_repeated(self, *columns: str) -> None:
        """Refuse each row that repeats an earlier one's ``columns``."""
        good = self.good.loc[:, list(columns)]
        first: dict[tuple[Any, ...], int] = {}
        for row, *key in good[good.duplicated(keep=False)].itertuples():
            earlier = first.setdefault(tuple(key), row)
            if earlier != row:
                self.refuse(pd.Index([row]), columns[-1], f"Repite la fila {earlier}.")

    def follow(self, column: str, target: Table, key: str) -> None:
        """Hold a reference: refuse what ``target`` doesn't have, drop what it refused.

        What depends on a refused row goes with it and is no error of its own.
        """
        given = self.good[column]
        known = given.isin(target.frame[key].to_numpy())
        self.refuse(given.index[~known], column, f"No está en {target.name}.")
        self.drop(given.index[known & ~given.isin(target.good[key].to_numpy())])

    def drop(self, rows: pd.Index) -> None:
        """Leave rows out without a word: the reason is reported of another row."""
        self._refused.update(int(row) for row in rows)

    @property
    def good(self) -> pd.DataFrame:
        """The typed rows that nothing speaks against."""
        return (
            self.frame[~self.frame.index.isin(list(self._refused))] if self._refused else self.frame
        )

    def _read(
        self,
        column: str,
        parse: Callable[[str], Any],
        dtype: str,
        object_to: Callable[[pd.Index, str, str], None],
    ) -> None:
        # A feed repeats itself: each value is read once.
        codes, written = pd.factorize(self.text[column])
        values = np.full(len(written), None, dtype=object)
        reasons: dict[str, list[int]] = {}
        for code, raw in enumerate(written):
            try:
                values[code] = parse(clean(mend(raw)))
            except CellError as error:
                reasons.setdefault(str(error), []).append(code)
        for reason, wrong in reasons.items():
            object_to(self.text.index[np.isin(codes, wrong)], column, reason)
        self.frame[column] = pd.Series(values.take(codes), index=self.text.index, dtype=dtype)

    def _error(self, row: int, column: str, reason: str) -> RowError:
        value = str(self.text.at[row, column])[:200]
        return RowError(row, column, value, reason, self.name, self._code(row, column))

    def _code(self, row: int, column: str) -> str:
        """The row's own id, where the cell isn't that: a feed is looked up by it."""
        own = next((name for name in self.text.columns if name.endswith("_id")), column)
        code = str(self.text.at[row, own]).strip()[:80]
        return f"{own} {code}" if own != column and code else ""

    def _keep(self, error: RowError, kept: list[RowError]) -> None:
        kept.append(error)
        if len(kept) > MAX_ERRORS:
            raise SourceError(f"Más de {MAX_ERRORS} celdas no sirven. La primera: {kept[0]}.")


def read_table(
    name: str, data: FileData, required: Sequence[str], optional: Sequence[str] = ()
) -> Table:
    """The file's text; raises SourceError where it can't be read as a whole."""
    try:
        with opened(data) as file:
            encoding = stream_encoding(file)
            file.seek(0)
            check_rows(sum(block.count(b"\n") for block in iter(partial(file.read, BLOCK), b"")))
            file.seek(0)
            text = io.TextIOWrapper(file, encoding, FORGIVING, newline="")
            return _read_table(name, lines_of(text), required, optional)
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error
    except csv.Error as error:
        raise SourceError(f"{name}: está mal formado ({error}).") from error


def empty_table(name: str, columns: Sequence[str]) -> Table:
    """What stands for a file that the feed doesn't have."""
    return Table(name, pd.DataFrame(columns=list(columns), dtype=object))


def _read_table(
    name: str, lines: Iterable[str], required: Sequence[str], optional: Sequence[str]
) -> Table:
    reader = csv.reader(lines, delimiter=chosen_separator() or ",", strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    _check_header(header, required)
    wanted = [*required, *(column for column in optional if column in header)]
    pick = itemgetter(*(header.index(column) for column in wanted))
    frames: list[pd.DataFrame] = []
    errors: list[RowError] = []
    numbered = enumerate(reader, start=2)
    # Equal texts are one object: a feed repeats its stops, trips and times.
    texts: dict[str, str] = {}
    while chunk := list(islice(numbered, _AT_ONCE)):
        rows: list[Any] = []
        numbers: list[int] = []
        for number, cells in chunk:
            if len(cells) == len(header):
                if any(cells):
                    rows.append(pick(cells))
                    numbers.append(number)
            elif any(cells):
                reason = f"La fila tiene {len(cells)} celdas y la cabecera {len(header)}."
                errors.append(RowError(number, "", cells[0][:80], reason, name))
        if len(errors) > MAX_ERRORS:
            raise SourceError(f"más de {MAX_ERRORS} filas no sirven. La primera: {errors[0]}.")
        rows_read(len(chunk))
        frames.append(_frame(_as_tuples(rows, len(wanted)), numbers, wanted, texts))
    frame = pd.concat(frames) if frames else _frame([], [], wanted, texts)
    for column in set(optional).difference(wanted):
        frame[column] = ""
    return Table(name, frame, errors)


def _frame(
    rows: list[Any], numbers: list[int], columns: list[str], texts: dict[str, str]
) -> pd.DataFrame:
    shared = [[texts.setdefault(cell, cell) for cell in row] for row in rows]
    return pd.DataFrame(shared, numbers, columns, dtype=object)


def _as_tuples(rows: list[Any], width: int) -> list[Any]:
    return [(row,) for row in rows] if width == 1 else rows


def _check_header(header: Sequence[str], required: Sequence[str]) -> None:
    if not any(header):
        raise SourceError("está vacío.")
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise SourceError(f"la cabecera repite columnas: {', '.join(repeated)}.")
    missing = [name for name in required if name not in header]
    if missing and len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise SourceError("GTFS separa las columnas con comas.")
    if missing:
        raise SourceError(f"faltan columnas: {', '.join(missing)}.")
