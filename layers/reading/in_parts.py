"""Files that are read a part at a time, so that never all of their rows are in memory.

What a part alone can't tell (that a key comes again, how many cells were mended) is carried from
one to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from layers.reading.mended import Mended
from layers.reading.results import Cleaned, Reading, RowError
from layers.reading.tabular import TEXTS, joined
from layers.reading.text import clean, mend

# So many rows are a frame's at a time: enough for what is done once a column to be worth it.
ROWS_A_PART = 50_000


def in_parts(chunks: Iterable[Cleaned], rows: int = ROWS_A_PART) -> Iterator[Cleaned]:
    """Chunks put together, or cut, to parts of about so many rows."""
    some: list[Cleaned] = []
    number = 0
    for chunk in chunks:
        for piece in _cut(chunk, rows):
            some.append(piece)
            number += len(piece.frame)
            if number >= rows:
                yield joined(some)
                some, number = [], 0
    if some:
        yield joined(some)


def _cut(chunk: Cleaned, rows: int) -> Iterator[Cleaned]:
    """Its errors are the first piece's."""
    if len(chunk.frame) <= rows:
        yield chunk
        return
    for start in range(0, len(chunk.frame), rows):
        piece = chunk.frame.iloc[start : start + rows]
        yield Cleaned(piece, chunk.errors if start == 0 else ())


@dataclass
class Kept:
    """Parts of texts in a folder's files, to be gone through once all of them were seen."""

    folder: Path
    _beside: list[tuple[tuple[RowError, ...], dict[Any, Any]]] = field(default_factory=list)

    def add(self, part: Cleaned) -> None:
        """The next part."""
        frame = part.frame
        texts = [pa.array(frame[name], pa.large_string()) for name in frame.columns]
        numbers = pa.array(frame.index.to_numpy(np.int64))
        table = pa.table([numbers, *texts], names=list(map(str, range(len(texts) + 1))))
        path = str(self._path(len(self._beside)))
        with pa.OSFile(path, "wb") as target, pa.ipc.new_file(target, table.schema) as writer:
            writer.write_table(table)
        self._beside.append((part.errors, dict(frame.attrs) | {_NAMES: list(frame.columns)}))

    def __iter__(self) -> Iterator[Cleaned]:
        for at, (errors, beside) in enumerate(self._beside):
            with pa.memory_map(str(self._path(at))) as source:
                numbers, *texts = pa.ipc.open_file(source).read_all().itercolumns()
                columns = [TEXTS.__from_arrow__(cells) for cells in texts]
                names = beside[_NAMES]
                index = pd.Index(numbers.to_numpy(), dtype=int)
                frame = pd.DataFrame(dict(zip(names, columns, strict=True)), index, names)
                frame.attrs = {name: value for name, value in beside.items() if name != _NAMES}
                yield Cleaned(frame, errors)

    def _path(self, at: int) -> Path:
        return self.folder / f"part-{at}"


_NAMES = object()


@dataclass
class WholeColumns:
    """The distinct texts of some columns in all parts: how a column writes its values they show."""

    names: tuple[str, ...]
    _texts: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, frame: pd.DataFrame) -> None:
        """Those of the next part."""
        for name in self.names:
            self._texts.setdefault(name, {}).update(dict.fromkeys(frame[name].unique()))

    def texts(self) -> dict[str, list[str]]:
        """As a part's own are read, mended and cleaned."""
        return {
            name: list(dict.fromkeys(clean(mend(text)) for text in texts))
            for name, texts in self._texts.items()
        }


def whole(parts: Iterable[Reading]) -> Reading:
    """The parts as one reading; there has to be one at least."""
    found = list(parts)
    return Reading(
        {name: pd.concat([part.frames[name] for part in found]) for name in found[0].frames},
        tuple(error for part in found for error in part.errors),
        tuple(sorted((cell for part in found for cell in part.notices), key=_row)),
        tuple(remark for part in found for remark in part.remarks),
        feed=found[0].feed,
    )


def _row(cell: RowError) -> int:
    return cell.row


@dataclass
class Mendings:
    """What was mended in all parts, told once of a column and a reason."""

    _found: dict[tuple[str, str], Mended] = field(default_factory=dict)

    def add(self, mended: Iterable[Mended]) -> None:
        """Those of the next part."""
        for one in dict.fromkeys(mended):
            key = (one.column, one.what)
            first = self._found.get(key)
            if first is not None:
                one = replace(first, cells=first.cells + one.cells)  # noqa: PLW2901 - added up
            self._found[key] = one

    @property
    def notices(self) -> tuple[RowError, ...]:
        return tuple(sorted((mended.notice for mended in self._found.values()), key=_row))


@dataclass
class Numbered:
    """Values as whole numbers from 0, the same in all parts."""

    _known: dict[object, int] = field(default_factory=dict)

    def numbers(self, values: pd.Series) -> NDArray[np.int64]:
        """Of each value its number."""
        places, distinct = pd.factorize(np.asarray(values, dtype=object))
        known = self._known
        found = [known.setdefault(value, len(known)) for value in distinct]
        numbers: NDArray[np.int64] = np.array(found, dtype=np.int64)[places]
        return numbers


@dataclass
class SeenKeys:
    """The keys of all parts so far, as whole numbers, with the row that had each first."""

    _keys: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    _rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def repeated(self, keys: NDArray[np.int64], rows: NDArray[np.int64]) -> dict[int, int]:
        """Row → the first with the same key, of those that aren't the first; others are kept."""
        own, first_at, which = np.unique(keys, return_index=True, return_inverse=True)
        places = np.searchsorted(self._keys, own)
        within = places < len(self._keys)
        is_known = np.zeros(len(own), bool)
        is_known[within] = self._keys[places[within]] == own[within]
        firsts = rows[first_at]
        firsts[is_known] = self._rows[places[is_known]]
        is_new = ~is_known
        self._keys = np.insert(self._keys, places[is_new], own[is_new])
        self._rows = np.insert(self._rows, places[is_new], firsts[is_new])
        again = np.flatnonzero(firsts[which] != rows)
        return {int(rows[at]): int(firsts[which[at]]) for at in again}
