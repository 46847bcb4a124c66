"""The cells by which a table's columns are judged: of any table some, from its whole length."""

from __future__ import annotations

from collections.abc import Sequence

# All of the first rows, then one row in so many; of a column that is nearly empty all cells.
_FIRST, _EACH, _FEWEST = 1_000, 100, 3


class Sample:
    """Filled cells by column, of rows that are added one at a time."""

    def __init__(self, width: int) -> None:
        self.columns: list[list[str]] = [[] for _ in range(width)]
        self._rows = 0
        self._thin = list(range(width))

    def add(self, row: Sequence[str]) -> None:
        """Look at the next row; what it has beyond the columns isn't looked at."""
        is_looked_at = self._rows < _FIRST or self._rows % _EACH == 0
        self._rows += 1
        if is_looked_at:
            for cells, cell in zip(self.columns, row, strict=False):
                if cell.strip():
                    cells.append(cell)
        elif self._thin:
            self._add_to_thin(row)
        if self._rows == _FIRST:
            self._forget_filled()

    def _add_to_thin(self, row: Sequence[str]) -> None:
        is_filled = False
        for at in self._thin:
            if at < len(row) and row[at].strip():
                self.columns[at].append(row[at])
                is_filled = True
        if is_filled:
            self._forget_filled()

    def _forget_filled(self) -> None:
        self._thin = [at for at in self._thin if len(self.columns[at]) < _FEWEST]
