"""What distinguishes a row written for demonstration from a fact, in the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from layers.reading.cells import CellError
from territory.names import fold

_NOT_A_FACT = "Es una fila de ejemplo y no puede publicarse como un hecho."


@dataclass(frozen=True)
class SampleMark:
    """How the texts of a column start in every sample, and in no fact.

    Any of ``starts``, without regard to case and accents. The messages, in Spanish, are for a
    sample without the mark and for a fact with it.
    """

    starts: tuple[str, ...]
    missing: str = ""
    unexpected: str = _NOT_A_FACT

    def is_on(self, text: str) -> bool:
        """Whether the text has the mark."""
        return fold(text).startswith(self._starts)

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return tuple(map(fold, self.starts))

    def reason(self, *, samples: bool) -> str:
        """Why a text is refused among samples, or among facts."""
        if not samples:
            return self.unexpected
        return self.missing or f"Las muestras se llaman «{self.starts[0]} …»."

    def check(self, text: str, *, samples: bool) -> None:
        """Raises CellError for a sample's text among facts, and for a fact's among samples."""
        if self.is_on(text) != samples:
            raise CellError(self.reason(samples=samples))
