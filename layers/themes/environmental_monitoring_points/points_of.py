"""The points of a file of values: each once, with what its rows say of it."""

from __future__ import annotations

import math
import re

import pandas as pd

from layers.reading.columns import Columns

# Farther apart than this no two readings of a receiver are of one place: some 1 km, degrees.
_APART_DEG = 0.01
_POINT = re.compile(r"SRID=4326;POINT\((\S+) (\S+)\)")


def refuse_scattered(table: Columns, keys: pd.Series, geoms: pd.Series, column: str) -> None:
    """Refuse the rows whose point lies elsewhere than its first row says."""
    found = pd.DataFrame({"key": keys, "geom": geoms}, dtype=object).dropna()
    firsts = found.drop_duplicates("key").set_index("key")["geom"]
    distinct = found.drop_duplicates(["key", "geom"])
    strays = {
        (key, geom)
        for key, geom in distinct.itertuples(index=False)
        if _distance_deg(firsts[key], geom) > _APART_DEG
    }
    if not strays:
        return
    pairs = zip(found.index, found["key"], found["geom"], strict=True)
    reason = "Otra fila pone este punto a más de 1 km: dos lugares no pueden llamarse igual."
    table.report(
        {int(row): reason for row, key, geom in pairs if (key, geom) in strays},
        column,
        refuse=True,
    )


def _distance_deg(one: str, other: str) -> float:
    (x1, y1), (x2, y2) = (
        map(float, match.groups())
        for match in (_POINT.fullmatch(one), _POINT.fullmatch(other))
        if match
    )
    return math.hypot(x1 - x2, y1 - y2)


def latest_of(rows: pd.DataFrame, fields: tuple[str, ...]) -> pd.DataFrame:
    """A row for each ``place_key``: of each field what the latest row that says it says.

    Its number is that of the point's latest row.
    """
    ordered = rows.assign(row=rows.index).sort_values("sampled_on", kind="stable")
    latest = {
        field: ordered.loc[ordered[field].notna(), ["place_key", field]]
        .drop_duplicates("place_key", keep="last")
        .set_index("place_key")[field]
        for field in ("row", *fields)
        if field != "place_key"
    }
    numbers = latest.pop("row")
    columns = {
        field: known.reindex(numbers.index).astype(object) for field, known in latest.items()
    }
    found = pd.DataFrame(columns, numbers.index, dtype=object)
    found = found.where(found.notna(), None).reset_index()
    found.index = pd.Index(numbers.to_numpy().astype(int))
    return found[list(fields)].sort_index()
