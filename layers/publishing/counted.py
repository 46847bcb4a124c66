"""Rows that say how many of them were seen while they are gone through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from layers.loading.candidates import Candidate
from layers.loading.rows import Row, numbered
from layers.progress import Progress

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Counted:
    """A table's rows; whoever watches is told of each thousand, and may end the work."""

    rows: Iterable[Row]
    progress: Progress

    def __iter__(self) -> Iterator[Row]:
        for _at, row in self.numbered():
            yield row

    def numbered(self) -> Iterator[tuple[int | None, Row]]:
        seen = 0
        for at, row in numbered(self.rows):
            yield at, row
            seen += 1
            if seen == _AT_ONCE:
                self.progress.add(seen)
                seen = 0
        self.progress.add(seen)


def counted(candidate: Candidate, progress: Progress) -> Candidate:
    """The candidate with rows that are counted as they are written."""
    rows = {table: Counted(rows, progress) for table, rows in candidate.rows.items()}
    return replace(candidate, rows=rows)
