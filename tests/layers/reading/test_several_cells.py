"""Values of several cells: each distinct set of texts is read once, and every row gets its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd
import pytest

from layers.reading.cells import CellError
from layers.reading.columns import Columns


def table(rows: Sequence[tuple[str, ...]]) -> Columns:
    names = [f"c{at}" for at in range(len(rows[0]))] if rows else ["c0", "c1"]
    index = pd.RangeIndex(2, 2 + len(rows))
    return Columns(pd.DataFrame(rows, index, names, dtype=object))


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_every_row_gets_the_value_of_its_own_cells(width: int) -> None:
    texts = ["", "a", "b", "ab", "ñ"]
    once = list(product(texts, repeat=width))[:200]
    rows = [*once, *reversed(once), *once[::3]]
    asked: list[tuple[str, ...]] = []

    def parse(*cells: str) -> str:
        asked.append(cells)
        return "|".join(cells)

    read = table(rows)
    found = read.read_together(list(map(str, read.frame.columns)), parse)
    assert found.tolist() == ["|".join(row) for row in rows]
    assert asked == once


def test_a_fault_is_of_each_row_that_has_the_cells() -> None:
    rows = [("1", "x"), ("2", "y"), ("1", "y"), ("2", "y"), ("2", "x")]

    def parse(one: str, other: str) -> str:
        if (one, other) == ("2", "y"):
            raise CellError("No.", 1)
        return one + other

    read = table(rows)
    found = read.read_together(["c0", "c1"], parse, refuse=True)
    assert found.tolist() == ["1x", None, "1y", None, "2x"]
    assert [(e.row, e.column, e.value) for e in read.errors] == [(3, "c1", "y"), (5, "c1", "y")]


def test_of_no_rows_there_is_nothing() -> None:
    read = table([])
    assert read.read_together(["c0", "c1"], lambda one, other: one + other).tolist() == []
    assert read.read("c0", str).tolist() == []
