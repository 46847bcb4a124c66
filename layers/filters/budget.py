"""How large a filter may be: every parser and the compiler count with the same limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from layers.errors import InvalidFilter

# Of what is no chain of one operator (layers.filters.chains); a level costs a parser some five
# frames of Python's thousand.
MAX_DEPTH = 64
# Of the condition that runs. Room for an IN over every district of the country (1,891).
MAX_NODES = 5_000
# Each is tried on every row that the others leave.
MAX_GEOMETRIES = 100
# A department's official boundary has some 30,000; more than this is no filter but a data set.
MAX_VERTICES = 50_000
# Of what is written: XML and text spell out a name for each value of a chain, nested by twos.
MAX_WRITTEN = 20_000


class Budget:
    """Counts what a filter holds and how deep; raises InvalidFilter beyond the limits."""

    def __init__(self, limit: int = MAX_NODES) -> None:
        self._limit = limit
        self._nodes = 0
        self._depth = 0
        self._geometries = 0
        self._vertices = 0

    def spend(self, nodes: int = 1, *, position: int | None = None) -> None:
        """Count nodes: operators, operands and the items of lists."""
        self._nodes += nodes
        if self._nodes > self._limit:
            raise InvalidFilter(
                f"El filtro tiene más de {self._limit} elementos.", position=position
            )

    def geometry(self) -> None:
        """Count one geometry, before it is read."""
        self._geometries += 1
        if self._geometries > MAX_GEOMETRIES:
            raise InvalidFilter(f"El filtro tiene más de {MAX_GEOMETRIES} geometrías.")

    def vertices(self, number: int) -> None:
        """Count a geometry's vertices."""
        self._vertices += number
        if self._vertices > MAX_VERTICES:
            raise InvalidFilter(f"El filtro tiene más de {MAX_VERTICES} vértices.")

    @contextmanager
    def level(self, *, position: int | None = None) -> Iterator[None]:
        """One level deeper for as long as the block runs."""
        if self._depth >= MAX_DEPTH:
            raise InvalidFilter(
                f"El filtro tiene más de {MAX_DEPTH} niveles de anidamiento.", position=position
            )
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
