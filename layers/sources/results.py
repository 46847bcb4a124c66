"""What reading a file gives: clean rows, and what was refused with row, column and reason."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
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
class Provenance:
    """Where a file's rows come from, for the files that don't say so row by row."""

    source: str
    source_url: str
    cutoff_date: dt.date


@dataclass(frozen=True)
class Cleaned:
    """The rows that passed, named as the model's columns, and everything that did not.

    The frame's index is the row's number. ``notices`` are cells that were left out of rows that
    passed: a position that can't be true doesn't cost a school its place in the list.
    """

    frame: pd.DataFrame
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()

    @property
    def refused_rows(self) -> int:
        return len({error.row for error in self.errors})


@dataclass(frozen=True)
class Reading:
    """What a whole file gives: clean rows for each layer's table, and everything left out.

    ``remarks`` are sentences on the file as a whole: how many of its rows are another theme's,
    what had to be supposed since it lacks a column.
    """

    frames: Mapping[str, pd.DataFrame]
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def number_of_rows(self) -> int:
        return sum(len(frame) for frame in self.frames.values())

    @property
    def refused_rows(self) -> int:
        return len({error.row for error in self.errors})


def write_errors(
    errors: Iterable[RowError], file: TextIO, notices: Iterable[RowError] = ()
) -> None:
    """The refused cells, then those left out, as CSV for a spreadsheet.

    A value that a spreadsheet would run as a formula gets an apostrophe before it: the text
    comes from a stranger's file.
    """
    writer = csv.writer(file, delimiter=";")
    writer.writerow(("fila", "columna", "valor", "motivo", "efecto"))
    for effect, found in (("fila rechazada", errors), ("dato omitido", notices)):
        for error in found:
            cells = (str(error.row), error.column, error.value, error.reason, effect)
            writer.writerow(harmless(text) for text in cells)


def harmless(text: str) -> str:
    """The text as a spreadsheet takes it for text, and not for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
