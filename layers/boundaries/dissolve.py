"""Boundaries of provinces and departments as the union of the official ones within them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from layers.models import BoundaryImport, BoundaryImportRow
from territory.boundaries.rules import CAPITAL_ERROR_DEG
from territory.models import AdminUnit
from territory.sql import read_statements

Level = AdminUnit.Level
Outcome = BoundaryImportRow.Outcome

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# Each level with the one above, in the order in which unions are made.
_STEPS = ((Level.DISTRICT, Level.PROVINCE), (Level.PROVINCE, Level.DEPARTMENT))


def dissolve_parents(
    cursor: Any, summary: BoundaryImport, level: Level, departments: list[str], *, asked: bool
) -> list[BoundaryImportRow]:
    """Give the units above ``level`` the union of theirs, where asked or where they are unions.

    An official boundary of their own stays. A union needs an official polygon of every unit
    within; where one is wanting the unit is reported and keeps what it has, except a computed
    cell beside unions. Counts and rows go to ``summary``'s report.
    """
    rows: list[BoundaryImportRow] = []
    start = 0 if level == Level.DISTRICT else 1
    for child_level, parent_level in _STEPS[start:] if level != Level.DEPARTMENT else ():
        unions = AdminUnit.objects.filter(level=parent_level, boundary_dissolved=True)
        if not asked and not unions.exists():
            break
        scope = {
            "child_level": child_level,
            "departments": departments,
            "capital_error_deg": CAPITAL_ERROR_DEG,
        }
        cursor.execute(_SQL["dissolve"], scope)
        dissolved = [ubigeo for (ubigeo,) in cursor.fetchall()]
        cursor.execute(_SQL["without_whole"], scope | {"dissolved": dissolved})
        rows += _report_rows(summary, dissolved, cursor.fetchall())
        cursor.execute(
            _SQL["remove_beside_dissolved"], {"level": parent_level, "dissolved": dissolved}
        )
        summary.removed += cursor.rowcount
        summary.dissolved += len(dissolved)
    return rows


def _report_rows(
    summary: BoundaryImport, dissolved: list[str], wanting: Iterable[tuple[str, str, str]]
) -> Iterator[BoundaryImportRow]:
    names = dict(AdminUnit.objects.filter(pk__in=dissolved).values_list("ubigeo", "name"))
    for ubigeo in sorted(dissolved):
        yield BoundaryImportRow(
            report=summary, ubigeo=ubigeo, name=names[ubigeo], outcome=Outcome.DISSOLVED
        )
    for ubigeo, name, lacking in wanting:
        yield BoundaryImportRow(
            report=summary,
            ubigeo=ubigeo,
            name=name,
            outcome=Outcome.UNDISSOLVED,
            remark=f"No se pudo unir: falta el límite oficial de {lacking}.",
        )
