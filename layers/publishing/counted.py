"""Rows that say how many of them were seen while they are gone through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from layers.loading.candidates import Candidate
from layers.loading.rows import Block, BlockRows, Row, blocks_of
from layers.progress import Progress


class Counted(BlockRows):
    """A table's rows; whoever watches is told of each block of them, and may end the work.

    They are counted once: whoever goes through them again may be ended, and adds nothing.
    """

    def __init__(self, rows: Iterable[Row], progress: Progress) -> None:
        self._rows, self._progress = rows, progress
        self._was_counted = False

    def blocks(self) -> Iterator[Block]:
        counts, self._was_counted = not self._was_counted, True
        for block in blocks_of(self._rows):
            yield block
            self._progress.add(len(block) if counts else 0)


def counted(candidate: Candidate, progress: Progress) -> Candidate:
    """The candidate with rows that are counted as they are written."""
    rows = {table: Counted(rows, progress) for table, rows in candidate.rows.items()}
    return replace(candidate, rows=rows)
