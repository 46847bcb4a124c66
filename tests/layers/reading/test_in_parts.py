"""What is carried from one part of a file to the next is what the whole file would tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.columns import Columns
from layers.reading.counted import parse_counted
from layers.reading.in_parts import (
    Kept,
    Mendings,
    Numbered,
    SeenKeys,
    WholeColumns,
    in_parts,
)
from layers.reading.records import read_records, records_in_chunks
from layers.reading.results import Cleaned, RowError
from layers.reading.tabular import TEXTS


def _part(first: int, *texts: str) -> Cleaned:
    index = pd.Index(range(first, first + len(texts)), dtype=int)
    return Cleaned(pd.DataFrame({"a": pd.Series(texts, index, dtype=TEXTS)}))


@given(st.lists(st.integers(0, 9), max_size=9), st.integers(1, 5))
def test_chunks_are_put_together_and_cut(sizes: list[int], rows: int) -> None:
    chunks, first = [], 2
    for size in sizes:
        error = RowError(first, "", "", "mal")
        part = _part(first, *map(str, range(size)))
        chunks.append(Cleaned(part.frame, (error,)))
        first += size
    found = list(in_parts(chunks, rows))
    assert sum(len(part.frame) for part in found) == sum(sizes)
    assert [row for part in found for row in part.frame.index] == list(range(2, 2 + sum(sizes)))
    assert sum(len(part.errors) for part in found) == len(sizes)
    assert all(rows <= len(part.frame) < 2 * rows for part in found[:-1])


@given(st.lists(st.lists(st.integers(0, 6), max_size=6), max_size=6))
def test_a_key_comes_again_in_whatever_part(parts: list[list[int]]) -> None:
    seen, known, row = SeenKeys(), dict[int, int](), 2
    for keys in parts:
        rows = range(row, row + len(keys))
        expected = {}
        for at, key in zip(rows, keys, strict=True):
            first = known.setdefault(key, at)
            if first != at:
                expected[at] = first
        own = np.array(keys, dtype=np.int64)
        assert seen.repeated(own, np.array(rows, dtype=np.int64)) == expected
        row += len(keys)


def test_a_value_has_one_number_in_all_parts() -> None:
    numbered = Numbered()
    assert numbered.numbers(pd.Series(["b", "a", "b"], dtype=object)).tolist() == [0, 1, 0]
    assert numbered.numbers(pd.Series(["c", "a"], dtype=object)).tolist() == [2, 1]
    assert numbered.numbers(pd.Series([], dtype=object)).tolist() == []


def test_parts_come_back_as_they_were(tmp_path: Path) -> None:
    kept, first, second = Kept(tmp_path), _part(2, "ñ", "", "x"), _part(7, "007")
    first.frame.attrs["of"] = "1904"
    kept.add(first)
    kept.add(Cleaned(second.frame, (RowError(8, "", "", "mal"),)))
    for _time in range(2):
        one, other = kept
        pd.testing.assert_frame_equal(one.frame, first.frame)
        pd.testing.assert_frame_equal(other.frame, second.frame)
        assert one.frame.attrs == {"of": "1904"}
        assert [error.row for error in other.errors] == [8]


def test_how_a_column_writes_its_numbers_is_told_by_all_of_it() -> None:
    """«1.234» is a thousand and more where another part shows that points group."""
    parts = [_part(2, "1.234", "12"), _part(4, "1.234.567")]
    alone = Columns(parts[0].frame)
    assert alone.read("a", parse_counted)[2].value == 1_234
    ambiguous = _part(2, "1.5", "1.234")
    columns = WholeColumns(("a",))
    for part in (*parts, ambiguous):
        columns.add(part.frame)
    table = Columns(parts[0].frame, whole=columns.texts())
    whole = Columns(pd.concat([part.frame for part in (*parts, ambiguous)]).reset_index(drop=True))
    own = table.coded("a", parse_counted)
    expected = whole.coded("a", parse_counted)
    assert [own.values[at] for at in own.places] == [
        expected.values[at] for at in expected.places[:2]
    ]
    assert [e.reason for e in table.errors] == [e.reason for e in whole.errors[: len(table.errors)]]


def test_what_is_mended_is_told_once_of_all_parts() -> None:
    def zeros(raw: str) -> str:
        return raw.zfill(4)

    mendings = Mendings()
    for part in (_part(2, "0001", "7"), _part(4, "0002"), _part(5, "8", "9")):
        table = Columns(part.frame)
        table.read("a", zeros)
        mendings.add(table.mended)
    (notice,) = mendings.notices
    assert (notice.row, notice.is_mended) == (3, True)
    assert notice.reason == "Se leyó «0007»: había perdido sus ceros iniciales, y 2 celdas más."


@pytest.mark.parametrize("kind", ["csv", "zip"])
def test_records_come_in_chunks_as_they_come_at_once(kind: str, tmp_path: Path) -> None:
    lines = [f"{number};x" for number in range(5_000)]
    content = "\n".join(["a;b", *lines]).encode()
    path = tmp_path / "file"
    path.write_bytes(content if kind == "csv" else _zipped(content))
    chunks: Iterator[Cleaned] = records_in_chunks(path, ("a",), ("b",), {})
    found = [chunk.frame for chunk in chunks]
    assert len(found) == 3
    pd.testing.assert_frame_equal(pd.concat(found), read_records(path, ("a",), ("b",), {}).frame)


def _zipped(content: bytes) -> bytes:
    import io  # noqa: PLC0415 - of this case alone
    import zipfile  # noqa: PLC0415

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("tabla.csv", content)
    return out.getvalue()
