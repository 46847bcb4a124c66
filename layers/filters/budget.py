"""How large a filter may be: every parser and the compiler count with the same limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from layers.errors import InvalidFilter

# QGIS nests one parenthesis for each term of a chain of ANDs; a level costs a parser some
# five frames of Python's thousand.
MAX_DEPTH = 64
# Room for an IN over every district of the country (1,891).
MAX_NODES = 5_000


class Budget:
    """Counts a filter's nodes and its depth; raises InvalidFilter beyond the limits."""

    def __init__(self) -> None:
        self._nodes = 0
        self._depth = 0

    def spend(self, nodes: int = 1, *, position: int | None = None) -> None:
        """Count nodes: operators, operands and the items of lists."""
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise InvalidFilter(f"El filtro tiene más de {MAX_NODES} elementos.", position=position)

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
