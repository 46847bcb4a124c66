"""The tables of a file as they are, whatever they are: their columns and what fills them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from layers.reading.archives import dataset_in, holds_dataset
from layers.reading.content import ZIP, start_of
from layers.reading.dbf import all_records, is_dbf
from layers.reading.delimited import HEADER_WITHIN, csv_rows
from layers.reading.gdal import pyogrio
from layers.reading.sampling import Sample
from layers.reading.workbook import is_workbook, read_workbook
from layers.reading.zipped import zipped_tables

# Of a GeoJSON each time is a reading of all of it: a large file has few.
_AT_ONCE = 70_000


@dataclass(frozen=True)
class Glimpse:
    """A table's header, and of each column the filled cells by which it is judged.

    ``name`` is the sheet's, the layer's or a zip's member's, empty where the file is one table.
    """

    name: str
    header: tuple[str, ...]
    columns: tuple[Sequence[str], ...]


@dataclass(frozen=True)
class Lines:
    """All lines of a table from its first on, as text, one at a time; ``name`` as above."""

    name: str
    lines: Iterable[Sequence[str]]


def glimpses(path: Path) -> Iterator[Glimpse]:
    """A look at every table of the file; raises SourceError where it can't be opened."""
    for table in tables_of(path):
        lines = iter(table.lines)
        first = [tuple(line) for line in islice(lines, HEADER_WITHIN)]
        at = header_place(first)
        if at is None:
            continue
        sample = Sample(len(first[at]))
        for line in chain(first[at + 1 :], lines):
            sample.add(line)
        yield Glimpse(table.name, first[at], tuple(sample.columns))


def headers(path: Path) -> Iterator[tuple[str, ...]]:
    """The header of every table of the file, of which no more than the first lines are read.

    Raises SourceError where it can't be opened.
    """
    for table in tables_of(path):
        first = [tuple(line) for line in islice(table.lines, HEADER_WITHIN)]
        at = header_place(first)
        if at is not None:
            yield first[at]


def tables_of(path: Path) -> Iterator[Lines]:
    """Every table of the file, each to be gone through before the next is asked for.

    Raises SourceError where it can't be opened.
    """
    start = start_of(path)
    if start.startswith(b"SQLite") or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _layers(path)
    elif is_workbook(path):
        for name in read_workbook(path, has_table=lambda _lines: False).sheet_names:
            yield Lines(name, read_workbook(path, name).rows)
    elif start.startswith(ZIP):
        if holds_dataset(path):
            yield from _layers(path)
        else:
            for name, member in zipped_tables(path, (".csv", ".txt", ".dbf")):
                yield _table(member, name)
    else:
        yield _table(path, "")


def header_place(lines: Sequence[Sequence[str]]) -> int | None:
    """Which of the first lines is the header: one as full as any, or but a cell less."""
    tops = lines[:HEADER_WITHIN]
    widest = max(map(_filled, tops), default=0)
    return next((at for at, line in enumerate(tops) if _filled(line) >= max(widest - 1, 1)), None)


def _table(path: Path, name: str) -> Lines:
    if not is_dbf(path):
        return Lines(name, csv_rows(path, len))
    header, records = all_records(path)
    return Lines(name, chain([header], records))


def _layers(path: Path) -> Iterator[Lines]:
    with dataset_in(path) as dataset:
        for name, _kind in pyogrio().list_layers(dataset):
            yield Lines(str(name), _attributes(dataset, str(name)))


def _attributes(dataset: Path, layer: str) -> Iterator[tuple[str, ...]]:
    """A layer's attributes below their names, many features at a time."""
    start = 0
    while True:
        frame = pyogrio().read_dataframe(
            dataset, layer=layer, read_geometry=False, skip_features=start, max_features=_AT_ONCE
        )
        if not start:
            yield tuple(map(str, frame.columns))
        for row in frame.itertuples(index=False):
            yield tuple("" if pd.isna(cell) else str(cell) for cell in row)
        if len(frame) < _AT_ONCE:
            return
        start += _AT_ONCE


def _filled(line: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in line)
