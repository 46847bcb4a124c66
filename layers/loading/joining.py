"""A file's rows held against another source's table, which says where they are.

A row that the other table lacks stays: either file may be newer. It is reported, with its number
and the reason, since it has no place until the other comes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from layers.loading.candidates import Candidate
from layers.loading.rows import Row, blocks_of, row_numbers
from layers.reading.results import Reading, RowError
from layers.source import Joined, Source


@dataclass(frozen=True)
class _Found:
    """The rows without counterpart, and unit → how many rows the others say are of it."""

    missing: tuple[RowError, ...]
    units: Counter[str]


def hold_joined(source: Source, reading: Reading) -> Reading:
    """The reading with what the other table says of its rows."""
    joined = source.joined
    if joined is None or not reading.number_of_rows:
        return reading
    frame = reading.frames[joined.table]
    keys = zip(*(frame[column] for column in joined.key), strict=True)
    found = _held(joined, row_numbers(frame.index), list(keys))
    notices = tuple(sorted((*reading.notices, *found.missing), key=lambda cell: cell.row))
    return replace(reading, notices=notices, joined_units=found.units)


def hold_joined_candidate(source: Source, candidate: Candidate) -> Candidate:
    """The same of rows that are never all in memory, but for their keys."""
    joined = source.joined
    if joined is None:
        return candidate
    at, keys = _keys(joined, candidate.rows[joined.table])
    found = _held(joined, at, keys)
    return replace(
        candidate,
        notices=_Chained(candidate.notices, found.missing),
        left_out=candidate.left_out + len(found.missing),
        declared=candidate.declared.joined(found.units),
    )


@dataclass(frozen=True)
class _Chained:
    """Cells of two origins; they can be gone through any number of times."""

    first: Iterable[RowError]
    then: Iterable[RowError]

    def __iter__(self) -> chain[RowError]:
        return chain(self.first, self.then)


def _keys(joined: Joined, rows: Iterable[Row]) -> tuple[list[int | None], list[tuple[str, str]]]:
    at: list[int | None] = []
    keys: list[tuple[str, str]] = []
    for block in blocks_of(rows):
        at += block.numbers
        keys += zip(*(block.columns[column] for column in joined.key), strict=True)
    return at, keys


def _held(joined: Joined, at: list[int | None], keys: list[tuple[str, str]]) -> _Found:
    units = joined.units_of(keys)
    missing = tuple(
        RowError(number or 0, joined.column, "-".join(key), joined.reason)
        for place, (number, key) in enumerate(zip(at, keys, strict=True))
        if place not in units
    )
    return _Found(missing, Counter(unit for unit in units.values() if unit))
