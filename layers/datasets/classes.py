"""Numbers in classes: where one ends and the next begins."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Method(StrEnum):
    """How the numbers are shared out."""

    QUANTILES = "quantiles"
    NATURAL = "natural"
    EQUAL = "equal"


# Natural breaks are found in a time that grows with the square of the numbers: 0.4 s for these.
_NATURAL_OF = 500


def breaks_of(numbers: Sequence[float], method: Method, classes: int) -> list[float]:
    """The least number of the second and each further class, ascending; fewer where few differ.

    A class holds its least number and not the next one's: a break is a number that occurs, so
    that nothing lies on a border.
    """
    import mapclassify  # noqa: PLC0415 - it takes two seconds, and is for whoever makes a style

    values = np.unique(np.asarray(numbers, dtype=float))
    classes = min(classes, len(values))
    if classes < 2:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are few values is known
        match method:
            case Method.QUANTILES:
                found = mapclassify.Quantiles(np.asarray(numbers, dtype=float), k=classes)
            case Method.NATURAL:
                found = mapclassify.FisherJenks(_some(numbers), k=classes)
            case Method.EQUAL:
                found = mapclassify.EqualInterval(np.asarray(numbers, dtype=float), k=classes)
    # The library's bins end with their greatest number; the next class begins at the one after.
    starts = values[
        np.searchsorted(values, found.bins[:-1], side="right").clip(max=len(values) - 1)
    ]
    return [float(start) for start in np.unique(starts) if start > values[0]]


def _some(numbers: Sequence[float]) -> NDArray[np.float64]:
    """An even choice by size, the least and the greatest in it."""
    ordered = np.sort(np.asarray(numbers, dtype=float))
    at = np.linspace(0, len(ordered) - 1, min(len(ordered), _NATURAL_OF)).round().astype(int)
    chosen: NDArray[np.float64] = ordered[at]
    return chosen
