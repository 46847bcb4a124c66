"""A publication's rows as swaps and snapshots take them: made while they are read, never all.

They travel in blocks of some hundreds, column by column: what is done to each value by itself takes
several times as long as what is done to a column.
"""

from __future__ import annotations

import gzip
import io
import json
import numbers
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

import pandas as pd

# So many rows are Python's own values at a time: of a national file's all of them take more than
# the file.
_AT_ONCE = 1_000
# Nor is a block of outlines larger than a few of the largest; characters of their text.
_MOST_OUTLINES = 4_000_000
_OUTLINE = "geom"

Row: TypeAlias = Mapping[str, Any]
# Each table's rows, by its name.
RowsByTable: TypeAlias = Mapping[str, Iterable[Row]]


@dataclass(frozen=True)
class Block:
    """Rows that follow one another: their numbers in the file, and each column's values.

    A row has no number where none is known.
    """

    numbers: Sequence[int | None]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def rows(self) -> Iterator[tuple[int | None, Row]]:
        """Each row with its number."""
        names = list(self.columns)
        for at, values in zip(self.numbers, zip(*self.columns.values(), strict=True), strict=True):
            yield at, dict(zip(names, values, strict=True))

    def only(self, wanted: Sequence[bool]) -> Block:
        """The rows of a mask."""
        columns = {name: list(compress(cells, wanted)) for name, cells in self.columns.items()}
        return Block(list(compress(self.numbers, wanted)), columns)

    def within_bounds(self) -> Iterator[Block]:
        """The same rows in blocks that hold no more outlines than fit at once."""
        outlines = self.columns.get(_OUTLINE, ())
        if len(self) == 1 or sum(map(len, filter(None, outlines))) <= _MOST_OUTLINES:
            yield self
            return
        middle = len(self) // 2
        for part in (slice(None, middle), slice(middle, None)):
            columns = {name: cells[part] for name, cells in self.columns.items()}
            yield from Block(self.numbers[part], columns).within_bounds()


class BlockRows(ABC):
    """Rows that come in blocks; they can be gone through any number of times."""

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """All of them; none is empty."""

    def __iter__(self) -> Iterator[Row]:
        for block in self.blocks():
            for _at, row in block.rows():
                yield row


@dataclass(frozen=True)
class FrameRows(BlockRows):
    """A frame's rows; its index has their numbers in the file where it is of numbers."""

    frame: pd.DataFrame

    def blocks(self) -> Iterator[Block]:
        names = list(map(str, self.frame.columns))
        for start in range(0, len(self.frame), _AT_ONCE):
            chunk = self.frame.iloc[start : start + _AT_ONCE]
            # Pandas' own records look at the type of each single value.
            columns = {name: chunk[name].tolist() for name in names}
            yield from Block(row_numbers(chunk.index), columns).within_bounds()


@dataclass(frozen=True)
class PackedRows(BlockRows):
    """One table's rows as ``layers.loading.packing`` wrote them; read whenever asked for.

    ``opened`` gives the packed content from its first byte on.
    """

    opened: Callable[[], IO[bytes]]
    table: str

    def blocks(self) -> Iterator[Block]:
        beginning = block_beginning(self.table)
        with self.opened() as content, gzip.open(content, "rt", encoding="utf-8") as lines:
            if "tables" not in json.loads(next(lines)):
                yield from blocks(self._rows_by_line(lines))
                return
            for line in lines:
                if line.startswith(beginning):
                    yield _unpacked(json.loads(line))

    def _rows_by_line(self, lines: Iterable[str]) -> Iterator[tuple[int | None, Row]]:
        """As they were packed in older days: a line names a table, each after it holds a row."""
        for item in map(json.loads, lines):
            if item["table"] == self.table and "row" in item:
                yield item.get("at"), item["row"]


def block_beginning(table: str) -> str:
    """How the line of a block of this table begins."""
    return f'{{"of":{json.dumps(table)},'


def _unpacked(item: Mapping[str, Any]) -> Block:
    """``same`` are the columns that hold one value in all rows of the block."""
    at, same = item["at"], item["same"]
    columns = {
        name: [same[name]] * len(at) if name in same else item["columns"][name]
        for name in item["names"]
    }
    return Block(at, columns)


def packed_rows(opened: Callable[[], IO[bytes]]) -> dict[str, PackedRows]:
    """The tables of packed rows; dates are text, which COPY takes as well."""
    with opened() as content, gzip.open(content, "rt", encoding="utf-8") as lines:
        first = json.loads(next(lines, '{"tables":[]}'))
        tables = first.get("tables")
        if tables is None:
            # A line that starts a table is short; those of rows needn't be read for it.
            rest = [json.loads(line)["table"] for line in lines if '"row"' not in line]
            tables = [first["table"], *rest]
    return {table: PackedRows(opened, table) for table in tables}


def from_bytes(content: bytes) -> Callable[[], IO[bytes]]:
    """What opens content that is in memory."""
    return lambda: io.BytesIO(content)


def from_file(path: Path) -> Callable[[], IO[bytes]]:
    """What opens content that lies in a file."""
    return lambda: path.open("rb")


def row_number(at: Any) -> int | None:
    """A frame's index as a row's number in the file, None where it is none."""
    return int(at) if isinstance(at, numbers.Integral) else None


def row_numbers(index: pd.Index) -> list[int | None]:
    """The same of all of an index."""
    at: list[Any] = index.tolist()
    return at if pd.api.types.is_integer_dtype(index.dtype) else list(map(row_number, at))


def rows_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, FrameRows]:
    """The rows of each frame."""
    return {name: FrameRows(frame) for name, frame in frames.items()}


def blocks_of(rows: Iterable[Row]) -> Iterator[Block]:
    """Rows in blocks, with their numbers in the file where they are known."""
    if isinstance(rows, BlockRows):
        yield from rows.blocks()
    else:
        yield from blocks((None, row) for row in rows)


def blocks(numbered: Iterable[tuple[int | None, Row]]) -> Iterator[Block]:
    """Single rows, which all have the columns of the first, in blocks."""
    following = iter(numbered)
    while some := list(islice(following, _AT_ONCE)):
        names = list(some[0][1])
        columns = {name: [row[name] for _at, row in some] for name in names}
        yield from Block([at for at, _row in some], columns).within_bounds()
