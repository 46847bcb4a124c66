"""A census table's totals against their parts, and which of its rows are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from layers.reading.census_places import (
    COUNTRY,
    LIMA_REGION,
    as_departments,
    parts_of,
)
from layers.reading.columns import Columns
from layers.reading.directory import Directory
from layers.reading.totals import Reported, disagreement
from territory.unit_names import LIMA, METROPOLITAN_LIMA

TOTAL = "total"


def hold_categories(table: Columns, rows: pd.DataFrame, categories: Sequence[str]) -> None:
    """Refuse a total of all categories that contradicts them, and them with it.

    ``rows``: ``place``, ``counted``, ``supply``, ``period`` and ``reported`` (a ``Counted``).
    """
    reasons: dict[int, str] = {}
    for _key, group in rows.groupby(["place", "counted", "period"], sort=False):
        reported = _reported_by(group, "supply")
        total = reported.pop(TOTAL, None)
        if total is None:
            continue
        complete = set(reported) == set(categories)
        reason = disagreement(total, reported.values(), complete=complete)
        if reason:
            reasons[total.row] = reason
            also = f"No concuerda con su total, en la fila {total.row}."
            reasons |= {part.row: also for part in reported.values()}
    table.report(reasons, "valor", refuse=True)


def hold_places(table: Columns, rows: pd.DataFrame, units: Directory) -> None:
    """Refuse the total of a department or of the country that contradicts its parts."""
    reasons: dict[int, str] = {}
    for _key, group in rows.groupby(["counted", "supply", "period"], sort=False):
        reported = _reported_by(group, "place")
        for place, total in reported.items():
            if place not in (LIMA_REGION, COUNTRY) and len(place) != 2:
                continue
            parts = _parts(place, reported, units)
            complete = _covers(place, parts, units)
            reason = disagreement(total, [reported[part] for part in parts], complete=complete)
            if reason:
                reasons[total.row] = reason
    table.report(reasons, "valor", refuse=True)


def published_places(table: Columns, rows: pd.DataFrame, units: Directory) -> pd.Series:
    """The ubigeo under which each row is published, None for the totals of others.

    A department whose provinces are in the table is a total of them. One that consists of a
    single province, as Callao does, is published as that province, so that all parts are of one
    level. A Región Lima without its provinces is refused: it is no unit.
    """
    present = frozenset(rows["place"])
    found: dict[str, str | None] = {}
    for place in present:
        parts = parts_of(place, units)
        if place == COUNTRY or parts & present:
            found[place] = None
        elif len(place) == 4:
            found[place] = place
        elif len(parts) == 1:
            found[place] = next(iter(parts))
        elif place != LIMA_REGION:
            found[place] = place
    lost = rows.index[rows["place"].eq(LIMA_REGION) & (LIMA_REGION not in found)]
    reason = "La Región Lima no es una unidad del INEI, y el archivo no trae sus provincias."
    table.report({int(row): reason for row in lost}, "departamento", refuse=True)
    return rows["place"].map(found.get)


def _reported_by(group: pd.DataFrame, by: str) -> dict[str, Reported]:
    cells = zip(group[by], group.index, group["reported"], strict=True)
    return {code: Reported(int(row), counted) for code, row, counted in cells}


def _parts(place: str, reported: Mapping[str, Reported], units: Directory) -> frozenset[str]:
    """What the table tells of the parts of a place; of Lima, the whole goes before its halves."""
    if place != COUNTRY:
        return parts_of(place, units) & reported.keys()
    departments = frozenset(code for code in reported if len(code) == 2)
    halves = {LIMA_REGION, METROPOLITAN_LIMA} & reported.keys()
    return departments if LIMA in departments else departments | halves


def _covers(place: str, parts: frozenset[str], units: Directory) -> bool:
    whole = parts_of(place, units)
    return whole == (as_departments(parts) if place == COUNTRY else parts)
