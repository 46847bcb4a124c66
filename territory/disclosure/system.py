"""The cells of linked tables as numbers that satisfy linear equations, component by component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from territory.disclosure.sums import Key, Sum

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Component:
    """Cells that sums tie to one another, and to no further one.

    ``values`` are those of ``keys`` and, after them, what of each incomplete sum no cell tells:
    nobody knows these rests and nobody needs them. ``equations`` times the values is zero.
    """

    keys: tuple[Key, ...]
    values: Numbers
    equations: sparse.csr_array

    @property
    def number(self) -> int:
        """How many cells there are, without the rests."""
        return len(self.keys)


def components(cells: Mapping[Key, int], sums: Iterable[Sum]) -> Iterator[Component]:
    """All cells that are in a sum, each in one component; cells without a sum are alone.

    A sum of which the total isn't known, or whose parts make more than it, ties nothing: it is
    of what was reported differently. What the known parts lack of their total is a rest.
    """
    groups = _Groups()
    for key in sorted(cells):
        groups.root(key)
    tying: list[tuple[Sum, int]] = []
    for one in sums:
        parts = tuple(part for part in one.parts if part in cells)
        rest = cells.get(one.total, -1) - sum(cells[part] for part in parts)
        if rest < 0:
            continue
        tying.append((Sum(one.total, parts), rest))
        for part in parts:
            groups.join(one.total, part)
    of_group: dict[Key, list[tuple[Sum, int]]] = {}
    for one, rest in tying:
        of_group.setdefault(groups.root(one.total), []).append((one, rest))
    for root, keys in sorted(groups.members().items()):
        yield _component(tuple(keys), of_group.get(root, []), cells)


def _component(
    keys: tuple[Key, ...], sums: list[tuple[Sum, int]], cells: Mapping[Key, int]
) -> Component:
    place = {key: number for number, key in enumerate(keys)}
    values = [float(cells[key]) for key in keys]
    rows: list[int] = []
    columns: list[int] = []
    factors: list[float] = []
    for row, (one, rest) in enumerate(sums):
        terms = [(place[one.total], 1.0), *((place[part], -1.0) for part in one.parts)]
        if rest:
            terms.append((len(values), -1.0))
            values.append(float(rest))
        for column, factor in terms:
            rows.append(row)
            columns.append(column)
            factors.append(factor)
    shape = (len(sums), len(values))
    equations = sparse.csr_array((factors, (rows, columns)), shape=shape)
    return Component(keys, np.array(values), equations)


class _Groups:
    """Which cells are tied to one another (disjoint sets)."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def root(self, key: Key) -> Key:
        above = self._above.setdefault(key, key)
        while above != self._above[above]:
            self._above[above] = above = self._above[self._above[above]]
        self._above[key] = above
        return above

    def join(self, one: Key, other: Key) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def members(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = {}
        for key in sorted(self._above):
            found.setdefault(self.root(key), []).append(key)
        return found
