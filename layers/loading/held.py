"""A file's rows held against what is published: those that contradict it are refused.

Unlike rows that lack their counterpart (``joining``), which either file may bring later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from layers.loading.candidates import Candidate
from layers.loading.rows import Block, BlockRows, Row, blocks_of
from layers.reading.results import Reading, RowError
from layers.source import Held, Source


def hold_against(source: Source, reading: Reading) -> Reading:
    """The reading without the rows that what is published refuses."""
    held = source.held
    if held is None or not reading.number_of_rows:
        return reading
    frame = reading.frames[held.table]
    keys = list(zip(*(frame[column] for column in held.columns), strict=True))
    errors, places = _errors(held, keys, [int(row) for row in frame.index])
    kept = frame[[place not in places for place in range(len(frame))]]
    every = sorted((*reading.errors, *errors), key=lambda error: error.row)
    return replace(reading, frames=dict(reading.frames) | {held.table: kept}, errors=tuple(every))


def hold_candidate_against(source: Source, candidate: Candidate) -> Candidate:
    """The same of rows that are never all in memory, but for the columns that are asked."""
    held = source.held
    if held is None:
        return candidate
    rows = candidate.rows[held.table]
    numbers: list[int | None] = []
    keys: list[tuple[Any, ...]] = []
    for block in blocks_of(rows):
        numbers += block.numbers
        keys += zip(*(block.columns[column] for column in held.columns), strict=True)
    errors, places = _errors(held, keys, [number or 0 for number in numbers])
    if not errors:
        return candidate
    kept = _Without(rows, frozenset(places))
    return replace(
        candidate,
        rows=dict(candidate.rows) | {held.table: kept},
        number_of_rows=candidate.number_of_rows - len(places),
        errors=_Chained(candidate.errors, errors),
        refused_rows=candidate.refused_rows + len(places),
    )


def _errors(
    held: Held, keys: list[tuple[Any, ...]], numbers: list[int]
) -> tuple[tuple[RowError, ...], set[int]]:
    wrong = held.refused(keys)
    errors = tuple(
        RowError(numbers[place], column, value, reason)
        for place, (column, value, reason) in sorted(wrong.items())
    )
    return errors, set(wrong)


@dataclass(frozen=True)
class _Without(BlockRows):
    """Rows without those at some places of the list."""

    rows: Iterable[Row]
    places: frozenset[int]

    def blocks(self) -> Iterator[Block]:
        at = 0
        for block in blocks_of(self.rows):
            wanted = [place not in self.places for place in range(at, at + len(block))]
            at += len(block)
            if any(wanted):
                yield block.only(wanted)


@dataclass(frozen=True)
class _Chained:
    """Cells of two origins; they can be gone through any number of times."""

    first: Iterable[RowError]
    then: Iterable[RowError]

    def __iter__(self) -> chain[RowError]:
        return chain(self.first, self.then)
