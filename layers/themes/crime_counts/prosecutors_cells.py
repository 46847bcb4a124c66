"""What rows of prosecutors' complaints add up to: each district's year, offence by offence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from territory.models.counts import CountState
from territory.models.prosecutors import EXTORTION, PROPERTY, PROPERTY_REST

OF = ["district", "year"]
_COLUMNS = [*OF, "offence", "value", "state", "extracted_on", "cutoff_date"]
# The leaves of the offences against property.
_PARTS = (EXTORTION, PROPERTY_REST)


def counted(cells: pd.DataFrame, refused: set[int]) -> pd.DataFrame:
    """Every offence of every district's year that the file has rows of.

    The file has no zeros: an offence that it knows and of which a district's year has no row was
    not complained of there. What a refused row may have been of isn't reported: its offence, or
    all where it doesn't say which; so of its year, and of its district.
    """
    cells = cells.assign(offence=cells["offence"].replace(PROPERTY, PROPERTY_REST))
    is_bad = cells.index.isin(list(refused))
    places = cells.dropna(subset=OF)
    pairs = list(places[OF].drop_duplicates().sort_values(OF).itertuples(index=False, name=None))
    offences = sorted({*cells["offence"].dropna(), *_PARTS})
    unknown = set(_unknown(cells[is_bad], pairs, offences))
    sums = cells[~is_bad].groupby([*OF, "offence"])["value"].sum()
    dates = places.groupby(OF)[["extracted_on", "cutoff_date"]].agg(_latest)
    rows = [
        _row(pair, offence, sums, unknown, dates)
        for pair in pairs
        for offence in (*offences, PROPERTY)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=object)


def _row(pair: Any, offence: str, sums: Any, unknown: set[tuple[Any, str]], dates: Any) -> Any:
    parts = _PARTS if offence == PROPERTY else (offence,)
    is_known = all((pair, part) not in unknown for part in parts)
    value = sum(int(sums.get((*pair, part), 0)) for part in parts) if is_known else None
    state = CountState.VALUE if is_known else CountState.NOT_REPORTED
    return (*pair, offence, value, state.value, *dates.loc[pair])


def _unknown(bad: pd.DataFrame, pairs: list[Any], offences: list[str]) -> Iterator[tuple[Any, str]]:
    """Which offences of which pairs refused rows may have been of."""
    for row in bad.astype(object).where(bad.notna(), None).itertuples():
        for pair in pairs:
            if row.district in (None, pair[0]) and row.year in (None, pair[1]):
                for offence in [row.offence] if row.offence else offences:
                    yield pair, offence


def _latest(days: pd.Series) -> Any:
    return max(days.dropna(), default=None)
