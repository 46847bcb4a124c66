"""Columns that may name persons: only what is known to be none is published by name."""

from __future__ import annotations

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.text import clean, mend
from territory.holders import publishable

_UNKNOWN_HOLDER = "No se sabe si es una empresa o una persona: no se publica."


def without_persons(
    frame: pd.DataFrame, code: str, columns: tuple[str, ...], *, samples: bool
) -> Columns:
    """The table with no natural person's name in it, whatever is reported of it later."""
    if samples:
        return Columns(frame, code)
    reports: list[tuple[str, dict[int, str]]] = []
    for column in columns:
        names = [name for name in frame[column].unique() if name.strip()]
        shown = {name: publishable(clean(mend(name))) for name in names}
        published = frame[column].map(shown).astype(object)
        unknown = published.index[published.isna() & (frame[column].str.strip() != "")]
        frame = frame.assign(**{column: published.fillna("")})
        reports.append((column, dict.fromkeys(map(int, unknown), _UNKNOWN_HOLDER)))
    table = Columns(frame, code)
    for column, reasons in reports:
        table.report(reasons, column, refuse=False)
    return table
