"""The totals of the long form, each held against the rows that it is of."""

from __future__ import annotations

import pandas as pd

from layers.reading.columns import Columns

# The total of each group of a station's month → how its parts' texts begin.
_TOTALS = {
    "f1_total": "f1_",
    "f2_total": "f2_",
    "c_total": "c_",
    "m_total": "m_",
    "t_total": "t_",
    "ef_sub total": "ef_de",
    "em_sub total": "em_de",
}
# All victims are those of both sexes.
_WHOLE, _SEXES = "em_ef_total", ("ef_sub total", "em_sub total")
_WHY = "El total no es la suma de sus partes."
_BESIDE = "Su total no es la suma de sus partes."
COLUMN = "denuncias_por_comision"


def hold_totals(table: Columns, cells: pd.DataFrame, station: list[str]) -> None:
    """Refuse the totals that aren't the sum of their parts, and the parts with them.

    ``cells``: ``text`` (folded), ``value`` (None where unknown) and the ``station`` columns, which
    say of which station's month a row is. The reason names no number: it is kept.
    """
    known = cells[cells["text"].notna()].copy()
    known["total"] = known["text"].map(_total_of)
    is_total = known["text"].isin([*_TOTALS, _WHOLE])
    totals = known[is_total].assign(total=known.loc[is_total, "text"])
    keys = [*station, "total"]
    parts = known[known["total"].notna()]
    sums = parts.groupby(keys, sort=False)["value"].agg(
        told=lambda values: values.dropna().sum(), whole=lambda values: values.notna().all()
    )
    held = totals.join(sums, on=keys, how="inner")
    held = held[held["value"].notna()]
    more = held["told"] > held["value"]
    other = held["whole"] & (held["told"] != held["value"])
    wrong = held[more | other]
    if wrong.empty:
        return
    table.report({int(row): _WHY for row in wrong.index}, COLUMN, refuse=True)
    refused = wrong[keys].apply(tuple, axis=1)
    beside = parts[parts[keys].apply(tuple, axis=1).isin(set(refused))]
    table.report({int(row): _BESIDE for row in beside.index}, COLUMN, refuse=True)


def _total_of(text: str) -> str | None:
    """The total that a row is part of; None for the totals of groups."""
    if text in _SEXES:
        return _WHOLE
    if text in _TOTALS or text == _WHOLE:
        return None
    return next((total for total, start in _TOTALS.items() if text.startswith(start)), None)
