"""A boundary's row while it is read: its names and code are weighed against its polygon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.reading.results import RowError


@dataclass
class Row:
    """``cells`` by column; each of ``errors`` costs the row its place."""

    number: int
    cells: Mapping[str, str]
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, column: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        self.errors.append(RowError(self.number, column, self.cells[column][:200], reason))
