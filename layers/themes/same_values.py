"""Rows of a file that say the same thing of one key: the first says it for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from layers.reading.columns import Columns


def refuse_other_values(
    table: Columns, keys: Sequence[pd.Series], found: pd.Series, column: str, what: str
) -> None:
    """Refuse each row that gives its key another value than the first row does.

    ``what`` says in Spanish of what, after "La fila 2 da".
    """
    seen: dict[tuple[Any, ...], tuple[int, Any]] = {}
    reasons: dict[int, str] = {}
    refused = table.refused
    for row, value, *key in zip(table.frame.index, found, *keys, strict=True):
        if int(row) in refused or any(part is None for part in key):
            continue
        first, known = seen.setdefault(tuple(key), (int(row), value))
        if known != value:
            reasons[int(row)] = f"La fila {first} da {what}."
    table.report(reasons, column, refuse=True)
