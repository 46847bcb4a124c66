"""Rows of a file that say the same thing of one key: the first says it for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from layers.reading.coded import alike
from layers.reading.columns import Columns


@dataclass
class FirstValues:
    """What the first row of each key says of it; kept from one part of a file to the next."""

    _seen: dict[tuple[Any, ...], tuple[int, Any]] = field(default_factory=dict)

    def refuse_others(
        self, table: Columns, keys: Sequence[pd.Series], found: pd.Series, column: str, what: str
    ) -> None:
        """Refuse each row that gives its key another value than the first row does.

        ``what`` says in Spanish of what, after "La fila 2 da".
        """
        rows = table.frame.index
        is_whole = np.logical_and.reduce([each.notna().to_numpy() for each in keys])
        at = np.flatnonzero(is_whole & ~rows.isin(list(table.refused)))
        if not len(at):
            return
        own = [each.iloc[at] for each in (*keys, found)]
        places, firsts = alike(own)
        reasons: list[str] = []
        for place in firsts:
            *key, value = (each.iat[place] for each in own)
            first, known = self._seen.setdefault(tuple(key), (int(rows[at[place]]), value))
            reasons.append("" if known == value else f"La fila {first} da {what}.")
        wrong = np.flatnonzero(np.fromiter(map(bool, reasons), bool, len(reasons))[places])
        table.report(
            {int(rows[at[each]]): reasons[places[each]] for each in wrong}, column, refuse=True
        )


def refuse_other_values(
    table: Columns, keys: Sequence[pd.Series], found: pd.Series, column: str, what: str
) -> None:
    """The same of a file that is in memory as a whole."""
    FirstValues().refuse_others(table, keys, found, column, what)
