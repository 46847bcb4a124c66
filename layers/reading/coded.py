"""Columns by the places of their distinct values: what is done to each of these is done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import DTypeLike, NDArray


@dataclass(frozen=True)
class Coded:
    """A column's cells as the places of their values among the distinct texts' ones.

    The value of a text that was refused, or left out, is None.
    """

    places: NDArray[np.intp]
    values: Sequence[Any]

    def taken(self, of: Callable[[Any], Any], dtype: DTypeLike) -> NDArray[Any]:
        """What ``of`` gives for each cell's value, which it is asked for once."""
        return np.fromiter(map(of, self.values), dtype, len(self.values))[self.places]


def alike(values: Sequence[pd.Series]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each row the number of its values among the distinct ones, and where each first is.

    They are numbered as they first come. None and what isn't a number are one value.
    """
    first, *others = (
        pd.factorize(np.asarray(each, dtype=object), use_na_sentinel=False)[0] for each in values
    )
    places = first
    for numbers in others:
        most = int(numbers.max(initial=0)) + 1
        places = pd.factorize(places.astype(np.int64) * most + numbers)[0]
    return places, np.unique(places, return_index=True)[1]


def distinct(cells: pd.DataFrame) -> tuple[Any, list[list[str]]]:
    """Of each row the number of its texts among the distinct ones, and these, column by column.

    They are numbered as they first come. Rows of several cells are held against each other by the
    numbers of their texts: as tuples those of a national file took 60 MB.
    """
    first, *others = (pd.factorize(cells[column]) for column in cells.columns)
    places, found = first[0], [first]
    for numbers, uniques in others:
        places = pd.factorize(places.astype(np.int64) * len(uniques) + numbers)[0]
        found.append((numbers, uniques))
    if not others:
        return places, [first[1].tolist()]
    # Where each of them first comes: numbers rise by one there.
    firsts = np.unique(places, return_index=True)[1]
    return places, [uniques.take(numbers[firsts]).tolist() for numbers, uniques in found]
