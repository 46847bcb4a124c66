"""Rows that say how many of them were seen while they are gone through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from layers.loading.candidates import Candidate
from layers.loading.rows import Row, numbered
from layers.progress import Progress

_AT_ONCE = 1_000


class Counted:
    """A table's rows; whoever watches is told of each thousand, and may end the work.

    They are counted once: whoever goes through them again may be ended, and adds nothing.
    """

    def __init__(self, rows: Iterable[Row], progress: Progress) -> None:
        self._rows, self._progress = rows, progress
        self._was_counted = False

    def __iter__(self) -> Iterator[Row]:
        for _at, row in self.numbered():
            yield row

    def numbered(self) -> Iterator[tuple[int | None, Row]]:
        counts, self._was_counted = not self._was_counted, True
        seen = 0
        for at, row in numbered(self._rows):
            yield at, row
            seen += 1
            if seen == _AT_ONCE:
                self._progress.add(seen if counts else 0)
                seen = 0
        self._progress.add(seen if counts else 0)


def counted(candidate: Candidate, progress: Progress) -> Candidate:
    """The candidate with rows that are counted as they are written."""
    rows = {table: Counted(rows, progress) for table, rows in candidate.rows.items()}
    return replace(candidate, rows=rows)
