"""Totals that stand beside their parts: held against them, since they must not be counted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layers.reading.counted import Counted


@dataclass(frozen=True)
class Reported:
    """What a row of a file says: its number there, and the count."""

    row: int
    counted: Counted


def disagreement(total: Reported, parts: Iterable[Reported], *, complete: bool) -> str:
    """Why the total can't be the sum of its parts, in Spanish; empty where it may be.

    ``complete``: the parts make up the whole, as far as units or categories go. Where one of them
    is missing or has no number, the others must not be more than the total.
    """
    values = [part.counted.value for part in parts]
    if total.counted.value is None or not values:
        return ""
    known = sum(value for value in values if value is not None)
    if complete and None not in values:
        if known != total.counted.value:
            return f"El total dice {total.counted.value} y sus partes suman {known}."
    elif known > total.counted.value:
        return f"El total dice {total.counted.value} y solo parte de sus partes suma {known}."
    return ""
