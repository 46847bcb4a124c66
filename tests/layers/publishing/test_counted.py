"""Rows that are gone through twice are counted once, and may be ended each time."""

from __future__ import annotations

from typing import Any

import pytest

from layers.progress import JobCancelled, Unwatched
from layers.publishing.counted import Counted

ROWS: list[dict[str, Any]] = [{"name": str(number)} for number in range(2_500)]


class Sum(Unwatched):
    rows, calls, last = 0, 0, 10

    def add(self, rows: int) -> None:
        self.rows += rows
        self.calls += 1
        if self.calls > self.last:
            raise JobCancelled


def test_each_row_is_counted_once_in_thousands() -> None:
    watched = Sum()
    rows = Counted(ROWS, watched)
    assert list(rows) == ROWS
    assert (watched.rows, watched.calls) == (2_500, 3)
    assert list(rows) == ROWS
    assert (watched.rows, watched.calls) == (2_500, 6)


def test_the_second_time_can_be_ended_too() -> None:
    watched = Sum()
    watched.last = 4
    rows = Counted(ROWS, watched)
    list(rows)
    with pytest.raises(JobCancelled):
        list(rows)
