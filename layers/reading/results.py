"""What reading a file gives: clean rows, and what was refused with row, column and reason."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from layers.errors import TerritorioError

if TYPE_CHECKING:
    import pandas as pd


class SourceError(TerritorioError):
    """El archivo no se puede leer."""


class ChoiceMissing(SourceError):
    """Falta decir qué se quiere del archivo.

    ``choice`` names what has to be said (a field of ``Choice``, or ``provenance``, ``covers``,
    ``feed``), ``offers`` what may be answered where that is a list.
    """

    def __init__(self, message: str, choice: str, offers: Iterable[str] = ()) -> None:
        self.choice = choice
        self.offers = tuple(offers)
        super().__init__(message)


@dataclass(frozen=True)
class RowError:
    """One refused cell. ``row`` is the number a spreadsheet shows (the header is row 1).

    ``file`` names the file inside an archive that holds several. ``code`` is the row's own, with
    its column's name (``CODIGOU 010071623``): by it the row is found in any program.
    ``is_mended``: nothing is lost, ``reason`` says what was read instead.
    """

    row: int
    column: str
    value: str
    reason: str
    file: str = ""
    code: str = ""
    is_mended: bool = False

    def __str__(self) -> str:
        file = f"{self.file}, " if self.file else ""
        code = f", {self.code}" if self.code else ""
        return f"{file}fila {self.row}, {self.column}: {self.reason} («{self.value}»{code})"


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
    passed, or mended: a position that can't be true doesn't cost a school its place in the list.
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
    what had to be supposed since it lacks a column. ``feed`` names the part of those tables that
    the file speaks for, where several files live side by side; empty where the file speaks for
    all of its source's rows.
    ``summaries`` are the frames that hold no further rows of the file: what its rows add up to, or
    some of another frame's once more.
    ``joined_units``: ubigeo → how many rows another source's table says are of it.
    """

    frames: Mapping[str, pd.DataFrame]
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()
    remarks: tuple[str, ...] = ()
    feed: str = ""
    summaries: tuple[str, ...] = ()
    joined_units: Mapping[str, int] = field(default_factory=dict)

    @property
    def number_of_rows(self) -> int:
        frames = self.frames.items()
        return sum(len(frame) for name, frame in frames if name not in self.summaries)

    @property
    def refused_rows(self) -> int:
        return len({(error.file, error.row) for error in self.errors})

    @property
    def left_out(self) -> int:
        """How many cells were left out of rows that passed."""
        return sum(not notice.is_mended for notice in self.notices)


def write_errors(
    errors: Iterable[RowError], file: TextIO, notices: Iterable[RowError] = ()
) -> None:
    """The refused cells, then those left out or mended, as CSV for a spreadsheet.

    An archive's cells have their file in a column of its own, and so has the row's code where
    there is one. A value that a spreadsheet would run as a formula gets an apostrophe before it:
    the text comes from a stranger's file.
    """
    cells = [("fila rechazada", error) for error in errors]
    cells += [("dato corregido" if n.is_mended else "dato omitido", n) for n in notices]
    columns = {
        "archivo": [error.file for _effect, error in cells],
        "fila": [str(error.row) for _effect, error in cells],
        "código": [error.code for _effect, error in cells],
        "columna": [error.column for _effect, error in cells],
        "valor": [error.value for _effect, error in cells],
        "motivo": [error.reason for _effect, error in cells],
        "efecto": [effect for effect, _error in cells],
    }
    for name in ("archivo", "código"):
        if not any(columns[name]):
            del columns[name]
    writer = csv.writer(file, delimiter=";")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow(harmless(text) for text in row)


_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def harmless(text: str) -> str:
    """The text as a spreadsheet takes it for text, and not for a formula.

    What OWASP's "CSV Injection" lists: the signs, their full-width forms, and what is skipped
    before them.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
