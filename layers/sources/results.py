"""What reading a file gives: clean rows, and what was refused with row, column and reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

import pandas as pd

from layers.errors import TerritorioError


class SourceError(TerritorioError):
    """El archivo no se puede leer."""


@dataclass(frozen=True)
class RowError:
    """One refused cell. ``row`` is the number a spreadsheet shows (the header is row 1)."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"fila {self.row}, {self.column}: {self.reason} («{self.value}»)"


@dataclass(frozen=True)
class Cleaned:
    """The rows that passed, named as the model's columns, and everything that did not."""

    frame: pd.DataFrame
    errors: tuple[RowError, ...]

    @property
    def refused_rows(self) -> int:
        return len({error.row for error in self.errors})


def write_errors(errors: Iterable[RowError], file: TextIO) -> None:
    """The refused cells as CSV for a spreadsheet.

    A value that a spreadsheet would run as a formula gets an apostrophe before it: the text
    comes from a stranger's file.
    """
    writer = csv.writer(file, delimiter=";")
    writer.writerow(("fila", "columna", "valor", "motivo"))
    for error in errors:
        writer.writerow(
            _harmless(text) for text in (str(error.row), error.column, error.value, error.reason)
        )


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
