"""A whole file while it is read, column by column: each distinct text is parsed once.

Of the 180,000 rows of a national file a column of codes holds a handful of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from layers.reading.cells import CellError
from layers.reading.coded import Coded, alike, distinct
from layers.reading.conventions import in_column
from layers.reading.mended import Mended
from layers.reading.results import RowError
from layers.reading.sheet_errors import sheet_error
from layers.reading.text import clean, mend, unreadable


class Columns:
    """``frame``: text, indexed by row number. Each refused cell is kept and reading goes on.

    ``errors`` cost a row its place; ``notices`` only tell of a value that was left out, or
    mended. The text is mended first, all of it. ``code`` is the column that holds the rows' own
    codes, which stand beside their numbers in what is reported of them. ``whole``: of a frame that
    is a part of a file, a column's distinct texts in all of it, by which it is read.
    """

    def __init__(
        self, frame: pd.DataFrame, code: str = "", whole: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.frame = frame.copy(deep=False)
        self._code = code
        self._whole = whole or {}
        self._found: dict[bool, list[RowError]] = {True: [], False: []}
        self.mended: list[Mended] = []
        for column in map(str, frame.columns):
            self._mend(column)

    @property
    def errors(self) -> tuple[RowError, ...]:
        return _in_order(self._found[True])

    @property
    def notices(self) -> tuple[RowError, ...]:
        """Those of rows that pass; what a refused row lacked besides matters to nobody."""
        refused = self.refused
        return _in_order(n for n in self._found[False] if n.is_mended or n.row not in refused)

    @property
    def refused(self) -> set[int]:
        """The numbers of the rows that can't be published."""
        return {error.row for error in self._found[True]}

    def read(self, column: str, parse: Callable[[str], Any]) -> pd.Series:
        """The column's values, as objects; None after a refusal was noted."""
        return self._read((column,), parse, refuse=True)

    def coded(self, column: str, parse: Callable[[str], Any]) -> Coded:
        """As ``read``, for who needs no object for each cell."""
        return self._coded((column,), parse, refuse=True)

    def read_if_possible(self, column: str, parse: Callable[[str], Any]) -> pd.Series:
        """The column's values, as objects; None after it was noted that one is left out."""
        return self._read((column,), parse, refuse=False)

    def read_together(
        self, columns: Sequence[str], parse: Callable[..., Any], *, refuse: bool = False
    ) -> pd.Series:
        """A value for each row out of several of its cells.

        A fault is noted of the cell that the error names, by default the first.
        """
        return self._read(tuple(columns), parse, refuse=refuse)

    def release(self, column: str) -> None:
        """Forget the texts of a column that was read and of which nothing more is reported.

        Of a national file the texts take as much memory as the values made of them.
        """
        if column != self._code:
            del self.frame[column]

    def refuse(self, rows: pd.Series, column: str, reason: str) -> None:
        """Refuse the rows of a mask."""
        cells = self.frame.loc[rows, column]
        self._note(cells.index, cells, column, [reason] * len(cells), refuse=True)

    def report(self, reasons: Mapping[int, str], column: str, *, refuse: bool) -> None:
        """Refuse single rows, or note what is left out of them: row number → reason."""
        cells = self.frame.loc[list(reasons), column]
        self._note(cells.index, cells, column, list(reasons.values()), refuse=refuse)

    def report_mended(self, column: str, texts: Mapping[str, str], what: str) -> None:
        """Report once of a column what was read instead of its texts; ``what`` says why."""
        rows = self.frame.index[self.frame[column].isin(list(texts))]
        self._note_mended(column, rows, self.frame[column], texts, what)

    def report_zeros(self, column: str, parse: Callable[[str], str]) -> None:
        """Report once of a column of codes that ``parse`` gives their lost zeros back."""
        distinct: list[str] = []
        values: list[str] = []
        for text in self.frame[column].unique():
            try:
                values.append(parse(text))
            except CellError:
                continue
            distinct.append(text)
        self._note_zeros(column, distinct, values)

    def replace_unreadable(self, column: str, substitute: str) -> None:
        """Put a substitute for the texts whose characters are lost, and note each of them."""
        cells = self.frame[column]
        is_lost = cells.isin([text for text in cells.unique() if unreadable(text)])
        if is_lost.any():
            rows = cells.index[is_lost]
            reasons = {int(row): f"Es ilegible: se publica «{substitute}»." for row in rows}
            self.report(reasons, column, refuse=False)
            self.frame[column] = cells.where(~is_lost, substitute)

    def check(
        self, column: str, reason: Callable[..., str], *values: pd.Series, refuse: bool = True
    ) -> None:
        """Refuse the rows for whose ``values`` there is a reason, or only note it; "" is none."""
        places, firsts = alike(values)
        once = cache(reason)
        reasons = [once(*(each.iat[first] for each in values)) for first in firsts]
        wrong = np.fromiter(map(bool, reasons), bool, len(reasons))
        if wrong.any():
            rows = np.flatnonzero(wrong[places])
            found = {int(self.frame.index[at]): reasons[places[at]] for at in rows}
            self.report(found, column, refuse=refuse)

    def repeated(self, keys: Sequence[pd.Series]) -> dict[int, int]:
        """Row → the first above it with the same key, of rows that pass and have the whole key."""
        table = pd.concat(keys, axis=1)
        table = table[~table.index.isin(list(self.refused))].dropna()
        table.columns = pd.Index(range(table.shape[1]))
        again = table.duplicated()
        if not again.any():
            return {}
        firsts = table[~again].reset_index(names="first")
        found = table[again].reset_index(names="row").merge(firsts, on=list(table.columns))
        pairs = zip(found["row"], found["first"], strict=True)
        return {int(row): int(first) for row, first in pairs}

    def refuse_repeated(self, keys: Sequence[pd.Series], column: str, what: str) -> None:
        """Refuse rows whose key another row above them holds; ``what`` names it in Spanish."""
        again = self.repeated(keys)
        reasons = {row: f"Repite {what} de la fila {first}." for row, first in again.items()}
        self.report(reasons, column, refuse=True)

    def passed(self, values: dict[str, Any]) -> pd.DataFrame:
        """The rows that nothing was refused of, as objects: a missing date stays None."""
        # Each column as it is: side by side in one block they would be held twice.
        frame = pd.DataFrame(values, self.frame.index, dtype=object, copy=False)
        refused = self.refused
        return frame[~frame.index.isin(list(refused))] if refused else frame

    def _read(
        self, columns: tuple[str, ...], parse: Callable[..., Any], *, refuse: bool
    ) -> pd.Series:
        coded = self._coded(columns, parse, refuse=refuse)
        objects = np.fromiter(coded.values, dtype=object, count=len(coded.values))
        return pd.Series(objects[coded.places], self.frame.index, dtype=object)

    def _coded(self, columns: tuple[str, ...], parse: Callable[..., Any], *, refuse: bool) -> Coded:
        cells = self.frame[list(columns)]
        places, texts = distinct(cells)
        if len(columns) == 1:
            parse = in_column(parse, self._whole.get(columns[0], texts[0]))
        values: list[Any] = [None] * len(texts[0])
        faults: dict[int, CellError] = {}
        for place, given in enumerate(zip(*texts, strict=True)):
            try:
                for cell, text in enumerate(given):
                    if "#" in text or ":5" in text:
                        _refuse_sheet_error(text, cell)
                values[place] = parse(*given)
            except CellError as error:
                faults[place] = error
        if len(columns) == 1:
            self._note_zeros(columns[0], texts[0], values)
        if faults:
            self._note_faults(cells, places, faults, refuse=refuse)
        return Coded(places, values)

    def _note_faults(
        self, cells: pd.DataFrame, places: Any, faults: Mapping[int, CellError], *, refuse: bool
    ) -> None:
        """``places``: of each row, the number of its distinct texts."""
        for at in np.flatnonzero(np.isin(places, list(faults))):
            error = faults[places[at]]
            text = str(cells.iat[at, error.cell])[:200]
            row, column = int(cells.index[at]), str(cells.columns[error.cell])
            self._found[refuse].append(self._error(row, column, text, str(error)))

    def _note(
        self, rows: pd.Index, cells: pd.Series, column: str, reasons: Sequence[str], *, refuse: bool
    ) -> None:
        self._found[refuse] += [
            self._error(int(row), column, cell[:200], reason)
            for row, cell, reason in zip(rows, cells, reasons, strict=True)
        ]

    def _error(self, row: int, column: str, text: str, reason: str) -> RowError:
        code = ""
        if self._code and column != self._code:
            code = str(self.frame.at[row, self._code]).strip()[:80]
        return RowError(
            row, column, text, reason, code=f"{self._code.upper()} {code}" if code else ""
        )

    def _mend(self, column: str) -> None:
        """The column's texts by the policy of ``text``; what a person would see is reported."""
        cells = self.frame[column]
        mended: dict[str, str] = {}
        plain: dict[str, str] = {}
        for text in _not_plain(cells):
            if (seen := mend(text)) != text:
                mended[text] = clean(seen)
            if (cleaned := clean(seen)) != text:
                plain[text] = cleaned
        if plain:
            self.frame[column] = cells.map(lambda text: plain.get(text, text))
        if mended:
            rows = cells.index[cells.isin(list(mended))]
            self._note_mended(column, rows, cells, mended, "sus letras estaban mal codificadas")

    def _note_zeros(self, column: str, distinct: Sequence[str], values: Any) -> None:
        pairs = zip(distinct, values, strict=True)
        restored = {
            text: value
            for text, value in pairs
            if isinstance(value, str) and value[:1] == "0" and _has_zeros_back(text, value)
        }
        if restored:
            self.report_mended(column, restored, "había perdido sus ceros iniciales")

    def _note_mended(
        self, column: str, rows: pd.Index, cells: pd.Series, texts: Mapping[str, str], what: str
    ) -> None:
        if len(rows):
            text = str(cells[rows[0]])
            first = int(rows[0])
            code = self._error(first, column, "", "").code
            mended = Mended(first, column, text[:200], texts[text][:200], what, len(rows), code)
            self.mended.append(mended)
            self._found[False].append(mended.notice)


def _not_plain(cells: pd.Series) -> list[str]:
    """The distinct texts of a column in which there may be something to mend or to clean.

    Few, or none: Arrow tells in a hundredth of the time that looking at each one takes.
    """
    try:
        texts = pa.array(cells, pa.large_string())
    except UnicodeEncodeError:  # half of a character, which Arrow doesn't hold
        return list(dict.fromkeys(cells.tolist()))
    doubtful = pc.invert(pc.string_is_ascii(texts))
    for sign in ("&", "\0"):
        doubtful = pc.or_(doubtful, pc.match_substring(texts, sign))
    found: list[str] = pc.unique(texts.filter(doubtful)).to_pylist()
    return found


def _refuse_sheet_error(text: str, cell: int) -> None:
    if reason := sheet_error(text):
        raise CellError(reason, cell)


def _has_zeros_back(text: str, value: str) -> bool:
    """Whether the value is the text's number with more zeros before it."""
    digits = text.strip().partition(".")[0]
    return len(value) > len(digits) > 0 and value.lstrip("0") == digits.lstrip("0") != ""


def _in_order(errors: Any) -> tuple[RowError, ...]:
    return tuple(sorted(dict.fromkeys(errors), key=lambda error: error.row))
