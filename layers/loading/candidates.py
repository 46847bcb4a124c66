"""A checked file as publishing takes it: the rows it would publish, and what the check said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from layers.loading.rows import RowsByTable, rows_of
from layers.reading.results import Reading, RowError


@dataclass(frozen=True)
class Declared:
    """The units that a file's rows say they are of.

    ``rows``: ubigeo → how many rows declare it. ``named`` are those that rows of several units
    name, where no row declares one alone.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame]) -> Declared:
        """What the frames' rows say."""
        rows: Counter[str] = Counter()
        named: set[str] = set()
        for frame in frames.values():
            if "declared_ubigeo" in frame:
                counts = frame["declared_ubigeo"].dropna().value_counts()
                rows.update({str(unit): int(count) for unit, count in counts.items() if unit})
            if "named_units" in frame:
                named.update(unit for units in frame["named_units"] for unit in units)
        return cls(rows, frozenset(named))

    def joined(self, units: Mapping[str, int]) -> Declared:
        """With what another source's table says of rows (ubigeo → how many)."""
        return replace(self, rows=Counter(self.rows) + Counter(units)) if units else self


@dataclass(frozen=True)
class Candidate:
    """What a file would publish, whichever way it was read.

    ``rows`` and the refused and left out cells can be gone through any number of times; their
    numbers are known beforehand. ``cutoff_date`` is the latest of the rows'.
    """

    rows: RowsByTable
    number_of_rows: int
    errors: Iterable[RowError] = ()
    notices: Iterable[RowError] = ()
    refused_rows: int = 0
    left_out: int = 0
    remarks: tuple[str, ...] = ()
    feed: str = ""
    cutoff_date: dt.date | None = None
    declared: Declared = Declared()

    @classmethod
    def of(cls, reading: Reading) -> Candidate:
        """The candidate that a reading in this process is."""
        frames = reading.frames
        return cls(
            rows=rows_of(frames),
            number_of_rows=reading.number_of_rows,
            errors=reading.errors,
            notices=reading.notices,
            refused_rows=reading.refused_rows,
            left_out=reading.left_out,
            remarks=reading.remarks,
            feed=reading.feed,
            cutoff_date=latest_cutoff(frames),
            declared=Declared.of(
                {name: frame for name, frame in frames.items() if name not in reading.summaries}
            ).joined(reading.joined_units),
        )


def latest_cutoff(frames: Mapping[str, pd.DataFrame]) -> dt.date | None:
    """The latest cut-off date of the frames' rows; None where none has one.

    A table that hangs on another's rows, as a feed's departures on its routes, has none of its own.
    """
    dated = (frame["cutoff_date"] for frame in frames.values() if "cutoff_date" in frame)
    dates = (date for column in dated for date in column.unique())
    return max(dates, default=None)
