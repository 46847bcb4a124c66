"""A publication's rows as swaps and snapshots take them: made while they are read, never all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

# So many rows are mappings at a time: of a national file's all of them take more than the file.
_AT_ONCE = 2_000

Row: TypeAlias = Mapping[str, Any]
# Each table's rows, by its name.
RowsByTable: TypeAlias = Mapping[str, Iterable[Row]]


@dataclass(frozen=True)
class FrameRows:
    """A frame's rows as mappings; they can be gone through any number of times."""

    frame: pd.DataFrame

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self.frame), _AT_ONCE):
            yield from self.frame.iloc[start : start + _AT_ONCE].to_dict("records")


def rows_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, Iterable[Row]]:
    """The rows of each frame."""
    return {name: FrameRows(frame) for name, frame in frames.items()}
