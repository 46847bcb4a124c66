"""How OEFA's lists say a place: by names of which the finest that exists is taken."""

from __future__ import annotations

from functools import partial

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.directory import Directory

_NAMES = ("departamento", "provincia", "distrito")


def declared_units(table: Columns, units: Directory) -> pd.Series:
    """The code of each row's unit; None where it names none, or no department that exists."""
    return table.read_together(_NAMES, partial(_unit, units=units))


def _unit(*names: str, units: Directory) -> str | None:
    """The finest unit of the names that exists; raises CellError."""
    told = [name for name in names if name.strip()]
    if not names[0].strip():
        return None
    for length in range(len(told), 0, -1):
        if found := units.find(*told[:length]):
            return found
    raise CellError(f"El INEI no tiene un departamento «{names[0].strip()[:100]}».")
