"""A publication's rows as swaps and snapshots take them: made while they are read, never all."""

from __future__ import annotations

import gzip
import io
import json
import numbers
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias, runtime_checkable

import pandas as pd

# So many rows are mappings at a time: of a national file's all of them take more than the file.
_AT_ONCE = 2_000

Row: TypeAlias = Mapping[str, Any]
# Each table's rows, by its name.
RowsByTable: TypeAlias = Mapping[str, Iterable[Row]]


@runtime_checkable
class Numbered(Protocol):
    """Rows that know their numbers in the file, None where one has none."""

    def numbered(self) -> Iterator[tuple[int | None, Row]]: ...


@dataclass(frozen=True)
class FrameRows:
    """A frame's rows as mappings; they can be gone through any number of times."""

    frame: pd.DataFrame

    def __iter__(self) -> Iterator[Row]:
        for _at, row in self.numbered():
            yield row

    def numbered(self) -> Iterator[tuple[int | None, Row]]:
        """Each row with its number in the file, None where the index isn't of numbers."""
        names = list(map(str, self.frame.columns))
        for start in range(0, len(self.frame), _AT_ONCE):
            chunk = self.frame.iloc[start : start + _AT_ONCE]
            # Pandas' own records look at the type of each single value.
            columns = (chunk[name].tolist() for name in names)
            for at, values in zip(chunk.index, zip(*columns, strict=True), strict=True):
                yield row_number(at), dict(zip(names, values, strict=True))


@dataclass(frozen=True)
class PackedRows:
    """One table's rows as ``layers.loading.packing`` wrote them; read whenever asked for.

    ``opened`` gives the packed content from its first byte on.
    """

    opened: Callable[[], IO[bytes]]
    table: str

    def __iter__(self) -> Iterator[Row]:
        for _at, row in self.numbered():
            yield row

    def numbered(self) -> Iterator[tuple[int | None, Row]]:
        """Each row with its number in the file, None where that wasn't kept."""
        with self.opened() as content, gzip.open(content, "rt", encoding="utf-8") as lines:
            for item in map(json.loads, lines):
                if item["table"] == self.table and "row" in item:
                    yield item.get("at"), item["row"]


def packed_rows(opened: Callable[[], IO[bytes]]) -> dict[str, PackedRows]:
    """The tables of packed rows; dates are text, which COPY takes as well."""
    with opened() as content, gzip.open(content, "rt", encoding="utf-8") as lines:
        # A line that starts a table is short; those of rows are looked at when they are asked for.
        tables = [json.loads(line)["table"] for line in lines if '"row"' not in line]
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


def rows_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, FrameRows]:
    """The rows of each frame."""
    return {name: FrameRows(frame) for name, frame in frames.items()}


def numbered(rows: Iterable[Row]) -> Iterator[tuple[int | None, Row]]:
    """Rows with their numbers in the file, where they are known."""
    if isinstance(rows, Numbered):
        yield from rows.numbered()
    else:
        yield from ((None, row) for row in rows)
