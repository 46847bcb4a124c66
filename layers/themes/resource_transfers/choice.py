"""Which rows of all public income are of extraction, chosen while the file is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from layers.reading.numbers import grouped
from layers.themes.resource_transfers.kinds import kind_of

RUBRO = "18"
# So many kinds of resource that aren't of extraction are named.
_NAMED = 6


class Choosing:
    """The sieve: it lets through the rows of extraction in rubro 18, and counts the others."""

    columns: tuple[str, ...] = ("tipo_recurso_nombre", "rubro")

    def __init__(self) -> None:
        self._others: Counter[str] = Counter()
        self._of_other_rubros = 0

    def __call__(self, *texts: str) -> bool:
        kind, rubro = texts
        if rubro.strip() and rubro.strip().partition(":")[0].strip().removesuffix(".0") != RUBRO:
            self._of_other_rubros += 1
            return False
        if kind_of(kind) is not None:
            return True
        self._others[kind.strip()[:80]] += 1
        return False

    def remarks(self) -> Iterator[str]:
        """What is to be said of the rows that weren't taken."""
        if self._of_other_rubros:
            yield f"{grouped(self._of_other_rubros)} filas no son del rubro 18."
        if self._others:
            named = ", ".join(
                f"{name or 'sin nombre'} ({grouped(number)})"
                for name, number in self._others.most_common(_NAMED)
            )
            number = self._others.total()
            yield f"{grouped(number)} filas no son de actividades extractivas: {named}."
