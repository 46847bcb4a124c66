"""Rows travel in blocks, column by column, and arrive as they were."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from decimal import Decimal
from importlib import import_module
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pytest

from layers.loading import rows as rows_module
from layers.loading.packing import write_rows
from layers.loading.rows import FrameRows, blocks_of, from_bytes, packed_rows

ODD = ["", None, 'a "b"', "c\nd", "\\N", "ñ", "{", "\u2028", "😀"]


def packed(tables: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    write_rows(tables, target)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, list[tuple[int | None, dict[str, Any]]]]:
    tables = packed_rows(from_bytes(content))
    return {
        name: [(at, dict(row)) for block in table.blocks() for at, row in block.rows()]
        for name, table in tables.items()
    }


def frame(**columns: list[Any]) -> pd.DataFrame:
    number = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=range(2, 2 + number), dtype=object)


def test_rows_come_back_with_their_numbers_and_in_their_tables() -> None:
    one = frame(text=ODD, same=["x"] * len(ODD), lists=[[1, None, 'q"']] * len(ODD))
    two = frame(text=["of"], empty=[None])
    found = unpacked(packed({"one": FrameRows(one), "none": FrameRows(one[:0]), "of": [{"a": 1}]}))
    assert found["one"] == [
        (at, {"text": text, "same": "x", "lists": [1, None, 'q"']})
        for at, text in zip(one.index, ODD, strict=True)
    ]
    assert found["none"] == []
    assert found["of"] == [(None, {"a": 1})]
    assert unpacked(packed({"two": FrameRows(two)})) == {
        "two": [(2, {"text": "of", "empty": None})]
    }


def test_what_json_lacks_travels_as_text() -> None:
    values = {"day": dt.date(2020, 2, 29), "sum": Decimal("1.50"), "count": np.int64(7)}
    assert unpacked(packed({"t": [values]})) == {
        "t": [(None, {"day": "2020-02-29", "sum": "1.50", "count": 7})]
    }


def test_equal_values_of_different_kinds_stay_what_they_are() -> None:
    """In Python ``1 == True``; in a table they are a number and a truth."""
    found = unpacked(packed({"t": FrameRows(frame(mixed=[1, True, 1.0], same=[True] * 3))}))
    assert [repr(row["mixed"]) for _at, row in found["t"]] == ["1", "True", "1.0"]
    assert [row["same"] for _at, row in found["t"]] == [True] * 3


def test_the_same_rows_give_the_same_bytes() -> None:
    tables = {"t": FrameRows(frame(text=ODD))}
    assert packed(tables) == packed(tables)


def test_rows_packed_line_by_line_are_still_read() -> None:
    """As publications of older days are kept; a row of one table may speak of another."""
    lines = [
        {"table": "a"},
        {"table": "a", "row": {"x": '{"table": "b"}'}, "at": 3},
        {"table": "a", "row": {"x": None}},
        {"table": "b"},
    ]
    content = gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode())
    assert unpacked(content) == {"a": [(3, {"x": '{"table": "b"}'}), (None, {"x": None})], "b": []}


def test_an_older_checkout_reads_what_the_migration_leaves_it() -> None:
    migration = import_module("layers.migrations.0028_snapshots_in_blocks")
    tables = {"one": FrameRows(frame(text=ODD, same=[1] * len(ODD))), "two": [{"a": 1}]}
    content = packed(tables)
    old = migration._rewritten(content)
    lines = list(map(json.loads, gzip.decompress(old).splitlines()))
    assert [line["table"] for line in lines if "row" not in line] == ["one", "two"]
    assert unpacked(old) == unpacked(content)
    # What is in that form, or no package at all, stays as it is.
    assert [migration._rewritten(same) for same in (old, b"", b"x")] == [old, b"", b"x"]


def test_large_outlines_come_in_smaller_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "_MOST_OUTLINES", 100)
    outlines = ["x" * 30, None, "y" * 60, "z" * 500, "", "w"]
    found = [block.columns["geom"] for block in blocks_of(FrameRows(frame(geom=outlines)))]
    assert list(chain.from_iterable(found)) == outlines
    assert all(len(b) == 1 or sum(len(o or "") for o in b) <= 100 for b in found)


def test_a_frame_without_numbers_gives_rows_none() -> None:
    named = pd.DataFrame({"a": [1, 2]}, index=["x", "y"])
    (block,) = FrameRows(named).blocks()
    assert block.numbers == [None, None]
