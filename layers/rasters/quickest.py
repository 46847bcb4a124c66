"""The quickest way over a grid of cells, each with the time that crossing a metre of it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """Metres between the middles of neighbouring cells, by row: a row has them all alike.

    ``down`` and ``aslant`` lead to the row below, which the last row lacks.
    """

    across: Floats
    down: Floats
    aslant: Floats


def times_from(costs: Floats, steps: Steps, row: int, column: int) -> Floats:
    """The time to each cell's middle from that of one; infinite where no way leads.

    From a cell to each of its eight neighbours one travels at the mean of both. ``costs`` (row,
    column) are NaN where nobody can cross; the start must have a value.
    """
    from scipy.sparse import coo_array  # noqa: PLC0415 - a large library, for who asks alone
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    height, width = costs.shape
    nodes = np.arange(costs.size).reshape(costs.shape)
    every, upper, lower = slice(None), slice(None, -1), slice(1, None)
    pairs = (
        ((every, upper), (every, lower), steps.across),
        ((upper, every), (lower, every), steps.down),
        ((upper, upper), (lower, lower), steps.aslant),
        ((upper, lower), (lower, upper), steps.aslant),
    )
    begins, ends, weights = [], [], []
    for one, other, metres in pairs:
        weight = (costs[one] + costs[other]) / 2 * metres[: costs[one].shape[0], None]
        passable = np.isfinite(weight)
        begins.append(nodes[one][passable])
        ends.append(nodes[other][passable])
        weights.append(weight[passable])
    graph = coo_array(
        (np.concatenate(weights), (np.concatenate(begins), np.concatenate(ends))),
        shape=(costs.size, costs.size),
    ).tocsr()
    found: Floats = dijkstra(graph, directed=False, indices=row * width + column)
    return found.reshape(height, width)
