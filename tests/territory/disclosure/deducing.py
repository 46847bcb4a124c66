"""What a reader can conclude of hidden cells, without any of the engine's own code."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

Key = tuple[str, ...]
# A total and its parts.
Equation = tuple[Key, Sequence[Key]]
Table = dict[Key, int]


class System:
    """What is told and what adds up; asked for one hidden cell after the other."""

    def __init__(self, told: Mapping[Key, int], equations: Sequence[Equation]) -> None:
        self.told = told
        self._equations = [(total, tuple(parts)) for total, parts in equations]
        self._of: dict[Key, list[int]] = defaultdict(list)
        for at, (total, parts) in enumerate(self._equations):
            for key in (total, *parts):
                if key not in told:
                    self._of[key].append(at)
        self._component: dict[Key, tuple[dict[Key, int], LinearConstraint | None]] = {}

    def interval(self, wanted: Key) -> tuple[float, float]:
        """Between which whole numbers the cell lies, of all that isn't told."""
        if wanted not in self._component:
            unknown, mine = self._tied(wanted)
            found = unknown, self._limits(unknown, mine)
            self._component |= dict.fromkeys(unknown, found)
        unknown, limits = self._component[wanted]
        place, number = unknown[wanted], len(unknown)
        return _end(limits, number, place, 1), _end(limits, number, place, -1)

    def _tied(self, wanted: Key) -> tuple[dict[Key, int], list[int]]:
        """The hidden cells that equations tie to the wanted one, numbered, and these equations."""
        unknown, mine, left = {wanted: 0}, dict.fromkeys(self._of[wanted]), [wanted]
        while left:
            for at in self._of[left.pop()]:
                mine.setdefault(at)
                total, parts = self._equations[at]
                for key in (total, *parts):
                    if key not in self.told and key not in unknown:
                        unknown[key] = len(unknown)
                        left.append(key)
        return unknown, list(mine)

    def _limits(self, unknown: Mapping[Key, int], mine: list[int]) -> LinearConstraint | None:
        if not mine:
            return None
        rows, right = lil_array((len(mine), len(unknown))), np.zeros(len(mine))
        for row, at in enumerate(mine):
            total, parts = self._equations[at]
            for key, factor in ((total, 1), *((part, -1) for part in parts)):
                if key in unknown:
                    rows[row, unknown[key]] += factor
                else:
                    right[row] -= factor * self.told[key]
        return LinearConstraint(rows.tocsr(), right, right)


def interval(
    told: Mapping[Key, int], equations: Sequence[Equation], wanted: Key
) -> tuple[float, float]:
    """Between which whole numbers the one cell lies, of all that isn't told."""
    return System(told, equations).interval(wanted)


def _end(limits: LinearConstraint | None, number: int, wanted: int, sign: int) -> float:
    costs = np.zeros(number)
    costs[wanted] = sign
    found = milp(
        costs,
        constraints=() if limits is None else limits,
        bounds=Bounds(0, np.inf),
        integrality=np.ones(number),
    )
    if found.x is None:
        # HiGHS says of an unbounded programme of whole numbers that it is one or the other.
        assert found.status in (3, 4), found.message
        return np.inf
    return float(round(found.x[wanted]))


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
