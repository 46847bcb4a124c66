"""Rows chosen while a file is read, by a few of their cells: most don't concern who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

# Stands in the place of a row that isn't wanted.
UNWANTED: list[str] = []


class Sieve(Protocol):
    """Asked once of each row that isn't blank, in their order, with its texts in ``columns``."""

    columns: tuple[str, ...]

    def __call__(self, *texts: str) -> bool:
        """Whether the row is wanted."""


def sifted(cells: list[str], places: Sequence[int | None], sieve: Sieve | None) -> list[str]:
    """The row, if it is blank or wanted; ``places`` are those of the sieve's columns."""
    if sieve is None or not any(map(str.strip, cells)):
        return cells
    wanted = sieve(*("" if place is None else cells[place] for place in places))
    return cells if wanted else UNWANTED
