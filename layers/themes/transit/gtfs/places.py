"""The positions of a feed: only those that can be true."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from layers.reading.positions import PERU, why_not
from layers.themes.transit.gtfs.table import Table


def refuse_impossible(table: Table, lon: str, lat: str) -> None:
    """Refuse the rows whose position, in degrees, can't be in Peru, each with its reason."""
    doubtful = table.good.loc[_is_doubtful(table.good[lon], table.good[lat]), [lon, lat]]
    reasons: dict[str, list[int]] = {}
    for row, x, y in doubtful.itertuples():
        reason = why_not(Decimal(repr(float(y))), Decimal(repr(float(x))))
        reasons.setdefault(reason, []).append(row)
    for reason, rows in reasons.items():
        if reason:
            table.refuse(pd.Index(rows), lat, reason)


def points(frame: pd.DataFrame, lon: str, lat: str) -> list[str]:
    """Each position as WKT writes it, with seven decimals: a centimetre."""
    return [f"{x:.7f} {y:.7f}" for x, y in zip(frame[lon], frame[lat], strict=True)]


def _is_doubtful(lon: pd.Series, lat: pd.Series) -> np.ndarray:
    """Outside Peru, or cut to whole degrees; nearly no row is, and those get their reason."""
    west, south, east, north = map(float, PERU)
    x, y = lon.to_numpy(dtype=float), lat.to_numpy(dtype=float)
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    whole = (x == np.rint(x)) & (y == np.rint(y))
    doubtful: np.ndarray = ~np.isnan(x) & ~np.isnan(y) & (~inside | whole)
    return doubtful
