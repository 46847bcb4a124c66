"""Cells that were mended, told once of a column and a reason."""

from __future__ import annotations

from dataclasses import dataclass

from layers.reading.results import RowError


@dataclass(frozen=True)
class Mended:
    """That of a column so many ``cells`` were mended, the first of them in ``row``."""

    row: int
    column: str
    text: str
    read: str
    what: str
    cells: int
    code: str = ""

    @property
    def notice(self) -> RowError:
        others = f", y {self.cells - 1} celdas más" if self.cells > 1 else ""
        reason = f"Se leyó «{self.read}»: {self.what}{others}."
        return RowError(self.row, self.column, self.text, reason, code=self.code, is_mended=True)
