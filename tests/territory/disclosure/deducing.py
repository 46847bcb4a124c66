"""What a reader can conclude of hidden cells, without any of the engine's own code."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Key = tuple[str, ...]
# A total and its parts.
Equation = tuple[Key, Sequence[Key]]
Table = dict[Key, int]


def interval(
    told: Mapping[Key, int], equations: Sequence[Equation], wanted: Key
) -> tuple[float, float]:
    """Between which whole numbers the cell lies, of all that isn't told."""
    mine = _tied(told, equations, wanted)
    unknown = {wanted: 0}
    for total, parts in mine:
        for key in (total, *parts):
            if key not in told:
                unknown.setdefault(key, len(unknown))
    rows, right = [], []
    for total, parts in mine:
        row, rest = np.zeros(len(unknown)), 0
        for key, factor in ((total, 1), *((part, -1) for part in parts)):
            if key in unknown:
                row[unknown[key]] += factor
            else:
                rest -= factor * told[key]
        rows.append(row)
        right.append(rest)
    return _end(rows, right, len(unknown), 1), _end(rows, right, len(unknown), -1)


def _end(rows: list[np.ndarray], right: list[int], number: int, sign: int) -> float:
    costs = np.zeros(number)
    costs[0] = sign
    limits = LinearConstraint(np.array(rows), right, right) if rows else ()
    found = milp(costs, constraints=limits, bounds=Bounds(0, np.inf), integrality=np.ones(number))
    if found.x is None:
        # HiGHS says of an unbounded programme of whole numbers that it is one or the other.
        assert found.status in (3, 4), found.message
        return np.inf
    return float(round(found.x[0]))


def _tied(told: Mapping[Key, int], equations: Sequence[Equation], wanted: Key) -> list[Equation]:
    """The equations that hidden cells tie to the wanted one."""
    reached, left = {wanted}, list(equations)
    found: list[Equation] = []
    while True:
        new = [one for one in left if any(k in reached for k in (one[0], *one[1]) if k not in told)]
        if not new:
            return found
        found += new
        left = [one for one in left if one not in new]
        reached |= {k for one in new for k in (one[0], *one[1]) if k not in told}


def every_table(
    told: Mapping[Key, int], equations: Sequence[Equation], inner: Sequence[Key], most: int
) -> Iterator[Table]:
    """All tables that may be true, ``inner`` being the cells that are no sums: by trying."""
    open_ = [key for key in inner if key not in told]
    for values in itertools.product(range(most + 1), repeat=len(open_)):
        table = {key: told[key] for key in inner if key in told}
        table |= dict(zip(open_, values, strict=True))
        for total, parts in equations:
            table[total] = sum(table[part] for part in parts)
        if all(table[key] == value for key, value in told.items()):
            yield table


def grid(values: Sequence[Sequence[int]]) -> tuple[Table, list[Equation]]:
    """A table of two dimensions with its margins and its whole; inner sums come first."""
    rows, columns = range(len(values)), range(len(values[0]))
    cells: Table = {(f"r{r}", f"c{c}"): values[r][c] for r in rows for c in columns}
    equations: list[Equation] = [
        *(((f"r{r}", "all"), [(f"r{r}", f"c{c}") for c in columns]) for r in rows),
        *((("all", f"c{c}"), [(f"r{r}", f"c{c}") for r in rows]) for c in columns),
    ]
    equations.append((("all", "all"), [(f"r{r}", "all") for r in rows]))
    equations.append((("all", "all"), [("all", f"c{c}") for c in columns]))
    return filled(cells, equations), equations


def filled(cells: Mapping[Key, int], equations: Iterable[Equation]) -> Table:
    """The cells with the totals of the equations, in their order."""
    table = dict(cells)
    for total, parts in equations:
        table[total] = sum(table[part] for part in parts)
    return table
