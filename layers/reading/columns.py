"""A whole file while it is read, column by column: each distinct text is parsed once.

What ``cells.Row`` is for short files, this is for national ones: of 180,000 rows a column of
codes holds a handful of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from layers.reading.cells import CellError
from layers.reading.results import RowError


class Columns:
    """``frame``: text, indexed by row number. Each refused cell is kept and reading goes on.

    ``errors`` cost a row its place; ``notices`` only tell of a value that was left out.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._found: dict[bool, list[RowError]] = {True: [], False: []}

    @property
    def errors(self) -> tuple[RowError, ...]:
        return _in_order(self._found[True])

    @property
    def notices(self) -> tuple[RowError, ...]:
        """Those of rows that pass; what a refused row lacked besides matters to nobody."""
        refused = self.refused
        return _in_order(n for n in self._found[False] if n.row not in refused)

    @property
    def refused(self) -> set[int]:
        """The numbers of the rows that can't be published."""
        return {error.row for error in self._found[True]}

    def read(self, column: str, parse: Callable[[str], Any]) -> pd.Series:
        """The column's values, as objects; None after a refusal was noted."""
        return self._read((column,), parse, refuse=True)

    def read_if_possible(self, column: str, parse: Callable[[str], Any]) -> pd.Series:
        """The column's values, as objects; None after it was noted that one is left out."""
        return self._read((column,), parse, refuse=False)

    def read_together(
        self, columns: Sequence[str], parse: Callable[..., Any], *, refuse: bool = False
    ) -> pd.Series:
        """A value for each row out of several of its cells; faults are told of the first."""
        return self._read(tuple(columns), parse, refuse=refuse)

    def refuse(self, rows: pd.Series, column: str, reason: str) -> None:
        """Refuse the rows of a mask."""
        cells = self.frame.loc[rows, column]
        self._note(cells.index, cells, column, [reason] * len(cells), refuse=True)

    def tell(self, reasons: Mapping[int, str], column: str, *, refuse: bool) -> None:
        """Refuse single rows, or note what is left out of them: row number → reason."""
        cells = self.frame.loc[list(reasons), column]
        self._note(cells.index, cells, column, list(reasons.values()), refuse=refuse)

    def refuse_repeated(self, keys: Sequence[pd.Series], column: str, what: str) -> None:
        """Refuse rows whose key another row above them holds; ``what`` names it in Spanish."""
        table = pd.concat(keys, axis=1)
        table = table[~table.index.isin(list(self.refused))].dropna()
        repeated = table.duplicated()
        if not repeated.any():
            return
        names = list(range(table.shape[1]))
        table.columns = pd.Index(names)
        firsts = table[~repeated].reset_index(names="first")
        again = table[repeated].reset_index(names="row").merge(firsts, on=names)
        reasons = [f"Repite {what} de la fila {first}." for first in again["first"]]
        cells = self.frame.loc[again["row"], column]
        self._note(cells.index, cells, column, reasons, refuse=True)

    def passed(self, values: dict[str, Any]) -> pd.DataFrame:
        """The rows that nothing was refused of, as objects: a missing date stays None."""
        frame = pd.DataFrame(values, self.frame.index, dtype=object)
        return frame[~frame.index.isin(list(self.refused))]

    def _read(
        self, columns: tuple[str, ...], parse: Callable[..., Any], *, refuse: bool
    ) -> pd.Series:
        cells = self.frame[list(columns)]
        if len(columns) == 1:
            places, texts = pd.factorize(cells[columns[0]])
            distinct = [(text,) for text in texts]
        else:
            keys = pd.MultiIndex.from_frame(cells)
            places, distinct = pd.factorize(keys.to_flat_index())
        values = np.empty(len(distinct), dtype=object)
        reasons: dict[int, str] = {}
        for place, texts in enumerate(distinct):
            try:
                values[place] = parse(*texts)
            except CellError as error:
                reasons[place] = str(error)
        result = pd.Series(values[places], cells.index, dtype=object)
        if reasons:
            rows = np.isin(places, list(reasons))
            told = [reasons[place] for place in places[rows]]
            bad = cells[columns[0]][rows]
            self._note(bad.index, bad, columns[0], told, refuse=refuse)
        return result

    def _note(
        self, rows: pd.Index, cells: pd.Series, column: str, reasons: Sequence[str], *, refuse: bool
    ) -> None:
        self._found[refuse] += [
            RowError(int(row), column, cell[:200], reason)
            for row, cell, reason in zip(rows, cells, reasons, strict=True)
        ]


def _in_order(errors: Any) -> tuple[RowError, ...]:
    return tuple(sorted(errors, key=lambda error: error.row))
