"""What the register of complaints says by having no row: of some cells zero, of others nothing.

SIDPOL lists what was registered: it has no zeros. A district without a row in a month in which its
department has some had no complaint registered. Where a whole department has no row in a month,
the file lacks it: not reported, and nor is that year. Nothing is said of a district before its
first row, since it may not have existed, nor of one without any.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from territory.models.counts import CountState
from territory.models.crime import KINDS, CrimeKind
from territory.periods import Granularity

KEY = ("unit", "month", "kind")

_KINDS = [kind.value for kind in KINDS]
_OTHER = CrimeKind.OTHER.value
_MONTH, _YEAR = Granularity.MONTH.value, Granularity.YEAR.value
_COLUMNS = ["unit", "month", "kind", "granularity", "value", "state"]


def filled(values: pd.DataFrame, unknown: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """All exact counts, and how many months a department lacks.

    ``values``: unit, month (counted from the year 0), kind and value, each key once;
    ``unknown``: the keys of which nothing is known though the file has a row.
    """
    values = values[~_index(values, KEY).isin(_index(unknown, KEY))]
    known = pd.concat([values[list(KEY)], unknown])
    if known.empty:
        return pd.DataFrame(columns=_COLUMNS, dtype=object), 0
    known = known.astype({"month": int})
    parts = [
        _stated(values, _MONTH, values["value"]),
        _stated(unknown, _MONTH, None),
        *_without_rows(known),
    ]
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return frame, _silent(known)


def _without_rows(known: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Months without a row, and years: whole ones of their kinds without any, others unknown."""
    reported = known.assign(unit=known["unit"].str[:2])[["unit", "month"]].drop_duplicates()
    months = range(known["month"].min(), known["month"].max() + 1)
    first = known.groupby("unit")["month"].min()
    grid = _grid(first, months, "month")
    is_reported = _of_departments(grid, "month").isin(_index(reported, ("unit", "month")))
    has_row = _index(grid, ("unit", "month")).isin(_index(known, ("unit", "month")))
    grid["kind"] = _OTHER
    yield _stated(grid[is_reported & ~has_row], _MONTH, 0)
    yield _stated(grid[~is_reported], _MONTH, None)

    by_year = reported.assign(year=reported["month"] // 12).groupby(["unit", "year"]).size()
    whole = by_year.index[by_year == 12]
    years = range(months[0] // 12, months[-1] // 12 + 1)
    grid = _grid(first // 12, years, "year")
    is_whole = _of_departments(grid, "year").isin(whole)
    grid = grid.assign(is_whole=is_whole).merge(pd.DataFrame({"kind": _KINDS}), how="cross")
    grid["month"] = 12 * grid["year"]
    present = _index(known.assign(year=known["month"] // 12), ("unit", "year", "kind"))
    has_row = _index(grid, ("unit", "year", "kind")).isin(present)
    yield _stated(grid[grid["is_whole"] & ~has_row], _YEAR, 0)
    yield _stated(grid[~grid["is_whole"]], _YEAR, None)


def _silent(known: pd.DataFrame) -> int:
    """How many months have no row of a department that the file has."""
    departments = known["unit"].str[:2]
    months = known["month"].max() - known["month"].min() + 1
    pairs = pd.MultiIndex.from_arrays([departments, known["month"]]).nunique()
    return int(departments.nunique() * months - pairs)


def _grid(first: pd.Series, numbers: range, name: str) -> pd.DataFrame:
    """Every unit with each of the numbers from its first one on."""
    grid = pd.MultiIndex.from_product([first.index, numbers], names=["unit", name])
    frame = grid.to_frame(index=False)
    return frame[frame[name] >= frame["unit"].map(first)]


def _of_departments(grid: pd.DataFrame, name: str) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([grid["unit"].str[:2], grid[name]])


def _index(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[list(names)])


def _stated(cells: pd.DataFrame, granularity: str, value: pd.Series | int | None) -> pd.DataFrame:
    """The cells with their value, or as not reported where there is none."""
    state = CountState.NOT_REPORTED if value is None else CountState.VALUE
    values = value if isinstance(value, pd.Series) else pd.Series(value, cells.index, dtype=object)
    return pd.DataFrame(
        {
            "unit": cells["unit"],
            "month": cells["month"].astype(int),
            "kind": cells["kind"],
            "granularity": granularity,
            "value": values.astype(object),
            "state": state.value,
        }
    )
